"""The numbers of one report. Blank, zero and not-applicable are three values to the very end."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from site_builder.model.location import Location
from site_builder.model.suppression import Suppression

CellKey = tuple[str, str, str]
"""Table id, row path, column path."""
UNCONFIRMED = "待核"
"""What a cell in doubt is written as; nothing is built until somebody has replaced it."""


class MissingValue(Enum):
    """A cell without a number, and why."""

    BLANK = "blank"
    """The signed report leaves the cell empty; printed as 缺."""
    NOT_APPLICABLE = "not-applicable"
    """The signed report prints `/`."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a column whose form prints no unit, with the unit the office wrote."""

    number: Decimal
    unit: str


Cell = int | Decimal | Amount | MissingValue


@dataclass(frozen=True, slots=True)
class Figures:
    """Every cell of every table of one form, as typed."""

    form: str
    """Id of the form."""
    cells: Mapping[CellKey, Cell]
    locations: Mapping[CellKey, Location]
    suppressions: tuple[Suppression, ...] = ()

    def number(self, key: CellKey) -> Decimal | None:
        """Return the cell as a number; None for blank, not-applicable and unknown cells."""
        cell = self.cells.get(key)
        if isinstance(cell, Amount):
            return cell.number
        if isinstance(cell, int | Decimal):
            return Decimal(cell)
        return None
