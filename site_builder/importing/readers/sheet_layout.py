"""A sheet with its merged cells in place: which cell stands where, and what it covers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.importing.readers.sheets import Sheet, SheetCell, SheetRange

_MAX_COVERED = 400_000
"""Places that merged ranges of a sheet may cover; beyond, they are a fill."""
_MAX_SPAN = 300
"""Rows or columns of a merged cell that count as part of the table even when all are empty."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet with its merged ranges in place."""

    rows: Mapping[int, Mapping[int, SheetCell]]
    """Row → column → what stands there; covered places are left out."""
    spans: Mapping[tuple[int, int], tuple[int, int]]
    """Rows and columns of the merged cells, by their first place."""
    covered: frozenset[tuple[int, int]]
    hidden_text: tuple[tuple[int, int], ...]
    """Places with content below a merged cell."""


def lay_out(sheet: Sheet) -> SheetLayout:
    """Lay the merged ranges over the cells, cut to the part of the sheet with content."""
    used = [*sheet.cells, *_used_ends(sheet)]
    last_row = max((row for row, _ in used), default=-1)
    last_column = max((column for _, column in used), default=-1)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    remaining = _MAX_COVERED
    for merged in sheet.merged:
        places = _places(merged, (last_row, last_column), remaining)
        remaining -= len(places)
        first = (merged.first_row, merged.first_column)
        if len(places) > 1 and not (places & covered or places & spans.keys()):
            spans[first] = (
                max(row for row, _ in places) - first[0] + 1,
                max(column for _, column in places) - first[1] + 1,
            )
            covered |= places - {first}
    rows: dict[int, dict[int, SheetCell]] = defaultdict(dict)
    hidden_text = []
    for (row, column), cell in sorted(sheet.cells.items()):
        if (row, column) not in covered:
            rows[row][column] = cell
        elif cell.text.strip():
            hidden_text.append((row, column))
    return SheetLayout(rows, spans, frozenset(covered), tuple(hidden_text))


def _used_ends(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the last places of merged cells with content, unless they are a fill."""
    for merged in sheet.merged:
        if (merged.first_row, merged.first_column) in sheet.cells and (
            merged.last_row - merged.first_row < _MAX_SPAN
            and merged.last_column - merged.first_column < _MAX_SPAN
        ):
            yield merged.last_row, merged.last_column


def _places(merged: SheetRange, last: tuple[int, int], limit: int) -> set[tuple[int, int]]:
    """Return the places of a merged range in the used part; none when they are too many."""
    rows = min(merged.last_row, last[0]) - merged.first_row + 1
    columns = min(merged.last_column, last[1]) - merged.first_column + 1
    if rows < 1 or columns < 1 or rows * columns > limit:
        return set()
    return {
        (row, column)
        for row in range(merged.first_row, merged.first_row + rows)
        for column in range(merged.first_column, merged.first_column + columns)
    }
