"""The pieces of the figures over the years: lines with a cell for each year, charts, data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """What one year states on one line."""

    text: str
    state: str
    """`number`, `blank`, `not-applicable`, `absent` (that year's form has no such line), `split`
    (it has several in its place), `holds`, `fails` or `unknown` (of a carry-over)."""
    headers: str
    """Ids of its header cells: the year's and the line's."""
    change: str
    """The difference to the year before in words, or why there is none; empty for no statement."""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A line of a table of years. One without cells is the heading of those below it."""

    id: str
    label: str
    note: str
    """What another form calls it; empty when all call it the same."""
    level: int
    """How many headings stand above it, from 1."""
    headers: str
    """Ids of the headings above it."""
    parent_labels: str
    """Their words."""
    cells: tuple[SeriesCell, ...]
    is_folded: bool = False
    """Nothing changed, in it and in all below it: it stands in the fold."""


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """Lines × years."""

    id: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    """Id and label of each year."""
    span: int
    """Width of a heading: all years and the labels."""
    rows: tuple[SeriesRow, ...]
    legend: tuple[str, ...]
    """What the marks in it mean; only those that occur."""
    fold: str = ""
    """What opens the lines in the fold; empty where none are in it."""
    is_folded: bool = False
    """All lines stand in the fold, and the table with them."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One year of a chart, with its place in the drawing."""

    year: str
    text: str
    state: str
    """That of its cell, or `no-report`."""
    change: str
    y: str
    """Top of the bar."""
    baseline: str
    """Where letters stand."""
    length: str
    """Of the bar; empty for none."""
    end: str
    """Where its number begins."""


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """A small bar chart: one figure, a bar for each year, all from 0."""

    id: str
    label: str
    title: str
    description: str
    height: str
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class SeriesSection:
    """A series on the page."""

    id: str
    title: str
    charts: tuple[SeriesChart, ...]
    tables: tuple[SeriesTable, ...]
    """Its figures; then a table for each sentence about the year before."""


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """A report of the series."""

    year: int
    title: str
    body: str
    form: str
    form_number: str
    url: str


@dataclass(frozen=True, slots=True)
class CarryOverCheck:
    """Whether one line continues the report of the year before."""

    year: int
    table: str
    identity: str
    statement: str
    line: str
    line_labels: tuple[str, ...]
    state: str
    """`holds`, `fails`, `no-report`, `withdrawn` (the report before), `no-cell` or `no-number`."""
    actual: str
    expected: str
    """As the year before states it; both empty where they cannot be compared."""
    difference: str
