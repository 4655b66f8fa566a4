"""A table of the text in Word: cells merged as on the page, header rows repeated on each sheet.

Shares its style with the statutory tables of `statutory_table`.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from docx.oxml.ns import qn

from site_builder.render.blocks import Runs, TableBlock, TableBlockCell, plain_text
from site_builder.render.office.docx.package import make_element
from site_builder.render.table_font_size import TABLE_SIZE, fit_typography

TEXT_WIDTH = 8845
"""Twips between the margins: 156 mm."""


class _ParagraphBuilder(Protocol):
    def build_paragraph(self, runs: Runs, style: str, properties: Iterable[Any] = ()) -> Any:  # noqa: ANN401 - lxml's
        """Build a paragraph."""


def build_text_table(body: _ParagraphBuilder, table_block: TableBlock) -> Any:  # noqa: ANN401 - lxml's
    """Build a table."""
    width, size = TEXT_WIDTH // table_block.columns, fit_typography(table_block).size
    row_headers = any(cell.scope == "row" for cell in table_block.cells)
    caption = plain_text(table_block.caption or table_block.cells[0].runs)
    table = make_element("w:tbl", *table_properties(caption, row_heads=row_headers))
    table.append(
        make_element(
            "w:tblGrid", *(make_element("w:gridCol", w=width) for _ in range(table_block.columns))
        )
    )
    lines: list[dict[int, Any]] = [{} for _ in table_block.rows()]
    for cell in table_block.cells:
        for row_offset in range(cell.rowspan):
            lines[cell.row + row_offset][cell.column] = _cell(body, cell, row_offset, width, size)
    for number, line in enumerate(lines):
        header = [make_element("w:tblHeader")] if number < table_block.header_rows else []
        row_properties = make_element("w:trPr", make_element("w:cantSplit"), *header)
        table.append(
            make_element("w:tr", row_properties, *(line[column] for column in sorted(line)))
        )
    return table


def _cell(
    body: _ParagraphBuilder, cell: TableBlockCell, row_offset: int, width: int, size: float
) -> Any:  # noqa: ANN401 - lxml's
    """Build a cell, or an empty one that continues it further down."""
    layout = [make_element("w:tcW", w=width * cell.colspan, type="dxa")]
    if cell.colspan > 1:
        layout.append(make_element("w:gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        layout.append(make_element("w:vMerge", val="continue" if row_offset else "restart"))
        layout.append(make_element("w:vAlign", val="center"))
    alignment = "center" if cell.scope == "col" else cell.align or "left"
    runs = () if row_offset else cell.runs
    paragraph = body.build_paragraph(runs, "TableText", [make_element("w:jc", val=alignment)])
    set_font_size(paragraph, size)
    return make_element("w:tc", make_element("w:tcPr", *layout), paragraph)


def table_properties(caption: str, *, row_heads: bool) -> list[Any]:
    """Return the properties of every table: ruled, fixed widths, named for screen readers."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [
        make_element(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in sides
    ]
    margins = [make_element(f"w:{side}", w=57, type="dxa") for side in ("left", "right")]
    properties = make_element(
        "w:tblPr",
        make_element("w:tblStyle", val="TableGrid"),
        make_element("w:tblW", w=TEXT_WIDTH, type="dxa"),
        make_element("w:jc", val="center"),
        make_element("w:tblBorders", *lines),
        make_element("w:tblLayout", type="fixed"),
        make_element("w:tblCellMar", *margins),
        make_element(
            "w:tblLook", firstRow=1, lastRow=0, firstColumn=int(row_heads), noHBand=1, noVBand=1
        ),
        make_element("w:tblCaption", val=caption),
    )
    return [properties]


def set_font_size(paragraph: Any, size: float) -> None:  # noqa: ANN401 - lxml's
    """Set the size of a table's words in points, where it is not the usual one."""
    if size == TABLE_SIZE:
        return
    for run in paragraph.iter(qn("w:r")):
        if run.find(qn("w:rPr")) is None:
            run.insert(0, make_element("w:rPr"))
        properties, size_element = run.find(qn("w:rPr")), make_element("w:sz", val=round(size * 2))
        properties.insert_element_before(size_element, *_SIZE_SUCCESSORS)


_SIZE_SUCCESSORS = (
    *("w:szCs", "w:highlight", "w:u", "w:effect", "w:vertAlign"),
    *("w:rtl", "w:cs", "w:em", "w:lang"),
)
"""What the schema wants behind a run's size."""
