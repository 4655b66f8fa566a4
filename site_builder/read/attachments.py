"""Attachments as rules look at them: their words, who made them, and what could not be read.

Called by the pipeline for every file under a `files` folder. Whatever the bytes are, this ends: in
time, within bounds, with a sentence about what could not be read.
"""

import contextlib
import hashlib
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType

from site_builder.containers import PNG_SIGNATURE, UnsupportedFileError
from site_builder.model.inspection import AttachmentText, TextSpan
from site_builder.model.place import Location
from site_builder.model.source import Source
from site_builder.read import formats, loose, mail, markup, media, office, pdf, pictures, rtf
from site_builder.read.gathered import LATE, MAX_WORDS, SECONDS, Gathered

MAX_FILE = 50_000_000
_LEGACY = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD_LENGTH = 12
_HEADS: tuple[tuple[bytes, Callable[[bytes, Gathered], None]], ...] = (
    (b"PK", office.read),
    (b"\xff\xd8", pictures.read_jpeg),
    (PNG_SIGNATURE, pictures.read_png),
    (b"GIF8", pictures.read_gif),
    (b"{\\rtf", rtf.read),
)
_BY_ENDING: dict[str, Callable[[bytes, Gathered], None]] = {
    **dict.fromkeys(("eml", "mht", "mhtml"), mail.read),
    **dict.fromkeys(("mp3", "mp4"), media.read),
}
_MOST_RAW = MAX_WORDS * 2
"""Characters of a text file with its ends of lines, commas and blanks."""
_MARKED = ("xml", "html", "htm", "xhtml", "svg", "kml", "gpx")
_TEXTS = ("csv", "txt", "text", "md", "log", "tsv", "json", "geojson", "yaml", "yml", *_MARKED)


class _LateError(BaseException):
    """Time is up. No `except Exception` of a library may swallow it."""


def read_attachment(source: Source, data: bytes) -> AttachmentText:
    """Read one attachment."""
    gathered = Gathered(source.display_path, time.monotonic() + SECONDS, reader=_reader)
    if len(data) > MAX_FILE:
        gathered.leave(f"文件超过 {MAX_FILE // 1_000_000} MB")
    else:
        with _guarded(gathered), _limited(SECONDS):
            _reader(source.path, data)(data, gathered)
    name = TextSpan("name", "文件名", source.path, Location(source.display_path))
    return AttachmentText(
        source,
        (name, *gathered.passages),
        tuple(gathered.people),
        gathered.signed,
        "；".join(dict.fromkeys(gathered.unread)),
        gathered.kept,
        hashlib.sha256(data).hexdigest()[:8],
    )


@contextlib.contextmanager
def _guarded(gathered: Gathered) -> Iterator[None]:
    """Turn every failure into a sentence; what was read before it stays."""
    try:
        yield
    except UnsupportedFileError as fault:
        gathered.leave(str(fault))
    except _LateError:
        gathered.unread.append(LATE)
    except (MemoryError, RecursionError):
        gathered.unread.append("文件太复杂，读不了")
    except Exception:  # noqa: BLE001 - a stranger's bytes may break a library in any way
        gathered.unread.append("文件损坏，打不开")


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Interrupt work that takes too long, where the system can: not on Windows, not in threads."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not (
        threading.main_thread()
    ):
        yield
        return

    def late(_number: int, _frame: FrameType | None) -> None:
        raise _LateError

    before = signal.signal(signal.SIGALRM, late)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    started = time.monotonic()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            rest = max(0.01, left - (time.monotonic() - started))
            signal.setitimer(signal.ITIMER_REAL, rest, interval)


def _reader(path: str, data: bytes) -> Callable[[bytes, Gathered], None]:
    """Choose by what the bytes are, not by what the name says."""
    ending = path.rpartition(".")[2].lower()
    if data.lstrip()[:5] == b"%PDF-" or (data and ending == "pdf"):
        return pdf.read
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return pictures.read_webp
    for head, reader in _HEADS:
        if data.startswith(head):
            return reader
    if data and ending in _BY_ENDING:
        return _BY_ENDING[ending]
    return partial(_read_text if data and ending in _TEXTS else _unreadable, path)


def _unreadable(path: str, data: bytes, gathered: Gathered) -> None:
    if not data:
        raise UnsupportedFileError("文件是空的")
    for text in loose.numbers(data):
        gathered.say("读不了的部分", text)
    ending = formats.ending_of(path).upper()
    if data[:4] == _LEGACY and ending in ("DOCX", "XLSX", "PPTX"):
        raise UnsupportedFileError("文件加了密码，或不是新格式")
    other = formats.save_as(path) or "DOCX、XLSX 或 PDF"
    if data[:4] == _LEGACY and ending != "BIN":
        raise UnsupportedFileError(f"旧格式（{ending}）读不了，另存为 {other} 就可以检查")
    if formats.is_packed(path):
        raise UnsupportedFileError(f"{ending} 压缩包读不了，解压后把里面的文件放进来就可以检查")
    if formats.save_as(path):
        raise UnsupportedFileError(f"{ending} 格式读不了，另存为（或导出为）{other} 就可以检查")
    if ending == "BIN":
        raise UnsupportedFileError("是嵌入的对象，读不了")
    raise UnsupportedFileError(f"{ending} 格式读不了")


def _read_text(path: str, data: bytes, gathered: Gathered) -> None:
    for encoding in _encodings(data):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            break
    else:
        raise UnsupportedFileError("文字的编码认不出来（不是 UTF-8，也不是 GB18030）")
    if len(text) > _MOST_RAW:
        text = text[:_MOST_RAW]
        last = len(text.splitlines())
        gathered.leave(f"文字和空格太多，只检查了前 {_MOST_RAW} 字，从第 {last} 行起没有检查")
    ending = formats.ending_of(path)
    if _CONTROL.search(text):
        gathered.leave("里面有不是文字的内容")
    if ending in _MARKED:
        markup.read(text, gathered)
    elif ending == "csv":
        _tell_cells(text.splitlines(), gathered)
    elif ending in ("json", "geojson"):
        markup.read_json(text, gathered)
    else:
        for number, line in enumerate(text.splitlines(), 1):
            gathered.say("", line, number)


def _encodings(data: bytes) -> tuple[str, ...]:
    """List the encodings to try. Zero bytes are in no text but UTF-16, one half of digits in it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if b"\0" not in data:
        return ("utf-8-sig", "gb18030")
    little = data[1::2].count(0) >= data[::2].count(0)
    return ("utf-16-le",) if little else ("utf-16-be",)


def _tell_cells(lines: list[str], gathered: Gathered) -> None:
    """Tell each cell under the head of its column: a sum and a telephone may look the same."""
    heads: list[str] = []
    for number, line in enumerate(lines, 1):
        first = number == 1 and not re.search(r"\d{5}", line)
        for column, cell in enumerate(_CELL.finditer(line)):
            head = heads[column] if column < len(heads) and not first else ""
            label = f"“{head}”列" if head else ""
            gathered.say(label, cell[1], number, cell.start(1) + 1)
            if first:
                heads.append(cell[1].strip('" ')[:_HEAD_LENGTH])
