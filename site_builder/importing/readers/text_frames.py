"""Tables drawn with characters (┌─┬─┐, +---+): their cells, merged ones too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from site_builder.importing.readers.markup.runs import EDGES
from site_builder.importing.readers.text_lines import SourceLine
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, OriginalCell, OriginalTable

_BARS = frozenset("│┃║|┆┇┊┋")
_RULES = frozenset("─━═-=┄┅┈┉")
_CORNERS = frozenset("┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝+╞╪╡╒╤╕╘╧╛╟╫╢╓╥╖╙╨╜╭╮╰╯")
_RULE = lazy_pattern("[─━═┄┅┈┉]|[-=]{2}")
"""A single hyphen may be the sign of a number."""
_MIN_LINES = 5
_MAX_WIDTH = 2_000
_MAX_PLACES = 20_000


def is_framed(text: str) -> bool:
    """Return whether a line belongs to a drawn table."""
    words = text.strip(EDGES)
    return len(words) > 1 and words[0] in _BARS | _CORNERS and words[-1] in _BARS | _CORNERS


def framed_table(file: str, lines: Sequence[SourceLine], number: int) -> OriginalTable | None:
    """Return a drawn table; None unless every line of its frame fits the others.

    How wide `─` is drawn depends on the font: both widths are tried.
    """
    for ambiguous in (2, 1):
        drawing = _Drawing(tuple(lines), ambiguous)
        cells = drawing.cells(file, number) if drawing.is_exact else None
        if cells:
            return OriginalTable(tuple(cells), Origin(file, table=number, line=lines[0].number))
    return None


@dataclass(frozen=True)
class _Drawing:
    lines: tuple[SourceLine, ...]
    ambiguous: int
    """Columns of the screen that a character of the frame takes."""

    @cached_property
    def canvas(self) -> list[dict[int, str]]:
        """Return for each line the characters by the column of the screen they begin in."""
        return [dict(self._columns(line.text)) for line in self.lines]

    def _columns(self, text: str) -> Iterator[tuple[int, str]]:
        column = 0
        for character in text.rstrip(EDGES):
            yield column, character
            width = unicodedata.east_asian_width(character)
            column += self.ambiguous if width == "A" else 1 + (width in "WF")

    @cached_property
    def rulers(self) -> list[int]:
        """Return the lines that part rows, in whole or in part."""
        return [
            number
            for number, line in enumerate(self.canvas)
            if _RULE.search(self.lines[number].text)
            and any(character in _CORNERS for character in line.values())
        ]

    @cached_property
    def walls(self) -> list[int]:
        """Return the columns of the screen where a bar or corner stands in any line."""
        columns: set[int] = set()
        for number, line in enumerate(self.canvas):
            marks = _CORNERS if number in self.rulers else _BARS
            columns |= {column for column, character in line.items() if character in marks}
        return sorted(columns)

    @property
    def is_exact(self) -> bool:
        """Return whether the drawing is closed, and each bar of a row stands below a corner."""
        if len(self.lines) < _MIN_LINES or len(self.rulers) < 3:  # noqa: PLR2004 - two rows
            return False
        corners = {
            column
            for number in self.rulers
            for column, character in self.canvas[number].items()
            if character in _CORNERS
        }
        width = max(max(line, default=0) for line in self.canvas)
        return (
            self.rulers[0] == 0
            and self.rulers[-1] == len(self.lines) - 1
            and width <= _MAX_WIDTH
            and len(self.walls) * len(self.rulers) <= _MAX_PLACES
            and set(self.walls) == corners
            and all(self._ends_in_walls(line) for line in self.canvas)
        )

    def _ends_in_walls(self, line: dict[int, str]) -> bool:
        return bool(line) and max(line) == self.walls[-1] and self.walls[0] in line

    def _has_wall(self, row: int, wall: int) -> bool:
        """Return whether a bar stands at a column in all lines of a row."""
        lines = range(self.rulers[row] + 1, self.rulers[row + 1])
        return all(self.canvas[number].get(wall, " ") in _BARS for number in lines)

    def _has_floor(self, row: int, left: int, right: int) -> bool:
        """Return whether a rule is drawn below a row between two columns."""
        line = self.canvas[self.rulers[row + 1]]
        between = [character for column, character in line.items() if left < column < right]
        return bool(between) and all(c in _RULES or c in _CORNERS for c in between)

    def cells(self, file: str, number: int) -> list[OriginalCell] | None:
        """Return the cells; None where one is no rectangle."""
        rows, columns = len(self.rulers) - 1, len(self.walls) - 1
        covered: set[tuple[int, int]] = set()
        cells: list[OriginalCell] = []
        for row in range(rows):
            for column in range(columns):
                if (row, column) in covered:
                    continue
                width, height = self._size(row, column)
                places = {
                    (line, position)
                    for line in range(row, row + height)
                    for position in range(column, column + width)
                }
                if places & covered:
                    return None
                covered |= places
                origin = Origin(
                    file,
                    table=number,
                    row=row + 1,
                    column=column + 1,
                    line=self.lines[self.rulers[row]].number + 1,
                )
                text = self._text(row, column, height, width)
                cells.append(OriginalCell(row, column, height, width, text, origin))
        return cells

    def _size(self, row: int, column: int) -> tuple[int, int]:
        """Return how many columns and rows a cell takes from its first place on."""
        width = 1
        while column + width < len(self.walls) - 1 and not self._has_wall(
            row, self.walls[column + width]
        ):
            width += 1
        left, right = self.walls[column], self.walls[column + width]
        height = 1
        while row + height < len(self.rulers) - 1 and not self._has_floor(
            row + height - 1, left, right
        ):
            height += 1
        return width, height

    def _text(self, row: int, column: int, height: int, width: int) -> str:
        left, right = self.walls[column], self.walls[column + width]
        lines = [
            "".join(character for place, character in line.items() if left < place < right)
            for line in self.canvas[self.rulers[row] + 1 : self.rulers[row + height]]
        ]
        words = (line.strip(EDGES) for line in lines)
        return "\n".join(line for line in words if line)
