"""Two versions of a text, line by line: what both hold, found in a time that stays bounded."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

_MAX_PAIRS = 1_000_000
"""Pairs of equal lines that are compared one by one."""


def line_matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """Build the matcher of two versions.

    Blank lines, and others that stand everywhere, are no places to begin at where pairing each
    with each would take too long.
    """
    counts = Counter(new)
    is_long = sum(counts[line] for line in old) > _MAX_PAIRS
    return SequenceMatcher(None, old, new, autojunk=is_long)
