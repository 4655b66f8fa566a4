"""A table as rows of covering cells, the way it is read; also with rows and columns exchanged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_builder.model.original import OriginalCell, OriginalTable

MAX_ROWS = 500
MAX_COLUMNS = 50
"""Beyond them a table is none of a report."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """All cells that cover one row of a table, from the left."""

    index: int
    cells: tuple[OriginalCell, ...]

    @property
    def is_own(self) -> bool:
        """Return whether any cell begins in it: a row without any is none."""
        return any(cell.row == self.index for cell in self.cells)

    @property
    def filled(self) -> tuple[OriginalCell, ...]:
        """Return the cells that hold a text."""
        return tuple(cell for cell in self.cells if not is_blank(cell))


def is_blank(cell: OriginalCell) -> bool:
    """Return whether nothing can be seen in a cell."""
    return not cell.text.strip(" \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff\u00ad\u2003\u2002")


def grid_rows(table: OriginalTable) -> tuple[GridRow, ...]:
    """Return the rows of a table; none of one that is too large to be statutory."""
    if table.row_count > MAX_ROWS or table.column_count > MAX_COLUMNS:
        return ()
    covering: list[list[OriginalCell]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            covering[row].append(cell)
    rows = (
        GridRow(index, tuple(sorted(cells, key=lambda cell: (cell.column, cell.row))))
        for index, cells in enumerate(covering)
    )
    return tuple(row for row in rows if row.is_own)


def transposed(table: OriginalTable) -> OriginalTable:
    """Return a table with rows and columns exchanged; origins stay what they are."""
    cells = sorted(table.cells, key=lambda cell: (cell.column, cell.row))
    return replace(table, cells=tuple(map(_turned, cells)))


def _turned(cell: OriginalCell) -> OriginalCell:
    return replace(
        cell,
        row=cell.column,
        column=cell.row,
        row_span=cell.column_span,
        column_span=cell.row_span,
    )


def overlaps(cell: OriginalCell, start: int, end: int) -> bool:
    """Return whether a cell covers any of the columns from `start` up to `end`."""
    return cell.column < end and start < cell.column + cell.column_span


def runs(rows: Iterable[GridRow]) -> Iterator[tuple[int, int, tuple[OriginalCell, ...]]]:
    """Yield start, end and cells, from the top, of columns that the same cells cover."""
    columns: dict[int, list[OriginalCell]] = {}
    for row in rows:
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.column_span):
                stack = columns.setdefault(column, [])
                if not any(other is cell for other in stack):
                    stack.append(cell)
    start = -1
    previous: list[OriginalCell] = []
    for column in (*sorted(columns), -1):
        stack = columns.get(column, [])
        same = len(stack) == len(previous) and all(map(_is, stack, previous))
        if previous and not same:
            yield start, start + _width(columns, start, previous), tuple(previous)
        if not same:
            start, previous = column, stack


def _width(columns: dict[int, list[OriginalCell]], start: int, stack: list[OriginalCell]) -> int:
    width = 0
    while (
        start + width in columns
        and all(map(_is, columns[start + width], stack))
        and len(columns[start + width]) == len(stack)
    ):
        width += 1
    return width


def _is(first: OriginalCell, second: OriginalCell) -> bool:
    return first is second
