"""A section of a statutory table as a short list. Made by `standards.row_list`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListFigure:
    """A figure of a row list, with the name of its column."""

    label: str
    text: str
    total: bool


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a row list: a row, a heading above rows, or rows that are all zero."""

    labels: tuple[str, ...]
    """One; several where rows that are all zero follow one another."""
    level: int
    """From 1."""
    all_zero: bool
    figures: tuple[ListFigure, ...]
    """Totals first. Empty for headings and for rows that are all zero."""


@dataclass(frozen=True, slots=True)
class RowList:
    """A section of a statutory table as a short list, for the eye where the table finds no room."""

    title: str
    notes: tuple[str, ...]
    """The form's remark; printed once for all lines."""
    lines: tuple[ListLine, ...]
