"""A statutory form in one official version: the tree everything about its tables derives from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from site_builder.model.diagnostic import Severity
from site_builder.model.figures import CellKey
from site_builder.model.lazy_pattern import lazy_pattern

Value = Literal["count", "signed", "money"]
"""count: integer ≥ 0. signed: integer. money: decimal ≥ 0."""


@dataclass(frozen=True, slots=True)
class Header:
    """One header, of a row or of a column; the same tree serves both axes."""

    id: str
    path: str
    """Ids from the root, joined by dots; unique within its table and axis."""
    label: str
    """As printed on the form. Empty: the header takes no place on paper (a table's only row)."""
    key: str
    """What authors type in `figures.yaml`. Empty: the level is left out there."""
    value: Value | None
    """What its cells hold, for columns; inherited from the header above."""
    unit: str = ""
    """Unit the form prints for its cells; `asked` when it prints none and the office must."""
    children: tuple["Header", ...] = ()

    def leaves(self) -> Iterator["Header"]:
        """Yield the headers without children below this one, or itself, in the form's order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def all_leaves(headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """Return the leaves of several trees, in the form's order."""
    return tuple(leaf for header in headers for leaf in header.leaves())


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of an identity."""

    sign: Literal[1, -1]
    path: str
    """Head path, or empty for a constant."""
    leaves: bool = False
    """`path.*`: all leaves under the path, or itself when it has no children."""
    previous_year: bool = False
    """`last.path`: the same cell in the report of the year before."""
    constant: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """A sentence of arithmetic that a filled form must satisfy."""

    id: str
    expression: str
    """As written in the form file, for people."""
    left: tuple[Term, ...]
    relation: Literal["=", "<=", ">="]
    right: tuple[Term, ...]
    axis: Literal["rows", "columns"]
    """`columns`: terms name rows and the sentence holds in each column; `rows`: the other way."""
    severity: Severity
    statement: str
    """The sentence in Chinese."""
    basis: str
    """Where it comes from: printed on the form, by definition, or custom."""

    def terms(self) -> tuple[Term, ...]:
        """Return both sides' terms."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class TableSection:
    """A block of a table with columns of its own (第二十条第（一）项 …)."""

    id: str
    title: str
    """Printed above the block; empty where the form prints nothing."""
    stub: str
    """The text of the corner above the row labels."""
    note: str
    """A remark of the form that belongs to the block; empty for most."""
    columns: tuple[Header, ...]
    rows: tuple[Header, ...]
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class LabelWidths:
    """How wide the columns of row labels are, from the outermost level in."""

    print_shares: tuple[float, ...] = ()
    """Shares of the page's width; empty: by the number of levels."""
    sheet_characters: tuple[int, ...] = ()
    """Characters, in a worksheet; empty: by the number of levels."""


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table: sections stacked on one another."""

    id: str
    title: str
    key: str
    """What authors type in `figures.yaml`."""
    sections: tuple[TableSection, ...]
    label_widths: LabelWidths

    def cells(self) -> Iterator[tuple[TableSection, Header, Header]]:
        """Yield section, row leaf and column leaf of each data cell, in reading order."""
        for section in self.sections:
            columns = all_leaves(section.columns)
            for row in all_leaves(section.rows):
                for column in columns:
                    yield section, row, column


@dataclass(frozen=True, slots=True)
class Topic:
    """A sub-topic that a narrative part is expected to cover."""

    id: str
    label: str


PartRole = Literal["overview", "figures", "outlook", ""]
"""overview: the year as a whole; figures: a table, and the text on it; outlook: what is next"""


@dataclass(frozen=True, slots=True)
class FormPart:
    """One of the numbered parts of the report."""

    id: str
    title: str
    """The heading, as printed on the form."""
    table: Table | None
    topics: tuple[Topic, ...]
    role: PartRole
    """What its text is about: rules read a year in it accordingly."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure worth showing by itself: on the year's own page, or drawn over the years."""

    label: str
    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class SeriesDefinition:
    """A part of a table that is set side by side over the years."""

    id: str
    title: str
    table: str
    row: str
    """Only the cells of this row; empty for all rows."""
    column: str
    """Only the cells of this column; empty for all columns."""
    charts: tuple[KeyFigure, ...]
    """Figures of it that are drawn."""


_OUTCOMES = ("upheld", "corrected", "other", "pending")
_REMEDIES = ("review", "direct", "after-review", "suit")
CLAIM_KINDS = frozenset(
    (
        *("new", "received", "carried-in", "carried-out", "carried", "whole"),
        *("finished", "answered", "done", "granted", "partial", "opened", "refused", "unable"),
        *("not-processed", "other", *_REMEDIES, "both"),
        *(f"{remedy}-{outcome}" for remedy in _REMEDIES for outcome in _OUTCOMES),
        *("made", "repealed", "valid", "licence", "penalty", "compulsion", "fee"),
    )
)
"""What the program recognizes in a narrative without words being defined for it."""


@dataclass(frozen=True, slots=True)
class NarrativeFigure:
    """A number that a report's text may state, and the cells it has to agree with."""

    kind: str
    """One of `CLAIM_KINDS`, or a name of the form's own, which needs `words`."""
    label: str
    """What diagnostics call the cells; empty: as the first is printed."""
    words: tuple[str, ...]
    """Words in the text that such a number follows."""
    sums: tuple[tuple[CellKey, ...], ...]
    """Groups of cells, each added up: the number may be any sum. The first is quoted."""
    single_cells: bool
    """A number that is one of the cells alone may be right too: that is only asked."""


@dataclass(frozen=True, slots=True)
class Form:
    """One official version of the annual report, complete in itself."""

    id: str
    key: str
    """What authors type after 表式."""
    title: str
    document_number: str
    first_year: int
    last_year: int | None
    """None: still in force."""
    parts: tuple[FormPart, ...]
    key_figures: tuple[KeyFigure, ...]
    series: tuple[SeriesDefinition, ...]
    """What is compared over the years."""
    narrative: tuple[NarrativeFigure, ...]
    """Numbers of the text that are compared with the tables."""
    rulemaking_rows: tuple[tuple[str, str], ...]
    """Table and row that only bodies with the power to make rules fill in."""
    instructions: tuple[str, ...]
    """Words of the form that are no part of a report; in brackets those that stand in brackets."""
    deadline: tuple[int, int]
    """Month and day of the next year until which a report is published."""
    government_deadline: tuple[int, int]
    """The same for the report of a whole government."""
    digest: str

    def tables(self) -> tuple[Table, ...]:
        """Return the statutory tables, in the order of the parts."""
        return tuple(part.table for part in self.parts if part.table)

    def tables_by_part(self) -> dict[str, Table]:
        """Return the statutory tables by the ids of the parts they stand in."""
        return {part.id: part.table for part in self.parts if part.table}

    def applies_to(self, year: int) -> bool:
        """Return whether reports about this year use this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def due(self, year: int, *, government: bool) -> date:
        """Return the last day on which a report about this year is in time."""
        return date(year + 1, *(self.government_deadline if government else self.deadline))


_GOVERNMENT = lazy_pattern(r"(?:省|自治区|自治州|州|盟|市|县|区|旗)人民政府(?:办公厅|办公室)?$")


def reports_for_government(body: str) -> bool:
    """Return whether a body of this name reports for a whole government, which is due later."""
    return bool(_GOVERNMENT.search(body))


def form_for(year: int, forms: Mapping[str, Form]) -> Form | None:
    """Find the form that reports about this year use: of two that apply, the newer."""
    valid = (form for form in forms.values() if form.applies_to(year))
    return max(valid, key=lambda form: form.first_year, default=None)
