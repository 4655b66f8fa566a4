"""A table of the narrative as authors write it: with bars, or as data where cells are merged."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from site_builder.core.text.markdown_escapes import clean_words, escape_words
from site_builder.core.text.table_markup import (
    bar_row,
    csv_row,
    delimiter_row,
    fence_around,
    range_name,
)
from site_builder.importing.drafts.markdown_lines import draft_line, draft_paragraph
from site_builder.model.original import OriginalCell, OriginalTable

_MAX_COLUMNS = 50
_MAX_ROWS = 2_000
"""As docs/tables.md has them."""


def draft_table(table: OriginalTable) -> str:
    """Return the Markdown of a table with its caption; its cells as lines where it is no grid.

    Rows and columns without a word are left out: they lay out a page.
    """
    cells: Sequence[OriginalCell] = _filled_grid(table.cells)
    rows = max((cell.row + cell.row_span for cell in cells), default=0)
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    if min(rows, columns) <= 1 or columns > _MAX_COLUMNS or rows > _MAX_ROWS:
        return "\n\n".join(
            words for cell in cells if (words := draft_paragraph(_cell_markdown(cell)))
        )
    header_rows = _header_rows(cells)
    # As data, nothing in a cell is a mark: also where bars and stars would spoil each other.
    is_data = any(
        cell.row_span > 1
        or cell.column_span > 1
        or ("**" in cell.text and bool({"|", "\\"} & {*cell.text}))
        for cell in cells
    )
    caption = draft_line(escape_words(table.caption))
    name = f"表：{caption}\n" if caption else ""
    if is_data and header_rows >= rows:
        # All of it would be the header: nothing of it can stay merged.
        cells, header_rows = [replace(cell, row_span=1, column_span=1) for cell in cells], 1
    if is_data:
        return name + _data_table(cells, rows, columns, header_rows)
    return name + _bar_table(cells, rows, columns)


def _filled_grid(cells: Sequence[OriginalCell]) -> tuple[OriginalCell, ...]:
    """Return the cells in a grid in which each row and each column holds some words."""
    filled = [cell for cell in cells if clean_words(cell.text).strip()]
    rows = sorted({cell.row for cell in filled})
    columns = sorted({cell.column for cell in filled})
    return tuple(
        replace(
            cell,
            row=(row := bisect_left(rows, cell.row)),
            column=(column := bisect_left(columns, cell.column)),
            row_span=bisect_left(rows, cell.row + cell.row_span) - row,
            column_span=bisect_left(columns, cell.column + cell.column_span) - column,
        )
        for cell in filled
    )


def _header_rows(cells: Sequence[OriginalCell]) -> int:
    """Return how many rows the header has: the first, and those its cells reach into."""
    count = 1
    for row in range(max(cell.row for cell in cells) + 1):
        if row < count:
            reach = [cell.row + cell.row_span for cell in cells if cell.row == row]
            count = max([count, *reach])
    return count


def _cell_markdown(cell: OriginalCell) -> str:
    return cell.markdown or escape_words(cell.text)


def _bar_table(cells: Sequence[OriginalCell], rows: int, columns: int) -> str:
    grid = [[""] * columns for _ in range(rows)]
    for cell in cells:
        grid[cell.row][cell.column] = _cell_markdown(cell)
    lines = [*map(bar_row, grid)]
    return "\n".join((lines[0], delimiter_row([""] * columns), *lines[1:]))


def _data_table(cells: Sequence[OriginalCell], rows: int, columns: int, header_rows: int) -> str:
    grid = [[""] * columns for _ in range(rows)]
    merged: list[str] = []
    for cell in cells:
        # Nothing in it is a mark.
        grid[cell.row][cell.column] = clean_words(cell.text).strip()
        if cell.row_span > 1 or cell.column_span > 1:
            bottom, right = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
            merged.append(range_name(cell.row, cell.column, bottom, right))
    content = "\n".join(map(csv_row, grid))
    fence = fence_around(content)
    settings = [f"表头行数: {header_rows}", *([f"合并: {'、'.join(merged)}"] if merged else [])]
    return "\n".join((f"{fence}表格", *settings, "", content, fence))
