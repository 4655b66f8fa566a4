"""A row of figures as pasted from Excel, Word or a mail: cut into cells where that is certain."""

import re
from dataclasses import dataclass
from itertools import pairwise

from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.model.lazy_pattern import lazy_pattern

_OPEN, _CLOSE = "[【〔［(（{｛", "]】〕］)）}｝"
_UNAMBIGUOUS_SEPARATORS = ("\t", "[、；;|｜]")
"""Separators that are part of no number: a cell between two of them may even be empty."""
_AMBIGUOUS_SEPARATORS = ("[，,]", r"[ \u3000\u00a0\u2000-\u200a\u202f\u205f]+")
"""Separators that also group thousands: `1,200` or `1 200` may be one number."""
_CELL = lazy_pattern(
    r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,8})?|[0-9]{1,3}(?:,[0-9]{3})+|缺|空|空白|/|不适用"
)
_ZEROS = lazy_pattern(r"[+-]?0[0-9]")
_SPACE = (
    " \t\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
)


@dataclass(frozen=True, slots=True)
class TypedCell:
    """One cell of a row, with where it begins in the row's text."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row's text, taken apart."""

    cells: tuple[TypedCell, ...]
    certain: bool
    """Nothing else can be meant."""

    @property
    def as_yaml(self) -> str:
        """Return the row as it is written in figures.yaml."""
        return f"[{', '.join(to_halfwidth(cell.text) or '缺' for cell in self.cells)}]"


def split_row(text: str, count: int) -> TypedRow | None:
    """Cut a text into `count` cells; None when no way of cutting gives so many numbers."""
    start = len(text) - len(text.lstrip(_SPACE + _OPEN + "|｜"))
    end = len(text.rstrip(_SPACE + _CLOSE + "|｜"))
    inner = text[start:end]
    for separator in (*_UNAMBIGUOUS_SEPARATORS, *_AMBIGUOUS_SEPARATORS):
        cells = _split_cells(inner, separator, start)
        if len(cells) != count or count == 1:
            continue
        words = [to_halfwidth(cell.text) for cell in cells]
        filled = all(_CELL.fullmatch(word) for word in words if word)
        if not filled or (separator in _AMBIGUOUS_SEPARATORS and not all(words)):
            continue
        grouped = separator in _AMBIGUOUS_SEPARATORS and any(
            re.fullmatch("[0-9]{3}", word) and re.fullmatch("[+-]?[0-9]{1,3}", previous)
            for previous, word in pairwise(words)
        )
        return TypedRow(cells, not grouped and not any(map(_ZEROS.match, words)))
    return None


def _split_cells(text: str, separator: str, start: int) -> tuple[TypedCell, ...]:
    cells: list[TypedCell] = []
    position = 0
    for match in (*re.finditer(separator, text), None):
        end = match.start() if match else len(text)
        word = text[position:end]
        stripped = word.strip(_SPACE)
        cells.append(TypedCell(stripped, start + position + len(word) - len(word.lstrip(_SPACE))))
        position = match.end() if match else end
    return tuple(cells)
