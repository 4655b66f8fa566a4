"""Identities that fail together, and the smallest corrections that would make them true."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

CauseKind = Literal[
    "digit-dropped",
    "digit-doubled",
    "digit-added",
    "digits-swapped",
    "digit-mistyped",
    "sign",
    "decimal-point",
    "unit",
    "blank",
    "total",
    "number",
    "cells-swapped",
    "column",
    "row",
    "row-shifted",
    "two-numbers",
]
"""digit-…: of one number. sign: lost or added. decimal-point, unit: of money. blank: a number is
missing. total: a total that is not the sum. number: one number, by no slip that has a name.
column, row: a number, or a part of it, stands in another column of its row, or another row of its
column. row-shifted: the numbers of a row stand one column off. two-numbers: independent of each
other."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One number of a correction. Nothing is changed by it: a person decides."""

    key: tuple[str, str, str]
    """Table id, row path, column path."""
    current: Decimal | None
    """As typed; None for a cell without a number."""
    proposed: Decimal
    previous_year: bool = False
    """The cell of the report of the year before."""


@dataclass(frozen=True, slots=True)
class LikelyCause:
    """One correction that would make every identity of its group true."""

    kind: CauseKind
    changes: tuple[CellChange, ...]
    sentence: str
    """In Chinese, without a full stop: the cells, what they hold and what they should hold."""


@dataclass(frozen=True, slots=True)
class FailedIdentity:
    """An identity that is false on one line of its section."""

    table: str
    section: str
    identity: str
    """Ids."""
    line: str
    """Path of the row or column it was evaluated on."""
    keys: tuple[tuple[str, str, str], ...]
    """The cells of this year it is about, in the order of its terms."""


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failed identities that are explained together."""

    failed: tuple[FailedIdentity, ...]
    causes: tuple[LikelyCause, ...]
    """At most three, most likely first; empty where no correction of a cell or two is enough."""
    decided: bool
    """There is exactly one smallest correction."""
    summary: str
    """In Chinese, whole sentences: what is likely, and what the identities cannot decide."""
