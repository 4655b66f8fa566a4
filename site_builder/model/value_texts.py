"""A cell as a short text: blank is empty, not applicable is `/`, money has its unit behind it."""

from decimal import Decimal
from functools import lru_cache

from site_builder.model.figures import Amount, Cell, MissingValue

NOT_APPLICABLE_TEXT = "/"


def cell_of(text: str) -> Cell:
    """Return the cell that a text stands for. Raises ValueError for any other text."""
    if not text:
        return MissingValue.BLANK
    if text == NOT_APPLICABLE_TEXT:
        return MissingValue.NOT_APPLICABLE
    number, _, unit = text.partition(" ")
    if unit:
        return Amount(Decimal(number), unit)
    return Decimal(number) if "." in number else int(number)


def text_of(cell: Cell) -> str:
    """Return the text that stands for a cell."""
    if isinstance(cell, MissingValue):
        return "" if cell is MissingValue.BLANK else NOT_APPLICABLE_TEXT
    if isinstance(cell, Amount):
        return f"{cell.number:f} {cell.unit}"
    return f"{Decimal(cell):f}"


@lru_cache(maxsize=10_000)
def number_of(text: str) -> Decimal | None:
    """Return the number of a text, whatever its unit; None for no number."""
    number = text.partition(" ")[0]
    return Decimal(number) if number.lstrip("-")[:1].isdigit() else None


def unit_of(text: str) -> str:
    """Return the unit that a text has of its own."""
    return text.partition(" ")[2]
