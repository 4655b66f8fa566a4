"""Names for the files of imported documents: letters and digits, and always the same."""

import hashlib

from site_builder.core.text.ascii_slug import DEVICES, MAX_SLUG_LENGTH, ascii_slug, fold_name

_DIGEST_LENGTH = 8
_FALLBACK = "document"


def document_names(index_number: str, title: str) -> tuple[str, str]:
    """Return the name of a document's file and another, should that be taken.

    The first is the index number, as far as it is letters and digits; words of it that are not are
    told apart by a digest. The second has a digest of index number and title as well.
    """
    folded, slug = fold_name(index_number), ascii_slug(index_number)
    is_lossy = not slug or not folded.isascii() or len(folded) > MAX_SLUG_LENGTH
    if is_lossy:
        slug = f"{slug or _FALLBACK}-{_digest(index_number or title)}"
    elif DEVICES.fullmatch(slug):
        slug = f"{_FALLBACK}-{slug}"
    return f"{slug}.md", f"{slug}-{_digest(index_number, title)}.md"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGEST_LENGTH]
