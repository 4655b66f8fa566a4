"""Where the addresses of a text lead, and what is wrong with those that lead nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.core.urls import external_notice_url, is_government_host, page_url, relative_root
from site_builder.core.web_addresses import homograph_host, repair_address, split_address, web_host
from site_builder.model.diagnostic import error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.prose import Link

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from site_builder.content.markdown.source import MarkdownSource
    from site_builder.model.diagnostic import Diagnostic
    from site_builder.model.location import Location

EXTERNAL_NOTE = "（外部链接）"
"""Printed behind a link that leaves government sites."""


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
