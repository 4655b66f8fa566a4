"""Lines of a text with their numbers, and what a single line is."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.core.text.markdown_escapes import escape_words
from site_builder.importing.readers.markup.runs import EDGES, without_direction_marks
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, TextBlock

_LINE_END = lazy_pattern("\r\n|\r|\n")
_PAGE_END = lazy_pattern("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = lazy_pattern("[\u200b\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file."""

    number: int
    """Counted from 1."""
    text: str


def numbered_lines(text: str) -> list[SourceLine]:
    """Return the lines of a text, numbered as editors do; a new page ends one too."""
    return [
        SourceLine(number, piece)
        for number, line in enumerate(_LINE_END.split(_INVISIBLE.sub("", text)), 1)
        for piece in _PAGE_END.split(line)
    ]


def block_of_line(file: str, line: SourceLine) -> TextBlock | None:
    """Return a line as a paragraph; None for an empty one."""
    text = without_direction_marks(line.text).strip(EDGES).replace("\u00a0", " ")
    if not text:
        return None
    return TextBlock("paragraph", text, escape_words(text), Origin(file, line=line.number))
