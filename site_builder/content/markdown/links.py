"""Links and images of a text: checked, located, and pointed to pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import mdurl
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from site_builder.content.markdown.cjk_line_breaks import ends_line
from site_builder.content.markdown.literals import show_literals
from site_builder.core.urls import external_notice_url, is_government_host, page_url, relative_root
from site_builder.core.web_addresses import (
    has_plain_host,
    homograph_host,
    repair_address,
    split_address,
    web_host,
)
from site_builder.model.diagnostic import error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.prose import Link

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from site_builder.content.markdown.source import MarkdownSource
    from site_builder.model.diagnostic import Diagnostic


_LINK_OPENINGS = ("](", "](<", "<")
EXTERNAL_NOTE = "（外部链接）"
"""Printed behind a link that leaves government sites."""
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


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """Where an address leads from its text."""

    attributes: tuple[tuple[str, str], ...] = ()
    """What the element has instead of the address as typed, or besides it."""
    link: Link | None = None
    """None: nothing the site has to know of."""
    diagnostic: Diagnostic | None = None


def resolve_address(
    text: MarkdownSource, name: str, target: str, location: Location
) -> ResolvedLink:
    """Resolve the address in an attribute (`href` or `src`)."""
    parts = split_address(target)
    if name == "href" and parts.scheme in ("mailto", "tel"):
        return ResolvedLink()
    host = web_host(target) if name == "href" else ""
    if host:
        if is_government_host(host, text.government_hosts):
            return ResolvedLink((("rel", "external"),))
        notice = relative_root(text.path) + external_notice_url(target)
        attributes = (("href", notice), ("class", "outside"))
        return ResolvedLink(attributes, Link(target, location, is_external=True))
    decoded = unquote(target)
    if _is_unusable(target, parts, decoded):
        return ResolvedLink(diagnostic=_unusable_link_error(name, location, decoded))
    link = Link(decoded, location, is_external=False, is_image=name == "src")
    if parts.path.endswith(".md"):
        page = target.replace(parts.path, page_url(parts.path), 1)
        return ResolvedLink(((name, page),), link)
    return ResolvedLink(link=link)


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


def _is_unusable(target: str, parts: SplitResult, decoded: str) -> bool:
    """Return whether an address is no way from this text to another file of the site."""
    has_bad_characters = "\\" in decoded or _CONTROL_CHARACTERS.search(decoded)
    # Without any part it is empty, or nothing that can be taken apart.
    return not any(parts) or bool(
        parts.scheme or parts.netloc or target.startswith("/") or has_bad_characters
    )


_CONTROL_CHARACTERS = lazy_pattern("[\x00-\x1f\x7f-\x9f]")
_WEB = lazy_pattern(r"\s*https?:", re.IGNORECASE)


def _unusable_link_error(name: str, location: Location, decoded: str) -> Diagnostic:
    hint = "写成 https:// 开头的完整地址，或从本文件出发的相对地址，如 ../files/x.pdf。"
    if name == "src":
        hint = "图片请放进 files 文件夹，写相对地址，如 ../files/x.png。"
    elif _WEB.match(decoded):
        hint = _web_hint(decoded)
    if "\\" in decoded and not re.match(r"[A-Za-z]+:|/|\\", decoded):
        corrected = decoded.replace("\\", "/")
        hint = f"网址里用正斜杠，请改成“{corrected}”。"
    visible = _CONTROL_CHARACTERS.sub("□", decoded)
    return error("prose/link", location, f"不能用的链接“{visible}”", hint)


def _web_hint(decoded: str) -> str:
    lookalikes, suggestion = homograph_host(decoded), repair_address(decoded)
    if lookalikes:
        return f"“{lookalikes}”里混有样子像英文字母的别种字母，请重新输入。"
    user = re.match(r"[^/?#\\]*//([^/?#\\]*)@", decoded)
    if user and suggestion:
        return f"“@”前面的“{user[1]}”不是网站，点开是“{suggestion}”。请核对，写成完整的网址。"
    if suggestion:
        return f"是不是“{suggestion}”？"
    return "写成 https://www.example.gov.cn/… 这样；网站的名称里只有字母、数字、汉字、横线和点。"
