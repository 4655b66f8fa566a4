"""What a body has published, as far as another office can read it: its reports, cell by cell."""

from dataclasses import dataclass

from site_builder.model.figures import CellKey, Figures
from site_builder.model.form import Form
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.value_texts import cell_of, number_of

DOUBTFUL = "?"
"""Begins the text of a cell that was recognized with doubt: no sum is made with it."""


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report of one year."""

    year: int
    title: str
    organization: str
    """The body it names itself by."""
    form: str
    """Id of its form."""
    published: str
    """The day, as 2022-01-20; empty where it is not known."""
    page: str
    """Its page below the body's address, or an address of its own; empty for neither."""
    source: str
    """The file it was read from, as people name it."""
    digest: str
    """Of that file."""
    values: tuple[str, ...]
    """Its cells in the order of the form: `12`, `3.5 万元`, empty (缺), `/`; `?…` is doubtful."""
    has_cell_ids: bool = True
    """Its page is one of ours, whose cells have ids."""

    @property
    def is_nil(self) -> bool:
        """Return whether no cell states any other number than 0."""
        numbers = {number_of(value.removeprefix(DOUBTFUL)) for value in {*self.values}}
        return 0 in numbers and not any(numbers)

    @property
    def doubtful_count(self) -> int:
        """Count the cells that a person has to look at."""
        return sum(value.startswith(DOUBTFUL) for value in self.values)


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """A file that could not be read, and what helps."""

    file: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ArithmeticFinding:
    """A sentence of the form that does not hold in a report, on one line."""

    year: int
    table: str
    """Title of the table."""
    line: str
    """The row or column it was evaluated on."""
    statement: str
    cell: int
    """The first cell it is about, as a place in the report's values."""
    left: str
    right: str
    relation: str
    is_carry_over: bool
    """It compares with the report of the year before."""
    has_blanks: bool
    """Some cells hold no number: it may hold or not."""
    predecessors: tuple[str, ...] = ()
    """The bodies whose reports of the year before were added up; empty for its own alone."""


@dataclass(frozen=True, slots=True)
class MergedCarryOver:
    """How a report continues those of several bodies, or of others, of the year before."""

    findings: tuple[ArithmeticFinding, ...]
    undecided: str
    """Why it cannot be judged, or not on all lines; empty where it can."""


@dataclass(frozen=True, slots=True)
class Publication:
    """All that one body publishes, as read."""

    address: str
    """Where it stands online, with a slash at the end; empty where nobody says so."""
    reports: tuple[PublishedReport, ...]
    """By year; several of one year in the order of their files."""
    problems: tuple[ReadingProblem, ...]
    entry_count: int
    """Entries of its catalogue."""
    digest: str
    """Of all that was read."""
    findings: tuple[ArithmeticFinding, ...] = ()

    def of_year(self, year: int) -> tuple[PublishedReport, ...]:
        """Return its reports about a year: more than one is wrong, and is shown."""
        return tuple(report for report in self.reports if report.year == year)


EMPTY_PUBLICATION = Publication("", (), (), 0, "")


def form_keys(form: Form) -> tuple[CellKey, ...]:
    """Return the cells of a form, in its order."""
    return tuple(
        (table.id, row.path, column.path)
        for table in form.tables()
        for _, row, column in table.cells()
    )


def figures_of(report: PublishedReport, keys: tuple[CellKey, ...]) -> Figures:
    """Return the figures; a doubtful cell is none."""
    cells = {
        key: cell_of("" if value.startswith(DOUBTFUL) else value)
        for key, value in zip(keys, report.values, strict=True)
    }
    nowhere = Location(report.source)
    return Figures(report.form, cells, frozendict(dict.fromkeys(cells, nowhere)))
