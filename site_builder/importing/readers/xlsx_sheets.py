"""XLSX and XLSM → sheets, read from the XML: a cell's format says what an office sees of it.

python-calamine gives neither formats nor formulas, and builds the whole grid up to the last cell.
"""

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite

from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import read_member
from site_builder.importing.readers.number_formats import number_cell
from site_builder.importing.readers.sheets import (
    CellBudget,
    Sheet,
    SheetCell,
    SheetRange,
    too_many_cells_error,
    too_many_columns_error,
)
from site_builder.importing.readers.xlsx_package import (
    Package,
    is_true,
    local_name,
    read_package,
    small_number,
    unescape,
)
from site_builder.model.lazy_pattern import lazy_pattern

_REFERENCE = lazy_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TAGS: dict[str, str] = {
    f"http://schemas.openxmlformats.org/spreadsheetml/2006/main {tag}": tag
    for tag in ("c", "v", "t", "is", "f", "row")
}
"""Most elements of a sheet, with their namespace: a million of them need not be taken apart."""
_UNCALCULATED = "单元格里是公式，保存它的软件没有算出结果"
_MAX_HIDDEN = 500
"""Ranges of hidden columns; more hide nothing that matters."""
_MAX_USED_COLUMN = 4_000
_SHORT = 15
"""Digits of a whole number that a workbook stores as it is."""
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576


def read_xlsx(archive: zipfile.ZipFile) -> list[Sheet]:
    """Read all sheets, hidden ones too. Raises UnsupportedFileError for a damaged workbook."""
    package = read_package(archive)
    budget = CellBudget()
    sheets = []
    for name, part, hidden in package.sheets:
        sheet = Sheet(name, hidden=hidden)
        _SheetParser(sheet, package, budget).read(read_member(archive, part))
        sheets.append(sheet)
    return sheets


def cell_position(reference: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of a cell named `B12`; None for no such name."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    if not (0 < row <= _LAST_ROW and 0 < column <= _LAST_COLUMN):
        return None
    return row - 1, column - 1


class _SheetParser:
    """Parses the XML of one sheet."""

    def __init__(self, sheet: Sheet, package: Package, budget: CellBudget) -> None:
        self.sheet, self.package, self.budget = sheet, package, budget
        self.row, self.column = -1, -1
        self.is_hidden_row = False
        self.kind = self.style = ""
        self.value: list[str] = []
        self.is_text = self.has_value = self.has_formula = False
        self.phonetic = 0

    def read(self, data: bytes) -> None:
        # Counting is far quicker than parsing, and nearly all programs write these names.
        if data.count(b"<v>") + data.count(b"<is>") > self.budget.cells:
            raise too_many_cells_error()
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parse_xml(parser, data)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = _TAGS.get(name) or local_name(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self.is_text = not self.phonetic
            self.has_value = True
        elif tag == "f":
            self.has_formula = True
        elif tag == "row":
            number = small_number(attributes.get("r", ""))
            self.row = number - 1 if number else self.row + 1
            self.column = -1
            self.is_hidden_row = is_true(attributes.get("hidden"))
            self.budget.take_empty()
        else:
            self._start_other(tag, attributes)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        position = cell_position(attributes.get("r", ""))
        self.row, self.column = position or (self.row, self.column + 1)
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value.clear()
        self.has_value = self.has_formula = False

    def _start_other(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "rPh":
            self.phonetic += 1
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            start, end = cell_position(first), cell_position(last)
            if start and end:
                self.budget.take_empty()
                self.sheet.merged.append(SheetRange(*start, *end))
        elif tag == "col" and is_true(attributes.get("hidden")):
            least, most = (small_number(attributes.get(name, "")) for name in ("min", "max"))
            if least and most and len(self.sheet.hidden_columns) < _MAX_HIDDEN:
                self.sheet.hidden_columns.append((least - 1, most - 1))
        elif tag == "sheetView" and attributes.get("showZeros") in ("0", "false"):
            self.sheet.hides_zeros = True

    def on_end(self, name: str) -> None:
        tag = _TAGS.get(name) or local_name(name)
        if tag in ("v", "t"):
            self.is_text = False
        elif tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self.phonetic -= 1

    def on_text(self, text: str) -> None:
        if self.is_text:
            self.value.append(text)

    def _end_cell(self) -> None:
        if not (self.has_value or self.has_formula):
            self.budget.take_empty()
            return
        cell = self._cell("".join(self.value))
        if self.has_formula:
            cell = self._calculated(cell)
        if self.style in self.package.struck and cell.text.strip() and not cell.doubt:
            cell = SheetCell(cell.text, "整格的字都划掉了", (cell.text, ""))
        if not (cell.text.strip() or cell.doubt):
            self.budget.take_empty()
            return
        if self.column > _MAX_USED_COLUMN:
            raise too_many_columns_error()
        self.budget.take()
        self.sheet.cells[self.row, self.column] = cell
        if self.is_hidden_row:
            self.sheet.hidden_rows.add(self.row)

    def _calculated(self, cell: SheetCell) -> SheetCell:
        if not self.has_value or (self.package.is_uncalculated and cell.text in ("0", "")):
            # XlsxWriter and its like write 0 for what they cannot calculate.
            return SheetCell("", _UNCALCULATED, (cell.text,) if cell.text else ())
        self.sheet.formulas.append((self.row, self.column))
        return cell

    def _cell(self, raw: str) -> SheetCell:
        if self.kind == "s":
            number = small_number(raw)
            if number is not None and number < len(self.package.strings):
                return self.package.strings[number]
            return SheetCell("", "文件里缺少这个单元格的文字")
        if self.kind in ("str", "inlineStr"):
            return SheetCell(unescape(raw))
        if self.kind == "e":
            return SheetCell(raw, "公式算出的是错误值")
        if self.kind == "b":
            raw = "TRUE" if raw.strip() == "1" else "FALSE"
        elif self.kind == "d":
            raw = raw.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        else:
            return self._number(raw.strip())
        return SheetCell(raw)

    def _number(self, raw: str) -> SheetCell:
        formats = self.package.formats
        style = small_number(self.style) or 0
        code = formats[style] if style < len(formats) else "General"
        return _number_cell(raw, code, starts_1904=self.package.starts_1904)


@lru_cache(maxsize=20_000)
def _number_cell(raw: str, code: str, *, starts_1904: bool) -> SheetCell:
    """Return what a cell says; a list repeats its numbers and its days."""
    if code == "General" and raw.isascii() and raw.isdecimal() and len(raw) < _SHORT:
        return SheetCell(str(int(raw)))
    try:
        number = float(raw)
    except ValueError:
        return SheetCell(raw, "应当是数字，文件里写的不是" if raw else "")
    if not isfinite(number):
        return SheetCell(raw, "不是数字")
    return number_cell(number, code, starts_1904=starts_1904)
