"""The type of a table that an author made: small enough for its longest number.

A number never breaks; a word does where it must. Shared by the Word and the PDF file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from site_builder.core.errors import RenderError
from site_builder.model.download_formats import FORMATS
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.views.downloads import PrintDocumentView
from site_builder.render.blocks import TableBlock, plain_text

TABLE_SIZE = 10.5
"""五号, in points: the usual type of tables."""
_MIN_SIZE = 6.5
"""Points below which nobody reads a table on paper."""
_TEXT_WIDTH = 442.2
"""Points between the margins: 156 mm."""
_PADDING = 6
"""Points between words and the rules next to them."""
_MAX_WORD_LENGTH = 20
"""Characters of a word that is not broken wherever there is room for it."""
_MAX_NUMBER_LENGTH = 40
_WIDE_CHARACTERS = frozenset("WMmw%@")
_LATIN_WORD = lazy_pattern("[!-~\u00a1-\u024f\u0370-\u052f]+")


@dataclass(frozen=True, slots=True)
class TableTypography:
    """How the words of a table are set."""

    size: float
    """Points."""
    max_unbroken: int
    """Characters of the longest word that is not broken."""


def fit_typography(table: TableBlock) -> TableTypography:
    """Find the type of a table. Raises UnprintableError when a number would have to be broken."""
    words: list[_Token] = []
    numbers = [_Token("字", _TEXT_WIDTH / table.columns - _PADDING)]
    for token in _tokens(table):
        (numbers if _is_number(token.text) else words).append(token)
    tightest = min(numbers, key=_Token.max_font_size)
    if tightest.max_font_size() < _MIN_SIZE:
        formats = "、".join(item.id for item in FORMATS if item.renders(PrintDocumentView))
        hint = "请减少列数、拆成几张表，或换成更大的单位（如万元）；"
        hint += f"或从“下载”里去掉 {formats}。"
        message = f"正文里的表有 {table.columns} 列，印到纸上太窄，“{tightest.text}”放不下"
        raise RenderError(message, hint, (tightest.text,))
    broken = [
        item.text
        for item in words
        if len(item.text) > _MAX_WORD_LENGTH or item.max_font_size() < _MIN_SIZE
    ]
    max_unbroken = min((len(word) - 1 for word in broken), default=_MAX_WORD_LENGTH)
    unbroken = [item for item in words if len(item.text) <= max_unbroken]
    size = min([TABLE_SIZE, *(item.max_font_size() for item in (tightest, *unbroken))])
    return TableTypography(int(size * 2) / 2, max_unbroken)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or number, and the room it has in its cell."""

    text: str
    available_width: float

    def max_font_size(self) -> float:
        """Return the largest type in which it fits."""
        return self.available_width / _width_in_em(self.text)


def _tokens(table: TableBlock) -> Iterator[_Token]:
    for cell in table.cells:
        available_width = _TEXT_WIDTH * cell.colspan / table.columns - _PADDING
        for text in _LATIN_WORD.findall(plain_text(cell.runs)):
            yield _Token(text, available_width)


def _is_number(token: str) -> bool:
    digits = any(character.isdigit() for character in token)
    return (
        digits
        and len(token) <= _MAX_NUMBER_LENGTH
        and not any(character.isalpha() for character in token)
    )


def _width_in_em(text: str) -> float:
    """Measure text in its height."""
    return sum(_character_em(character) for character in text)


def _character_em(character: str) -> float:
    if character in _WIDE_CHARACTERS or east_asian_width(character) in "FW":
        return 1.0
    return 0.76 if character.isupper() else 0.58
