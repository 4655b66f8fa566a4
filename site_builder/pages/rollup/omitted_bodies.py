"""Bodies whose whole reports are what a parent's report differs by: one of them, or two together.

A number that is the same in one cell may be chance; that all cells of a form are is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from site_builder.model.value_texts import number_of
from site_builder.pages.rollup.ledger import LedgerEntry
from site_builder.pages.rollup.level_sums import CellSum, Level

_Vector = tuple[Decimal, ...]
_KEY_LENGTH = 8
"""Cells that are looked at first: most bodies differ in them, and are looked at no further."""


def omitted_bodies(level: Level, sums: Sequence[CellSum]) -> tuple[tuple[LedgerEntry, ...], ...]:
    """Return the bodies, or pairs of them, without which the sums are what the parent published."""
    compared = [item for item in sums if item.difference is not None]
    # Those that differ come first: what is 0 everywhere tells nobody from anybody.
    compared.sort(key=lambda item: not item.difference)
    target = tuple(-(item.difference or Decimal(0)) for item in compared)
    if not any(target):
        return ()
    places = [item.cell.index for item in compared]
    by_key: dict[_Vector, list[LedgerEntry]] = {}
    for entry in level.counted:
        by_key.setdefault(_vector(entry, places[:_KEY_LENGTH]), []).append(entry)
    single = tuple(
        (entry,)
        for entry in by_key.get(target[:_KEY_LENGTH], ())
        if _vector(entry, places) == target
    )
    return single or tuple(_pairs(by_key, places, target))


def _pairs(
    by_key: Mapping[_Vector, Sequence[LedgerEntry]], places: Sequence[int], target: _Vector
) -> Iterator[tuple[LedgerEntry, ...]]:
    for key, entries in by_key.items():
        candidates = by_key.get(_less(target[:_KEY_LENGTH], key), ())
        for entry in entries if candidates else ():
            vector = _vector(entry, places)
            rest = _less(target, vector)
            others = [other for other in candidates if _vector(other, places) == rest]
            if any(vector) and any(rest) and others and entry.body.code < others[-1].body.code:
                yield entry, others[-1]


def _less(vector: _Vector, other: _Vector) -> _Vector:
    return tuple(a - b for a, b in zip(vector, other, strict=True))


def _vector(entry: LedgerEntry, places: Sequence[int]) -> _Vector:
    return tuple(number_of(entry.values[at]) or Decimal(0) for at in places)
