"""A statutory table in Word: spans as on paper, header rows repeated, rows never cut in two."""

from typing import Any

from site_builder.model.views.parts import DataCell, HeaderCell, TableSectionView, TableView
from site_builder.render.blocks import TextRun
from site_builder.render.office.docx.body import DocxBody
from site_builder.render.office.docx.package import make_element
from site_builder.render.office.docx.text_table import TEXT_WIDTH, set_font_size, table_properties
from site_builder.render.print_table_layout import (
    LEGEND,
    cell_positions,
    column_widths,
    fitting_font_size,
    has_marked_cells,
)
from site_builder.render.table_font_size import TABLE_SIZE


def add_statutory_table(body: DocxBody, table: TableView) -> None:
    """Write a table, a Word table for each section, and what its marks mean."""
    for number, section in enumerate(table.sections):
        # Two tables without words between them would become one.
        caption = section.caption or (table.title if number else "")
        if caption:
            body.add_line(caption, "Caption")
        if section.note and (section.corner or not section.corner_colspan):
            body.add_line(section.note, "Caption")
        body.append(_SectionTable(body, table, section).build())
    body.add_line(LEGEND if has_marked_cells(table) else "", "TableText")


class _SectionTable:
    """One section on its way."""

    def __init__(self, body: DocxBody, table: TableView, section: TableSectionView) -> None:
        self.body, self.table, self.section = body, table, section
        self.labels = section.corner_colspan
        self.widths = [round(TEXT_WIDTH * share) for share in column_widths(table, section)]
        self.size = fitting_font_size(table, section, TABLE_SIZE)

    def build(self) -> Any:  # noqa: ANN401 - lxml's
        """Build the table."""
        name = self.section.caption or self.table.title
        element = make_element("w:tbl", *table_properties(name, row_heads=bool(self.labels)))
        element.append(
            make_element(
                "w:tblGrid", *(make_element("w:gridCol", w=width) for width in self.widths)
            )
        )
        corner = [] if not self.labels else [(0, 0, self._corner())]
        heads = [
            (row, column + self.labels, cell)
            for row, column, cell in cell_positions(self.section.header)
        ]
        lines = self._header_rows(len(self.section.header), [*corner, *heads], "center")
        element.extend(_build_row(cells, header=True) for cells in lines)
        rows = [row.header_cells for row in self.section.rows]
        lines = self._header_rows(len(rows), list(cell_positions(rows)), "left")
        for cells, row in zip(lines, self.section.rows, strict=True):
            data = [self._data(column, cell) for column, cell in enumerate(row.cells, self.labels)]
            element.append(_build_row([*cells, *data], header=False))
        # The table stays on one page as long as it fits on one: each row holds on to the next.
        for row in list(element.iterchildren("{*}tr"))[:-1]:
            for layout in row.iter("{*}pPr"):
                layout.insert(1, make_element("w:keepNext"))
        return element

    def _corner(self) -> HeaderCell:
        section = self.section
        text = section.corner or section.note
        return HeaderCell(
            "", text, section.corner_rowspan, section.corner_colspan, "", "", vertical=False
        )

    def _header_rows(
        self, rows: int, positioned: list[tuple[int, int, HeaderCell]], alignment: str
    ) -> list[list[Any]]:
        """Build header cells row by row, with the empty cells below those that span rows."""
        lines: list[dict[int, Any]] = [{} for _ in range(rows)]
        for row, column, cell in positioned:
            for row_offset in range(cell.rowspan):
                merge = "" if cell.rowspan == 1 else "continue" if row_offset else "restart"
                lines[row + row_offset][column] = self._head(column, cell, merge, alignment)
        return [[line[column] for column in sorted(line)] for line in lines]

    def _head(self, column: int, cell: HeaderCell, merge: str, alignment: str) -> Any:  # noqa: ANN401 - lxml's
        properties = [make_element("w:vMerge", val=merge)] if merge else []
        properties.append(make_element("w:vAlign", val="center"))
        if cell.vertical:
            properties.insert(len(properties) - 1, make_element("w:textDirection", val="tbRl"))
        text = "" if merge == "continue" else cell.label
        # A corner's note is a sentence, not a name.
        alignment = (
            "left" if cell.label == self.section.note else "center" if cell.vertical else alignment
        )
        return self._cell(column, cell.colspan, text, alignment, properties)

    def _data(self, column: int, cell: DataCell) -> Any:  # noqa: ANN401 - lxml's
        properties = [make_element("w:vAlign", val="center")]
        if cell.state != "number":
            properties.insert(0, make_element("w:shd", val="clear", color="auto", fill="EDEDED"))
        return self._cell(column, 1, cell.text, "center", properties)

    def _cell(
        self, column: int, colspan: int, text: str, alignment: str, extra_properties: list[Any]
    ) -> Any:  # noqa: ANN401 - a place, a width, a text and a style
        width = sum(self.widths[column : column + colspan])
        span = [make_element("w:gridSpan", val=colspan)] if colspan > 1 else []
        properties = make_element(
            "w:tcPr", make_element("w:tcW", w=width, type="dxa"), *span, *extra_properties
        )
        paragraph = self.body.build_paragraph(
            (TextRun(text),) if text else (), "TableText", [make_element("w:jc", val=alignment)]
        )
        set_font_size(paragraph, self.size)
        return make_element("w:tc", properties, paragraph)


def _build_row(cells: list[Any], *, header: bool) -> Any:  # noqa: ANN401 - lxml's
    row_properties = [
        make_element("w:cantSplit"),
        *([make_element("w:tblHeader")] if header else []),
    ]
    return make_element("w:tr", make_element("w:trPr", *row_properties), *cells)
