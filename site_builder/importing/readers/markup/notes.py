"""Footnotes of a page: a call and its note refer to each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.tree import is_block, tag_of
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_LINKS = 500
"""Links within the page that may call a note."""
_MAX_BACK_LINKS = 20
_CALL_PATTERN = (
    r"\s*[\[【〔（(]?\s*(?:脚?注)?\s*(?:[0-9]{1,3}|[①-⑳]|[ivx]{1,5}|[一二三四五六七八九十]{1,3}|[*†‡]{1,3})"
    r"\s*[\]】〕）)]?\s*"
)
_CALL = lazy_pattern(_CALL_PATTERN)
_BACK = lazy_pattern(_CALL_PATTERN + r"|\s*[↩↑^⏎▲\ufe0e\ufe0f]{1,3}\s*")
_MAX_NOTE = 3_000
"""Characters of a note; what is longer is a part of the text that a list of contents leads to."""
_SECTIONS = frozenset(("section", "ol", "div", "dl", "ul"))


@dataclass(frozen=True, slots=True)
class PageNotes:
    """The footnotes of a page."""

    calls: dict[Element, str]
    """The element `<a>` in the text → the label of its note."""
    texts: dict[str, Element]
    """Label → the element that holds the note, taken out of the page."""


def take_notes(root: Element) -> PageNotes:
    """Find footnotes, and take their texts out of the tree."""
    anchors: dict[str, Element] = {}
    positions: dict[Element, int] = {}
    for number, element in enumerate(root.iter()):
        positions[element] = number
        for name in (element.get("id"), element.get("name")):
            if name:
                anchors.setdefault(name, element)
    links = [
        link
        for link in root.iter("a")
        if _target(link, anchors) is not None and _CALL.fullmatch("".join(link.itertext()))
    ]
    calls: dict[Element, str] = {}
    labels: dict[Element, str] = {}
    for link in links[:_MAX_LINKS]:
        note = _target(link, anchors)
        container = _container(note, link) if note is not None else None
        if container is None or positions[link] > positions[container]:
            continue
        if any(
            _BACK.fullmatch("".join(back.itertext())) and _is_around(_target(back, anchors), link)
            for back in _links(container)
        ):
            calls[link] = labels.setdefault(container, str(len(labels) + 1))
    for container in labels:
        for back in [a for a in _links(container) if _leads_to(a, calls, anchors)]:
            remove_element(back)
        _detach(container)
    return PageNotes(calls, {label: container for container, label in labels.items()})


def _links(container: Element) -> list[Element]:
    return list(islice(container.iter("a"), _MAX_BACK_LINKS))


def _target(link: Element, anchors: dict[str, Element]) -> Element | None:
    href = link.get("href") or ""
    return anchors.get(href[1:]) if href.startswith("#") else None


def _container(note: Element, link: Element) -> Element | None:
    """Return the block that holds a note: the item, or the largest block of this note alone."""
    element: Element | None = note
    while element is not None and not is_block(element):
        element = element.getparent()
    if element is None or any(ancestor is element for ancestor in link.iterancestors()):
        return None
    parent = element.getparent()
    if parent is not None and (parent.get("id") or "").lower().startswith(("ftn", "edn")):
        element = parent
    if (
        tag_of(element) in ("body", "html", "table", "tr")
        or next(element.iter("table"), None) is not None
    ):
        return None
    return element if sum(map(len, element.itertext())) <= _MAX_NOTE else None


def _is_around(element: Element | None, link: Element) -> bool:
    """Return whether an anchor is a link, the small text it stands in, or next to it."""
    if element is None:
        return False
    if element is link:
        return True
    if is_block(element):
        return False
    if any(inner is link for inner in islice(element.iter("a"), _MAX_BACK_LINKS)):
        return True
    parent = link.getparent()
    return parent is not None and element.getparent() is parent


def _leads_to(link: Element, calls: dict[Element, str], anchors: dict[str, Element]) -> bool:
    target = _target(link, anchors)
    return target is not None and any(_is_around(target, call) for call in calls)


def remove_element(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def _detach(container: Element) -> None:
    """Take a note out; a list or section that held nothing else goes with it."""
    parent = container.getparent()
    remove_element(container)
    while parent is not None and tag_of(parent) in _SECTIONS and parent.getparent() is not None:
        if len(parent) or (parent.text or "").strip():
            return
        parent, empty = parent.getparent(), parent
        remove_element(empty)
