"""What a PDF file holds besides the text of its pages, object by object. Called by `read.pdf`."""

import io
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from site_builder.containers import UnsupportedFileError
from site_builder.read import loose, pictures
from site_builder.read.gathered import Gathered

if TYPE_CHECKING:
    from pypdf import PageObject

_TELLING = re.compile(r"[\u3400-\u9fff]|@|(?:\d[\W_]*){7}")
_TIME = re.compile(r"D:\d{4}")
_REMARK = re.compile(rb"%(?!PDF-|%EOF)[^\r\n]{11,300}")
_ACTUAL = re.compile(rb"/(?:ActualText|Alt|E)\s*(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>)")
_MOST = 20_000
"""Objects of one file that are looked at."""
_DEEP = 12
_SCAN = 400_000
"""Dots of a picture that may show a page."""
_FEW, _OUTLINES = 60, 4_000


def read(data: bytes, gathered: Gathered) -> None:
    """Tell strings of every object, files inside, texts of stamps, and remarks of pictures."""
    if not find_spec("pikepdf"):
        gathered.leave("页面以外的内容没有检查到（缺少组件）")
        return
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    known = {" ".join(one.text.split()) for one in gathered.passages}
    known |= {value for _, value in gathered.people}
    with pikepdf.open(io.BytesIO(data)) as opened:
        for count, found in enumerate(opened.objects):
            gathered.in_time()
            if count > _MOST:
                gathered.leave(f"对象超过 {_MOST} 个，只检查了前面的部分")
                break
            for text in _strings(found, 0):
                _tell("隐藏的内容", text, known, gathered)
            if isinstance(found, pikepdf.Stream):
                _stream(found, known, gathered)
        for name, spec in opened.attachments.items():
            gathered.say("里面的文件名", name)
            gathered.read_inside("里面的附件", spec.filename or name, spec.get_file().read_bytes())
    tail = data[data.rfind(b"%%EOF") + 5 :]
    for raw in (*_REMARK.findall(data), tail):
        for text in loose.numbers(raw):
            _tell("隐藏的内容", text, known, gathered)


def _tell(label: str, text: str, known: set[str], gathered: Gathered) -> None:
    if not _TELLING.search(text) or _TIME.match(text):
        return
    for line in text.splitlines():
        plain = " ".join(line.split())
        if plain not in known:
            known.add(plain)
            gathered.say(label, line)


def _strings(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - of a library's own types
    """Yield the texts of an object and of those that lie directly in it."""
    import pikepdf  # noqa: PLC0415 - as above

    if isinstance(value, pikepdf.String):
        yield str(value)
    elif depth > _DEEP or (depth and getattr(value, "is_indirect", False)):
        return
    elif isinstance(value, pikepdf.Array):
        for one in value:
            yield from _strings(one, depth + 1)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, one in value.items():
            if not (key in ("/Contents", "/Cert") and "/ByteRange" in value):
                yield from _strings(one, depth + 1)
    elif isinstance(value, pikepdf.Name) and _TELLING.search(str(value)):
        yield str(value)[1:]


def _stream(found: Any, known: set[str], gathered: Gathered) -> None:  # noqa: ANN401 - as above
    import pikepdf  # noqa: PLC0415 - as above

    kind = str(found.get("/Subtype", ""))
    if kind == "/Image" and "/DCTDecode" in repr(found.get("/Filter")):
        people = list(gathered.people)
        gathered.inside, before = f"{gathered.inside}里面的图片：", gathered.inside
        try:
            pictures.read_jpeg(found.read_raw_bytes(), gathered)
        except UnsupportedFileError as fault:
            gathered.leave(str(fault))
        gathered.inside, gathered.people[:] = before, people
        return
    if kind == "/Image" or str(found.get("/Type", "")) in ("/ObjStm", "/XRef", "/EmbeddedFile"):
        return
    try:
        data = found.read_bytes()
    except pikepdf.PdfError:
        return
    for match in _ACTUAL.finditer(data):
        _tell("替代文字", str(pikepdf.Object.parse(match[1])), known, gathered)
    if str(found.get("/Type", "")) == "/Metadata":
        pictures.xmp(data, gathered)
    elif kind in ("/Form", "/XML", "") or "/S" in found:
        for text in _shown(data) if kind == "/Form" else loose.numbers(data):
            _tell("图章、批注或隐藏的内容", text, known, gathered)


def _shown(data: bytes) -> Iterator[str]:
    """Yield what the operators of a stamp show, as far as its letters are Latin."""
    yield "".join(piece.decode("latin-1") for piece in re.findall(rb"\(((?:\\.|[^\\()])*)\)", data))


def read_version(data: bytes, gathered: Gathered) -> None:
    """Tell what an earlier version says and the last one does not."""
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, and slow to start

    known = {" ".join(one.text.split()) for one in gathered.passages}
    for page in PdfReader(io.BytesIO(data), strict=False).pages:
        for line in page.extract_text().splitlines():
            _tell("改动以前的内容", line, known, gathered)


def is_unseen(page: "PageObject", size: int) -> bool:
    """Tell whether a page shows more than its text says: a scan, outlines, unnamed letters."""
    resources = page.get("/Resources")
    held = resources.get_object() if resources is not None else {}
    images = [one.get_object() for one in (held.get("/XObject") or {}).values()]
    large = any(
        int(one.get("/Width", 0)) * int(one.get("/Height", 0)) > _SCAN
        for one in images
        if one.get("/Subtype") == "/Image"
    )
    contents = page.get_contents()
    drawn = len(contents.get_data()) if contents is not None else 0
    fonts = [one.get_object() for one in (held.get("/Font") or {}).values()]
    unnamed = any(
        one.get("/Subtype") == "/Type0"
        and str(one.get("/Encoding")).startswith("/Identity")
        and "/ToUnicode" not in one
        for one in fonts
    )
    return unnamed or (size < _FEW and large) or (not size and (bool(images) or drawn > _OUTLINES))
