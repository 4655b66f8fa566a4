"""Words and numbers of an Excel file, each with its sheet, cell and the head of its column.

A long number that was typed as a number is given as it was typed, as far as Excel has stored it:
fifteen digits.
"""

import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.attachments.extract.xml_text import ElementTextParser, local_name
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import read_member
from site_builder.model.lazy_pattern import lazy_pattern

MAX_CELLS = 1_000_000
_MAX_HEADER_LENGTH = 12
_MAX_HEADER_DIGITS = 4
_COLUMN = lazy_pattern(r"[A-Z]{1,3}")
_SHEET_PART = lazy_pattern(r"/?(?:xl/)?(worksheets/[^/]+\.xml)")


def read(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    """Read all sheets, hidden ones too, and what is remarked on cells."""
    names = archive.namelist()
    strings: list[str] = []
    if "xl/sharedStrings.xml" in names:
        ElementTextParser("si", "t", strings.append).read(
            read_member(archive, "xl/sharedStrings.xml")
        )
    remaining_cells = MAX_CELLS
    used_strings: set[int] = set()
    titles = _sheet_titles(archive)
    for name in sorted(
        part_name for part_name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part_name)
    ):
        title = titles.get(name, f"工作表 {name.rpartition('/')[2].removesuffix('.xml')}")
        sheet = _SheetParser(title, strings, result, remaining_cells)
        sheet.read(read_member(archive, name))
        remaining_cells -= sheet.cell_count
        used_strings |= sheet.used_strings
    for number, text in enumerate(strings):
        if number not in used_strings:
            result.add_text("已删去的单元格里的文字", text)
    for name in sorted(
        part_name
        for part_name in names
        if re.fullmatch(r"xl/(?:comments|drawings/).*\.xml", part_name)
    ):
        _read_comments(read_member(archive, name), result)


def _sheet_titles(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return for each sheet's part the words by which an author finds it."""
    targets: dict[str, str] = {}
    titles: dict[str, str] = {}

    def on_relationship(_name: str, attributes: Mapping[str, str]) -> None:
        target = _SHEET_PART.fullmatch(attributes.get("Target", ""))
        if target:
            targets[attributes.get("Id", "")] = f"xl/{target[1]}"

    def on_sheet(name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "sheet":
            number = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
            hidden = "（隐藏）" if attributes.get("state", "visible") != "visible" else ""
            titles[targets.get(number, "")] = f"工作表“{attributes.get('name', '')}”{hidden}"

    for part, handler in (
        ("xl/_rels/workbook.xml.rels", on_relationship),
        ("xl/workbook.xml", on_sheet),
    ):
        if part in archive.namelist():
            parser = xml_parser()
            parser.StartElementHandler = handler
            parse_xml(parser, read_member(archive, part))
    return titles


class _SheetParser:
    """Parses the XML of one sheet."""

    def __init__(
        self, title: str, strings: list[str], result: ExtractionResult, max_cells: int
    ) -> None:
        self.title, self.strings, self.result, self.max_cells = title, strings, result, max_cells
        self.cell_count = 0
        self.used_strings: set[int] = set()
        """Shared strings that its cells hold."""
        self.headers: dict[str, str] = {}
        """Column letters → the first words in that column."""
        self.cell_name = self.cell_type = ""
        self.pieces: list[str] = []
        self.text_depth = 0
        self.formula: list[str] | None = None
        """Pieces of the formula that is being read."""
        self.digit_columns: dict[str, tuple[int, list[str]]] = {}
        """Column letters → the last row of single digits below each other, and these digits."""

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parse_xml(parser, data)
        for column in list(self.digit_columns):
            self.check_stacked_digits(column, "")

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        if tag == "c":
            self.cell_name, self.cell_type = attributes.get("r", ""), attributes.get("t", "n")
            self.pieces = []
        elif tag in ("v", "t", "oddHeader", "oddFooter"):
            self.text_depth += 1
            self.pieces = [] if tag.startswith("odd") else self.pieces
        self.formula = [] if tag == "f" else None

    def on_end(self, name: str) -> None:
        tag = local_name(name)
        if tag in ("v", "t", "oddHeader", "oddFooter"):
            self.text_depth -= 1
            if tag.startswith("odd"):
                self.result.add_text(f"{self.title}的页眉页脚", "".join(self.pieces))
        elif tag == "f" and self.formula and '"' in (text := "".join(self.formula)):
            self.result.add_text(
                f"{self.title}{self.cell_name}的公式", _CONCATENATION.sub("", text)
            )
        elif tag == "c":
            self.cell_count += 1
            if self.cell_count > self.max_cells:
                raise UnsupportedFileError(f"单元格超过 {MAX_CELLS} 个，只检查了前面的部分")
            self.add_cell("".join(self.pieces))

    def on_text(self, text: str) -> None:
        if self.text_depth:
            self.pieces.append(text)
        elif self.formula is not None:
            self.formula.append(text)

    def add_cell(self, raw: str) -> None:
        """Record one cell, under the head of its column."""
        text = raw
        if self.cell_type == "s":
            number = int(raw) if raw.isascii() and raw.isdecimal() else len(self.strings)
            self.used_strings.add(number)
            text = self.strings[number] if number < len(self.strings) else ""
        elif self.cell_type == "n":
            text = _expand_exponent(raw)
        match = _COLUMN.match(self.cell_name)
        column = match[0] if match else ""
        self.check_stacked_digits(column, text.strip())
        header = self.headers.get(column, "")
        label = f"{self.title}{self.cell_name}"
        for line in text.splitlines() or [""]:
            self.result.add_text(f"{label}（{header}）" if header else label, line)
        digits = sum(character.isdigit() for character in text)
        if not header and text and digits < _MAX_HEADER_DIGITS and self.cell_type != "n":
            self.headers[column] = " ".join(text.split())[:_MAX_HEADER_LENGTH]

    def check_stacked_digits(self, column: str, text: str) -> None:
        """Record single digits that stand below each other, which may be a number of a person."""
        row = int(self.cell_name[len(column) :]) if self.cell_name[len(column) :].isdecimal() else 0
        last_row, digits = self.digit_columns.get(column, (0, []))
        if len(text) != 1 or not (text.isdigit() or text in "Xx") or row != last_row + 1:
            if len(digits) in _STACKED_LENGTHS:
                self.result.add_text(f"{self.title}{column}列上下排着的", "".join(digits))
            digits = []
        if len(text) == 1 and (text.isdigit() or text in "Xx"):
            self.digit_columns[column] = (row, [*digits, text])
        else:
            self.digit_columns.pop(column, None)


_STACKED_LENGTHS = (11, 15, 18)
_CONCATENATION = lazy_pattern(r'"\s*&\s*"')
"""Where a formula joins two texts."""


def _expand_exponent(raw: str) -> str:
    """Write a number without an exponent: 1.3812345678E10 is a telephone."""
    if "E" not in raw.upper():
        return raw
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    return f"{number:f}" if number.adjusted() < 30 else raw  # noqa: PLR2004 - no number is longer


def _read_comments(data: bytes, result: ExtractionResult) -> None:
    """Report what is remarked on cells and written into shapes, and by whom."""
    ElementTextParser(
        "author", "author", lambda author: result.add_person("批注作者", author)
    ).read(data)
    ElementTextParser("comment", "t", lambda text: result.add_text("批注", text)).read(data)
    ElementTextParser("txBody", "t", lambda text: result.add_text("文本框", text)).read(data)
