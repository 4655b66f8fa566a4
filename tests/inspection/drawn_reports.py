"""Reports drawn as PDF and OFD files: each cell with its lines, each label broken as it must be."""

from collections.abc import Iterable
from typing import TypeVar

from tests.helpers.drawn_ofd import DrawnOfdPage, draw_ofd
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf
from tests.importing.office_files import Block, placed_cells
from tests.importing.sample_report import Grid

Page = TypeVar("Page", DrawnPage, DrawnOfdPage)
LEFT, WIDTH, TOP, SIZE = 40.0, 515.0, 50.0, 6.0
TEXT = 10.5


def pdf_report(blocks: Iterable[Block]) -> bytes:
    return draw_pdf(*_pages(DrawnPage, blocks))


def ofd_report(blocks: Iterable[Block]) -> bytes:
    return draw_ofd(*_pages(DrawnOfdPage, blocks))


def _pages(kind: type[Page], blocks: Iterable[Block]) -> list[Page]:
    """Draw blocks on pages, a table at the top of one of its own."""
    pages = [kind()]
    top = TOP
    for _, content in blocks:
        if isinstance(content, str):
            pages[-1].text(LEFT, top, content, TEXT)
            top += 2 * TEXT
        else:
            pages.append(kind())
            top = _draw_table(pages[-1], content, TOP) + TEXT
    return pages


def _draw_table(page: DrawnPage | DrawnOfdPage, grid: Grid, top: float) -> float:
    """Draw a table. Returns where it ends."""
    placed = list(placed_cells(grid))
    column_count = max(column + cell.column_span for _, column, cell in placed)
    column_width = WIDTH / column_count
    heights = [SIZE * 2] * len(grid)
    for row, _, cell in placed:
        lines = _lines(cell.text, column_width * cell.column_span)
        heights[row] = max(heights[row], SIZE * 1.3 * len(lines) / cell.row_span + SIZE)
    edges = [top + sum(heights[:number]) for number in range(len(heights) + 1)]
    for row, column, cell in placed:
        x0, x1 = LEFT + column * column_width, LEFT + (column + cell.column_span) * column_width
        y0, y1 = edges[row], edges[row + cell.row_span]
        for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            page.line(*line)
        for number, text in enumerate(_lines(cell.text, x1 - x0)):
            page.text(x0 + 2, y0 + 3 + number * SIZE * 1.3, text, SIZE)
    return edges[-1]


def _lines(text: str, width: float) -> list[str]:
    count = max(1, int((width - 4) / SIZE))
    return [
        line[start : start + count]
        for line in text.split("\n")
        for start in range(0, max(len(line), 1), count)
    ]
