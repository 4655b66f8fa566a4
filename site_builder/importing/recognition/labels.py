"""Labels as reports write them, levelled to be compared: spaces, widths, numbers, notes."""

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import Characters

_HAN = "一二三四五六七八九十"
_NUMBER = lazy_pattern(
    rf"\(([{_HAN}]{{1,3}}|[0-9]{{1,2}})\)[、.,:]?"
    rf"|([{_HAN}]{{1,3}}|[0-9]{{1,2}})[、.,:)]"
    r"|([0-9]{1,2})(?=[^0-9.,、年月日件条%])"
)
_NOTE = lazy_pattern(r"\([^()]*\)")
_NOTE_TO_THE_END = lazy_pattern(r"\([^()]*$")
_INSIGNIFICANT = lazy_pattern(r"[^0-9A-Za-z\u3400-\u9fff]+")
_BRACKETS = str.maketrans("[【〔{〈《<]】〕}〉》>", "(((((((" + ")))))))")
_INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff\u00ad")
_SIMILAR = 0.6
_MAX_LENGTH = 300

NumberStyle = Literal["", "item", "bracket", "digit"]


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a label, and the number before them."""

    full: str
    """Letters and digits alone, notes in brackets included."""
    core: str
    """The same without notes in brackets."""
    style: NumberStyle
    """`item`: 一、. `bracket`: （一）. `digit`: 1. Empty: it has no number."""
    number: int

    @property
    def is_numbered(self) -> bool:
        """Return whether a number stands before the words."""
        return self.style != ""


Normalize = Callable[[str], Label]


def label_normalizer(characters: Characters) -> Normalize:
    """Return the function that levels labels: simplified characters, no white space, NFKC."""
    table = str.maketrans({**characters.radicals, **characters.traditional})

    @lru_cache(maxsize=4096)
    def normalize_short(text: str) -> Label:
        squeezed = "".join(text.split()).translate(table)
        # Marks of footnotes are no part of the words; NFKC would make digits of them.
        words = (
            (_plain(squeezed[:1], first=True) + "".join(map(_plain, squeezed[1:])))
            .translate(table)
            .translate(_BRACKETS)
        )
        words = words.replace("其它", "其他")
        match = _NUMBER.match(words)
        rest = words[match.end() :] if match else words
        # 2021 年 is no number, and what is nothing but its number is a word.
        if not match or not _INSIGNIFICANT.sub("", rest):
            return _label(words, "", 0)
        digits = next(filter(None, match.groups()))
        style: NumberStyle = "digit" if digits.isdecimal() else "item"
        if match[1] and not digits.isdecimal():
            style = "bracket"
        return _label(rest, style, int(digits) if digits.isdecimal() else _han_number(digits))

    def normalize(text: str) -> Label:
        # No label is longer; comparing and keeping whole pages would take time and memory.
        return normalize_short(text[:_MAX_LENGTH])

    return normalize


def _plain(character: str, *, first: bool = False) -> str:
    if character in _INVISIBLE:
        return ""
    kind = unicodedata.decomposition(character).partition(">")[0] if character else ""
    is_mark = kind == "<super" or (kind == "<circle" and not first)
    return "" if is_mark else unicodedata.normalize("NFKC", character)


def _label(words: str, style: NumberStyle, number: int) -> Label:
    outer = _NOTE_TO_THE_END.sub("", _NOTE.sub("", words))
    full = _INSIGNIFICANT.sub("", words)
    return Label(full, _INSIGNIFICANT.sub("", outer) or full, style, number)


def _han_number(digits: str) -> int:
    """Return 1 to 99 as written in Chinese: 三, 十二, 二十. 0 for what is none: 二一, 三二十."""
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    value = _HAN.index(ones) + 1 if ones else 0
    return value + (10 * (_HAN.index(tens) + 1 if tens else 1) if ten else 0)


def same_words(first: Label, second: Label) -> bool:
    """Return whether two labels say the same, whatever notes and numbers stand with them."""
    return bool(first.full) and (first.full == second.full or first.core == second.core)


def similarity(first: Label, second: Label) -> float:
    """Return how much two labels resemble one another, 0 to 1. It proves nothing by itself."""
    return difflib.SequenceMatcher(None, first.core, second.core, autojunk=False).ratio()


def closest(label: Label, others: Mapping[str, Label]) -> str:
    """Return the key of the label that resembles one most; empty when none does."""
    ranked = max(others, key=lambda key: similarity(label, others[key]), default="")
    return ranked if ranked and similarity(label, others[ranked]) >= _SIMILAR else ""
