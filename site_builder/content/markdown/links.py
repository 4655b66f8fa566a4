"""Links and images of a text: checked, located, and pointed to pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import mdurl
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from site_builder.content.markdown.addresses import EXTERNAL_NOTE, resolve_address
from site_builder.content.markdown.cjk_line_breaks import ends_line
from site_builder.content.markdown.literals import show_literals
from site_builder.core.web_addresses import has_plain_host
from site_builder.model.location import Location

if TYPE_CHECKING:
    from site_builder.content.markdown.source import MarkdownSource
    from site_builder.model.prose import Link


_LINK_OPENINGS = ("](", "](<", "<")
MAX_UNPLACED = 100
"""Addresses not found in their lines, beyond which looking takes too long in a hostile text."""


@dataclass(slots=True)
class _LinkLocator:
    """How far one paragraph has been read: the current line, counted from 0."""

    text: MarkdownSource
    line: int
    """-1: not known."""
    end: int

    def find(self, target: str) -> Location:
        """Return the place where an address was typed; only its line when it was typed otherwise.

        White space in code and titles hides ends of lines: the address may stand further down.
        """
        spellings = [*dict.fromkeys((target, unquote(target)))]
        candidates = [(mark, spelling) for spelling in spellings for mark in _LINK_OPENINGS]
        last = self.end if self.text.unplaced_links < MAX_UNPLACED else self.line
        for line in range(max(self.line, 0), last):
            column = self._in_line(line, candidates)
            if column:
                return self.text.line_location(line, column)
        self.text.unplaced_links += 1
        return self.text.line_location(self.line) if self.line >= 0 else Location(self.text.file)

    def _in_line(self, line: int, candidates: list[tuple[str, str]]) -> int:
        """Return the column of the next of some words in a line; 0 when there is none."""
        text, start = self.text.lines[line], self.text.link_offsets.get(line, 0)
        # Near first: one way may match at once, while the search for another takes long.
        for end in (start + 200, start + 4_000, len(text)):
            for mark, spelling in candidates:
                offset = text.find(mark + spelling, start, end)
                if offset >= 0:
                    self.text.link_offsets[line] = offset + len(mark + spelling)
                    return offset + len(mark) + 1
        return 0


def normalize_link(address: str) -> str:
    r"""Return an address as it goes into a page; one in doubt as it was typed, to be checked.

    Reading it in any way would drop what makes it doubtful: `http://a\\@b`, a full-width letter.
    """
    typed = show_literals(address)
    return normalizeLink(address) if has_plain_host(typed) else mdurl.encode(typed)


def rewrite_links(text: MarkdownSource, inline: Token, links: list[Link]) -> None:
    """Point each link and image of a paragraph to where it stands in the output."""
    children = inline.children or ()
    if not any(token.type in ("link_open", "image") for token in children):
        return
    locator = _LinkLocator(text, -1, len(text.lines))
    if inline.map:
        locator = _LinkLocator(text, inline.map[0], min(inline.map[1], len(text.lines)))
    output: list[Token] = []
    is_external = False
    for token in children:
        if ends_line(token) and locator.line >= 0:
            locator.line += 1
        if token.type == "link_open":
            is_external = _rewrite_link(text, token, "href", locator, links)
        elif token.type == "image":
            _rewrite_link(text, token, "src", locator, links)
        elif token.type == "link_close" and is_external:
            output.append(Token("text", "", 0, content=EXTERNAL_NOTE))
            is_external = False
        output.append(token)
    inline.children = output


def _rewrite_link(
    text: MarkdownSource, token: Token, name: str, locator: _LinkLocator, links: list[Link]
) -> bool:
    """Point one link. Returns whether it leaves government sites."""
    target = str(token.attrGet(name) or "")
    resolved = resolve_address(text, name, target, locator.find(target))
    token.attrs.update(resolved.attributes)
    if resolved.diagnostic:
        text.diagnostics.append(resolved.diagnostic)
    if resolved.link:
        links.append(resolved.link)
    return bool(resolved.link and resolved.link.is_external)
