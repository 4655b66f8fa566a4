"""Names for the files of imported documents: letters and digits, and always the same."""

import hashlib
import unicodedata

from site_builder.model.lazy_pattern import lazy_pattern

_OTHER = lazy_pattern("[^0-9a-z]+")
_DEVICES = lazy_pattern("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")
"""Names that Windows keeps for devices."""
_MAX_LENGTH = 60
_DIGEST_LENGTH = 8
_FALLBACK = "document"


def document_names(index_number: str, title: str) -> tuple[str, str]:
    """Return the name of a document's file and another, should that be taken.

    The first is the index number, as far as it is letters and digits; words of it that are not are
    told apart by a digest. The second has a digest of index number and title as well.
    """
    folded = unicodedata.normalize("NFKC", index_number).casefold()
    slug = _OTHER.sub("-", folded).strip("-")[:_MAX_LENGTH].strip("-")
    is_lossy = not slug or not folded.isascii() or len(folded) > _MAX_LENGTH
    if is_lossy:
        slug = f"{slug or _FALLBACK}-{_digest(index_number or title)}"
    elif _DEVICES.fullmatch(slug):
        slug = f"{_FALLBACK}-{slug}"
    return f"{slug}.md", f"{slug}-{_digest(index_number, title)}.md"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGEST_LENGTH]
