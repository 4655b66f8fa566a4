"""A text on its way from Markdown to prose. Shared by `read.prose`, `read.links`, `read.lost`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from site_builder.model.place import Place
from site_builder.read.table_files import TableFiles

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.model.diagnostic import Diagnostic
    from site_builder.model.inspection import Element


@dataclass(slots=True)
class Text:
    """A text, its tokens, where they stand, and what was wrong."""

    file: str
    """As diagnostics quote it."""
    path: str
    """Below `content/`."""
    first_line: int
    """Line of the file on which the Markdown starts."""
    government: tuple[str, ...]
    """Endings of host names that count as government sites."""
    markdown: str
    language: str = ""
    """The document's own, as named in its front matter; empty for Chinese."""
    tokens: list[Token] = field(default_factory=list)
    env: dict[str, Any] = field(default_factory=dict)
    """What markdown-it keeps beside the tokens: definitions of links and footnotes."""
    findings: list[Diagnostic] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    """Its structure, as typed; for rules."""
    headings: int = 0
    tables: int = 0
    lines: list[str] = field(init=False)
    told: dict[int, int] = field(default_factory=dict)
    """Line of the Markdown, from 0 → how far its links have been placed."""
    files: TableFiles = field(default_factory=TableFiles)
    """What tables may be taken from."""
    rule_lines: dict[int, str] = field(default_factory=dict)
    """Line of the Markdown, from 0 → what rules read in its place."""
    misses: int = 0
    """Links whose address was not found where it should stand."""

    def __post_init__(self) -> None:
        self.lines = self.markdown.split("\n")

    def at(self, line: int, column: int = 0) -> Place:
        """Give the place of a line of the Markdown, counted from 0."""
        return Place(self.file, line + self.first_line, column)

    def place(self, token: Token) -> Place:
        """Give the line on which a block starts; the file alone for a block that has none."""
        return self.at(token.map[0]) if token.map else Place(self.file)

    def within(self, token: Token, offset: int) -> Place:
        """Return the place of a character of a paragraph, a heading or a cell."""
        if not token.map:
            return Place(self.file)
        line = token.map[0] + token.content.count("\n", 0, offset)
        start = token.content.rfind("\n", 0, offset) + 1
        end = token.content.find("\n", offset)
        words = token.content[start : end if end >= 0 else len(token.content)].strip()
        # A cell is a part of its line, and its `\|` has become `|`: then the line says enough.
        found = self.lines[line].find(words) if words and line < len(self.lines) else -1
        lead = len(token.content[start:]) - len(token.content[start:].lstrip())
        return self.at(line, found + offset - start - lead + 1 if found >= 0 else 0)
