"""Lines of a page → text blocks: their kind as far as it can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.importing.readers.markup.runs import (
    EDGES,
    Run,
    markdown_text,
    plain_text,
    split_lines,
)
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, TextBlock, TextKind

_MAX_HEADING = 60
_INDENT = lazy_pattern(r"[\u3000\u2003]|[\u00a0\u2002 ]{2}")
_NUMBERED = lazy_pattern(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_NO_HEADING = lazy_pattern(
    r"[（(](?![一二三四五六七八九十]{1,3}[）)])|[【\[]|[图表注]\s*[\d：:]|附[件：:]|[\d\s年月日:：.-]+$"
)
_LABEL = lazy_pattern(r"[^：:]{2,8}[：:]")
_SENTENCE_END = lazy_pattern(r"[。；，：;,:！!？?]$")
_TITLE = lazy_pattern(r"年|报告|情况|事项")


@dataclass(frozen=True, slots=True)
class LineKind:
    """What the elements around some words make of them."""

    level: int = 0
    """Of a heading; 0: none."""
    is_centered: bool = False
    in_item: bool = False
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words between two ends of blocks; `<br>` may break them."""

    runs: Sequence[Run]
    kind: LineKind
    origin: Origin
    prefix: str
    """A number that the list shows before them."""
    depth: int
    is_counted: bool


def text_blocks(line: Line, *, is_own: bool) -> list[TextBlock]:
    """Return the blocks of some words; a line that begins a paragraph of its own is one."""
    paragraphs: list[list[tuple[Run, ...]]] = []
    is_new = True
    for runs in split_lines(line.runs):
        text = plain_text(runs)
        if not text and not _has_note(runs):
            is_new = True
            continue
        if is_new or (not is_own and _begins_paragraph(runs, text)):
            paragraphs.append([])
        paragraphs[-1].append(runs)
        is_new = False
    return [
        _block(line, lines, is_first=not number, is_own=is_own)
        for number, lines in enumerate(paragraphs)
    ]


def cell_line(line: Line) -> TextBlock:
    """Return some words of a cell; at the start of a cell no sign has to be escaped."""
    lines = [runs for runs in split_lines(line.runs) if plain_text(runs) or _has_note(runs)]
    text = line.prefix + "\n".join(map(plain_text, lines))
    markdown = line.prefix + "\n".join(map(markdown_text, lines))
    return TextBlock("paragraph", text, markdown, line.origin)


def _has_note(runs: Sequence[Run]) -> bool:
    return any(run.kind == "note" for run in runs)


def _begins_paragraph(runs: Sequence[Run], text: str) -> bool:
    raw = "".join(run.text for run in runs)
    return bool(_INDENT.match(raw) or _NUMBERED.match(text))


def _block(
    line: Line, lines: Sequence[tuple[Run, ...]], *, is_first: bool, is_own: bool
) -> TextBlock:
    prefix = line.prefix if is_first else ""
    text = prefix + "\n".join(map(plain_text, lines))
    kind, level = _kind(line, lines, text, is_own=is_own)
    if kind == "heading":
        markdown = prefix + " ".join(markdown_text(runs, bold=False) for runs in lines)
        return TextBlock(kind, text.replace("\n", " "), markdown, line.origin, level)
    markdown = prefix + "\n".join(map(markdown_text, lines))
    if kind == "list-item":
        return TextBlock(
            kind, text, markdown, line.origin, line.depth, numbered=line.is_counted and is_first
        )
    return TextBlock(kind, text, markdown, line.origin)


def _kind(
    line: Line, lines: Sequence[tuple[Run, ...]], text: str, *, is_own: bool
) -> tuple[TextKind, int]:
    if line.kind.level:
        return "heading", line.kind.level
    if line.kind.in_item:
        # A number that is a word already would get a bullet before it.
        return ("paragraph" if line.prefix else "list-item"), 0
    if line.kind.is_quote:
        return "quote", 0
    if not is_own and _is_heading(line, lines, text):
        return "heading", 0
    return "paragraph", 0


def _is_heading(line: Line, lines: Sequence[tuple[Run, ...]], text: str) -> bool:
    """Return whether a paragraph is set off as a heading is."""
    if len(text) > _MAX_HEADING or len(lines) > 2 or _NO_HEADING.match(text):  # noqa: PLR2004 - a title in two lines
        return False
    if _SENTENCE_END.search(text) or (_LABEL.match(text) and not _NUMBERED.match(text)):
        return False
    words = [run for runs in lines for run in runs if run.kind == "text" and run.text.strip(EDGES)]
    if words and all(run.is_bold for run in words):
        return True
    return line.kind.is_centered and bool(_TITLE.search(text))
