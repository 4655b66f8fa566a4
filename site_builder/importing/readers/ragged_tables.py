"""Tables of tabs whose merged cells are lost: rows with the same figures at their ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from site_builder.importing.readers.markup.runs import EDGES
from site_builder.importing.readers.text_lines import SourceLine
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, OriginalCell, OriginalTable

_FIGURE = lazy_pattern(r"[-+−]?[0-9０-９][0-9０-９,，.．]*(?:[%元件]|（[^（）]*）)?|[-/—–]+")
_MIN_FIGURES = 2


def ragged_tables(
    file: str, lines: Sequence[SourceLine], count: int
) -> list[tuple[int, int, OriginalTable]]:
    """Return tables among lines of tabs: where each begins, how many lines it has, its cells.

    The figures at the ends of the rows stand below one another; the first cell of a row takes the
    columns that are left. Rows without figures belong to none.
    """
    rows = [[cell.strip(EDGES) for cell in line.text.split("\t")] for line in lines]
    width = _figure_count(rows)
    if width < _MIN_FIGURES:
        return []
    tables: list[tuple[int, int, OriginalTable]] = []
    position = 0
    for is_row, group in groupby(rows, key=lambda row: _ends_in_figures(row, width)):
        members = list(group)
        if is_row:
            table = _table(file, lines[position:], members, width, count + len(tables) + 1)
            tables.append((position, len(members), table))
        position += len(members)
    return tables


def _figure_count(rows: Sequence[Sequence[str]]) -> int:
    """Return how many figures most rows end in; 0 when there are none."""
    counts = Counter(
        next((n for n, cell in enumerate(reversed(row)) if not _may_be_figure(cell)), len(row))
        for row in rows
        if sum(bool(_FIGURE.fullmatch(cell)) for cell in row) >= _MIN_FIGURES
    )
    return counts.most_common(1)[0][0] if counts else 0


def _may_be_figure(cell: str) -> bool:
    return not cell or bool(_FIGURE.fullmatch(cell))


def _ends_in_figures(row: Sequence[str], width: int) -> bool:
    return len(row) >= width and all(map(_may_be_figure, row[-width:]))


def _table(
    file: str, lines: Sequence[SourceLine], rows: Sequence[Sequence[str]], width: int, number: int
) -> OriginalTable:
    columns = max(map(len, rows))
    cells: list[OriginalCell] = []
    for index, row in enumerate(rows):
        shift = columns - len(row)
        line = lines[index].number
        for place, text in enumerate(row):
            is_label = not place and len(row) > width
            column = place if is_label else place + shift
            origin = Origin(file, table=number, row=index + 1, column=column + 1, line=line)
            cell = OriginalCell(index, column, 1, 1, text, origin)
            cells.append(replace(cell, column_span=1 + shift) if is_label else cell)
    return OriginalTable(tuple(cells), Origin(file, table=number, line=lines[0].number))
