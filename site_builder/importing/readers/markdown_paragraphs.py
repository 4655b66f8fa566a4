"""Lines of Markdown that follow one another: which are a sentence, and which stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from site_builder.importing.readers.text_lines import SourceLine

PICTURE = lazy_pattern(r"!\[([^\]\n]{0,200})\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_NUMBERED = lazy_pattern(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u201c\u201d\u2018\u2019"
_JOINED = lazy_pattern(f"[{_CJK}]\n[{_CJK}]")
_LABEL = lazy_pattern(r"[ \t\u3000]*[（(]?[一-鿿A-Za-z]{1,12}[：:](?!//)")
_DATE = lazy_pattern(r"[（(]?\s*[0-9〇○零一二三四五六七八九十]{4}\s?年.{1,4}月.{1,4}日\s*[）)]?")
_SENTENCE_END = lazy_pattern(r"[。；！？：:…][”）)]?\s*$")
_MAX_CELL = 20
_MIN_CELLS = 4


def split_paragraphs(lines: Sequence[SourceLine], *, is_own: bool) -> list[list[SourceLine]]:
    """Return the paragraphs of lines without an empty one between them.

    In a text of other programs, a numbered heading begins a paragraph, and many short lines are
    cells, each for itself.
    """
    if is_own:
        return [list(lines)] if lines else []
    if len(lines) >= _MIN_CELLS and all(len(line.text.strip()) <= _MAX_CELL for line in lines):
        return [[line] for line in lines]
    paragraphs: list[list[SourceLine]] = []
    for line in lines:
        if not paragraphs or _NUMBERED.match(line.text):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def join_lines(lines: Sequence[str]) -> str:
    """Return a paragraph; its lines stay apart where they do not go on with one sentence."""
    pieces: list[str] = []
    previous = ""
    for line in lines:
        words = line.strip(" \t").removesuffix("\\")
        if pieces:
            is_hard = previous.endswith(("  ", "\\")) or bool(_SENTENCE_END.search(previous))
            if is_hard or _LABEL.match(words) or _DATE.fullmatch(words):
                pieces.append("\n")
            elif not _JOINED.fullmatch(f"{previous.rstrip()[-1:]}\n{words[:1]}"):
                pieces.append(" ")
        pieces.append(words)
        previous = line
    return "".join(pieces)
