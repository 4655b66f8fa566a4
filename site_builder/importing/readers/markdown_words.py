"""Inline Markdown of any origin → words with their style."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from site_builder.core.text.html_tags import ENTITY, find_tags
from site_builder.importing.readers.markup.runs import Run, lowered, raised, safe_address
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import re

_TOKEN = lazy_pattern(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>`+)(?P<verbatim>[^`\n]+)(?P=ticks)(?!`))"
    r"|!\[(?P<alt>[^\]\n]{0,200})\]\((?P<source>[^)\s]{1,4000})(?:\s+\"[^\"]*\")?\)"
    r"|\[\^(?P<note>[^\]\s]{1,40})\]"
    r"|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<target>[^)\s]{1,2000})(?:\s+\"[^\"]*\")?\)"
    r"|<(?P<address>https?://[^<>\s]{1,2000})>"
    r"|(?P<bold>\*\*|__)(?=\S)(?P<strong>[^\n]{1,2000}?)(?<=\S)(?P=bold)"
    r"|~~(?=\S)(?P<struck>[^~\n]{1,500})~~"
)
_ESCAPED_START = lazy_pattern(r"^([ \t]*(?:[0-9]{1,9})?)\\(?=[#>+*.)-])")
_BREAK = "br"
_MAX_MARKS = 4_000
"""Signs of a line; from each of them on, an end is looked for."""
_SHIFTS = {"sup": raised, "sub": lowered}


@dataclass(frozen=True, slots=True)
class MarkdownDialect:
    """How signs of a text are meant."""

    is_own: bool
    """Ours: `\\` is a word but before stars, and there is neither HTML nor anything crossed out."""
    notes: AbstractSet[str] = frozenset()
    """Labels of the footnotes that are defined."""


def read_words(text: str, dialect: MarkdownDialect) -> list[Run]:
    """Return the runs of some lines."""
    runs: list[Run] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            runs.append(Run("break", ""))
        if dialect.is_own:
            line = _ESCAPED_START.sub(r"\1", line, count=1)  # noqa: PLW2901 - the same line, read on
        runs += _read(line, Run("text", ""), dialect, 0)
    return runs


def _read(text: str, style: Run, dialect: MarkdownDialect, depth: int) -> Iterator[Run]:
    position = 0
    is_marked = depth <= 2 and sum(map(text.count, "*_[`~")) <= _MAX_MARKS  # noqa: PLR2004 - bold in links in bold
    for match in _TOKEN.finditer(text) if is_marked else ():
        yield from _literal(text[position : match.start()], style, dialect)
        yield from _token(match, style, dialect, depth)
        position = match.end()
    yield from _literal(text[position:], style, dialect)


def _token(match: re.Match[str], style: Run, dialect: MarkdownDialect, depth: int) -> Iterator[Run]:
    kind = match.lastgroup
    inner: str | None = None
    if match["escape"]:
        is_word = dialect.is_own and match["escape"] not in (r"\*", r"\|")
        yield replace(style, text=match[0] if is_word else match[0][1])
    elif match["code"]:
        yield replace(style, text=match["verbatim"])
    elif kind == "source" or match["source"]:
        return
    elif match["note"]:
        is_note = match["note"] in dialect.notes
        yield (
            replace(style, kind="note", text=match["note"])
            if is_note
            else replace(style, text=match[0])
        )
    elif match["words"] or match["address"]:
        inner = match["words"] or match["address"]
        style = replace(style, link=safe_address(match["target"] or match["address"], ""))
    elif match["strong"] and not (dialect.is_own and match["bold"] == "__"):
        inner, style = match["strong"], replace(style, is_bold=True)
    elif match["struck"] and not dialect.is_own:
        inner, style = match["struck"], replace(style, is_struck=True)
    else:
        yield replace(style, text=match[0])
    if inner is not None:
        yield from _read(inner, style, dialect, depth + 1)


def _literal(text: str, style: Run, dialect: MarkdownDialect) -> Iterator[Run]:
    """Return words with their HTML: line breaks, raised digits; other tags are left out."""
    position, shift = 0, ""
    for tag in find_tags(text):
        yield _words(text[position : tag.offset], style, shift, dialect)
        position = tag.offset + len(tag.text)
        if tag.name == _BREAK:
            yield Run("break", "")
        elif tag.name in _SHIFTS:
            shift = "" if tag.text.startswith("</") else tag.name
    yield _words(text[position:], style, shift, dialect)


def _words(text: str, style: Run, shift: str, dialect: MarkdownDialect) -> Run:
    if not dialect.is_own and "&" in text:
        text = ENTITY.sub(lambda match: unescape(match[0]), text)
    return replace(style, text=_SHIFTS[shift](text) if shift else text)
