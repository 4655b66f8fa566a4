"""Attachments as rules check them: their words, who made them, and what could not be read.

Whatever the bytes are, this ends: in time, within bounds, with a sentence about what could not
be read.
"""

import contextlib
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType

from site_builder.attachments.extract import (
    binary_numbers,
    image_metadata,
    mail_text,
    markup_text,
    media_metadata,
    office_text,
    pdf_text,
    rtf_text,
)
from site_builder.attachments.extract.extraction import (
    MAX_CHARACTERS,
    MAX_SECONDS,
    TIMEOUT_MESSAGE,
    ExtractionResult,
)
from site_builder.core import office_file_types
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.hashing import sha256
from site_builder.core.image_segments import PNG_SIGNATURE
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import AttachmentText, TextSpan
from site_builder.model.source import Source

MAX_BYTES = 50_000_000
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_CSV_CELL = lazy_pattern(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)')
_CONTROL = lazy_pattern(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_HEADER_LENGTH = 12
_READERS_BY_SIGNATURE: tuple[tuple[bytes, Callable[[bytes, ExtractionResult], None]], ...] = (
    (b"PK", office_text.read),
    (b"\xff\xd8", image_metadata.read_jpeg),
    (PNG_SIGNATURE, image_metadata.read_png),
    (b"GIF8", image_metadata.read_gif),
    (b"{\\rtf", rtf_text.read),
)
_READERS_BY_EXTENSION: dict[str, Callable[[bytes, ExtractionResult], None]] = {
    **dict.fromkeys(("eml", "mht", "mhtml"), mail_text.read),
    **dict.fromkeys(("mp3", "mp4"), media_metadata.read),
}
MAX_RAW_CHARACTERS = MAX_CHARACTERS * 2
"""Characters of a text file with its ends of lines, commas and blanks."""
_MARKUP_EXTENSIONS = ("xml", "html", "htm", "xhtml", "svg", "kml", "gpx")
_TEXT_EXTENSIONS = (
    "csv",
    "txt",
    "text",
    "md",
    "log",
    "tsv",
    "json",
    "geojson",
    "yaml",
    "yml",
    *_MARKUP_EXTENSIONS,
)


class _DeadlineError(BaseException):
    """Time is up. No `except Exception` of a library may swallow it."""


def read_attachment(source: Source, data: bytes) -> AttachmentText:
    """Read one attachment."""
    result = ExtractionResult(
        source.display_path, time.monotonic() + MAX_SECONDS, choose_reader=_choose_reader
    )
    if len(data) > MAX_BYTES:
        result.add_unreadable(f"文件超过 {MAX_BYTES // 1_000_000} MB")
    else:
        with _record_failures(result), _time_limit(MAX_SECONDS):
            _choose_reader(source.path, data)(data, result)
    name = TextSpan("name", "文件名", source.path, Location(source.display_path))
    return AttachmentText(
        source,
        (name, *result.spans),
        tuple(result.personal_metadata),
        result.signed,
        "；".join(dict.fromkeys(result.unreadable_reasons)),
        result.not_cleanable,
        sha256(data)[:8],
    )


@contextlib.contextmanager
def _record_failures(result: ExtractionResult) -> Iterator[None]:
    """Turn every failure into a sentence; what was read before it stays."""
    try:
        yield
    except UnsupportedFileError as exc:
        result.add_unreadable(str(exc))
    except _DeadlineError:
        result.unreadable_reasons.append(TIMEOUT_MESSAGE)
    except (MemoryError, RecursionError):
        result.unreadable_reasons.append("文件太复杂，读不了")
    except Exception:  # noqa: BLE001 - foreign bytes may break a library in any way
        result.unreadable_reasons.append("文件损坏，打不开")


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt work that takes too long, where the system can: not on Windows, not in threads."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not (
        threading.main_thread()
    ):
        yield
        return

    def raise_deadline(_number: int, _frame: FrameType | None) -> None:
        raise _DeadlineError

    previous_handler = signal.signal(signal.SIGALRM, raise_deadline)
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    started = time.monotonic()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous_handler)
        if remaining:
            delay = max(0.01, remaining - (time.monotonic() - started))
            signal.setitimer(signal.ITIMER_REAL, delay, interval)


def _choose_reader(path: str, data: bytes) -> Callable[[bytes, ExtractionResult], None]:
    """Choose by what the bytes are, not by the file name."""
    extension = path.rpartition(".")[2].lower()
    if data.lstrip()[:5] == b"%PDF-" or (data and extension == "pdf"):
        return pdf_text.read
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return image_metadata.read_webp
    for signature, reader in _READERS_BY_SIGNATURE:
        if data.startswith(signature):
            return reader
    if data and extension in _READERS_BY_EXTENSION:
        return _READERS_BY_EXTENSION[extension]
    return partial(
        read_plain_text if data and extension in _TEXT_EXTENSIONS else _raise_unreadable, path
    )


def _raise_unreadable(path: str, data: bytes, result: ExtractionResult) -> None:
    if not data:
        raise UnsupportedFileError("文件是空的")
    for text in binary_numbers.find_numbers(data):
        result.add_text("读不了的部分", text)
    extension = office_file_types.extension_of(path).upper()
    if data[:4] == _OLE_SIGNATURE and extension in ("DOCX", "XLSX", "PPTX"):
        raise UnsupportedFileError("文件加了密码，或不是新格式")
    alternative = office_file_types.conversion_target(path) or "DOCX、XLSX 或 PDF"
    if data[:4] == _OLE_SIGNATURE and extension != "BIN":
        raise UnsupportedFileError(f"旧格式（{extension}）读不了，另存为 {alternative} 就可以检查")
    if office_file_types.is_archive(path):
        raise UnsupportedFileError(f"{extension} 压缩包读不了，解压后把里面的文件放进来就可以检查")
    if office_file_types.conversion_target(path):
        raise UnsupportedFileError(
            f"{extension} 格式读不了，另存为（或导出为）{alternative} 就可以检查"
        )
    if extension == "BIN":
        raise UnsupportedFileError("是嵌入的对象，读不了")
    raise UnsupportedFileError(f"{extension} 格式读不了")


def read_plain_text(path: str, data: bytes, result: ExtractionResult) -> None:
    """Read a file that is nothing but characters."""
    for encoding in _encodings(data):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            break
    else:
        raise UnsupportedFileError("文字的编码认不出来（不是 UTF-8，也不是 GB18030）")
    if len(text) > MAX_RAW_CHARACTERS:
        text = text[:MAX_RAW_CHARACTERS]
        last = len(text.splitlines())
        result.add_unreadable(
            f"文字和空格太多，只检查了前 {MAX_RAW_CHARACTERS} 字，从第 {last} 行起没有检查"
        )
    extension = office_file_types.extension_of(path)
    if _CONTROL.search(text):
        result.add_unreadable("里面有不是文字的内容")
    if extension in _MARKUP_EXTENSIONS:
        markup_text.read(text, result)
    elif extension == "csv":
        _add_csv_cells(text.splitlines(), result)
    elif extension in ("json", "geojson"):
        markup_text.read_json(text, result)
    else:
        for number, line in enumerate(text.splitlines(), 1):
            result.add_text("", line, number)


def _encodings(data: bytes) -> tuple[str, ...]:
    """Return the encodings to try. Only UTF-16 has zero bytes: one half of its digits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if b"\0" not in data:
        return ("utf-8-sig", "gb18030")
    little = data[1::2].count(0) >= data[::2].count(0)
    return ("utf-16-le",) if little else ("utf-16-be",)


def _add_csv_cells(lines: list[str], result: ExtractionResult) -> None:
    """Record each cell under the head of its column: a sum and a telephone may look the same."""
    headers: list[str] = []
    for number, line in enumerate(lines, 1):
        first = number == 1 and not re.search(r"\d{5}", line)
        for column, cell in enumerate(_CSV_CELL.finditer(line)):
            header = headers[column] if column < len(headers) and not first else ""
            label = f"“{header}”列" if header else ""
            result.add_text(label, cell[1], number, cell.start(1) + 1)
            if first:
                headers.append(cell[1].strip('" ')[:_MAX_HEADER_LENGTH])
