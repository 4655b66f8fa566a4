"""The words of a block of simple Markdown: plain text, `**bold**`, `[text](address)`.

See `simple_markdown`, which says what simple means and what proves it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.content.markdown.addresses import EXTERNAL_NOTE, resolve_address
from site_builder.core.text.star_pairs import is_strong
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import MarkupElement

if TYPE_CHECKING:
    from site_builder.content.markdown.source import MarkdownSource
    from site_builder.model.prose import Link

NON_ASCII = (
    "\u00a1-\u024f\u0370-\u052f\u2010-\u2027\u2030-\u205e\u2070-\u2bff\u3001-\u30ff\u3105-\u312f"
    "\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003134f"
)
"""Letters and signs that mean themselves: no blank, nothing invisible, nothing right-to-left."""
BLANKS = " \u3000\u00a0"
"""Those that may stand between words."""
PLAIN = rf"A-Za-z0-9{BLANKS}!\"#$%'()+,./:;=?@_{{}}~{NON_ASCII}-"
"""What a class of characters holds of which none is mark-up within a line."""
_PLAIN_TEXT = lazy_pattern(f"[{PLAIN}]+")
_SEGMENT = lazy_pattern(f"[{PLAIN.replace('!', '')}]+|!+(?!\\[)")
"""Plain text without the sign that would make a picture of the link behind it."""
_STRONG = lazy_pattern(rf"\*\*([{PLAIN}]+)\*\*(?!\*)")
_FOLDER = r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}"
_LINK = lazy_pattern(
    rf"\[([{PLAIN}]+)\]\(("
    rf"(?:\.{{1,2}}/){{0,9}}{_FOLDER}(?:/{_FOLDER}){{0,9}}(?:#[A-Za-z0-9_-]{{1,99}})?"
    rf"|https?://(?:[a-z][a-z0-9-]{{0,30}}\.){{1,5}}[a-z]{{2,9}}(?:/{_FOLDER}){{0,9}}/?"
    r")\)"
)
"""A link whose address every reader takes as it is typed."""


class NotSimpleError(Exception):
    """The text holds something that only the parser reads."""


@dataclass(slots=True)
class InlineReader:
    """Reads the words of one text, block after block, and lists what is in them."""

    text: MarkdownSource
    links: list[Link] = field(default_factory=list)
    elements: list[MarkupElement] = field(default_factory=list)

    def read(self, line: str, start: int, end: int, number: int) -> tuple[str, str]:
        """Return a part of a line, which has the given number, as HTML and as words."""
        if not _PLAIN_TEXT.fullmatch(line, start, end):
            return self._read_marked(line, start, end, number)
        words = line[start:end]
        return escape_plain(words), words

    def _read_marked(self, line: str, start: int, end: int, number: int) -> tuple[str, str]:
        html: list[str] = []
        words: list[str] = []
        position = start
        while position < end:
            sign = line[position]
            if sign == "*":
                match = _STRONG.match(line, position, end)
                if not match or not is_strong(
                    line[start:end], position - start, match.end(1) - start
                ):
                    raise NotSimpleError
                html.append(f"<strong>{escape_plain(match[1])}</strong>")
            elif sign == "[":
                match = _LINK.match(line, position, end)
                if not match:
                    raise NotSimpleError
                html.append(self._link(match, number))
            else:
                match = _SEGMENT.match(line, position, end)
                if not match:
                    raise NotSimpleError
                html.append(escape_plain(match[0]))
            words.append(match[1 if match.lastindex else 0])
            position = match.end()
        return "".join(html), "".join(words)

    def _link(self, match: re.Match[str], number: int) -> str:
        words, target = match.groups()
        place = self.text.line_location(number)
        self.elements.append(MarkupElement("link", place, words, target))
        location = self.text.line_location(number, match.start(2) + 1)
        resolved = resolve_address(self.text, "href", target, location)
        if resolved.diagnostic:
            raise NotSimpleError
        html = escape_plain(words)
        if resolved.link:
            self.links.append(resolved.link)
            html += EXTERNAL_NOTE if resolved.link.is_external else ""
        attributes = {"href": target, **dict(resolved.attributes)}
        typed = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f"<a{typed}>{html}</a>"


def escape_plain(words: str) -> str:
    """Escape plain text: of what HTML reserves, it may hold this sign only."""
    return words.replace('"', "&quot;") if '"' in words else words
