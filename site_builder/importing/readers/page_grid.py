"""Ruling lines → grids: which places of a table are one cell, whatever draws the lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_marks import Box, RulingLine

_SAME = 3.5
"""Points within which two lines are one: no row is so low, no column so narrow."""
_GAP = 3.5
"""Longest gap of a dotted line."""
_OVERHANG = 8.0
"""How far lines must stick out to mean that a side of the table is open."""
_COVERED = 0.7
_MAX_SIDE = 150.0
"""Points to which a line beside a table belongs to it."""
MAX_PLACES = 60_000
_MAX_CROSSINGS = 4_000_000
OPEN_BORDER = "表格线不完整，单元格的边界不确定"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of ruled lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    doubt: str = ""
    is_corner: bool = False
    """It lies at a corner of the table without lines outside: maybe no cell at all."""


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A table as its lines divide it."""

    columns: tuple[float, ...]
    """Where its columns begin, and where the last one ends."""
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]
    """In reading order."""
    open_top: bool = False
    open_bottom: bool = False
    """No line is drawn along that side: the page ends there, and the table may not."""

    @property
    def box(self) -> Box:
        """Return the rectangle around it."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def find_grids(lines: Iterable[RulingLine]) -> tuple[RuledGrid, ...]:
    """Return the tables that lines draw, from the top down; frames of one cell are none.

    Raises UnsupportedFileError for grids that no table of a text has.
    """
    lines = tuple(lines)
    horizontal = _merge(line for line in lines if line.horizontal)
    vertical = _merge(line for line in lines if not line.horizontal)
    if len(horizontal) * len(vertical) > _MAX_CROSSINGS:
        raise _too_large()
    grids = [
        grid
        for rows, columns in _components(horizontal, vertical)
        if (grid := _build_grid(rows, columns)) and len(grid.cells) > 1
    ]
    return tuple(sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0)))


def _too_large() -> UnsupportedFileError:
    return UnsupportedFileError(
        "页面上的线条太密，不是表格", "请把年度报告所在的几页单独存成一个文件再导入。"
    )


def _merge(lines: Iterable[RulingLine]) -> list[RulingLine]:
    """Join pieces of one line, and lines that lie as close as a double border."""
    merged: list[RulingLine] = []
    for cluster in _clusters(sorted(lines, key=lambda line: (line.position, line.start, line.end))):
        length = sum(max(line.end - line.start, 0.1) for line in cluster)
        position = sum(line.position * max(line.end - line.start, 0.1) for line in cluster) / length
        pieces: list[RulingLine] = []
        for line in sorted(cluster, key=lambda line: (line.start, line.end)):
            if pieces and line.start <= pieces[-1].end + _GAP:
                pieces[-1] = replace(pieces[-1], end=max(pieces[-1].end, line.end))
            else:
                pieces.append(replace(line, position=position))
        merged += [piece for piece in pieces if piece.end - piece.start > _SAME]
    return merged


def _clusters(lines: Sequence[RulingLine]) -> Iterable[list[RulingLine]]:
    cluster: list[RulingLine] = []
    for line in lines:
        if cluster and line.position - cluster[0].position > _SAME:
            yield cluster
            cluster = []
        cluster.append(line)
    if cluster:
        yield cluster


def _components(
    horizontal: Sequence[RulingLine], vertical: Sequence[RulingLine]
) -> list[tuple[list[RulingLine], list[RulingLine]]]:
    """Group lines that touch one another."""
    parents = list(range(len(horizontal) + len(vertical)))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    for i, row in enumerate(horizontal):
        for j, column in enumerate(vertical, len(horizontal)):
            if (
                row.start - _GAP <= column.position <= row.end + _GAP
                and column.start - _GAP <= row.position <= column.end + _GAP
            ):
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[RulingLine], list[RulingLine]]] = {}
    for i, line in enumerate((*horizontal, *vertical)):
        rows, columns = groups.setdefault(root(i), ([], []))
        (rows if line.horizontal else columns).append(line)
    lone = [line for rows, columns in groups.values() if not rows for line in columns]
    return [
        (rows, [*columns, *_sides(rows, columns, lone)])
        for rows, columns in groups.values()
        if rows and columns
    ]


def _sides(
    rows: Sequence[RulingLine], columns: Sequence[RulingLine], lone: Sequence[RulingLine]
) -> list[RulingLine]:
    """Return lines beside a table as high as it: a group's cell that goes on from page to page."""
    top, bottom = min(line.position for line in rows), max(line.position for line in rows)
    left, right = min(line.position for line in columns), max(line.position for line in columns)
    return [
        line
        for line in lone
        if line.start <= top + _OVERHANG
        and line.end >= bottom - _OVERHANG
        and (left - _MAX_SIDE <= line.position < left or right < line.position <= right + _MAX_SIDE)
    ]


def _positions(lines: Sequence[RulingLine], across: Sequence[RulingLine]) -> tuple[float, ...]:
    """Return where lines stand, with the sides of the table that only the others' ends show."""
    positions = [cluster[0].position for cluster in _clusters(sorted(lines, key=_position))]
    starts = sorted(line.start for line in across)
    ends = sorted((line.end for line in across), reverse=True)
    if len(across) > 1 and starts[1] < positions[0] - _OVERHANG:
        positions.insert(0, starts[1])
    if len(across) > 1 and ends[1] > positions[-1] + _OVERHANG:
        positions.append(ends[1])
    return tuple(positions)


def _position(line: RulingLine) -> float:
    return line.position


def _build_grid(
    horizontal: Sequence[RulingLine], vertical: Sequence[RulingLine]
) -> RuledGrid | None:
    columns, rows = _positions(vertical, horizontal), _positions(horizontal, vertical)
    width, height = len(columns) - 1, len(rows) - 1
    if width * height > MAX_PLACES:
        raise _too_large()
    if width < 1 or height < 1:
        return None
    across = _coverage(horizontal, rows, columns)
    down = _coverage(vertical, columns, rows)
    cells = [
        cell
        for places in _regions(width, height, across, down)
        for cell in _cells(places, columns, rows, across, down)
    ]
    return RuledGrid(
        columns,
        rows,
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        open_top=not any(across[0]),
        open_bottom=not any(across[-1]),
    )


def _coverage(
    lines: Sequence[RulingLine], positions: Sequence[float], steps: Sequence[float]
) -> list[list[bool]]:
    """Return for each position and each step along it whether a line is drawn there."""
    covered: list[list[bool]] = []
    for position in positions:
        drawn = [line for line in lines if abs(line.position - position) <= _SAME]
        covered.append(
            [
                sum(max(0.0, min(end, line.end) - max(start, line.start)) for line in drawn)
                >= _COVERED * (end - start)
                for start, end in pairwise(steps)
            ]
        )
    return covered


def _regions(
    width: int, height: int, across: list[list[bool]], down: list[list[bool]]
) -> list[list[tuple[int, int]]]:
    """Group the places between which no line is drawn."""
    parents = list(range(width * height))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    for row in range(height):
        for column in range(width):
            place = row * width + column
            if row and not across[row][column]:
                parents[root(place)] = root(place - width)
            if column and not down[column][row]:
                parents[root(place)] = root(place - 1)
    regions: dict[int, list[tuple[int, int]]] = {}
    for place in range(width * height):
        regions.setdefault(root(place), []).append(divmod(place, width))
    return list(regions.values())


def _cells(
    places: list[tuple[int, int]],
    columns: Sequence[float],
    rows: Sequence[float],
    across: list[list[bool]],
    down: list[list[bool]],
) -> list[GridCell]:
    """Return a region as a cell, or as several doubtful ones when it is no rectangle."""
    pieces = _rectangles(places)
    doubt = OPEN_BORDER if len(pieces) > 1 else ""
    cells = []
    for row, column, row_end, column_end in pieces:
        box = Box(columns[column], rows[row], columns[column_end], rows[row_end])
        left = column == 0 and not any(down[0][row:row_end])
        right = column_end == len(columns) - 1 and not any(down[-1][row:row_end])
        top = row == 0 and not any(across[0][column:column_end])
        bottom = row_end == len(rows) - 1 and not any(across[-1][column:column_end])
        is_corner = (left or right) and (top or bottom)
        span = (row_end - row, column_end - column)
        cells.append(GridCell(row, column, *span, box, doubt, is_corner))
    return cells


def _rectangles(places: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Cut a region into rectangles (row, column, end of rows, end of columns), few if possible."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(places):
        by_row.setdefault(row, []).append(column)
    pieces: list[tuple[int, int, int, int]] = []
    for row, columns in by_row.items():
        runs: list[tuple[int, int]] = []
        for column in columns:
            if runs and runs[-1][1] == column:
                runs[-1] = (runs[-1][0], column + 1)
            else:
                runs.append((column, column + 1))
        for start, end in runs:
            above = next(
                (
                    i
                    for i, (_, s, below, e) in enumerate(pieces)
                    if (s, e, below) == (start, end, row)
                ),
                None,
            )
            if above is None:
                pieces.append((row, start, row + 1, end))
            else:
                pieces[above] = (pieces[above][0], start, row + 1, end)
    return pieces
