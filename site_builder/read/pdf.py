"""Words of a PDF file and who made it: `read.attachments` with the extra `attachments`."""

import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from site_builder.containers import RefusedError
from site_builder.read.gathered import Gathered
from site_builder.read.pictures import xmp

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 200
_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_PEOPLE = {"/Author": "作者", "/Company": "单位", "/Manager": "主管"}
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
    reader = PdfReader(io.BytesIO(_opened(data)), strict=False)
    _people(reader, gathered)
    count = len(reader.pages)
    for number in range(min(count, MAX_PAGES)):
        _page(reader.pages[number], number + 1, gathered)
    if count > MAX_PAGES:
        raise RefusedError(f"有 {count} 页，只检查了前 {MAX_PAGES} 页")
    if not gathered.characters:
        raise RefusedError("没有文字，可能是扫描件")


def _opened(data: bytes) -> bytes:
    """Take the encryption off a file that opens without a password."""
    if b"/Encrypt" not in data or not find_spec("pikepdf"):
        return data
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    try:
        with pikepdf.open(io.BytesIO(data)) as locked:
            plain = io.BytesIO()
            locked.save(plain, encryption=False)
            return plain.getvalue()
    except pikepdf.PasswordError as fault:
        raise RefusedError("文件加了密码") from fault


def _people(reader: "PdfReader", gathered: Gathered) -> None:
    told = reader.metadata
    for key, what in _PEOPLE.items():
        gathered.name(what, str((told.get(key) if told else "") or ""))
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        xmp(packet.get_object().get_data(), gathered)


def _page(page: "PageObject", number: int, gathered: Gathered) -> None:
    for line in page.extract_text().splitlines():
        gathered.say(f"第 {number} 页", line)
    for link in page.get("/Annots") or ():
        remark = link.get_object()
        if remark.get("/Subtype") in _REMARKS:
            gathered.name("批注作者", str(remark.get("/T") or ""))
            gathered.say(f"第 {number} 页的批注", str(remark.get("/Contents") or ""))
        elif remark.get("/Subtype") == "/Widget" and isinstance(remark.get("/V"), str):
            gathered.say(f"第 {number} 页的表单", str(remark["/V"]))
