"""The grid of a table: cells of rows laid into columns, merged ones once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class WordCell:
    """A cell as its row has it."""

    span: int
    merge: str = ""
    """`restart` or `continue` of a merging with the row above; empty for none."""
    joins_left: bool = False
    """Merged with the cell before it, as older programs do."""
    index: int = 0
    """Where its contents stand in the list of all cells that were read."""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of the grid."""

    row: int
    column: int
    row_span: int
    column_span: int
    index: int
    """That of its first part."""
    merged: tuple[int, ...] = ()
    """Those of its other parts, whose text nobody sees."""
    broken: bool = False
    """It claims to go on from above, where nothing fits."""


@dataclass(slots=True)
class WordRow:
    """A row as it was read."""

    skipped: int
    """Columns left out before its first cell."""
    cells: list[WordCell] = field(default_factory=list)


def lay_out(rows: Iterable[WordRow]) -> list[PlacedCell]:
    """Return the cells of a grid, by rows; no two of them cover the same place."""
    grid: list[PlacedCell] = []
    open_merges: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        open_merges = _lay_row(grid, number, row, open_merges)
    return grid


def _lay_row(
    grid: list[PlacedCell], number: int, row: WordRow, open_merges: dict[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Lay out one row; returns the merged cells that the next row may go on with."""
    merges: dict[tuple[int, int], int] = {}
    column = row.skipped
    for cell in _without_joined(row.cells):
        place = (column, cell.span)
        above = open_merges.get(place) if cell.merge == "continue" else None
        if above is None:
            grid.append(
                PlacedCell(
                    number, column, 1, cell.span, cell.index, broken=cell.merge == "continue"
                )
            )
            at = len(grid) - 1
        else:
            at = above
            upper = grid[at]
            grid[at] = replace(
                upper, row_span=upper.row_span + 1, merged=(*upper.merged, cell.index)
            )
        if cell.merge:
            merges[place] = at
        column += cell.span
    return merges


def _without_joined(cells: list[WordCell]) -> list[WordCell]:
    """Return the cells with those merged into their left neighbour as part of it."""
    kept_cells: list[WordCell] = []
    for cell in cells:
        if cell.joins_left and kept_cells:
            kept_cells[-1] = replace(kept_cells[-1], span=kept_cells[-1].span + cell.span)
        else:
            kept_cells.append(cell)
    return kept_cells
