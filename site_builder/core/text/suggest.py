"""The nearest known word to a mistyped one, and labels compared as a reader compares them."""

import difflib
import unicodedata
from collections.abc import Iterable

from site_builder.model.lazy_pattern import lazy_pattern

_NUMBERING = lazy_pattern(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、．])"
)
_FOLDED = lazy_pattern("[0-9A-Za-z\u4e00-\u9fff]*")
"""What no folding changes: nearly every label."""
_IGNORED_CHARACTERS = lazy_pattern("[\"“”‘’'「」\u200b-\u200f\u2060\ufeff\u00ad]")


def normalize_label(label: str) -> str:
    """Fold a label: white space, width, quotes and what nobody sees do not matter."""
    if _FOLDED.fullmatch(label):
        return label
    folded = "".join(unicodedata.normalize("NFKC", label).split())
    return _IGNORED_CHARACTERS.sub("", folded) if _IGNORED_CHARACTERS.search(folded) else folded


def strip_numbering(label: str) -> str:
    """Fold a label and take off its numbering: （三）不予公开 → 不予公开."""
    return _NUMBERING.sub("", normalize_label(label), count=1)


_CUTOFF = 0.45
HIGH_CONFIDENCE = 0.75
"""How like a word must be where a wrong guess would mean something else altogether."""
_MAX_CANDIDATES = 2_000
"""Comparing takes time with each known word; beyond this, a hint is not worth the wait."""
_NEGATION = lazy_pattern("[无未不非]")
_NEGATION_OR_AFFIRMATION = lazy_pattern("[无未不非有已予以]")


def is_negation_of(word: str, other: str) -> bool:
    """Return whether two words differ by a negation alone: 无效 and 有效, 予以公开 and 不予公开."""
    if bool(_NEGATION.search(word)) is bool(_NEGATION.search(other)):
        return False
    return _NEGATION_OR_AFFIRMATION.sub("", word) == _NEGATION_OR_AFFIRMATION.sub("", other)


def closest_match(word: str, candidates: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """Return the known word most like a mistyped one; empty when none is like it."""
    by_label = {strip_numbering(candidate): candidate for candidate in candidates}
    if len(by_label) > _MAX_CANDIDATES:
        return ""
    label = strip_numbering(word)

    def similarity(candidate: str) -> tuple[float, bool]:
        # Of two words equally like it, people mean the one that begins as theirs does.
        return difflib.SequenceMatcher(None, candidate, label).ratio(), candidate[:1] == label[:1]

    best = max(
        (candidate for candidate in by_label if not is_negation_of(candidate, label)),
        key=similarity,
        default="",
    )
    return by_label[best] if best and similarity(best)[0] >= cutoff else ""


def did_you_mean(word: str, candidates: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """Return the hint for a mistyped word, as a Chinese sentence."""
    options = tuple(candidates)
    match = closest_match(word, options, cutoff)
    if match:
        return f"是不是“{match}”？"
    separator = "，" if any("、" in option for option in options) else "、"
    return f"可以写的有：{separator.join(options)}。"
