"""What a file receives that is no page: feeds, data, papers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from site_builder.model.frozendict import frozendict
from site_builder.model.html import Html
from site_builder.model.series import CarryOverCheck, SeriesReport
from site_builder.model.settings import Fonts
from site_builder.model.transcript import TableText
from site_builder.model.views.parts import CorrectionView, EntryRow, Property, TableView
from site_builder.model.views.report_part import PartView
from site_builder.model.views.rollup import ProposalView, TableDataView


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of the Atom feed."""

    id: str
    title: str
    url: str
    summary: str
    updated: str
    published: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """`atom.xml`."""

    id: str
    title: str
    author: str
    address: str
    updated: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """`sitemap.xml`: addresses with the day of the last change, where known."""

    urls: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """`robots.txt`."""

    sitemap: str
    """Full address; empty when the site's address is not known."""


@dataclass(frozen=True, slots=True)
class SharePictureView:
    """What pages are shared with that have no picture of their own."""

    name: str
    organization: str
    """Empty where the name says it."""
    colour: str
    fonts: Fonts


@dataclass(frozen=True, slots=True)
class CatalogueSection:
    """Entries of the catalogue that follow one another."""

    cause: str
    """What decides their lines besides the program and the standards."""
    count: int
    build_rows: Callable[[], tuple[EntryRow, ...]]

    def written(self, write: Callable[[tuple[EntryRow, ...]], bytes]) -> bytes:
        """Return its lines, as `write` writes its rows."""
        return write(self.build_rows())


def _write_afresh(_cause: str, write: Callable[[], bytes]) -> bytes:
    return write()


@dataclass(frozen=True, slots=True)
class CatalogueDataView:
    """`catalogue.json` and `catalogue.csv`."""

    site: str
    address: str
    sections: tuple[CatalogueSection, ...]
    reuse: Callable[[str, Callable[[], bytes]], bytes] = _write_afresh
    """Returns the lines that were written for a section's cause before, or writes them."""

    @property
    def count(self) -> int:
        """Return how many entries there are."""
        return sum(section.count for section in self.sections)

    @property
    def entries(self) -> tuple[EntryRow, ...]:
        """Build the rows of all entries."""
        return tuple(row for section in self.sections for row in section.build_rows())

    def lines(self, write: Callable[[tuple[EntryRow, ...]], bytes]) -> list[bytes]:
        """Return the lines of each section, as `write` writes its rows."""
        return [
            self.reuse(section.cause, partial(section.written, write)) for section in self.sections
        ]


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure with everything that identifies it."""

    table: str
    table_title: str
    section: str
    section_title: str
    row: str
    row_labels: tuple[str, ...]
    column: str
    column_labels: tuple[str, ...]
    value: str
    """Decimal digits, signed; empty when there is no number."""
    unit: str
    state: str
    """`number`, `blank` or `not-applicable`."""


@dataclass(frozen=True, slots=True)
class FiguresDataView:
    """`<year>/figures.json` and `<year>/figures.csv`."""

    title: str
    year: int
    organization: str
    form: str
    form_number: str
    status: str
    status_note: str
    """Sentence about repeal; empty while the report holds."""
    notices: tuple[str, ...]
    """What was published as it was signed, though wrong: the form, a heading, a sum."""
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class WorkbookView:
    """`<year>/figures.xlsx`: the statutory tables as on paper."""

    title: str
    organization: str
    form: str
    """Title of the form and what it was issued by."""
    tables: tuple[tuple[str, TableView], ...]
    """Title of the part and its table."""
    notices: tuple[str, ...]
    """What must be stated with the numbers: a repeal, that nobody signed them, wrong sums."""


@dataclass(frozen=True, slots=True)
class PrintDocumentView:
    """A whole report or catalogue document as on paper, for its Word and its PDF file."""

    title: str
    organization: str
    date: str
    """Day the file is dated, 2021-01-28: of its publication or last correction, never today."""
    properties: tuple[Property, ...]
    opening: Html
    parts: tuple[PartView, ...]
    footnotes: Html
    notices: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    attachments: tuple[str, ...]
    address: str
    """Absolute address of its page; empty when the site's is not known."""
    external_links: tuple[tuple[str, str], ...]
    """Pages that warn of an outside link, from the site's root, and the address behind each."""
    annex: tuple[TableText, ...]
    """The statutory tables as text; empty where the office leaves them out."""
    fonts: Fonts
    pictures: Mapping[str, bytes] = field(default_factory=lambda: frozendict({}), hash=False)
    """Bytes of the pictures of its texts, by their address there; read when the file is made."""


@dataclass(frozen=True, slots=True)
class SeriesFigure:
    """A figure of one year, or a place that the form of that year does not have."""

    year: int
    cell: FigureCell
    """Its state may also be `absent`."""
    change: str
    """The difference to the year before; empty where there is none."""


@dataclass(frozen=True, slots=True)
class SeriesDataView:
    """`series.json` and `series.csv`."""

    site: str
    address: str
    reports: tuple[SeriesReport, ...]
    missing: tuple[int, ...]
    """Years between the first and the last report that have none."""
    withdrawn: tuple[int, ...]
    """Years whose report was withdrawn."""
    figures: tuple[SeriesFigure, ...]
    carry_over_checks: tuple[CarryOverCheck, ...]


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A published JSON Schema."""

    name: str


FileView = (
    TableDataView
    | ProposalView
    | FeedView
    | SitemapView
    | RobotsView
    | CatalogueDataView
    | FiguresDataView
    | WorkbookView
    | PrintDocumentView
    | SeriesDataView
    | SchemaView
    | SharePictureView
)
