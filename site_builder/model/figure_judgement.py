"""What is found in a form while it is being filled in: its cells, and its sentences."""

from dataclasses import dataclass
from typing import Literal

from site_builder.model.failure import FailureGroup
from site_builder.model.figures import CellKey

IdentityState = Literal["holds", "fails", "undecided"]
"""undecided: a cell of it is not filled in, or last year is not known."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why what was typed into a cell is no value of it."""

    key: CellKey
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class JudgedIdentity:
    """A sentence of the form on one of its lines."""

    table: str
    name: tuple[str, str, str]
    """Ids of section and identity, and the line: as `Evaluation.name`."""
    state: IdentityState
    keys: tuple[CellKey, ...]
    """Its cells of this year, in the order of its terms."""
    statement: str
    is_warning: bool
    """A failure does not stop publication."""
    left: str
    right: str
    difference: str
    """Of both sides, as decimal numbers; empty where undecided."""
    reason: str
    """Why it is undecided; empty where it is not."""


@dataclass(frozen=True, slots=True)
class FiguresJudgement:
    """What `check` would report of the figures as they are typed now."""

    problems: tuple[CellProblem, ...]
    empty: tuple[CellKey, ...]
    """Cells that nobody has filled in."""
    identities: tuple[JudgedIdentity, ...]
    """In the form's order, one for each line."""
    causes: tuple[FailureGroup, ...]
    """What would explain the failures."""
