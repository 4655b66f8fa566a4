"""ODS → sheets: what each cell displays stands in the file beside what it stores."""

import zipfile
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import read_member
from site_builder.importing.readers.number_formats import plain_number
from site_builder.importing.readers.sheets import CellBudget, Sheet, SheetCell, SheetRange
from site_builder.importing.readers.xlsx_package import local_name
from site_builder.model.lazy_pattern import lazy_pattern

_NUMBER = lazy_pattern(r"[-+−]?[0-9][0-9,，]*(?:\.[0-9]+)?")
_ISO_DATE = lazy_pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2})(?::([0-9]{2})[.0-9]*)?)?"
)
_FULL_DATE = lazy_pattern(r".*(?:[0-9]+[^0-9]+){2}[0-9]+.*")
_MAX_HIDDEN = 500
_MAX_REPEATED = 2_000
"""Copies of one cell or row with content: more are a fill, and no table."""


def read_ods(archive: zipfile.ZipFile) -> list[Sheet]:
    """Read all sheets, hidden ones too. Raises UnsupportedFileError for a damaged file."""
    names = archive.namelist()
    if "META-INF/manifest.xml" in names:
        manifest = read_member(archive, "META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise UnsupportedFileError("文件加了密码", "请先去掉密码，另存以后再导入。")
    if "content.xml" not in names:
        raise UnsupportedFileError("文件不完整，缺少内容", "请重新下载或另存后再导入。")
    parser = _ContentParser()
    parser.read(read_member(archive, "content.xml"))
    return parser.sheets


def _local(attributes: Mapping[str, str]) -> dict[str, str]:
    return {local_name(name): value for name, value in attributes.items()}


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < len("10000000") else 1


class _ContentParser:
    """Parses the content: a cell may stand for many, a row too."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.budget = CellBudget()
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.columns_defined = 0
        self.row_count = 1
        self.row_hidden = False
        self.row_cells: list[tuple[int, SheetCell]] = []
        self.row_formulas: list[int] = []
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[list[str]] = []
        self.depth_ignored = 0
        """Inside of remarks and pictures, whose words are not the cell's."""
        self.depth_text = 0
        self.depth_table = 0

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parse_xml(parser, data)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        if self.depth_ignored or tag in ("annotation", "frame", "shapes"):
            self.depth_ignored += 1
            return
        values = _local(attributes)
        if tag in ("table-cell", "covered-table-cell"):
            self.cell = {**values, "covered": tag[:1] if tag[0] == "c" else ""}
            self.paragraphs = []
        elif tag in ("p", "h") and self.cell is not None:
            self.paragraphs.append([])
            self.depth_text += 1
        elif self.depth_text:
            self._start_in_text(tag, values)
        else:
            self._start_structure(tag, values)

    def _start_in_text(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "s":
            self.paragraphs[-1].append(" " * min(_count(values, "c"), 200))
        elif tag == "tab":
            self.paragraphs[-1].append("\t")
        elif tag == "line-break":
            self.paragraphs[-1].append("\n")

    def _start_structure(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "style":
            self.style = values.get("name", "")
        elif tag == "table-properties" and values.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == "table":
            hidden = values.get("style-name", "") in self.hidden_styles
            self.sheets.append(Sheet(values.get("name", ""), hidden=hidden))
            self.row = self.columns_defined = 0
        elif tag == "table-column" and self.sheets:
            count = _count(values, "number-columns-repeated")
            ranges = self.sheets[-1].hidden_columns
            if values.get("visibility", "visible") != "visible" and len(ranges) < _MAX_HIDDEN:
                last = self.columns_defined + count - 1
                ranges.append((self.columns_defined, last))
            self.columns_defined += count
        elif tag == "table-row":
            self.row_count = _count(values, "number-rows-repeated")
            self.row_hidden = values.get("visibility", "visible") != "visible"
            self.row_cells, self.row_formulas, self.column = [], [], 0

    def on_end(self, name: str) -> None:
        tag = local_name(name)
        if self.depth_ignored:
            self.depth_ignored -= 1
        elif tag in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif tag in ("p", "h") and self.depth_text:
            self.depth_text -= 1
        elif tag == "table-row" and self.sheets:
            self._end_row(self.sheets[-1])

    def on_text(self, text: str) -> None:
        if self.depth_text and not self.depth_ignored:
            self.paragraphs[-1].append(text)

    def _end_cell(self, values: Mapping[str, str]) -> None:
        count = _count(values, "number-columns-repeated")
        cell = _cell(values, "\n".join("".join(pieces) for pieces in self.paragraphs))
        if cell.text.strip() or cell.doubt:
            for column in range(self.column, self.column + min(count, _MAX_REPEATED)):
                self.row_cells.append((column, cell))
                if values.get("formula"):
                    self.row_formulas.append(column)
        else:
            self.budget.take_empty()
        rows, columns = (
            _count(values, "number-rows-spanned"),
            _count(values, "number-columns-spanned"),
        )
        if (rows > 1 or columns > 1) and self.sheets:
            last = self.row + rows - 1, self.column + columns - 1
            self.sheets[-1].merged.append(SheetRange(self.row, self.column, *last))
        self.column += count

    def _end_row(self, sheet: Sheet) -> None:
        if self.row_cells:
            for row in range(self.row, self.row + min(self.row_count, _MAX_REPEATED)):
                self.budget.take(len(self.row_cells))
                sheet.cells.update({(row, column): cell for column, cell in self.row_cells})
                sheet.formulas.extend((row, column) for column in self.row_formulas)
                if self.row_hidden:
                    sheet.hidden_rows.add(row)
        self.row += self.row_count


def _cell(values: Mapping[str, str], displayed: str) -> SheetCell:
    """Return what a cell says: as it is displayed, unless that hides what it stores."""
    kind = values.get("value-type", "string")
    if kind in ("float", "percentage", "currency"):
        return _number_cell(values.get("value", ""), displayed.strip(), kind)
    if kind == "date":
        return _date_cell(values.get("date-value", ""), displayed)
    if kind == "boolean":
        return SheetCell(displayed or values.get("boolean-value", "").upper())
    if values.get("formula") and not displayed and "string-value" not in values:
        return SheetCell("", "单元格里是公式，保存它的软件没有算出结果")
    if displayed.startswith(("#", "Err:")) and values.get("formula"):
        return SheetCell(displayed, "公式算出的是错误值")
    return SheetCell(displayed or values.get("string-value", ""))


def _number_cell(value: str, displayed: str, kind: str) -> SheetCell:
    try:
        stored = Decimal(plain_number(float(value)))
    except (ValueError, OverflowError, InvalidOperation):
        return SheetCell(displayed or value, "存的不是数字")
    exact = stored * 100 if kind == "percentage" else stored
    plain = plain_number(float(exact)) + ("%" if kind == "percentage" else "")
    matches = _NUMBER.findall(displayed)
    if not displayed:
        return SheetCell(plain)
    if len(matches) != 1:
        return SheetCell(plain, f"存的是 {plain}，显示为“{displayed}”", (plain, displayed))
    text = displayed.replace(",", "").replace("，", "").replace("−", "-")
    visible = Decimal(matches[0].replace(",", "").replace("，", "").replace("−", "-"))
    if visible < 0 or exact >= 0 or "(" not in displayed:
        if visible == exact:
            return SheetCell(text)
    elif -visible == exact:
        return SheetCell(f"-{text.strip('()')}")
    return SheetCell(text, f"显示为 {displayed}，存的是 {plain}", (text, plain))


def _date_cell(value: str, displayed: str) -> SheetCell:
    match = _ISO_DATE.fullmatch(value)
    if not match:
        return SheetCell(displayed or value)
    if displayed and not _FULL_DATE.fullmatch(displayed):
        if "年" in displayed and "月" in displayed:
            return SheetCell(displayed)
        return SheetCell(match[1], f"单元格里显示的是“{displayed}”", (match[1],))
    has_time = ":" in displayed and (match[2], match[3]) != ("00:00", "00")
    return SheetCell(match[1] + (f" {match[2]}" if has_time and match[2] else ""))
