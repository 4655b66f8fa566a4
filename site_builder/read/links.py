"""Links and images of a text: judged, placed, and pointed to pages. Called by `read.prose`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import mdurl
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from site_builder.addresses import disguised, is_plain, mended, split_address, web_host
from site_builder.model.diagnostic import error
from site_builder.model.document import Link
from site_builder.model.place import Location
from site_builder.read.cjk import ends_line
from site_builder.read.literals import show_literals
from site_builder.urls import external_notice_url, is_government_host, page_url, relative_root

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from site_builder.model.diagnostic import Diagnostic
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

    def find(self, target: str) -> Location:
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
        return self.text.at(self.line) if self.line >= 0 else Location(self.text.file)

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


def normalize_link(address: str) -> str:
    r"""Return an address as it goes into a page; one in doubt as it was typed, to be judged.

    Reading it in any way would drop what makes it doubtful: `http://a\\@b`, a full-width letter.
    """
    typed = show_literals(address)
    return normalizeLink(address) if is_plain(typed) else mdurl.encode(typed)


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
    parts = split_address(target)
    if name == "href" and parts.scheme in ("mailto", "tel"):
        return False
    host = web_host(target) if name == "href" else ""
    if host:
        if is_government_host(host, text.government):
            token.attrSet("rel", "external")
            return False
        links.append(Link(target, place, is_external=True))
        token.attrSet("href", relative_root(text.path) + external_notice_url(target))
        token.attrSet("class", "outside")
        return True
    written = unquote(target)
    if _leads_elsewhere(target, parts, written):
        text.findings.append(_unusable(name, place, written))
        return False
    links.append(Link(written, place, is_external=False, is_image=name == "src"))
    if parts.path.endswith(".md"):
        token.attrSet(name, target.replace(parts.path, page_url(parts.path), 1))
    return False


def _leads_elsewhere(target: str, parts: SplitResult, written: str) -> bool:
    """Tell whether an address is no way from this text to another file of the site."""
    odd = "\\" in written or _INVISIBLE.search(written)
    # Without any part it is empty, or nothing that can be taken apart.
    return not any(parts) or bool(parts.scheme or parts.netloc or target.startswith("/") or odd)


_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f]")
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)


def _unusable(name: str, place: Location, written: str) -> Diagnostic:
    hint = "写成 https:// 开头的完整地址，或从本文件出发的相对地址，如 ../files/x.pdf。"
    if name == "src":
        hint = "图片请放进 files 文件夹，写相对地址，如 ../files/x.png。"
    elif _WEB.match(written):
        hint = _web_hint(written)
    if "\\" in written and not re.match(r"[A-Za-z]+:|/|\\", written):
        way = written.replace("\\", "/")
        hint = f"网址里用正斜杠，请改成“{way}”。"
    shown = _INVISIBLE.sub("□", written)
    return error("prose/link", place, f"不能用的链接“{shown}”", hint)


def _web_hint(written: str) -> str:
    strange, meant = disguised(written), mended(written)
    if strange:
        return f"“{strange}”里混有样子像英文字母的别种字母，请重新输入。"
    user = re.match(r"[^/?#\\]*//([^/?#\\]*)@", written)
    if user and meant:
        return f"“@”前面的“{user[1]}”不是网站，点开是“{meant}”。请核对，写成完整的网址。"
    if meant:
        return f"是不是“{meant}”？"
    return "写成 https://www.example.gov.cn/… 这样；网站的名称里只有字母、数字、汉字、横线和点。"
