"""The nearest known word to a mistyped one, and labels compared as a reader compares them."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、．])")
_QUOTES = re.compile("[\"“”‘’'「」]")


def plain(label: str) -> str:
    """Fold a label: white space, width of brackets and digits, and quotes do not matter."""
    folded = "".join(unicodedata.normalize("NFKC", label).split())
    return _QUOTES.sub("", folded)


def bare(label: str) -> str:
    """Fold a label and take off its numbering: （三）不予公开 → 不予公开."""
    return _NUMBERING.sub("", plain(label), count=1)


_LEAST = 0.45
_MOST = 2_000
"""Comparing takes time with each known word; beyond this, a hint is not worth the wait."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word most like a mistyped one; empty when none is like it."""
    by_plain = {bare(one): one for one in known}
    if len(by_plain) > _MOST:
        return ""
    typed = bare(word)

    def likeness(one: str) -> tuple[float, bool]:
        # Of two words equally like it, people mean the one that begins as theirs does.
        return difflib.SequenceMatcher(None, one, typed).ratio(), one[:1] == typed[:1]

    best = max(by_plain, key=likeness, default="")
    return by_plain[best] if best and likeness(best)[0] >= _LEAST else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give the cure for a mistyped word, as a Chinese sentence."""
    words = tuple(known)
    close = nearest(word, words)
    if close:
        return f"是不是“{close}”？"
    return f"可以写的有：{'、'.join(words)}。"
