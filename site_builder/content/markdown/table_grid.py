"""Rows and merged ranges → the cells of a table, each with what it is.

Nothing is guessed: an empty cell is merged only where a range demands it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from site_builder.content.markdown.csv_rows import CsvRow
from site_builder.content.markdown.table_settings import (
    GROUPS,
    HEADER_ROWS,
    ROW_HEADERS,
    MergedRange,
    TableSettings,
)
from site_builder.core.text.table_markup import column_name
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location

CellKind = Literal["col", "row", "rowgroup", "data"]
"""What a cell is: a header by its scope, or data."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell; rows and columns count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    kind: CellKind

    @property
    def name(self) -> str:
        """Return its name in WPS and Excel."""
        return f"{column_name(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table, ready to be written."""

    cells: tuple[TableCell, ...]
    """Row by row."""
    rows: int
    columns: int
    header_rows: int
    sections: tuple[int, ...]
    """Rows, below the first of the body, with which a row group begins."""


def build_grid(
    rows: tuple[CsvRow, ...], settings: TableSettings, start: Location
) -> tuple[TableGrid | None, list[Diagnostic]]:
    """Build a table; None with diagnostics when the settings do not fit the rows."""
    builder = _GridBuilder(rows, settings, start)
    builder.check_counts()
    if not builder.diagnostics:
        builder.check_groups()
        builder.check_ranges()
    return (None if builder.diagnostics else builder.grid()), builder.diagnostics


class _GridBuilder:
    def __init__(self, rows: tuple[CsvRow, ...], settings: TableSettings, start: Location) -> None:
        self.rows, self.settings, self.start = rows, settings, start
        self.columns = len(rows[0].cells)
        self.row_header_columns = settings.row_headers or 0
        self.diagnostics: list[Diagnostic] = []
        self.groups = {group.row for group in settings.groups}
        self.covered: dict[tuple[int, int], MergedRange] = {}
        """Row and column → the range that covers it."""

    def error(self, location: Location, message: str, hint: str) -> None:
        self.diagnostics.append(error("prose/table", location, message, hint))

    def location(self, key: str) -> Location:
        return self.settings.locations.get(key, self.start)

    def check_counts(self) -> None:
        """Require rows below the header, and columns next to the row headers."""
        header, rows = self.settings.header_rows, len(self.rows)
        if header >= rows:
            message = f"表头有 {header} 行，整张表只有 {rows} 行"
            self.error(
                self.location(HEADER_ROWS), message, "表头下面至少要有一行；请核对表头行数。"
            )
        if self.row_header_columns >= self.columns:
            message = f"行标题有 {self.row_header_columns} 列，整张表只有 {self.columns} 列"
            hint = "行标题右边至少要有一列；请核对行标题列数。"
            self.error(self.location(ROW_HEADERS), message, hint)

    def check_groups(self) -> None:
        """Require a group row to stand below the header and to hold its name alone."""
        checked_rows: set[int] = set()
        for group in self.settings.groups:
            row, message = group.row, ""
            last = len(self.rows) - 1 if group.last is None else group.last
            if row < self.settings.header_rows or row >= len(self.rows):
                message = f"第 {row + 1} 行不在表头下面（表头 {self.settings.header_rows} 行，"
                message += f"全表 {len(self.rows)} 行）"
            elif row in checked_rows:
                message = f"分组行里第 {row + 1} 行写了两次"
            elif not self.rows[row].cells[0] or any(self.rows[row].cells[1:]):
                message = f"第 {row + 1} 行不能作分组行：它应当只在第一格有文字"
            elif not row < last < len(self.rows):
                message = f"第 {row + 1} 行这一组到第 {last + 1} 行为止，"
                message += f"可是全表有 {len(self.rows)} 行，组里至少要有一行"
            elif group.last is not None and self.groups.intersection(range(row + 1, last + 1)):
                message = f"第 {row + 1} 行这一组里面还有分组行"
            checked_rows.add(row)
            if message:
                self.error(
                    group.location, message, f"请核对“{GROUPS}”的行号：从表格第一行数起，表头也算。"
                )

    def check_ranges(self) -> None:
        """Require ranges to stay in the table, apart from each other and within what they are."""
        for merged in self.settings.merged:
            problem = self.range_problem(merged)
            if problem:
                self.error(merged.location, f"不能合并 {merged.name}：{problem[0]}", problem[1])
                continue
            self.covered |= dict.fromkeys(merged.slots(), merged)

    def range_problem(self, merged: MergedRange) -> tuple[str, str] | None:
        """Return what is wrong with a range, and the hint."""
        last = f"{column_name(self.columns - 1)}{len(self.rows)}"
        if merged.bottom >= len(self.rows) or merged.right >= self.columns:
            return f"表格到 {last} 为止", "请核对格子的名称：左上角第一格是 A1，表头也算。"
        slots = merged.slots()
        other = next((self.covered[slot] for slot in slots if slot in self.covered), None)
        if other:
            return f"与 {other.name} 重叠", "一格只能合并一次，请核对这两处。"
        header = self.settings.header_rows
        if merged.top < header <= merged.bottom:
            return f"它跨过了表头（前 {header} 行）的下边", f"请核对“{HEADER_ROWS}”和这一处。"
        return self.body_problem(merged) or self.text_problem(merged)

    def body_problem(self, merged: MergedRange) -> tuple[str, str] | None:
        """Return what is wrong with where a range lies below the header."""
        rows = range(merged.top, merged.bottom + 1)
        group_ends = {group.last for group in self.settings.groups if group.last is not None}
        if group_ends.intersection(rows[:-1]):
            return "里面有一组的最后一行", f"请核对“{GROUPS}”和这一处。"
        if self.groups.intersection(rows):
            return "里面有分组行", f"分组行自己占满一整行，请从“{GROUPS}”或这一处删去。"
        header = self.settings.header_rows
        is_full_width = merged.left == 0 and merged.right == self.columns - 1
        if (
            merged.top >= header
            and merged.left < self.row_header_columns <= merged.right
            and not is_full_width
        ):
            hint = f"请核对“{ROW_HEADERS}”和这一处。"
            return f"它跨过了行标题（前 {self.row_header_columns} 列）的右边", hint
        return None

    def text_problem(self, merged: MergedRange) -> tuple[str, str] | None:
        """Return the cell, other than the first, that is not empty."""
        for row, column in merged.slots()[1:]:
            text = self.rows[row].cells[column]
            if text:
                name = f"{column_name(column)}{row + 1}"
                hint = f"合并后只印左上角一格的文字，请把 {name} 清空，或核对这一处。"
                return f"{name} 里还有文字“{text[:20]}”", hint
        return None

    def grid(self) -> TableGrid:
        """Return the table."""
        header = self.settings.header_rows
        ends = {group.last + 1 for group in self.settings.groups if group.last is not None}
        sections = tuple(sorted((self.groups | ends) - {header, len(self.rows)}))
        return TableGrid(tuple(self.cells()), len(self.rows), self.columns, header, sections)

    def cells(self) -> Iterator[TableCell]:
        for number, row in enumerate(self.rows):
            if number in self.groups:
                yield TableCell(number, 0, 1, self.columns, row.cells[0], "rowgroup")
                continue
            for column, text in enumerate(row.cells):
                merged = self.covered.get((number, column))
                if merged and (merged.top, merged.left) != (number, column):
                    continue
                rowspan = merged.bottom - merged.top + 1 if merged else 1
                colspan = merged.right - merged.left + 1 if merged else 1
                yield TableCell(
                    number, column, rowspan, colspan, text, self.kind(number, column, colspan)
                )

    def kind(self, row: int, column: int, colspan: int) -> CellKind:
        if row < self.settings.header_rows:
            return "col"
        return "row" if column + colspan <= self.row_header_columns else "data"
