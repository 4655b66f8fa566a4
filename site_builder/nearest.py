"""The nearest known word to a mistyped one, and labels compared as a reader compares them."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、．])")
_UNSEEN = re.compile("[\"“”‘’'「」\u200b-\u200f\u2060\ufeff\u00ad]")


def plain(label: str) -> str:
    """Fold a label: white space, width, quotes and what nobody sees do not matter."""
    folded = "".join(unicodedata.normalize("NFKC", label).split())
    return _UNSEEN.sub("", folded)


def bare(label: str) -> str:
    """Fold a label and take off its numbering: （三）不予公开 → 不予公开."""
    return _NUMBERING.sub("", plain(label), count=1)


_LEAST = 0.45
SURE = 0.75
"""How like a word must be where a wrong guess would say something else altogether."""
_MOST = 2_000
"""Comparing takes time with each known word; beyond this, a hint is not worth the wait."""
_NOT = re.compile("[无未不非]")
_SO = re.compile("[无未不非有已予以]")


def opposite(one: str, other: str) -> bool:
    """Tell whether two words differ by a negation alone: 无效 and 有效, 予以公开 and 不予公开."""
    if bool(_NOT.search(one)) is bool(_NOT.search(other)):
        return False
    return _SO.sub("", one) == _SO.sub("", other)


def nearest(word: str, known: Iterable[str], least: float = _LEAST) -> str:
    """Give the known word most like a mistyped one; empty when none is like it."""
    by_plain = {bare(one): one for one in known}
    if len(by_plain) > _MOST:
        return ""
    typed = bare(word)

    def likeness(one: str) -> tuple[float, bool]:
        # Of two words equally like it, people mean the one that begins as theirs does.
        return difflib.SequenceMatcher(None, one, typed).ratio(), one[:1] == typed[:1]

    best = max((one for one in by_plain if not opposite(one, typed)), key=likeness, default="")
    return by_plain[best] if best and likeness(best)[0] >= least else ""


def did_you_mean(word: str, known: Iterable[str], least: float = _LEAST) -> str:
    """Give the cure for a mistyped word, as a Chinese sentence."""
    words = tuple(known)
    close = nearest(word, words, least)
    if close:
        return f"是不是“{close}”？"
    between = "，" if any("、" in one for one in words) else "、"
    return f"可以写的有：{between.join(words)}。"
