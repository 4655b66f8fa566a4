"""Where in a page its article stands: by the names that portals give it, else by its density."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.tree import classes_of, tag_of, walk
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMES = (
    "#zoom #UCAP-CONTENT .TRS_UEDITOR .TRS_Editor .TRS_PreAppend #vsb_content .v_news_content "
    ".xxgk_content .xxgk-content .gkmlpt .bt_content .bt-content #js_content #info_content "
    "#articleContent .articleContent .article-content .article_content .article-con .articleCon "
    ".artile_zw .news_content #NewsContent .pages_content .detail-content .detail_content "
    ".Custom_UnionStyle .j-fontContent .wzy1 .zwnr .zw .nr #content .content article .article "
    "main #main .main .detail .view .con"
)
"""From the narrowest to the widest; TRS, JCMS, UCAP, Visual SiteBuilder, gkmlpt and their kind."""
_FRAME = frozenset(("nav", "footer", "aside"))
_MIN_TEXT = 60
_MIN_SENTENCE = 30
_MAX_OUTSIDE = 0.1
"""Sentences that may stand outside, as a share of the text inside."""
_DENSE = 0.9
_FIGURE = lazy_pattern(r"[-+]?[0-9０-９][0-9０-９,.，．]{0,20}")


@dataclass(slots=True)
class _Measure:
    """What stands in an element: counted once for all."""

    start: int
    end: int = 0
    text: int = 0
    """Characters outside links."""


class PageMeasures:
    """Text of each element, sentences and tables of figures with their places."""

    def __init__(self, body: Element, tables: Iterable[Element]) -> None:
        self.measures: dict[Element, _Measure] = {}
        self.sentences: list[tuple[int, int]] = []
        """Position and length of each text that is a sentence and no footer."""
        self.names: dict[str, list[Element]] = {}
        """`#id` in lower case, `.class` and tag → elements."""
        self._measure(body)
        self.positions = [position for position, _ in self.sentences]
        self.totals = [0, *accumulate(length for _, length in self.sentences)]
        self.tables = [
            self.measures[table].start
            for table in tables
            if table in self.measures and _has_figures(table)
        ]

    def _measure(self, body: Element) -> None:
        stack: list[Element] = []
        links = frames = 0
        for position, (event, element) in enumerate(walk(body)):
            if event == "start":
                self.measures[element] = _Measure(position)
                stack.append(element)
                self._index(element)
                links += tag_of(element) == "a"
                frames += tag_of(element) in _FRAME
                self._count(element.text, stack, position, links, frames)
            else:
                stack.pop()
                measure = self.measures[element]
                measure.end = position
                if stack:
                    self.measures[stack[-1]].text += measure.text
                links -= tag_of(element) == "a"
                frames -= tag_of(element) in _FRAME
                if stack:
                    self._count(element.tail, stack, position, links, frames)

    def _index(self, element: Element) -> None:
        identifier = element.get("id")
        names = [tag_of(element), *(f".{name}" for name in classes_of(element))]
        for name in (*names, f"#{identifier.lower()}") if identifier else names:
            self.names.setdefault(name, []).append(element)

    def _count(
        self, text: str | None, stack: list[Element], position: int, links: int, frames: int
    ) -> None:
        if not text or links:
            return
        length = len("".join(text.split()))
        self.measures[stack[-1]].text += length
        if length >= _MIN_SENTENCE and "。" in text and not frames:
            self.sentences.append((position, length))

    def text(self, element: Element) -> int:
        """Return how many characters of an element are no links."""
        return self.measures[element].text

    def outside(self, element: Element) -> int:
        """Return how many characters of sentences an element does not hold."""
        measure = self.measures[element]
        first = bisect_left(self.positions, measure.start)
        last = bisect_right(self.positions, measure.end)
        return self.totals[-1] - (self.totals[last] - self.totals[first])

    def holds_tables(self, element: Element) -> bool:
        """Return whether all tables of figures stand in an element."""
        measure = self.measures[element]
        return all(measure.start <= position <= measure.end for position in self.tables)


def _has_figures(table: Element) -> bool:
    """Return whether a cell holds a number and nothing else; a calendar may do so too."""
    cells = ("".join(cell.itertext()).strip() for cell in table.iter("td", "th"))
    return any(_FIGURE.fullmatch(text) for text in cells)


def find_article(body: Element, tables: Iterable[Element]) -> Element:
    """Return the element that holds the article: no sentence of it and no figures are lost."""
    measures = PageMeasures(body, tables)
    for name in _NAMES.split():
        nodes = measures.names.get(name.lower() if name.startswith("#") else name, [])
        nodes = [node for node in nodes if measures.text(node) >= _MIN_TEXT or len(nodes) == 1]
        if not nodes:
            continue
        for candidate in (max(nodes, key=measures.text), _common_ancestor(nodes)):
            if _is_complete(measures, candidate):
                return candidate
    return _densest(body, measures)


def _is_complete(measures: PageMeasures, candidate: Element) -> bool:
    text = measures.text(candidate)
    if text < _MIN_TEXT and not (measures.tables and measures.holds_tables(candidate)):
        return False
    return measures.holds_tables(candidate) and (measures.outside(candidate) <= text * _MAX_OUTSIDE)


def _densest(body: Element, measures: PageMeasures) -> Element:
    current = body
    while True:
        child = max(
            (element for element in current if element in measures.measures),
            key=measures.text,
            default=None,
        )
        if (
            child is None
            or tag_of(child) in ("table", "p", "tr", "tbody", "td")
            or measures.text(child) < measures.text(current) * _DENSE
            or not _is_complete(measures, child)
        ):
            return current
        current = child


def _common_ancestor(nodes: Sequence[Element]) -> Element:
    paths = [[*reversed([node, *node.iterancestors()])] for node in nodes]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common
