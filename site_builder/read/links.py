"""Links and images of a text: judged, placed, and pointed to pages. Called by `read.prose`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from site_builder.model.diagnostic import error
from site_builder.model.document import Link
from site_builder.model.place import Place
from site_builder.read.cjk import ends_line
from site_builder.urls import is_government, outside_url, page_url, root_of

if TYPE_CHECKING:
    from site_builder.read.text import Text


_MARKS = ("](", "](<", "<")
MISSES = 100
"""Addresses not found in their lines, beyond which looking takes too long in a hostile text."""


@dataclass(slots=True)
class _Spot:
    """How far one paragraph has been read: the line in hand, counted from 0."""

    text: Text
    line: int
    """-1: not known."""
    end: int

    def find(self, target: str) -> Place:
        """Give the place where an address was typed; only its line when it was typed otherwise.

        White space in code and titles hides ends of lines: the address may stand further down.
        """
        ways = [*dict.fromkeys((target, unquote(target)))]
        marked = [(mark, way) for way in ways for mark in _MARKS]
        last = self.end if self.text.misses < MISSES else self.line
        for line in range(max(self.line, 0), last):
            found = self._in_line(line, marked)
            if found:
                return self.text.at(line, found)
        self.text.misses += 1
        return self.text.at(self.line) if self.line >= 0 else Place(self.text.file)

    def _in_line(self, line: int, ways: list[tuple[str, str]]) -> int:
        """Give the column of the next of some words in a line; 0 when there is none."""
        text, start = self.text.lines[line], self.text.told.get(line, 0)
        # Near first: one way may stand at once, while another is looked for in vain for long.
        for end in (start + 200, start + 4_000, len(text)):
            for mark, way in ways:
                found = text.find(mark + way, start, end)
                if found >= 0:
                    self.text.told[line] = found + len(mark + way)
                    return found + len(mark) + 1
        return 0


def point_links(text: Text, inline: Token, links: list[Link]) -> None:
    """Point each link and image of a paragraph to where it stands in the output."""
    spot = _Spot(text, -1, len(text.lines))
    if inline.map:
        spot = _Spot(text, inline.map[0], min(inline.map[1], len(text.lines)))
    pointed: list[Token] = []
    outside = False
    for token in inline.children or ():
        if ends_line(token) and spot.line >= 0:
            spot.line += 1
        if token.type == "link_open":
            outside = _point(text, token, "href", spot, links)
        elif token.type == "image":
            _point(text, token, "src", spot, links)
        elif token.type == "link_close" and outside:
            pointed.append(Token("text", "", 0, content="（外部链接）"))
            outside = False
        pointed.append(token)
    inline.children = pointed


def _point(text: Text, token: Token, name: str, spot: _Spot, links: list[Link]) -> bool:
    """Point one link. Returns whether it leaves government sites."""
    target = str(token.attrGet(name) or "")
    place = spot.find(target)
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if name == "href" and parts.scheme in ("mailto", "tel"):
        return False
    if name == "href" and parts.scheme in ("http", "https") and host:
        if is_government(host, text.government):
            token.attrSet("rel", "external")
            return False
        links.append(Link(target, place, outside=True))
        token.attrSet("href", root_of(text.path) + outside_url(target))
        token.attrSet("class", "outside")
        return True
    written = unquote(target)
    if not target or parts.scheme or parts.netloc or target.startswith("/") or "\\" in written:
        hint = "写成 https:// 开头的完整地址，或从本文件出发的相对地址，如 ../files/x.pdf。"
        if "\\" in written and not re.match("[A-Za-z]:|/|\\\\", written):
            way = written.replace("\\", "/")
            hint = f"网址里用正斜杠，请改成“{way}”。"
        elif name == "src":
            hint = "图片请放进 files 文件夹，写相对地址，如 ../files/x.png。"
        text.findings.append(error("prose/link", place, f"不能用的链接“{written}”", hint))
        return False
    links.append(Link(written, place, outside=False, image=name == "src"))
    if parts.path.endswith(".md"):
        token.attrSet(name, target.replace(parts.path, page_url(parts.path), 1))
    return False
