"""The statutory tables as an Excel workbook: a sheet a table, laid out as on paper.

Needs the extra `xlsx`. Numbers are numbers; 缺 and `/` are text, so a sum never takes them for 0.
"""

import re
from typing import Any

from site_builder.model.views.downloads import WorkbookView
from site_builder.model.views.parts import DataCell, TableSectionView, TableView
from site_builder.render.office.xlsx.base import (
    build_workbook,
    number_format,
    to_exact_float,
    truncate_text,
)
from site_builder.render.print_table_layout import (
    LEGEND,
    cell_positions,
    column_spans,
    display_width,
    has_marked_cells,
)

_ONLY_LABEL, _OUTER_LABEL, _INNERMOST_LABEL = 24, 12, 28
"""Widths of columns with row labels: the only one, and, of several, the outer and the innermost."""
_MIN_LANDSCAPE_COLUMNS = 9
"""Data columns from which a sheet lies on its side."""
_LINE_HEIGHT = 16
"""Points a line of text takes."""
_TALL_HEADER_ROWS = 2


def report_xlsx(view: WorkbookView) -> bytes:
    """Build the workbook of one report."""

    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        for part, table in view.tables:
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "", table.title)[:31])
            _SheetWriter(book, sheet, table).write(part, view)

    return build_workbook(view.title, view.organization, fill)


class _SheetWriter:
    """One sheet on its way: where the next row goes and which formats there are."""

    def __init__(self, book: Any, sheet: Any, table: TableView) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.book, self.sheet, self.table = book, sheet, table
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.row = 0
        self.labels = max(section.corner_colspan for section in table.sections)
        self.columns = max(section.columns for section in table.sections)
        self.label_widths = _label_widths(table, self.labels)
        self.last_column = self.labels + self.columns - 1

    def format(self, **properties: Any) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return a format; each combination is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self.formats[key]

    def write(self, part: str, view: WorkbookView) -> None:
        """Write the whole sheet."""
        self._set_page()
        self._write_line(part, 26, bold=True, font_size=14, align="center")
        self._write_line(view.title, 20, align="center")
        self._write_line(f"{view.organization}　{view.form}", 20, font_size=9, align="center")
        for section in self.table.sections:
            self._write_section(section)
        if has_marked_cells(self.table):
            self._write_line(LEGEND, 20, font_size=9)
        for notice in view.notices:
            self._write_line(notice, 0, font_size=9)

    def _set_page(self) -> None:
        data_width = 17 if self.labels == 1 else 11 if self.columns < _MIN_LANDSCAPE_COLUMNS else 9
        longest = max(
            (
                display_width(cell.text)
                for section in self.table.sections
                for row in section.rows
                for cell in row.cells
            ),
            default=0,
        )
        for column, label_width in enumerate(self.label_widths):
            self.sheet.set_column(column, column, label_width)
        self.sheet.set_column(self.labels, self.last_column, max(data_width, longest + 2))
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        if not self.labels:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 1)
        self.sheet.center_horizontally()
        self.sheet.set_footer("&C— &P —")

    def _write_line(self, text: str, height: int, **properties: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        """Write a line over the whole width; height 0 for as many lines as it needs."""
        line_width = self.columns * 11 + 40
        row_height = height or _LINE_HEIGHT * (1 + display_width(text) // line_width)
        self.sheet.set_row(self.row, row_height)
        self._write_cell(
            self.row,
            0,
            1,
            self.last_column + 1,
            text,
            self.format(**{"text_wrap": True, **properties}),
        )
        self.row += 1

    def _write_cell(  # noqa: PLR0913, PLR0917 - a place, a size, a text and a style
        self,
        row: int,
        column: int,
        rows: int,
        columns: int,
        text: str,
        cell_format: Any,  # noqa: ANN401 - XlsxWriter has no types
    ) -> None:
        """Write text, over several cells where it spans them."""
        if rows * columns > 1:
            self.sheet.merge_range(
                row, column, row + rows - 1, column + columns - 1, "", cell_format
            )
        self.sheet.write_string(row, column, truncate_text(text), cell_format)

    def _write_section(self, section: TableSectionView) -> None:
        head = {"border": 1, "text_wrap": True, "align": "center", "bg_color": "#F2F2F2"}
        if section.caption:
            self._write_line(section.caption, 22, **{**head, "bold": True})
        if section.note and (section.corner or not section.corner_colspan):
            self._write_line(section.note, 0, font_size=9)
        top = self.row
        widths = column_spans(section.columns, self.columns)
        if section.corner_colspan:
            cell_format = self.format(**{**head, "align": "center" if section.corner else "left"})
            corner = section.corner or section.note
            self._write_cell(top, 0, section.corner_rowspan, self.labels, corner, cell_format)
        for line, index, cell in cell_positions(section.header):
            column, wide = sum(widths[:index]), sum(widths[index : index + cell.colspan])
            cell_position = (top + line, self.labels + column)
            self._write_cell(
                *cell_position, cell.rowspan, wide, cell.label, self.format(**head, bold=True)
            )
        for line in range(len(section.header)):
            self.sheet.set_row(top + line, 34 if len(section.header) < _TALL_HEADER_ROWS else 26)
        self.row += len(section.header)
        if len(self.table.sections) == 1:
            self.sheet.freeze_panes(self.row, self.labels)
            self.sheet.repeat_rows(top, self.row - 1)
        self._write_rows(section, widths)

    def _write_rows(self, section: TableSectionView, widths: list[int]) -> None:
        label = {"border": 1, "text_wrap": True, "indent": 1}
        heads = [row.header_cells for row in section.rows]
        for line, column_index, head in cell_positions(heads):
            properties = {**label, "align": "center", "indent": 0} if head.vertical else label
            properties |= {"rotation": 270} if head.vertical else {}
            end = column_index + head.colspan
            # The innermost level takes what sections with more levels have to the right of it.
            end = self.labels if end == section.corner_colspan else end
            size = (head.rowspan, end - column_index)
            self._write_cell(
                self.row + line, column_index, *size, head.label, self.format(**properties)
            )
            if head.rowspan == 1:
                spanned = self.label_widths[column_index:end]
                lines = -(-display_width(head.label) // max(1, sum(spanned) - 2))
                self.sheet.set_row(self.row + line, 8 + _LINE_HEIGHT * max(lines, 1))
        for line, row in enumerate(section.rows):
            if not row.header_cells:
                self.sheet.set_row(self.row + line, 22)
            for column_index, cell in enumerate(row.cells):
                column = self.labels + sum(widths[:column_index])
                self._write_data(self.row + line, column, widths[column_index], cell)
        self.row += len(section.rows)

    def _write_data(self, row: int, column: int, colspan: int, cell: DataCell) -> None:
        number = to_exact_float(cell.value) if cell.state == "number" else None
        properties = {"border": 1, "align": "center"}
        if number is None:
            if cell.state != "number":
                properties["bg_color"] = "#FFF2CC"
            self._write_cell(row, column, 1, colspan, cell.text, self.format(**properties))
            return
        cell_format = self.format(**properties, num_format=number_format(cell.value, cell.text))
        if colspan > 1:
            self.sheet.merge_range(row, column, row, column + colspan - 1, "", cell_format)
        self.sheet.write_number(row, column, number, cell_format)


def _label_widths(table: TableView, levels: int) -> tuple[int, ...]:
    widths = table.label_widths.sheet_characters
    if len(widths) == levels:
        return widths
    return (_ONLY_LABEL,) if levels == 1 else (*[_OUTER_LABEL] * (levels - 1), _INNERMOST_LABEL)
