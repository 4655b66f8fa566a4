"""What a page says of itself: title, publishing body, day of publication, address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Omission

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES = ("articletitle", "og:title")
_BODIES = ("contentsource", "source", "dc.publisher")
_DAYS = ("pubdate", "publishdate", "pubtime", "publishtime", "article:published_time")
_SEPARATOR = lazy_pattern(
    r"\s+[-–—|｜_]+\s+|\s*[_|｜]+\s*|\s*--+\s*|(?<=[\u4e00-\u9fff])\s*[-–—]+\s*(?=[\u4e00-\u9fff])"
)
_REPORT = lazy_pattern(r"报告|年报|報告|年報")
_DAY = lazy_pattern(r"([12][0-9]{3})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})(?![0-9])")
_DAY_FIELD = lazy_pattern(r"(?<![\u4e00-\u9fff])(?:发布)?(?:日期|时间)\s*[:：]\s*(.{8,20})")
_BODY_FIELD = lazy_pattern(
    r"(?:信息来源|文章来源|稿件来源|来源|发布机构|发布单位|公开机构|公开主体)\s*[:：]\s*([^\s:：|【\[]{2,40})"
)
_SAVED_FROM = lazy_pattern(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->")
_MAX_MONTH = 12
_MAX_DAY = 31
_CHARSET = lazy_pattern(r"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,20})""")
_HEAD_LENGTH = 8_000


@dataclass(frozen=True, slots=True)
class PageFields:
    """Fields of a page; each is empty when the page does not have it."""

    title: str = ""
    body: str = ""
    published: str = ""
    base: str = ""
    """Address that its links start from."""


def declared_charset(data: bytes) -> str:
    """Return the encoding that the head of a page names."""
    match = _CHARSET.search(data[:_HEAD_LENGTH].decode("ascii", "replace").lower())
    return match[1] if match else ""


def read_page_fields(root: Element, text: str) -> PageFields:
    """Read the fields in the head of a page."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name, content)
            metas.setdefault((meta.get("property") or name).strip().lower(), content)
    title = next((metas[name] for name in _TITLES if name in metas), "")
    if not title:
        element = root.find(".//title")
        title = strip_site_name("" if element is None else "".join(element.itertext()))
    return PageFields(
        title,
        next((metas[name] for name in _BODIES if name in metas), ""),
        next((read_day(metas[name]) for name in _DAYS if name in metas), ""),
        _base(root, text),
    )


def _base(root: Element, text: str) -> str:
    """Return the address of a page: its base, its canonical one, or where a browser took it."""
    base = root.find(".//base")
    if base is not None and (base.get("href") or "").startswith("http"):
        return base.get("href") or ""
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and (link.get("href") or "").startswith("http"):
            return link.get("href") or ""
    match = _SAVED_FROM.search(text[:_HEAD_LENGTH])
    return match[1] if match else ""


def strip_site_name(title: str) -> str:
    """Return a page's title without the names of site and column around it."""
    words = " ".join(title.split())
    pieces = [piece for piece in _SEPARATOR.split(words) if piece.strip()]
    if not pieces:
        return ""
    reports = [
        piece for piece in pieces if _REPORT.search(piece) and any(map(str.isdecimal, piece))
    ]
    return (reports or pieces)[0].strip()


def read_day(text: str) -> str:
    """Return the first day in a text as `2025-01-17`; empty when there is none."""
    match = _DAY.search(text)
    if not match:
        return ""
    year, month, day = (int(match[number]) for number in (1, 2, 3))
    if not (1 <= month <= _MAX_MONTH and 1 <= day <= _MAX_DAY):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def complete_fields(fields: PageFields, omissions: Iterable[Omission]) -> PageFields:
    """Fill fields that the head lacks from what the page shows about itself."""
    body, published = fields.body, fields.published
    for omission in omissions:
        day, source = _DAY_FIELD.search(omission.text), _BODY_FIELD.search(omission.text)
        if not published and day:
            published = read_day(day[1])
        if not body and source:
            body = source[1].strip()
    return PageFields(fields.title, body, published, fields.base)
