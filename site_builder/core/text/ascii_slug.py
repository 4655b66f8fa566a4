"""Words → a name for a file: letters and digits, on every system the same."""

import unicodedata

from site_builder.model.lazy_pattern import lazy_pattern

_OTHER = lazy_pattern("[^0-9a-z]+")
DEVICES = lazy_pattern("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")
"""Names that Windows keeps for devices."""
MAX_SLUG_LENGTH = 60


def fold_name(words: str) -> str:
    """Return words as names compare them: half-width and in small letters."""
    return unicodedata.normalize("NFKC", words).casefold()


def ascii_slug(words: str) -> str:
    """Return what of some words a name may hold; empty when that is nothing."""
    return _OTHER.sub("-", fold_name(words)).strip("-")[:MAX_SLUG_LENGTH].strip("-")
