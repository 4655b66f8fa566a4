"""A statutory table in Word: spans as on paper, header rows repeated, rows never cut in two."""

from typing import Any

from site_builder.model.parts import DataCell, HeaderCell, TableSectionView, TableView
from site_builder.render.docx_grid import TEXT_WIDTH, set_size, table_properties
from site_builder.render.docx_package import node
from site_builder.render.docx_prose import Prose
from site_builder.render.grid_type import TABLE_SIZE
from site_builder.render.paper_grid import LEGEND, marked, shares, size, starts
from site_builder.render.prose_tree import Run


def write_table(prose: Prose, table: TableView) -> None:
    """Write a table, a Word table for each band, and what its marks mean."""
    for number, band in enumerate(table.sections):
        # Two tables without words between them would become one.
        caption = band.caption or (table.title if number else "")
        if caption:
            prose.line(caption, "Caption")
        if band.note and (band.corner or not band.corner_colspan):
            prose.line(band.note, "Caption")
        prose.append(_Band(prose, table, band).made())
    prose.line(LEGEND if marked(table) else "", "TableText")


class _Band:
    """One band on its way."""

    def __init__(self, prose: Prose, table: TableView, band: TableSectionView) -> None:
        self.prose, self.table, self.band = prose, table, band
        self.labels = band.corner_colspan
        self.widths = [round(TEXT_WIDTH * share) for share in shares(table, band)]
        self.size = size(table, band, TABLE_SIZE)

    def made(self) -> Any:  # noqa: ANN401 - lxml's
        """Make the table."""
        name = self.band.caption or self.table.title
        made = node("w:tbl", *table_properties(name, row_heads=bool(self.labels)))
        made.append(node("w:tblGrid", *(node("w:gridCol", w=width) for width in self.widths)))
        corner = [] if not self.labels else [(0, 0, self._corner())]
        heads = [(row, at + self.labels, cell) for row, at, cell in starts(self.band.header)]
        lines = self._lines(len(self.band.header), [*corner, *heads], "center")
        made.extend(_row(cells, header=True) for cells in lines)
        rows = [row.header_cells for row in self.band.rows]
        lines = self._lines(len(rows), list(starts(rows)), "left")
        for cells, row in zip(lines, self.band.rows, strict=True):
            data = [self._data(at, cell) for at, cell in enumerate(row.cells, self.labels)]
            made.append(_row([*cells, *data], header=False))
        # The table stays on one page as long as it fits on one: each row holds on to the next.
        for row in list(made.iterchildren("{*}tr"))[:-1]:
            for layout in row.iter("{*}pPr"):
                layout.insert(1, node("w:keepNext"))
        return made

    def _corner(self) -> HeaderCell:
        band = self.band
        text = band.corner or band.note
        return HeaderCell(
            "", text, band.corner_rowspan, band.corner_colspan, "", "", vertical=False
        )

    def _lines(
        self, rows: int, placed: list[tuple[int, int, HeaderCell]], side: str
    ) -> list[list[Any]]:
        """Make header cells row by row, with the empty cells below those that span rows."""
        lines: list[dict[int, Any]] = [{} for _ in range(rows)]
        for row, at, cell in placed:
            for down in range(cell.rowspan):
                merge = "" if cell.rowspan == 1 else "continue" if down else "restart"
                lines[row + down][at] = self._head(at, cell, merge, side)
        return [[line[at] for at in sorted(line)] for line in lines]

    def _head(self, at: int, cell: HeaderCell, merge: str, side: str) -> Any:  # noqa: ANN401 - lxml's
        more = [node("w:vMerge", val=merge)] if merge else []
        more.append(node("w:vAlign", val="center"))
        if cell.vertical:
            more.insert(len(more) - 1, node("w:textDirection", val="tbRl"))
        text = "" if merge == "continue" else cell.label
        # A corner's note is a sentence, not a name.
        side = "left" if cell.label == self.band.note else "center" if cell.vertical else side
        return self._cell(at, cell.colspan, text, side, more)

    def _data(self, at: int, cell: DataCell) -> Any:  # noqa: ANN401 - lxml's
        more = [node("w:vAlign", val="center")]
        if cell.state != "number":
            more.insert(0, node("w:shd", val="clear", color="auto", fill="EDEDED"))
        return self._cell(at, 1, cell.text, "center", more)

    def _cell(self, at: int, wide: int, text: str, side: str, more: list[Any]) -> Any:  # noqa: ANN401 - a place, a width, a text and a look
        width = sum(self.widths[at : at + wide])
        span = [node("w:gridSpan", val=wide)] if wide > 1 else []
        properties = node("w:tcPr", node("w:tcW", w=width, type="dxa"), *span, *more)
        paragraph = self.prose.paragraph((Run(text),) if text else (), "TableText",
                                         [node("w:jc", val=side)])  # fmt: skip
        set_size(paragraph, self.size)
        return node("w:tc", properties, paragraph)


def _row(cells: list[Any], *, header: bool) -> Any:  # noqa: ANN401 - lxml's
    marks = [node("w:cantSplit"), *([node("w:tblHeader")] if header else [])]
    return node("w:tr", node("w:trPr", *marks), *cells)
