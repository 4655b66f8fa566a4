"""Workbooks → `Original`: XLSX, XLSM, ODS from their XML, XLS, XLSB and ET by python-calamine."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import open_archive, read_member
from site_builder.importing.readers.ods_sheets import read_ods
from site_builder.importing.readers.old_sheets import read_old_workbook
from site_builder.importing.readers.sheet_blocks import build_original
from site_builder.importing.readers.sheets import Sheet
from site_builder.importing.readers.xlsx_package import local_name
from site_builder.importing.readers.xlsx_sheets import read_xlsx
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.location import Location
from site_builder.model.original import Original

_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(file: str, data: bytes) -> Original:
    """Read all sheets of a workbook, one page each.

    Raises UnsupportedFileError for an encrypted or damaged file and for one beyond the limits.
    """
    archive = open_archive(data) if data.startswith(_ZIP) else None
    names = set(archive.namelist()) if archive else set()
    is_old = archive is None or "xl/workbook.bin" in names
    if archive is None and not data.startswith(_COMPOUND):
        hint = "请用 Excel 或 WPS 打开，另存为 .xlsx，再导入。"
        raise UnsupportedFileError("这不是电子表格", hint)
    if _ENCRYPTED in data and archive is None:
        raise UnsupportedFileError("文件加了密码", "请先去掉密码，另存以后再导入。")
    if archive and not is_old:
        sheets, title, is_whole = _read_archive(archive, names), _title(archive, names), True
    else:
        (sheets, is_whole), title = read_old_workbook(data), ""
    original = build_original(file, sheets, title=title)
    if not original.blocks:
        raise UnsupportedFileError("工作簿里没有内容", "请核对是不是选错了文件。")
    diagnostics = (*_file_diagnostics(file, names, is_whole=is_whole), *original.diagnostics)
    return replace(original, diagnostics=diagnostics)


def _file_diagnostics(file: str, names: set[str], *, is_whole: bool) -> Iterator[Diagnostic]:
    location = Location(file)
    if any(name.endswith("vbaProject.bin") for name in names):
        hint = "没有运行它，读的是保存时的内容；靠宏填写的数字请核对。"
        yield warning("import/macros", location, "这个工作簿里有宏", hint)
    if not is_whole:
        message = "旧格式的工作簿里，单元格怎样显示、是不是公式、有没有隐藏的行和列，都读不到"
        hint = "请核对百分比和公式；用 Excel 或 WPS 另存为 .xlsx 再导入更可靠。"
        yield warning("import/old-workbook", location, message, hint)


def _read_archive(archive: zipfile.ZipFile, names: set[str]) -> list[Sheet]:
    if "xl/workbook.xml" in names:
        return read_xlsx(archive)
    if "content.xml" in names:
        return read_ods(archive)
    raise UnsupportedFileError("这个文件不是电子表格", "请核对是不是选错了文件。")


def _title(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the title among the data about the file; empty when there is none."""
    pieces: list[str] = []
    is_title = False

    def on_start(name: str, _attributes: object) -> None:
        nonlocal is_title
        is_title = local_name(name) == "title"

    def on_end(_name: str) -> None:
        nonlocal is_title
        is_title = False

    def on_text(text: str) -> None:
        if is_title:
            pieces.append(text)

    for part in ("docProps/core.xml", "meta.xml"):
        if part in names:
            parser = xml_parser()
            parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
            parser.CharacterDataHandler = on_text
            parse_xml(parser, read_member(archive, part, 1_000_000))
    return "".join(pieces).strip()
