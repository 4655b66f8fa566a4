"""Read-only mappings that travel between processes. Nouns hold these and never plain dicts."""

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def frozendict(mapping: Mapping[K, V]) -> MappingProxyType[K, V]:
    """Build a read-only copy of a mapping."""
    return MappingProxyType(dict(mapping))


def _reduce(proxy: MappingProxyType[K, V]) -> tuple[object, tuple[dict[K, V]]]:
    return frozendict, (dict(proxy),)


# Python itself cannot pickle a read-only mapping.
copyreg.pickle(MappingProxyType, _reduce)  # type: ignore[arg-type]  # its stub knows no generics
