"""What was read: reports, articles and catalogue documents, each on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.model.figures import Figures
from site_builder.model.html import Html
from site_builder.model.location import Location
from site_builder.model.source import Source
from site_builder.model.suppression import Suppression


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image found in a text."""

    target: str
    """As written for links inside; the full address for links outside."""
    location: Location
    is_external: bool
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, for tables of contents."""

    level: int
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text, rendered."""

    html: Html
    text: str
    """The words alone, for feeds and checks."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a document."""

    path: str
    """Below `content/`."""
    label: str
    location: Location


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document, named by its file."""

    path: str
    """Below `content/`."""
    location: Location


@dataclass(frozen=True, slots=True)
class Correction:
    """A change made after publication, told to the public."""

    corrected_on: date
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """The summary that lists, feeds and data files need; never the body."""

    source: Source
    url: str
    index_number: str
    title: str
    summary: str
    created: date | None
    published: date | None
    issuer: str
    document_number: str
    item: int
    """Number of the item of Article 20, 1 to 15; 0 when not given."""
    theme: str
    """As displayed, 父类\\子类; empty when not given."""
    genre: str
    keywords: tuple[str, ...]
    status: str
    repealed: date | None
    status_note: str
    """Why it was repealed or withdrawn, in the office's words."""
    openness: str
    responsible: str
    corrections: tuple[Correction, ...]
    """Newest first."""
    interpretations: tuple[Reference, ...]
    """Documents that explain this one, as far as it names them itself."""
    policies: tuple[Reference, ...]
    """Documents that this one explains, as far as it names them itself."""
    formerly: str
    """公开方式 before a re-assessment (条例 Art. 18) opened it; empty for none."""
    withheld: str
    """What of it is not disclosed, and why; empty for nothing."""
    assessed: date | None
    """Day of the last re-assessment of what is, or was, withheld."""
    is_report: bool
    locations: Mapping[str, Location]
    """Field id → where it stands."""

    @property
    def year(self) -> int:
        """Return the year section it belongs to."""
        return self.source.year

    @property
    def corrected(self) -> date | None:
        """Return the day of the newest correction."""
        return self.corrections[0].corrected_on if self.corrections else None

    def location_of(self, field: str) -> Location:
        """Return where a field stands, or would stand."""
        return self.locations.get(field, Location(self.source.display_path, 1))


@dataclass(frozen=True, slots=True)
class _CatalogueItem:
    """What stands in the catalogue: of its state and corrections lists and feeds tell too."""

    entry: CatalogueEntry

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Return the entry's: lists and feeds tell them too."""
        return self.entry.corrections

    @property
    def status(self) -> str:
        """Return the entry's."""
        return self.entry.status

    @property
    def repealed(self) -> date | None:
        """Return the entry's."""
        return self.entry.repealed

    @property
    def status_note(self) -> str:
        """Return the entry's."""
        return self.entry.status_note


@dataclass(frozen=True, slots=True)
class CatalogueDocument(_CatalogueItem):
    """One disclosed document: its summary and what its own page needs besides."""

    prose: Prose
    attachments: tuple[Attachment, ...]
    suppressions: tuple[Suppression, ...]
    format: str
    audience: str
    retention: str


@dataclass(frozen=True, slots=True)
class ReportPart:
    """What stands below one heading of a report."""

    id: str
    """The id of the form's part that it is; another for a heading the form does not have."""
    title: str
    """The heading as signed; empty where a table of the form has none of its own."""
    prose: Prose


@dataclass(frozen=True, slots=True)
class Report(_CatalogueItem):
    """One year's annual report."""

    organization: str
    """Name of the disclosing body."""
    form: str
    """Id of the form."""
    opening: Prose | None
    """What stands before the first part."""
    parts: tuple[ReportPart, ...]
    """In the order in which they were signed."""
    footnotes: Prose | None
    """Of all parts; they stand after the last."""
    figures: Figures
    attachments: tuple[Attachment, ...]
    suppressions: tuple[Suppression, ...]
    """Of its text and of its figures."""

    @property
    def year(self) -> int:
        """Return the year the report is about."""
        return self.entry.source.year

    @property
    def prose_parts(self) -> tuple[Prose, ...]:
        """Return all its texts, in order."""
        opening = (self.opening,) if self.opening else ()
        closing = (self.footnotes,) if self.footnotes else ()
        return (*opening, *(part.prose for part in self.parts), *closing)


@dataclass(frozen=True, slots=True)
class StandalonePage:
    """A standing text: guide, application page, a rule, a year's introduction, the home text."""

    source: Source
    url: str
    title: str
    summary: str
    published: date | None
    effective: date | None
    """For rules: in force since."""
    issuer: str
    document_number: str
    status: str
    repealed: date | None
    status_note: str
    """Why it was repealed or withdrawn, in the office's words."""
    prose: Prose
    attachments: tuple[Attachment, ...]
    corrections: tuple[Correction, ...]
    """Newest first."""
    suppressions: tuple[Suppression, ...]
    locations: Mapping[str, Location]
    """Field id → where it stands."""

    def location_of(self, field: str) -> Location:
        """Return where a field stands, or would stand."""
        return self.locations.get(field, Location(self.source.display_path, 1))


Document = StandalonePage | CatalogueDocument | Report

WITHDRAWN = "撤回"
INACTIVE_STATUSES = {"废止": "废止日期", "失效": "失效日期", WITHDRAWN: "撤回日期"}
"""States of what no longer holds, and what the day is called on which it ended."""
