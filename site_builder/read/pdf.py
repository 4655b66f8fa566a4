"""Words of a PDF file and who made it: `read.attachments` with the extra `attachments`."""

import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from site_builder.containers import UnsupportedFileError
from site_builder.read import pdf_objects
from site_builder.read.gathered import Gathered
from site_builder.read.pictures import xmp

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 200
_LISTED = 10
REVISIONS = "里面还留有改动以前的内容，没有检查到；另存为新的 PDF 就没有了"
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_PROGRAMS = frozenset(("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"))
_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_PEOPLE = {"/Author": "作者", "/Company": "单位", "/Manager": "主管"}
_ABOUT = {"/Title": "文件属性：标题", "/Subject": "文件属性：主题", "/Keywords": "文件属性：关键词"}
_REMARKS = frozenset(
    f"/{one}"
    for one in (
        *("Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Stamp"),
        *("Caret", "Ink", "Line", "Square", "Circle", "Polygon", "PolyLine", "FileAttachment"),
    )
)


def read(data: bytes, gathered: Gathered) -> None:
    """Read a PDF file; nothing when the library is missing, which the pipeline says once."""
    gathered.signed = bool(_SIGNATURE.search(data))
    if not find_spec("pypdf"):
        return
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    plain = _opened(data, gathered)
    reader = PdfReader(io.BytesIO(plain), strict=False)
    _people(reader, gathered)
    _properties(reader, gathered)
    _layers(reader, gathered)
    _revisions(plain, gathered)
    before = gathered.characters
    count = len(reader.pages)
    unseen: list[int] = []
    for number in range(min(count, MAX_PAGES)):
        size = _page(reader.pages[number], number + 1, gathered)
        if pdf_objects.is_unseen(reader.pages[number], size):
            unseen.append(number + 1)
    told = gathered.characters > before
    pdf_objects.read(plain, gathered)
    if count > MAX_PAGES:
        raise UnsupportedFileError(f"有 {count} 页，只检查了前 {MAX_PAGES} 页")
    if not told:
        raise UnsupportedFileError("没有文字，可能是扫描件")
    if unseen:
        listed = "、".join(map(str, unseen[:_LISTED])) + (" 等" if len(unseen) > _LISTED else "")
        gathered.leave(f"第 {listed} 页的文字读不出来，可能是扫描的")


def _opened(data: bytes, gathered: Gathered) -> bytes:
    """Take the encryption off a file that opens without a password."""
    if b"/Encrypt" not in data or not find_spec("pikepdf"):
        return data
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    try:
        with pikepdf.open(io.BytesIO(data)) as locked:
            gathered.kept = locked.is_encrypted
            plain = io.BytesIO()
            locked.save(plain, encryption=False)
            return plain.getvalue()
    except pikepdf.PasswordError as fault:
        raise UnsupportedFileError("文件加了密码") from fault


def _people(reader: "PdfReader", gathered: Gathered) -> None:
    told = reader.metadata
    for key, what in _PEOPLE.items():
        gathered.name(what, str((told.get(key) if told else "") or ""))
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        xmp(packet.get_object().get_data(), gathered)


def _properties(reader: "PdfReader", gathered: Gathered) -> None:
    """Tell what is written about the file, its bookmarks, and whether files lie in it."""
    told = reader.metadata
    for key, what in _ABOUT.items():
        gathered.say(what, str((told.get(key) if told else "") or ""))
    todo: list[object] = [reader.outline]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo.extend(reversed(one))
        else:
            gathered.say("书签", str(getattr(one, "title", "") or ""))


def _page(page: "PageObject", number: int, gathered: Gathered) -> int:
    """Tell a page and its remarks; return how much text the page itself has."""
    text = page.extract_text()
    for line in text.splitlines():
        gathered.say(f"第 {number} 页", line)
    for link in page.get("/Annots") or ():
        remark = link.get_object()
        action = remark.get("/A")
        if action is not None:
            gathered.say(f"第 {number} 页的链接", str(action.get_object().get("/URI") or ""))
        for key in ("/RC", "/TU", "/Alt", "/DV") if action is None else ():
            _value(f"第 {number} 页的批注", remark.get(key), gathered)
        if remark.get("/Subtype") in _REMARKS:
            gathered.name("批注作者", str(remark.get("/T") or ""))
            gathered.say(f"第 {number} 页的批注", str(remark.get("/Contents") or ""))
        elif remark.get("/Subtype") == "/Widget":
            held = remark if "/V" in remark else (remark.get("/Parent") or remark).get_object()
            _value(f"第 {number} 页的表单", held.get("/V"), gathered)
    return len(text.strip())


def _value(label: str, value: object, gathered: Gathered) -> None:
    """Tell the text of a value, be it one string or a list of them."""
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, str) and one not in ("/Off", "/Yes"):
            for line in str(one).splitlines():
                gathered.say(label, line)


def _revisions(data: bytes, gathered: Gathered) -> None:
    """Read and name earlier versions: an update leaves what it replaces readable."""
    ends = [match.end() for match in _END.finditer(data)][b"/Linearized" in data[:2048] :]
    for end in ends[:-1][-_MANY:]:
        pdf_objects.read_version(data[:end], gathered)
    if len(ends) > 1 and not gathered.signed:
        gathered.leave(REVISIONS)
    elif len(ends) > _MANY + 1:
        gathered.leave(f"里面有 {len(ends)} 个版本，早先的没有检查到")


_MANY = 5


def _layers(reader: "PdfReader", gathered: Gathered) -> None:
    """Tell every other value among a file's properties, and name scripts and form packets."""
    for key, value in (reader.metadata or {}).items():
        if key not in _PEOPLE and key not in _ABOUT and key not in _PROGRAMS:
            _value("文件属性", value, gathered)
    form = reader.root_object.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        gathered.leave("里面的 XFA 表单没有检查到")
    names = reader.root_object.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        gathered.leave("里面的脚本没有检查到")
