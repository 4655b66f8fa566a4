"""The statutory tables as an Excel workbook: a sheet a table, laid out as on paper.

Needs the extra `xlsx`. Numbers are numbers; 缺 and `/` are text, so a sum never takes them for 0.
"""

import re
from typing import Any

from site_builder.model.files import WorkbookView
from site_builder.model.parts import DataCell, TableSectionView, TableView
from site_builder.model.view import View
from site_builder.render.paper_grid import LEGEND, marked, spans, starts, width
from site_builder.render.workbook import exact, pattern, words, workbook

_LABELS = ((24,), (12, 28), (6, 16, 42))
"""Widths of the columns with row labels, by how many there are."""
_WIDE = 9
"""Data columns from which a sheet lies on its side."""
_LINE = 16
"""Points a line of text takes."""
_MOST_ROWS = 2


def report_xlsx(view: View) -> bytes:
    """Make the workbook of one report."""
    assert isinstance(view, WorkbookView)  # noqa: S101 - the plan pairs views and renderers

    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        for part, table in view.tables:
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "", table.title)[:31])
            _Sheet(book, sheet, table).write(part, view)

    return workbook(view.title, view.organization, fill)


class _Sheet:
    """One sheet on its way: where the next row goes and which formats there are."""

    def __init__(self, book: Any, sheet: Any, table: TableView) -> None:  # noqa: ANN401 - as above
        self.book, self.sheet, self.table = book, sheet, table
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.row = 0
        self.labels = max(band.corner_colspan for band in table.sections)
        self.columns = max(band.columns for band in table.sections)
        self.last = self.labels + self.columns - 1

    def format(self, **properties: Any) -> Any:  # noqa: ANN401 - as above
        """Give a format; each combination is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self.formats[key]

    def write(self, part: str, view: WorkbookView) -> None:
        """Write the whole sheet."""
        self._page()
        self._line(part, 26, bold=True, font_size=14, align="center")
        self._line(view.title, 20, align="center")
        self._line(f"{view.organization}　{view.form}", 20, font_size=9, align="center")
        for band in self.table.sections:
            self._band(band)
        if marked(self.table):
            self._line(LEGEND, 20, font_size=9)
        for remark in view.notices:
            self._line(remark, 0, font_size=9)

    def _page(self) -> None:
        widths = _LABELS[self.labels - 1] if self.labels else ()
        data = 17 if self.labels == 1 else 11 if self.columns < _WIDE else 9
        longest = max(
            (
                width(cell.text)
                for band in self.table.sections
                for row in band.rows
                for cell in row.cells
            ),
            default=0,
        )
        for at, one in enumerate(widths):
            self.sheet.set_column(at, at, one)
        self.sheet.set_column(self.labels, self.last, max(data, longest + 2))
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        if not self.labels:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 1)
        self.sheet.center_horizontally()
        self.sheet.set_footer("&C— &P —")

    def _line(self, text: str, height: int, **look: Any) -> None:  # noqa: ANN401 - as above
        """Write a line over the whole width; height 0 for as many lines as it needs."""
        room = self.columns * 11 + 40
        high = height or _LINE * (1 + width(text) // room)
        self.sheet.set_row(self.row, high)
        self._cell(self.row, 0, 1, self.last + 1, text, self.format(**{"text_wrap": True, **look}))
        self.row += 1

    def _cell(  # noqa: PLR0913, PLR0917 - a place, a size, a text and a look
        self,
        row: int,
        column: int,
        rows: int,
        columns: int,
        text: str,
        look: Any,  # noqa: ANN401 - as above
    ) -> None:
        """Write text, over several cells where it spans them."""
        if rows * columns > 1:
            self.sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", look)
        self.sheet.write_string(row, column, words(text), look)

    def _band(self, band: TableSectionView) -> None:
        head = {"border": 1, "text_wrap": True, "align": "center", "bg_color": "#F2F2F2"}
        if band.caption:
            self._line(band.caption, 22, **{**head, "bold": True})
        if band.note and (band.corner or not band.corner_colspan):
            self._line(band.note, 0, font_size=9)
        top = self.row
        widths = spans(band.columns, self.columns)
        if band.corner_colspan:
            look = self.format(**{**head, "align": "center" if band.corner else "left"})
            high, wide = band.corner_rowspan, band.corner_colspan
            self._cell(top, 0, high, wide, band.corner or band.note, look)
        for line, at, cell in starts(band.header):
            column, wide = sum(widths[:at]), sum(widths[at : at + cell.colspan])
            place = (top + line, self.labels + column)
            self._cell(*place, cell.rowspan, wide, cell.label, self.format(**head, bold=True))
        for line in range(len(band.header)):
            self.sheet.set_row(top + line, 34 if len(band.header) < _MOST_ROWS else 26)
        self.row += len(band.header)
        if len(self.table.sections) == 1:
            self.sheet.freeze_panes(self.row, self.labels)
            self.sheet.repeat_rows(top, self.row - 1)
        self._rows(band, widths)

    def _rows(self, band: TableSectionView, widths: list[int]) -> None:
        label = {"border": 1, "text_wrap": True, "indent": 1}
        room = _LABELS[self.labels - 1] if self.labels else ()
        heads = [row.header_cells for row in band.rows]
        for line, at, head in starts(heads):
            look = {**label, "align": "center", "indent": 0} if head.vertical else label
            look |= {"rotation": 270} if head.vertical else {}
            place = (self.row + line, at)
            self._cell(*place, head.rowspan, head.colspan, head.label, self.format(**look))
            if head.rowspan == 1:
                lines = -(-width(head.label) // max(1, sum(room[at : at + head.colspan]) - 2))
                self.sheet.set_row(self.row + line, 8 + _LINE * max(lines, 1))
        for line, row in enumerate(band.rows):
            if not row.header_cells:
                self.sheet.set_row(self.row + line, 22)
            for at, cell in enumerate(row.cells):
                column = self.labels + sum(widths[:at])
                self._data(self.row + line, column, widths[at], cell)
        self.row += len(band.rows)

    def _data(self, row: int, column: int, wide: int, cell: DataCell) -> None:
        number = exact(cell.value) if cell.state == "number" else None
        look = {"border": 1, "align": "center"}
        if number is None:
            if cell.state != "number":
                look["bg_color"] = "#FFF2CC"
            self._cell(row, column, 1, wide, cell.text, self.format(**look))
            return
        form = self.format(**look, num_format=pattern(cell.value, cell.text))
        if wide > 1:
            self.sheet.merge_range(row, column, row, column + wide - 1, "", form)
        self.sheet.write_number(row, column, number, form)
