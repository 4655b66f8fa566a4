"""Bodies whose whole reports are what a parent's report differs by: one of them, or two together.

A number that is the same in one cell may be chance; that all cells of a form are is none.
"""

from collections.abc import Sequence
from decimal import Decimal

from site_builder.model.value_texts import number_of
from site_builder.pages.rollup.ledger import LedgerEntry
from site_builder.pages.rollup.level_sums import CellSum, Level

_Vector = tuple[Decimal, ...]


def omitted_bodies(level: Level, sums: Sequence[CellSum]) -> tuple[tuple[LedgerEntry, ...], ...]:
    """Return the bodies, or pairs of them, without which the sums are what the parent published."""
    compared = [item for item in sums if item.difference is not None]
    target = tuple(-(item.difference or Decimal(0)) for item in compared)
    if not any(target):
        return ()
    vectors = {entry.body.code: _vector(entry, compared) for entry in level.counted}
    entries = {entry.body.code: entry for entry in level.counted}
    single = tuple((entries[code],) for code, vector in vectors.items() if vector == target)
    if single:
        return single
    by_vector = {vector: code for code, vector in vectors.items()}
    pairs: list[tuple[LedgerEntry, ...]] = []
    for code, vector in vectors.items():
        rest = tuple(a - b for a, b in zip(target, vector, strict=True))
        other = by_vector.get(rest, "")
        if any(vector) and any(rest) and other and code < other:
            pairs.append((entries[code], entries[other]))
    return tuple(pairs)


def _vector(entry: LedgerEntry, compared: Sequence[CellSum]) -> _Vector:
    return tuple(number_of(entry.value(item.cell.index)) or Decimal(0) for item in compared)
