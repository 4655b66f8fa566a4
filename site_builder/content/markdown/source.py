"""A text on its way from Markdown to prose."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from site_builder.content.markdown.csv_files import TableFiles
from site_builder.model.location import Location

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.content.markdown.leading_signs import LineContext
    from site_builder.model.diagnostic import Diagnostic
    from site_builder.model.rule_context import MarkupElement
    from site_builder.model.standards import Language


@dataclass(slots=True)
class MarkdownSource:
    """A text, its tokens, where they stand, and what was wrong."""

    file: str
    """As diagnostics quote it."""
    path: str
    """Below `content/`."""
    first_line: int
    """Line of the file on which the Markdown starts."""
    government_hosts: tuple[str, ...]
    """Suffixes of host names that count as government sites."""
    markdown: str
    language: str = ""
    """The document's own, as named in its front matter; empty for Chinese."""
    languages: tuple[Language, ...] = ()
    """Those that may be named."""
    tokens: list[Token] = field(default_factory=list)
    env: dict[str, Any] = field(default_factory=dict)
    """What markdown-it stores next to the tokens: definitions of links and footnotes."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    elements: list[MarkupElement] = field(default_factory=list)
    """Its structure, as typed; for rules."""
    headings: int = 0
    tables: int = 0
    lines: list[str] = field(init=False)
    link_offsets: dict[int, int] = field(default_factory=dict)
    """Line of the Markdown, from 0 → how far its links have been placed."""
    csv_files: TableFiles = field(default_factory=TableFiles)
    """What tables may be taken from."""
    contexts: list[LineContext] = field(default_factory=list)
    """Of each line, once parsed."""
    rule_lines: dict[int, str] = field(default_factory=dict)
    """Line of the Markdown, from 0 → what rules read in its place."""
    unplaced_links: int = 0
    """Links whose address was not found where it should stand."""

    def __post_init__(self) -> None:
        self.lines = self.markdown.split("\n")

    def line_location(self, line: int, column: int = 0) -> Location:
        """Return the place of a line of the Markdown, counted from 0."""
        return Location(self.file, line + self.first_line, column)

    def token_location(self, token: Token) -> Location:
        """Return the line on which a block starts; the file alone for a block that has none."""
        return self.line_location(token.map[0]) if token.map else Location(self.file)

    def location_at(self, token: Token, offset: int) -> Location:
        """Return the place of a character of a paragraph, a heading or a cell."""
        if not token.map:
            return Location(self.file)
        starts = _line_starts(token.content)
        number = bisect_right(starts, offset) - 1
        line, start = token.map[0] + number, starts[number]
        typed = self.lines[line] if line < len(self.lines) else ""
        line_start = _find_line_start(typed, token.content, number)
        return self.line_location(
            line, line_start + offset - start + 1 if line_start is not None else 0
        )


@lru_cache(maxsize=8)
def _line_starts(content: str) -> tuple[int, ...]:
    """Return where each line begins, and where the next one would after the last."""
    return tuple(accumulate((len(line) + 1 for line in content.split("\n")), initial=0))


@lru_cache(maxsize=8)
def _find_line_start(typed: str, content: str, number: int) -> int | None:
    r"""Return where a line of a block begins in the line of its file, None when it is not there.

    A cell is a part of its line, and its `\|` has become `|`: then the line is enough.
    """
    starts = _line_starts(content)
    line = content[starts[number] : starts[number + 1] - 1]
    words = line.strip()
    start = typed.find(words) if words else -1
    return None if start < 0 else start - (len(line) - len(line.lstrip()))
