"""Words of a PDF file and who made it, with the extra `attachments`."""

import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from site_builder.attachments.extract import pdf_objects
from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.attachments.extract.image_metadata import read_xmp
from site_builder.core.errors import UnsupportedFileError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 200
_MAX_LISTED = 10
REVISIONS_MESSAGE = "里面还留有改动以前的内容，没有检查到；另存为新的 PDF 就没有了"
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_TECHNICAL_KEYS = frozenset(("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"))
_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_PERSON_LABELS = {"/Author": "作者", "/Company": "单位", "/Manager": "主管"}
_DESCRIPTION_LABELS = {
    "/Title": "文件属性：标题",
    "/Subject": "文件属性：主题",
    "/Keywords": "文件属性：关键词",
}
_ANNOTATION_TYPES = frozenset(
    f"/{name}"
    for name in (
        *("Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Stamp"),
        *("Caret", "Ink", "Line", "Square", "Circle", "Polygon", "PolyLine", "FileAttachment"),
    )
)


def read(data: bytes, result: ExtractionResult) -> None:
    """Read a PDF file; nothing when the library is missing, which is reported once."""
    result.signed = bool(_SIGNATURE.search(data))
    if not find_spec("pypdf"):
        return
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    decrypted = _decrypt(data, result)
    reader = PdfReader(io.BytesIO(decrypted), strict=False)
    _read_people(reader, result)
    _read_description(reader, result)
    _read_other_properties(reader, result)
    _read_revisions(decrypted, result)
    first_character = result.character_count
    count = len(reader.pages)
    scanned_pages: list[int] = []
    for number in range(min(count, MAX_PAGES)):
        size = _read_page(reader.pages[number], number + 1, result)
        if pdf_objects.is_probably_scanned(reader.pages[number], size):
            scanned_pages.append(number + 1)
    has_text = result.character_count > first_character
    pdf_objects.read(decrypted, result)
    if count > MAX_PAGES:
        raise UnsupportedFileError(f"有 {count} 页，只检查了前 {MAX_PAGES} 页")
    if not has_text:
        raise UnsupportedFileError("没有文字，可能是扫描件")
    if scanned_pages:
        listed = "、".join(map(str, scanned_pages[:_MAX_LISTED])) + (
            " 等" if len(scanned_pages) > _MAX_LISTED else ""
        )
        result.add_unreadable(f"第 {listed} 页的文字读不出来，可能是扫描的")


def _decrypt(data: bytes, result: ExtractionResult) -> bytes:
    """Take the encryption off a file that opens without a password."""
    if b"/Encrypt" not in data or not find_spec("pikepdf"):
        return data
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            result.not_cleanable = pdf.is_encrypted
            buffer = io.BytesIO()
            pdf.save(buffer, encryption=False)
            return buffer.getvalue()
    except pikepdf.PasswordError as exc:
        raise UnsupportedFileError("文件加了密码") from exc


def _read_people(reader: "PdfReader", result: ExtractionResult) -> None:
    metadata = reader.metadata
    for key, label in _PERSON_LABELS.items():
        result.add_person(label, str((metadata.get(key) if metadata else "") or ""))
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        read_xmp(packet.get_object().get_data(), result)


def _read_description(reader: "PdfReader", result: ExtractionResult) -> None:
    """Report what is written about the file, its bookmarks, and whether files lie in it."""
    metadata = reader.metadata
    for key, label in _DESCRIPTION_LABELS.items():
        result.add_text(label, str((metadata.get(key) if metadata else "") or ""))
    pending: list[object] = [reader.outline]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        else:
            result.add_text("书签", str(getattr(item, "title", "") or ""))


def _read_page(page: "PageObject", number: int, result: ExtractionResult) -> int:
    """Return a page and its remarks; return how much text the page itself has."""
    text = page.extract_text()
    for line in text.splitlines():
        result.add_text(f"第 {number} 页", line)
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        action = annotation.get("/A")
        if action is not None:
            result.add_text(f"第 {number} 页的链接", str(action.get_object().get("/URI") or ""))
        for key in ("/RC", "/TU", "/Alt", "/DV") if action is None else ():
            _add_values(f"第 {number} 页的批注", annotation.get(key), result)
        if annotation.get("/Subtype") in _ANNOTATION_TYPES:
            result.add_person("批注作者", str(annotation.get("/T") or ""))
            result.add_text(f"第 {number} 页的批注", str(annotation.get("/Contents") or ""))
        elif annotation.get("/Subtype") == "/Widget":
            field = (
                annotation
                if "/V" in annotation
                else (annotation.get("/Parent") or annotation).get_object()
            )
            _add_values(f"第 {number} 页的表单", field.get("/V"), result)
    return len(text.strip())


def _add_values(label: str, value: object, result: ExtractionResult) -> None:
    """Record the text of a value, be it one string or a list of them."""
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, str) and item not in ("/Off", "/Yes"):
            for line in str(item).splitlines():
                result.add_text(label, line)


def _read_revisions(data: bytes, result: ExtractionResult) -> None:
    """Read and name earlier versions: an update leaves what it replaces readable."""
    ends = [match.end() for match in _END.finditer(data)][b"/Linearized" in data[:2048] :]
    for end in ends[:-1][-_MAX_REVISIONS:]:
        pdf_objects.read_revision(data[:end], result)
    if len(ends) > 1 and not result.signed:
        result.add_unreadable(REVISIONS_MESSAGE)
    elif len(ends) > _MAX_REVISIONS + 1:
        result.add_unreadable(f"里面有 {len(ends)} 个版本，早先的没有检查到")


_MAX_REVISIONS = 5


def _read_other_properties(reader: "PdfReader", result: ExtractionResult) -> None:
    """Record every other value among a file's properties, and name scripts and form packets."""
    for key, value in (reader.metadata or {}).items():
        if (
            key not in _PERSON_LABELS
            and key not in _DESCRIPTION_LABELS
            and key not in _TECHNICAL_KEYS
        ):
            _add_values("文件属性", value, result)
    form = reader.root_object.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        result.add_unreadable("里面的 XFA 表单没有检查到")
    names = reader.root_object.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        result.add_unreadable("里面的脚本没有检查到")
