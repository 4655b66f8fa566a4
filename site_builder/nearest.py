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


_MOST = 2_000
"""Comparing takes time with each known word; beyond this, a hint is not worth the wait."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word most like a mistyped one; empty when none is like it."""
    by_plain = {bare(one): one for one in known}
    if len(by_plain) > _MOST:
        return ""
    found = difflib.get_close_matches(bare(word), by_plain, n=1, cutoff=0.45)
    return by_plain[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give the cure for a mistyped word, as a Chinese sentence."""
    words = tuple(known)
    close = nearest(word, words)
    if close:
        return f"是不是“{close}”？"
    return f"可以写的有：{'、'.join(words)}。"
