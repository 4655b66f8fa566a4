"""Lists that portals write as data for their scripts: read where they are plain data.

TRS writes `createPageHTML(pages, current, "index", "html")`, jcms a `<datastore>` of records with
the address of the next group, gkmlpt a JSON answer for each column.
"""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.model.frozendict import frozendict
from site_builder.model.lazy_pattern import lazy_pattern

_PAGER = lazy_pattern(
    r"createPageHTML\w*\(\s*['\"]?(\d{1,6})['\"]?\s*,\s*['\"]?\d{1,6}['\"]?\s*,"
    r"\s*['\"]([\w./-]{1,60})['\"]\s*,\s*['\"](\w{1,8})['\"]"
)
_RECORD = lazy_pattern(r"<record>\s*<!\[CDATA\[(.{0,4000}?)\]\]>\s*</record>", 16)
_NEXT = lazy_pattern(r"<nextgroup>\s*<!\[CDATA\[(.{0,1000}?)\]\]>\s*</nextgroup>", 16)
_TOTAL = lazy_pattern(r"<totalrecord>\s*(\d{1,7})\s*</totalrecord>|totalRecord\s*:\s*(\d{1,7})")
_ANCHOR = lazy_pattern(
    r"<a\s[^>]{0,500}?href\s*=\s*[\"']([^\"'>]{1,500})[\"'][^>]{0,300}>(.*?)</a>", 16
)
_TAG = lazy_pattern(r"<[^>]{0,300}>")
_SITE_ID = lazy_pattern(r"SID['\"]?\s*[:=]\s*['\"]?(\w{1,20})")
_SCRIPTED = lazy_pattern(r"\$\.(?:ajax|get|post|getJSON)\s*\(|XMLHttpRequest|fetch\s*\(|axios")
_TITLES = ("title", "name", "post_title")
_ADDRESSES = ("url", "post_url", "link", "href")
NEXT_PAGE = "下一页"
"""Words of a link to more of a list."""
_MAX_PAGES = 500
_MAX_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A link: its address as written, and its words."""

    address: str
    text: str
    base: str = ""
    """What the page says its links start from."""
    is_list: bool = False
    """It leads to more of a list."""


@dataclass(frozen=True, slots=True)
class DataList:
    """A list that is written as data."""

    links: tuple[LinkedText, ...] = ()
    records: tuple[Mapping[str, str], ...] = ()
    """Its entries, by the names of their fields."""
    total: int = 0
    """Entries that there are by its own count; 0 when it does not say."""
    entries: int = 0
    pages: int = 0
    site_id: str = ""
    is_scripted: bool = False
    """A script asks for more than stands here."""


def read_data(text: str) -> DataList | None:
    """Read an answer that is a list itself; None for any other."""
    start = text[:200].lstrip()
    if start.startswith("{"):
        return _read_json(text)
    if "<datastore" in text[:2_000] and "<html" not in text[:2_000].lower():
        return _read_records(text)
    return None


def read_scripts(scripts: Iterable[str]) -> DataList:
    """Read the lists in the scripts of a page."""
    links: list[LinkedText] = []
    total = entries = 0
    site_id = ""
    is_scripted = False
    for script in scripts:
        for match in _PAGER.finditer(script):
            count = min(int(match[1]), _MAX_PAGES)
            links += [
                LinkedText(f"{match[2]}_{number}.{match[3]}", NEXT_PAGE, is_list=True)
                for number in range(1, count)
            ]
        records = _read_records(script)
        links += records.links
        total, entries = total + records.total, entries + records.entries
        site_id = site_id or next((match[1] for match in _SITE_ID.finditer(script)), "")
        is_scripted = is_scripted or bool(_SCRIPTED.search(script))
    return DataList(
        tuple(links), total=total, entries=entries, site_id=site_id, is_scripted=is_scripted
    )


def _read_records(text: str) -> DataList:
    records = [match[1] for match in _RECORD.finditer(text)][:_MAX_ENTRIES]
    groups = [
        LinkedText(link.address, NEXT_PAGE, is_list=True)
        for match in _NEXT.finditer(text)
        for link in _anchors(match[1])
    ]
    links = (link for record in records for link in _anchors(record))
    total = _TOTAL.search(text)
    count = int(total[1] or total[2]) if total else 0
    return DataList((*links, *groups), total=count, entries=len(records))


def _anchors(markup: str) -> Iterator[LinkedText]:
    for match in _ANCHOR.finditer(markup):
        words = " ".join(html.unescape(_TAG.sub("", match[2])).split())
        yield LinkedText(html.unescape(match[1]), words)


def _read_json(text: str) -> DataList | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    entries = value.get("articles", value.get("data")) if isinstance(value, dict) else None
    if not isinstance(entries, list):
        return None
    links = []
    records = []
    for entry in entries[:_MAX_ENTRIES]:
        if isinstance(entry, dict):
            texts = {key: " ".join(str(held or "").split()) for key, held in entry.items()}
            records.append(frozendict(texts))
            links.append(LinkedText(_first(entry, _ADDRESSES), _first(entry, _TITLES)))
    total = value.get("total", 0)
    return DataList(
        tuple(links),
        tuple(records),
        total if isinstance(total, int) else 0,
        len(links),
    )


def _first(entry: Mapping[str, Any], names: Iterable[str]) -> str:
    values = (entry.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), "")
