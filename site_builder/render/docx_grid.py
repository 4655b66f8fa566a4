"""A table of the text in Word: cells merged as on the page, header rows repeated on each sheet.

Shares its look with the statutory tables of `docx_table`. Called by `docx_prose`.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from docx.oxml.ns import qn

from site_builder.render.docx_package import node
from site_builder.render.grid_type import TABLE_SIZE, grid_type
from site_builder.render.prose_tree import Grid, GridCell, Runs, plain

TEXT_WIDTH = 8845
"""Twips between the margins: 156 mm."""


class _Paragraphs(Protocol):
    def paragraph(self, runs: Runs, style: str, properties: Iterable[Any] = ()) -> Any:  # noqa: ANN401 - lxml's
        """Make a paragraph."""


def grid_table(prose: _Paragraphs, grid: Grid) -> Any:  # noqa: ANN401 - lxml's
    """Build a table."""
    width, size = TEXT_WIDTH // grid.columns, grid_type(grid).size
    row_headers = any(cell.scope == "row" for cell in grid.cells)
    caption = plain(grid.caption or grid.cells[0].runs)
    table = node("w:tbl", *table_properties(caption, row_heads=row_headers))
    table.append(node("w:tblGrid", *(node("w:gridCol", w=width) for _ in range(grid.columns))))
    lines: list[dict[int, Any]] = [{} for _ in grid.rows()]
    for cell in grid.cells:
        for down in range(cell.rowspan):
            lines[cell.row + down][cell.column] = _cell(prose, cell, down, width, size)
    for number, line in enumerate(lines):
        header = [node("w:tblHeader")] if number < grid.header_rows else []
        marks = node("w:trPr", node("w:cantSplit"), *header)
        table.append(node("w:tr", marks, *(line[at] for at in sorted(line))))
    return table


def _cell(prose: _Paragraphs, cell: GridCell, down: int, width: int, size: float) -> Any:  # noqa: ANN401 - lxml's
    """Build a cell, or one of the empty ones that continue it further down."""
    layout = [node("w:tcW", w=width * cell.colspan, type="dxa")]
    if cell.colspan > 1:
        layout.append(node("w:gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        layout.append(node("w:vMerge", val="continue" if down else "restart"))
        layout.append(node("w:vAlign", val="center"))
    side = "center" if cell.scope == "col" else cell.align or "left"
    runs = () if down else cell.runs
    paragraph = prose.paragraph(runs, "TableText", [node("w:jc", val=side)])
    set_size(paragraph, size)
    return node("w:tc", node("w:tcPr", *layout), paragraph)


def table_properties(caption: str, *, row_heads: bool) -> list[Any]:
    """Give the properties of every table: ruled, fixed widths, named for those who hear it."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [node(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in sides]
    margins = [node(f"w:{side}", w=57, type="dxa") for side in ("left", "right")]
    properties = node(
        "w:tblPr",
        node("w:tblStyle", val="TableGrid"),
        node("w:tblW", w=TEXT_WIDTH, type="dxa"),
        node("w:jc", val="center"),
        node("w:tblBorders", *lines),
        node("w:tblLayout", type="fixed"),
        node("w:tblCellMar", *margins),
        node("w:tblLook", firstRow=1, lastRow=0, firstColumn=int(row_heads), noHBand=1, noVBand=1),
        node("w:tblCaption", val=caption),
    )
    return [properties]


def set_size(paragraph: Any, size: float) -> None:  # noqa: ANN401 - lxml's
    """Give the words of a table their size in points, where it is not the usual one."""
    if size == TABLE_SIZE:
        return
    for run in paragraph.iter(qn("w:r")):
        if run.find(qn("w:rPr")) is None:
            run.insert(0, node("w:rPr"))
        look, height = run.find(qn("w:rPr")), node("w:sz", val=round(size * 2))
        look.insert_element_before(height, *_BEHIND_SIZE)


_BEHIND_SIZE = (
    *("w:szCs", "w:highlight", "w:u", "w:effect", "w:vertAlign"),
    *("w:rtl", "w:cs", "w:em", "w:lang"),
)
"""What the schema wants behind a run's size."""
