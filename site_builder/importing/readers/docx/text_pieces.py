"""Stretches of text with one look, as words and as Markdown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from site_builder.core.text.markdown_escapes import WordRun, code_span, escape_words, join_runs
from site_builder.model.lazy_pattern import lazy_pattern

_MAX_BOLD = 300
"""Pieces of a paragraph; where there are more, nobody meant to emphasize them."""
_ADDRESS = lazy_pattern(r"(?i)(?:https?://|mailto:)[^\s<>()\"'`*\\^\[\]{}|]+")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text with one look."""

    text: str
    bold: bool = False
    link: str = ""
    """Address; empty for none."""
    note: str = ""
    """Label of the footnote that is referred to here; then `text` is empty."""


def plain_text(pieces: Iterable[TextPiece]) -> str:
    """Return the words of pieces alone, without blanks at the ends of lines."""
    lines = "".join(piece.text for piece in pieces).split("\n")
    return "\n".join(line for line in map(str.strip, lines) if line)


def write_markdown(pieces: Iterable[TextPiece]) -> str:
    """Return pieces as Markdown, a line for each line of the words; its start is not escaped."""
    joined = list(_joined(pieces))
    if sum(piece.bold for piece in joined) > _MAX_BOLD:
        joined = [replace(piece, bold=False) for piece in joined]
    lines = join_runs(_word_runs(joined)).split("\n")
    return "\n".join(line for line in map(str.strip, lines) if line)


def _joined(pieces: Iterable[TextPiece]) -> Iterator[TextPiece]:
    """Join neighbours that look the same and lead to the same address."""
    for (note, link, bold), group in groupby(pieces, key=_joint):
        yield TextPiece("".join(piece.text for piece in group), bold=bold, link=link, note=note)


def _joint(piece: TextPiece) -> tuple[str, str, bool]:
    return piece.note, piece.link, piece.bold and not piece.link


def _word_runs(pieces: Iterable[TextPiece]) -> Iterator[WordRun]:
    for piece in pieces:
        words = piece.text.strip()
        if piece.note:
            yield WordRun(f"[^{piece.note}]", is_mark=True)
        elif words and "\n" not in words and _ADDRESS.fullmatch(piece.link):
            before, _, after = piece.text.partition(words)
            # A bracket would end the words of the link.
            inner = code_span(words) if set(words) & set("[]") else escape_words(words)
            yield WordRun(before)
            yield WordRun(f"[{inner}]({piece.link})", is_mark=True)
            yield WordRun(after)
        else:
            yield WordRun(piece.text, is_strong=piece.bold)
