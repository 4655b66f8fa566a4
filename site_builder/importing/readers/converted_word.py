"""Texts of other word processors (`.rtf`, `.odt`, Word 2003 XML), through LibreOffice."""

from dataclasses import replace

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import open_archive, read_member
from site_builder.importing.readers import word
from site_builder.importing.readers.libreoffice import convert_to_docx
from site_builder.model.diagnostic import warning
from site_builder.model.location import Location
from site_builder.model.original import Original

MAX_SIZE = 100_000_000
_HINT = "请用 Word 或 WPS 打开，另存为 .docx，再导入。"
_START = 4096


def read(file: str, data: bytes) -> Original:
    """Read a text of another word processor; `file` as it was named on the command line.

    Raises UnsupportedFileError without LibreOffice, for what is damaged, encrypted or too large.
    """
    if len(data) > MAX_SIZE:
        raise UnsupportedFileError("文件太大", f"请删去里面的大图片。{_HINT}")
    suffix = _suffix(data)
    original = word.read(file, convert_to_docx(data, suffix))
    message = f"{_LABELS[suffix]} 文件由 LibreOffice 转换以后读取，没有第二种读法可以对照"
    notice = warning("import/converted", Location(file), message, "请对照原文件核对。")
    return replace(original, diagnostics=(*original.diagnostics, notice))


_LABELS = {"rtf": "RTF", "odt": "OpenDocument", "xml": "Word XML"}


def _suffix(data: bytes) -> str:
    """Return the suffix of the format; what could burst is refused here, before it is converted."""
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK"):
        archive = open_archive(data)
        if "content.xml" not in archive.namelist():
            raise UnsupportedFileError("文件里没有 OpenDocument 的正文", _HINT)
        parse_xml(xml_parser(), read_member(archive, "content.xml"))
        return "odt"
    start = data[:_START]
    if b"<?xml" in start and b"office/word/2003/wordml" in start:
        parse_xml(xml_parser(), data)
        return "xml"
    raise UnsupportedFileError("认不出这是什么格式", _HINT)
