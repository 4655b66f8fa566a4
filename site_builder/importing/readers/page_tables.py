"""Grids and glyphs → tables with texts, and their parts on several pages joined."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from site_builder.importing.readers.page_grid import GridCell, RuledGrid
from site_builder.importing.readers.page_marks import Box, Glyph
from site_builder.importing.readers.page_text import build_rows, cell_text, split_row
from site_builder.model.lazy_pattern import lazy_pattern

_NUMBER = lazy_pattern(r"[-−]?[\d,，.]+|/")
MISSING_LINE = "两格之间可能少了一条线"
CROSSING_TEXT = "文字越过了表格线，可能属于旁边的单元格"


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell with its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    """Where it begins."""
    doubt: str = ""
    candidates: tuple[str, ...] = ()
    reaches_top: bool = False
    reaches_bottom: bool = False
    """Its text leaves no room for another line on that side."""

    @property
    def words(self) -> str:
        """Return its text without spaces."""
        return "".join(self.text.split())

    @property
    def row_end(self) -> int:
        """Return the row after its last."""
        return self.row + self.row_span

    @property
    def column_end(self) -> int:
        """Return the column after its last."""
        return self.column + self.column_span


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table with texts, on a page or on several."""

    page: int
    last_page: int
    columns: tuple[float, ...]
    row_count: int
    cells: tuple[FilledCell, ...]
    box: Box
    repeated: tuple[tuple[int, str], ...] = ()
    """Pages and texts of header rows that were repeated."""


def fill_grid(grid: RuledGrid, glyphs: Sequence[Glyph], page: int, doubt: str = "") -> FilledTable:
    """Return a grid with the texts of the glyphs that lie in it; `doubt` is that of every cell."""
    owners = _owners(grid)
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        place = _locate(grid, glyph)
        if place is not None and place in owners:
            inside.setdefault(owners[place], []).append(glyph)
    crossing = _crossings(inside)
    cells = []
    for index, cell in enumerate(grid.cells):
        own = inside.get(index, [])
        if cell.is_corner and not own:
            continue
        filled = _fill(cell, own, page, grid)
        if (doubt or index in crossing) and not filled.doubt:
            filled = replace(filled, doubt=doubt or CROSSING_TEXT)
        cells.append(filled)
    table = FilledTable(page, page, grid.columns, len(grid.rows) - 1, tuple(cells), grid.box)
    if grid.open_bottom:
        table = _without_strip(table, table.row_count - 1)
    return _without_strip(table, 0) if grid.open_top else table


def _without_strip(table: FilledTable, row: int) -> FilledTable:
    """Return a table without the strip in which only the sides of groups reach the page end."""
    touching = [cell for cell in table.cells if cell.row <= row < cell.row_end]
    own = [cell for cell in touching if cell.row_span == 1]
    groups = [cell for cell in touching if cell.row_span > 1]
    is_strip = bool(groups) or len(own) == 1
    if table.row_count < 2 or not is_strip or any(cell.text for cell in own):  # noqa: PLR2004 - a row must stay
        return table
    cells = [
        replace(
            cell,
            row=cell.row - (cell.row > row),
            row_span=cell.row_span - (cell.row <= row < cell.row_end),
        )
        for cell in table.cells
        if cell not in own
    ]
    return replace(table, row_count=table.row_count - 1, cells=tuple(cells))


def _owners(grid: RuledGrid) -> dict[tuple[int, int], int]:
    return {
        (row, column): index
        for index, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }


def _locate(grid: RuledGrid, glyph: Glyph) -> tuple[int, int] | None:
    box = glyph.box
    row = bisect_right(grid.rows, box.middle) - 1
    column = bisect_right(grid.columns, box.center) - 1
    inside = 0 <= row < len(grid.rows) - 1 and 0 <= column < len(grid.columns) - 1
    return (row, column) if inside else None


def _crossings(inside: dict[int, list[Glyph]]) -> set[int]:
    """Return the cells whose text goes on in the next one without a space between them."""
    owners = {id(glyph): index for index, glyphs in inside.items() for glyph in glyphs}
    glyphs = [glyph for group in inside.values() for glyph in group if glyph.turn == 0]
    crossing: set[int] = set()
    for row in build_rows(glyphs):
        letters = [glyph for glyph in row.glyphs if glyph.text.strip()]
        for left, right in pairwise(letters):
            first, second = owners[id(left)], owners[id(right)]
            if first != second and right.box.x0 - left.box.x1 < 0.08 * row.size:
                crossing |= {first, second}
    return crossing


def _fill(cell: GridCell, glyphs: Sequence[Glyph], page: int, grid: RuledGrid) -> FilledCell:
    placed = cell_text(glyphs, cell.box)
    doubt = cell.doubt or placed.doubt
    if not doubt and cell.column_span > 1 and _holds_two_cells(glyphs, grid):
        doubt = MISSING_LINE
    letters = [glyph for glyph in glyphs if glyph.text.strip()]
    room = 2.2 * max((glyph.size for glyph in letters), default=0.0)
    return FilledCell(
        cell.row,
        cell.column,
        cell.row_span,
        cell.column_span,
        placed.text,
        page,
        doubt,
        placed.candidates,
        bool(letters) and min(glyph.box.top for glyph in letters) - cell.box.top < room,
        bool(letters) and cell.box.bottom - max(glyph.box.bottom for glyph in letters) < room,
    )


def _holds_two_cells(glyphs: Sequence[Glyph], grid: RuledGrid) -> bool:
    """Return whether a number and other words stand in several columns that no line divides."""
    for row in build_rows(glyphs):
        parts = [part for part in split_row(row) if part.text]
        columns = {bisect_right(grid.columns, part.box.center) for part in parts}
        if len(columns) > 1 and any(_NUMBER.fullmatch(part.text) for part in parts):
            return True
    return False
