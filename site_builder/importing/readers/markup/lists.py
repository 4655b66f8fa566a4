"""Lists: how deep an item stands, and what number stands before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.grid import read_span
from site_builder.importing.readers.markup.tree import style_of
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHINESE = "〇一二三四五六七八九"
_CHINESE_STYLE = lazy_pattern(
    r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|simp-chinese|trad-chinese|cjk-decimal)"
)
_NO_MARK = lazy_pattern(r"list-style(?:-type)?\s*:[^;]*none")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 50
_LETTERS = 26
_TEN = 10
_HUNDRED = 100


@dataclass(slots=True)
class _OpenList:
    kind: str
    """`ul`, or how an `ol` counts: `1`, `a`, `i`, `一`; empty: without a mark."""
    number: int = 0
    """Of the last item."""
    is_new: bool = False
    """No words of its last item have been read."""
    is_plain: bool = True
    """It counts 1, 2, 3 from its first item on."""


@dataclass(slots=True)
class ListState:
    """The lists that are open at a place."""

    lists: list[_OpenList] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """Return how deep an item stands, from 0."""
        return max(0, len(self.lists) - 1)

    @property
    def is_counted(self) -> bool:
        """Return whether the innermost list numbers its items 1, 2, 3."""
        return bool(self.lists) and self.lists[-1].kind == "1" and self.lists[-1].is_plain

    def take_number(self) -> str:
        """Return the number of the item, for its first line alone."""
        if not self.lists or not self.lists[-1].is_new:
            return ""
        self.lists[-1].is_new = False
        return f"{self.lists[-1].number}. "

    def open(self, element: Element, tag: str) -> None:
        """Begin a list."""
        style = style_of(element)
        if _NO_MARK.search(style):
            kind = ""
        elif tag == "ul":
            kind = "ul"
        elif _CHINESE_STYLE.search(style):
            kind = "一"
        else:
            kind = (element.get("type") or "1").strip()[:1] or "1"
        start = read_span(element.get("start"), 1) if tag == "ol" else 1
        is_plain = (
            start == 1
            and not any(item.get("value") for item in element.findall("li"))
            and not _follows_list(element)
        )
        self.lists.append(_OpenList(kind, start - 1, is_plain=is_plain))

    def close(self) -> None:
        """End the innermost list."""
        if self.lists:
            self.lists.pop()


def _follows_list(element: Element) -> bool:
    """Return whether a list stands right behind another, whose count would run on into it."""
    previous = element.getprevious()
    while previous is not None and not (previous.tail or "").strip():
        if previous.tag == "ol":
            return True
        if isinstance(previous.tag, str) and "".join(previous.itertext()).strip():
            return False
        previous = previous.getprevious()
    return False


def item_prefix(state: ListState, item: Element) -> str:
    """Count an item; return the number it shows, where a counted list does not give the same."""
    if not state.lists or state.lists[-1].kind in ("", "ul"):
        return ""
    current = state.lists[-1]
    current.is_new = True
    current.number = read_span(item.get("value"), current.number + 1)
    if current.kind == "1":
        return "" if current.is_plain else f"{current.number}. "
    return format_number(current.number, current.kind)


def format_number(number: int, kind: str) -> str:
    """Return the number of an item as its list shows it."""
    if kind == "一" and 0 < number < _HUNDRED:
        return f"{chinese_number(number)}、"
    if kind in "aA" and 0 < number <= _LETTERS:
        letter = chr(ord("a") + number - 1)
        return f"{letter.upper() if kind == 'A' else letter}. "
    if kind in "iI" and 0 < number < _MAX_ROMAN:
        digits = ""
        for value, roman in _ROMAN:
            digits += roman * (number // value)
            number %= value
        return f"{digits.upper() if kind == 'I' else digits}. "
    return f"{number}. "


def chinese_number(number: int) -> str:
    """Return a number below 100 as Chinese headings count."""
    tens, ones = divmod(number, _TEN)
    head = "" if not tens else ("十" if tens == 1 else f"{_CHINESE[tens]}十")
    return head + (_CHINESE[ones] if ones or not tens else "")
