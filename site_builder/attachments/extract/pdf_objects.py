"""What a PDF file holds besides the text of its pages, object by object."""

import io
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from site_builder.attachments.extract import binary_numbers, image_metadata
from site_builder.attachments.extract.extraction import SIGNIFICANT_TEXT, ExtractionResult
from site_builder.core.errors import UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from pypdf import PageObject

_TIME = lazy_pattern(r"D:\d{4}")
_COMMENT = re.compile(rb"%(?!PDF-|%EOF)[^\r\n]{11,300}")
_ALTERNATIVE_TEXT = re.compile(rb"/(?:ActualText|Alt|E)\s*(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>)")
_MAX_OBJECTS = 20_000
"""Objects of one file that are checked."""
_MAX_DEPTH = 12
_MIN_SCAN_PIXELS = 400_000
"""Dots of a picture that may show a page."""
_MIN_PAGE_CHARACTERS, _MIN_OUTLINE_BYTES = 60, 4_000


def read(data: bytes, result: ExtractionResult) -> None:
    """Record strings of every object, files inside, texts of stamps, and remarks of pictures."""
    if not find_spec("pikepdf"):
        result.add_unreadable("页面以外的内容没有检查到（缺少组件）")
        return
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    known_texts = {" ".join(span.text.split()) for span in result.spans}
    known_texts |= {value for _, value in result.personal_metadata}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for count, pdf_object in enumerate(pdf.objects):
            result.check_deadline()
            if count > _MAX_OBJECTS:
                result.add_unreadable(f"对象超过 {_MAX_OBJECTS} 个，只检查了前面的部分")
                break
            for text in _strings(pdf_object, 0):
                _add_new_text("隐藏的内容", text, known_texts, result)
            if isinstance(pdf_object, pikepdf.Stream):
                _read_stream(pdf_object, known_texts, result)
        for name, spec in pdf.attachments.items():
            result.add_text("里面的文件名", name)
            result.read_embedded("里面的附件", spec.filename or name, spec.get_file().read_bytes())
    tail = data[data.rfind(b"%%EOF") + 5 :]
    for raw in (*_COMMENT.findall(data), tail):
        for text in binary_numbers.find_numbers(raw):
            _add_new_text("隐藏的内容", text, known_texts, result)


def _add_new_text(label: str, text: str, known_texts: set[str], result: ExtractionResult) -> None:
    if not SIGNIFICANT_TEXT.search(text) or _TIME.match(text):
        return
    for line in text.splitlines():
        normalized = " ".join(line.split())
        if normalized not in known_texts:
            known_texts.add(normalized)
            result.add_text(label, line)


def _strings(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - of a library's own types
    """Yield the texts of an object and of those that lie directly in it."""
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    if isinstance(value, pikepdf.String):
        yield str(value)
    elif depth > _MAX_DEPTH or (depth and getattr(value, "is_indirect", False)):
        return
    elif isinstance(value, pikepdf.Array):
        for item in value:
            yield from _strings(item, depth + 1)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, item in value.items():
            if not (key in ("/Contents", "/Cert") and "/ByteRange" in value):
                yield from _strings(item, depth + 1)
    elif isinstance(value, pikepdf.Name) and SIGNIFICANT_TEXT.search(str(value)):
        yield str(value)[1:]


def _read_stream(stream: Any, known_texts: set[str], result: ExtractionResult) -> None:  # noqa: ANN401 - of a library's own types
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    kind = str(stream.get("/Subtype", ""))
    if kind == "/Image" and "/DCTDecode" in repr(stream.get("/Filter")):
        people = list(result.personal_metadata)
        result.label_prefix, label_prefix = (
            f"{result.label_prefix}里面的图片：",
            result.label_prefix,
        )
        try:
            image_metadata.read_jpeg(stream.read_raw_bytes(), result)
        except UnsupportedFileError as exc:
            result.add_unreadable(str(exc))
        result.label_prefix, result.personal_metadata[:] = label_prefix, people
        return
    if kind == "/Image" or str(stream.get("/Type", "")) in ("/ObjStm", "/XRef", "/EmbeddedFile"):
        return
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return
    for match in _ALTERNATIVE_TEXT.finditer(data):
        _add_new_text("替代文字", str(pikepdf.Object.parse(match[1])), known_texts, result)
    if str(stream.get("/Type", "")) == "/Metadata":
        image_metadata.read_xmp(data, result)
    elif kind in ("/Form", "/XML", "") or "/S" in stream:
        for text in _latin_strings(data) if kind == "/Form" else binary_numbers.find_numbers(data):
            _add_new_text("图章、批注或隐藏的内容", text, known_texts, result)


def _latin_strings(data: bytes) -> Iterator[str]:
    """Yield what the operators of a stamp show, as far as its letters are Latin."""
    yield "".join(piece.decode("latin-1") for piece in re.findall(rb"\(((?:\\.|[^\\()])*)\)", data))


def read_revision(data: bytes, result: ExtractionResult) -> None:
    """Report what an earlier version contains and the last one does not."""
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, and slow to start

    known_texts = {" ".join(span.text.split()) for span in result.spans}
    for page in PdfReader(io.BytesIO(data), strict=False).pages:
        for line in page.extract_text().splitlines():
            _add_new_text("改动以前的内容", line, known_texts, result)


def is_probably_scanned(page: "PageObject", size: int) -> bool:
    """Return whether a page shows more than its text holds: a scan, outlines, unnamed letters."""
    resources = page.get("/Resources")
    resource_map = resources.get_object() if resources is not None else {}
    images = [item.get_object() for item in (resource_map.get("/XObject") or {}).values()]
    has_large_image = any(
        int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > _MIN_SCAN_PIXELS
        for item in images
        if item.get("/Subtype") == "/Image"
    )
    contents = page.get_contents()
    content_size = len(contents.get_data()) if contents is not None else 0
    fonts = [item.get_object() for item in (resource_map.get("/Font") or {}).values()]
    has_unmapped_font = any(
        item.get("/Subtype") == "/Type0"
        and str(item.get("/Encoding")).startswith("/Identity")
        and "/ToUnicode" not in item
        for item in fonts
    )
    return (
        has_unmapped_font
        or (size < _MIN_PAGE_CHARACTERS and has_large_image)
        or (not size and (bool(images) or content_size > _MIN_OUTLINE_BYTES))
    )
