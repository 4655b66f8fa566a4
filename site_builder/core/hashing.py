"""Digests: BLAKE2b for whatever this program compares with itself, SHA-256 for what others count.

SHA-256 of streams stays with `hashlib`: whoever reads a file in blocks has no bytes to pass.
"""

from collections.abc import Iterable

try:
    # The class that hashlib hands on, without OpenSSL: that takes a build that finds nothing
    # changed several milliseconds.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - an interpreter built without it
    from hashlib import blake2b

_SIZE = 16


def digest(data: bytes) -> str:
    """Return the digest by which records name bytes."""
    return short_digest(data, _SIZE)


def digest_of_parts(parts: Iterable[bytes]) -> str:
    """Return the digest of bytes one after another; the caller marks where each ends."""
    whole = blake2b(digest_size=_SIZE)
    for part in parts:
        whole.update(part)
    return whole.hexdigest()


def short_digest(data: bytes, size: int) -> str:
    """Return a digest of `size` bytes, for names that people and addresses carry."""
    return blake2b(data, digest_size=size).hexdigest()


def sha256(data: bytes) -> str:
    """Return the digest that servers, object stores and `sha256sum` count too."""
    import hashlib  # noqa: PLC0415 - see above

    return hashlib.sha256(data).hexdigest()
