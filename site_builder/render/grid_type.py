"""The type of a table that an author made: small enough for its longest number.

A number never breaks; a word does where it must. Shared by the Word and the PDF file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from site_builder.render.prose_tree import Grid, plain
from site_builder.render.unprintable import UnprintableError

TABLE_SIZE = 10.5
"""五号, in points: the usual type of tables."""
_LEAST = 6.5
"""Points below which nobody reads a table on paper."""
_WIDTH = 442.2
"""Points between the margins: 156 mm."""
_PADDING = 6
"""Points between words and the rules beside them."""
_WORD = 20
"""Characters of a word that is kept whole wherever there is room for it."""
_NUMBER = 40
_WIDE = frozenset("WMmw%@")
_LATIN = re.compile("[!-~\u00a1-\u024f\u0370-\u052f]+")


@dataclass(frozen=True, slots=True)
class GridType:
    """How the words of a table are set."""

    size: float
    """Points."""
    whole: int
    """Characters of the longest word that is not broken."""


def grid_type(grid: Grid) -> GridType:
    """Find the type of a table. Raises UnprintableError when a number would have to be broken."""
    words: list[_Token] = []
    numbers = [_Token("字", _WIDTH / grid.columns - _PADDING)]
    for token in _tokens(grid):
        (numbers if _is_number(token.text) else words).append(token)
    tightest = min(numbers, key=_Token.size)
    if tightest.size() < _LEAST:
        hint = "请减少列数、拆成几张表，或换成更大的单位（如万元）；或从“下载”里去掉 pdf、docx。"
        message = f"正文里的表有 {grid.columns} 列，印到纸上太窄，“{tightest.text}”放不下"
        raise UnprintableError(message, hint, (tightest.text,))
    broken = [one.text for one in words if len(one.text) > _WORD or one.size() < _LEAST]
    whole = min((len(word) - 1 for word in broken), default=_WORD)
    kept = [one for one in words if len(one.text) <= whole]
    size = min([TABLE_SIZE, *(one.size() for one in (tightest, *kept))])
    return GridType(int(size * 2) / 2, whole)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or number, and the room it has in its cell."""

    text: str
    room: float

    def size(self) -> float:
        """Return the largest type in which it fits."""
        return self.room / _ems(self.text)


def _tokens(grid: Grid) -> Iterator[_Token]:
    for cell in grid.cells:
        room = _WIDTH * cell.colspan / grid.columns - _PADDING
        for text in _LATIN.findall(plain(cell.runs)):
            yield _Token(text, room)


def _is_number(token: str) -> bool:
    digits = any(one.isdigit() for one in token)
    return digits and len(token) <= _NUMBER and not any(one.isalpha() for one in token)


def _ems(text: str) -> float:
    """Measure text in its height."""
    return sum(_em(one) for one in text)


def _em(one: str) -> float:
    if one in _WIDE or east_asian_width(one) in "FW":
        return 1.0
    return 0.76 if one.isupper() else 0.58
