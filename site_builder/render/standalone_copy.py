"""A page of the site → what stands in it, as a part of a file that needs nothing beside it."""

import re
from base64 import b64encode
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from site_builder.core.media_types import media_type
from site_builder.model.html import Html
from site_builder.model.lazy_pattern import lazy_pattern

_MAIN = lazy_pattern(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_ADDRESS = lazy_pattern(r"url\([^)]*\)")
_DROPPED_VOID_TAGS = {"area", "base", "embed", "input", "link", "meta", "source", "track"}
_VOID_TAGS = {"br", "col", "hr", "img", "wbr"} | _DROPPED_VOID_TAGS
_DROPPED_TAGS = {"button", "form", "iframe", "object", "script", "style", "template"}
_DROPPED_TAGS |= _DROPPED_VOID_TAGS
_LOADING_ATTRIBUTES = {"href", "src", "srcset", "poster", "data", "xlink:href", "style"}
_MAX_PICTURES = 20_000_000
"""Bytes of all pictures; a file that is sent by post must not be larger."""

ReadPicture = Callable[[str], bytes | None]
"""Given an address as written in the page; returns the bytes, None where there are none."""


def standalone_main(page: bytes, read_picture: ReadPicture) -> Html:
    """Return what stands in a page's `<main>`: pictures in it, no scripts, no dead links."""
    match = _MAIN.search(page.decode())
    writer = _StandaloneWriter(read_picture)
    writer.feed(match[1] if match else "")
    writer.close()
    return Html("".join(writer.parts))


def standalone_styles(sheet: bytes) -> Html:
    """Return a style sheet that loads nothing, to stand in `<style>`."""
    return Html(_ADDRESS.sub("none", sheet.decode()).replace("</", "<\\/"))


class _StandaloneWriter(HTMLParser):
    def __init__(self, read_picture: ReadPicture) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._read_picture = read_picture
        self._dropped_depth = 0
        self._picture_bytes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropped_depth or tag in _DROPPED_TAGS:
            self._dropped_depth += tag not in _VOID_TAGS
            return
        attributes = {
            name: value
            for name, value in attrs
            if name not in _LOADING_ATTRIBUTES and not name.startswith("on")
        }
        given = dict(attrs)
        target = given.get("href") or ""
        if tag in ("a", "use") and target.startswith(("#", "http://", "https://")):
            attributes["href"] = target
        if tag == "img":
            picture = self._picture(given.get("src") or "")
            if picture is None:
                self.parts.append(f"<em>[图：{escape(given.get('alt') or '')}]</em>")
                return
            attributes["src"] = picture
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"'
            for name, value in attributes.items()
        )
        self.parts.append(f"<{tag}{written}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID_TAGS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped_depth:
            self._dropped_depth -= tag not in _VOID_TAGS
        elif tag not in _VOID_TAGS:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropped_depth:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _picture(self, address: str) -> str | None:
        kind = media_type(address)
        data = self._read_picture(address) if kind.startswith("image/") else None
        if data is None or self._picture_bytes + len(data) > _MAX_PICTURES:
            return None
        self._picture_bytes += len(data)
        return f"data:{kind};base64,{b64encode(data).decode()}"
