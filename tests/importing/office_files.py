"""Simple HTML (headings, paragraphs, tables with spans) written as an office's file.

A case keeps such a page as text, `source.docx.html`; what is imported is the Word file made of it.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import html

from tests.importing.sample_report import Grid, GridCell

Block = tuple[str, str | Grid]
"""`h1`, `h2`, `h3`, `p` with a text; `table` with a grid."""


def write_file(page: str, suffix: str) -> bytes:
    """Write a simple page as a file of another format."""
    return {"docx": docx_file, "xlsx": xlsx_file}[suffix](list(read_page(page)))


def read_page(page: str) -> Iterator[Block]:
    """Yield the blocks of a simple page."""
    for element in html.document_fromstring(page).body:
        if element.tag == "table":
            yield "table", [[_grid_cell(cell) for cell in row] for row in element.iter("tr")]
        else:
            yield element.tag, element.text_content().strip()


def _grid_cell(cell: Any) -> GridCell:  # noqa: ANN401 - an element of lxml, which has no types
    lines = [cell.text or "", *(child.tail or "" for child in cell.iter("br"))]
    return GridCell("\n".join(lines), int(cell.get("rowspan", "1")), int(cell.get("colspan", "1")))


def html_page(title: str, blocks: Iterable[Block]) -> str:
    """Write blocks as a simple page."""
    lines = ["<!DOCTYPE html>", '<meta charset="utf-8">', f"<title>{title}</title>"]
    for kind, content in blocks:
        if isinstance(content, str):
            lines.append(f"<{kind}>{content}</{kind}>")
        else:
            lines += html_table(content)
    return "\n".join(lines) + "\n"


def html_table(grid: Grid) -> Iterator[str]:
    """Yield the lines of a table: a row, a line."""
    yield "<table>"
    for row in grid:
        yield "<tr>" + "".join(map(_html_cell, row))
    yield "</table>"


def _html_cell(cell: GridCell) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return f"<td{spans}>{cell.text}</td>"


def docx_file(blocks: Iterable[Block]) -> bytes:
    """Write blocks as a Word file."""
    document = docx.Document()
    for kind, content in blocks:
        if not isinstance(content, str):
            _add_table(document, content)
        elif kind == "p":
            document.add_paragraph(content)
        else:
            document.add_heading(content, int(kind[1]))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _add_table(document: Any, grid: Grid) -> None:  # noqa: ANN401 - python-docx has no types
    """Add a table cell by cell: what Word writes has no cells under a cell that spans columns."""
    table = document.add_table(0, _width(grid))
    for row in _cells_by_row(grid):
        line = OxmlElement("w:tr")
        for cell, continued in row:
            line.append(_word_cell(cell, continued=continued))
        table._tbl.append(line)  # noqa: SLF001 - python-docx offers no other way to merged cells


def _word_cell(cell: GridCell, *, continued: bool) -> Any:  # noqa: ANN401 - an element of lxml
    element = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    if cell.column_span > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.column_span))
        properties.append(span)
    if cell.row_span > 1:
        merge = OxmlElement("w:vMerge")
        if not continued:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    element.append(properties)
    for line in ("",) if continued else cell.text.split("\n"):
        paragraph, run, text = (OxmlElement(f"w:{name}") for name in ("p", "r", "t"))
        text.text = line
        run.append(text)
        paragraph.append(run)
        element.append(paragraph)
    return element


def placed_cells(grid: Grid) -> Iterator[tuple[int, int, GridCell]]:
    """Yield each cell with the row and column, from 0, in which it begins."""
    taken: set[tuple[int, int]] = set()
    for row_number, row in enumerate(grid):
        column = 0
        for cell in row:
            while (row_number, column) in taken:
                column += 1
            taken |= {
                (row_number + down, column + right)
                for down in range(cell.row_span)
                for right in range(cell.column_span)
            }
            yield row_number, column, cell


def _cells_by_row(grid: Grid) -> Iterator[list[tuple[GridCell, bool]]]:
    """Yield what Word writes of each row: also the cells that begin above, as continued."""
    placed = sorted(placed_cells(grid), key=lambda item: item[1])
    for number in range(len(grid)):
        yield [
            (cell, row < number) for row, _, cell in placed if row <= number < row + cell.row_span
        ]


def _width(grid: Grid) -> int:
    return max(column + cell.column_span for _, column, cell in placed_cells(grid))


def xlsx_file(blocks: Iterable[Block]) -> bytes:
    """Write the tables of blocks as a workbook, a sheet each; texts stand above them."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as workbook:
        texts: list[str] = []
        for _, content in blocks:
            if isinstance(content, str):
                texts.append(content)
                continue
            sheet = workbook.add_worksheet()
            for number, text in enumerate(texts):
                sheet.write_string(number, 0, text)
            _write_cells(sheet, content, len(texts))
            texts = []
    return data.getvalue()


def _write_cells(sheet: Any, grid: Grid, top: int) -> None:  # noqa: ANN401 - XlsxWriter has no types
    merged: set[tuple[int, int]] = set()
    for row, column, cell in placed_cells(grid):
        last_row, last_column = row + cell.row_span - 1, column + cell.column_span - 1
        places = {
            (down, right)
            for down in range(row, last_row + 1)
            for right in range(column, last_column + 1)
        }
        if len(places) > 1 and not places & merged:
            merged |= places
            sheet.merge_range(top + row, column, top + last_row, last_column, cell.text)
        elif cell.text.isdecimal():
            sheet.write_number(top + row, column, int(cell.text))
        else:
            sheet.write_string(top + row, column, cell.text)
