"""Footnotes of a page: a call and its note refer to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.tree import is_block, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_LINKS = 1_000
"""Links within the page that may call a note."""
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
    links = [link for link in root.iter("a") if _target(link, anchors) is not None]
    calls: dict[Element, str] = {}
    labels: dict[Element, str] = {}
    for link in links[:_MAX_LINKS]:
        note = _target(link, anchors)
        container = _container(note, link) if note is not None else None
        if container is None or positions[link] > positions[container]:
            continue
        if any(_is_around(_target(back, anchors), link) for back in container.iter("a")):
            calls[link] = labels.setdefault(container, str(len(labels) + 1))
    for container in labels:
        for back in [a for a in container.iter("a") if _leads_to(a, calls, anchors)]:
            remove_element(back)
        _detach(container)
    return PageNotes(calls, {label: container for container, label in labels.items()})


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
        return parent
    return element if tag_of(element) not in ("body", "html", "table", "tr") else None


def _is_around(element: Element | None, link: Element) -> bool:
    """Return whether an anchor is a link, the small text it stands in, or next to it."""
    if element is None:
        return False
    if element is link or any(inner is link for inner in element.iter("a")):
        return not is_block(element) or element is link
    parent = link.getparent()
    return parent is not None and element.getparent() is parent and not is_block(element)


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
