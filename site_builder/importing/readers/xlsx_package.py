"""What the parts of an XLSX workbook share: the order of its sheets, strings and formats."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import read_member
from site_builder.importing.readers.number_formats import built_in_format
from site_builder.importing.readers.sheets import SheetCell, too_many_cells_error
from site_builder.model.lazy_pattern import lazy_pattern

_HINT = "请重新下载或另存后再导入。"
_OTHER_SHEETS = ("chartsheet", "dialogsheet", "xlMacrosheet")
"""Kinds of sheets without cells of their own."""
_MAX_STRINGS, _MAX_STYLES = 2_000_000, 70_000
_MAX_DIGITS = 9
_ESCAPED = lazy_pattern(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Package:
    """What the parts of a workbook say about its sheets."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, part and whether it is hidden, in the order of the tabs."""
    strings: list[SheetCell] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    """The code of the number format, by the style of a cell."""
    struck: set[str] = field(default_factory=set)
    """Styles of cells whose text is crossed out."""
    starts_1904: bool = False
    is_uncalculated: bool = False
    """The program that saved it left all formulas to be calculated when it is opened."""


def read_package(archive: zipfile.ZipFile) -> Package:
    """Read what the sheets share. Raises UnsupportedFileError when a part of it is missing."""
    names = set(archive.namelist())
    parts = _read_relationships(archive, names)
    package = _read_workbook(archive, names, parts)
    for kind, path in parts.values():
        if kind == "sharedStrings" and path in names:
            _StringParser(package.strings).read(read_member(archive, path))
        elif kind == "styles" and path in names:
            _StyleParser(package).read(read_member(archive, path))
    return package


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


def is_true(text: str | None) -> bool:
    """Return whether an attribute of a workbook is set."""
    return text in ("1", "true", "on")


def small_number(text: str) -> int | None:
    """Return a number that a workbook counts with; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS else None


def _read_relationships(archive: zipfile.ZipFile, names: set[str]) -> Mapping[str, tuple[str, str]]:
    """Return kind and path of the parts of a workbook, by their ids."""
    parts: dict[str, tuple[str, str]] = {}

    def on_relationship(_name: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        kind = attributes.get("Type", "").rpartition("/")[2]
        parts[attributes.get("Id", "")] = kind, path.replace("/./", "/")

    _parse_part(archive, names, "xl/_rels/workbook.xml.rels", on_relationship)
    return parts


def _parse_part(
    archive: zipfile.ZipFile,
    names: set[str],
    part: str,
    on_start: Callable[[str, Mapping[str, str]], None],
) -> None:
    if part not in names:
        raise UnsupportedFileError("文件不完整，缺少工作簿的目录", _HINT)
    parser = xml_parser()
    parser.StartElementHandler = on_start
    parse_xml(parser, read_member(archive, part))


def _read_workbook(
    archive: zipfile.ZipFile, names: set[str], parts: Mapping[str, tuple[str, str]]
) -> Package:
    package = Package()

    def on_element(name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        if tag == "sheet":
            number = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
            kind, path = parts.get(number, ("", ""))
            title = attributes.get("name", "")
            if kind == "worksheet" and path in names:
                hidden = attributes.get("state", "visible") != "visible"
                package.sheets.append((title, path, hidden))
            elif kind not in _OTHER_SHEETS:
                raise UnsupportedFileError(f"文件不完整，缺少工作表“{title}”", _HINT)
        elif tag == "workbookPr":
            package.starts_1904 = is_true(attributes.get("date1904"))
        elif tag == "calcPr":
            package.is_uncalculated = is_true(attributes.get("fullCalcOnLoad"))

    _parse_part(archive, names, "xl/workbook.xml", on_element)
    return package


class _StringParser:
    """Parses the shared strings; how characters are pronounced is no part of them."""

    def __init__(self, strings: list[SheetCell]) -> None:
        self.strings = strings
        self.pieces: list[tuple[str, str]] = []
        """Text, and how it is set apart: crossed out, or above or below the line."""
        self.mark = ""
        self.is_text = False
        self.phonetic = 0

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parse_xml(parser, data)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        if tag == "si":
            self.pieces = []
        elif tag == "rPh":
            self.phonetic += 1
        elif tag == "strike" and is_set(attributes):
            self.mark = "划掉的"
        elif tag == "vertAlign" and attributes.get("val") in ("superscript", "subscript"):
            self.mark = self.mark or "上标、下标的"
        self.is_text = tag == "t" and not self.phonetic

    def on_end(self, name: str) -> None:
        tag = local_name(name)
        self.is_text = False
        if tag == "si":
            if len(self.strings) >= _MAX_STRINGS:
                raise too_many_cells_error()
            self.strings.append(joined_runs(self.pieces))
        elif tag == "rPh":
            self.phonetic -= 1
        elif tag == "r":
            self.mark = ""

    def on_text(self, text: str) -> None:
        if self.is_text:
            self.pieces.append((text, self.mark))


def joined_runs(pieces: list[tuple[str, str]]) -> SheetCell:
    """Return a text of differently set parts: what is set apart may be no part of it."""
    text = unescape("".join(piece for piece, _ in pieces))
    apart = {mark: piece for piece, mark in pieces if mark and piece.strip()}
    if not apart:
        return SheetCell(text)
    rest = unescape("".join(piece for piece, mark in pieces if not mark))
    if "划掉的" not in apart and not rest.strip()[-1:].isdecimal():
        return SheetCell(text)
    words = "、".join(f"{mark}“{piece.strip()}”" for mark, piece in apart.items())
    return SheetCell(rest, f"单元格里有{words}", (rest, text))


class _StyleParser:
    """Parses the styles: how numbers are displayed, and what is crossed out."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.codes: dict[str, str] = {}
        self.struck_fonts: set[str] = set()
        self.font = -1
        self.part = ""

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parse_xml(parser, data)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        if tag == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "General")
        elif tag in ("cellXfs", "fonts"):
            self.part = tag
        elif tag == "font" and self.part == "fonts":
            self.font += 1
        elif tag == "strike" and self.part == "fonts" and is_set(attributes):
            self.struck_fonts.add(str(self.font))
        elif tag == "xf" and self.part == "cellXfs" and len(self.package.formats) < _MAX_STYLES:
            number = attributes.get("numFmtId", "0")
            own = self.codes.get(number)
            built_in = built_in_format(small_number(number) or 0)
            if attributes.get("fontId") in self.struck_fonts:
                self.package.struck.add(str(len(self.package.formats)))
            self.package.formats.append(built_in if own is None else own)

    def on_end(self, name: str) -> None:
        if local_name(name) in ("cellXfs", "fonts"):
            self.part = ""


def is_set(attributes: Mapping[str, str]) -> bool:
    """Return whether an element that switches something on does so: without a value it does."""
    return attributes.get("val", "1") not in ("0", "false", "off")


def unescape(text: str) -> str:
    """Return text as it was typed: a workbook writes odd characters as `_x000D_`."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        text = "".join(character for character in text if not "\ud800" <= character <= "\udfff")
    return text.replace("\r\n", "\n").replace("\r", "\n")
