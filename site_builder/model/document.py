"""What was read: reports, articles and catalogue documents, each on its own."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from site_builder.model.document_fields import Attachment, Correction, Reference
from site_builder.model.figures import Figures
from site_builder.model.location import FieldLocations, Location
from site_builder.model.prose import Link, Prose, anchors_in, links_in
from site_builder.model.source import Source
from site_builder.model.status import Status
from site_builder.model.suppression import Suppression


class DocumentSummary(Protocol):
    """What lists, feeds and checks need to know of any document, whatever its kind."""

    @property
    def source(self) -> Source:
        """Return the file it was read from."""

    @property
    def url(self) -> str:
        """Return the address of its page."""

    @property
    def title(self) -> str:
        """Return its title."""

    @property
    def summary(self) -> str:
        """Return what it is about; empty when not written."""

    @property
    def published(self) -> date | None:
        """Return the day of its publication."""

    @property
    def status(self) -> Status:
        """Return whether it still holds."""

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Return what was changed after publication, newest first."""

    def location_of(self, field: str) -> Location:
        """Return where a field stands, or would stand."""


class Document(DocumentSummary, Protocol):
    """What the rest of a site may know of any text: whatever leads out of it, or into it."""

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links and images of its texts, in order."""

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return what its page can be entered at: the ids of its headings."""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files that belong to it."""

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """Return the diagnostics that the office lets stand."""


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
    status: Status
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
    locations: FieldLocations
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
    """What is in the catalogue: its entry states what lists and feeds state too."""

    entry: CatalogueEntry

    @property
    def source(self) -> Source:
        """Return the entry's."""
        return self.entry.source

    @property
    def url(self) -> str:
        """Return the entry's."""
        return self.entry.url

    @property
    def title(self) -> str:
        """Return the entry's."""
        return self.entry.title

    @property
    def summary(self) -> str:
        """Return the entry's."""
        return self.entry.summary

    @property
    def published(self) -> date | None:
        """Return the entry's."""
        return self.entry.published

    @property
    def status(self) -> Status:
        """Return the entry's."""
        return self.entry.status

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Return the entry's."""
        return self.entry.corrections

    def location_of(self, field: str) -> Location:
        """Return where a field stands, or would stand."""
        return self.entry.location_of(field)


@dataclass(frozen=True, slots=True)
class CatalogueDocument(_CatalogueItem):
    """One disclosed document: its summary and what its own page needs besides."""

    prose: Prose
    attachments: tuple[Attachment, ...]
    suppressions: tuple[Suppression, ...]
    format: str
    audience: str
    retention: str

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links and images of its text."""
        return self.prose.links

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return the ids of its headings."""
        return anchors_in((self.prose,))

    @property
    def record(self) -> "DocumentRecord":
        """Return what the rest of the site needs to know of it."""
        return DocumentRecord(
            self.entry, self.attachments, self.suppressions, self.links, self.anchors
        )


@dataclass(frozen=True, slots=True)
class DocumentRecord(_CatalogueItem):
    """What the rest of a site needs to know of one document: never its text.

    Lists, data, feeds and checks are made of records. As long as a document's record stays as it
    is, nothing but its own page can change.
    """

    attachments: tuple[Attachment, ...]
    suppressions: tuple[Suppression, ...]
    links: tuple[Link, ...]
    anchors: tuple[str, ...]


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

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links and images of its texts."""
        return links_in(self.prose_parts)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return the ids of its headings and of its parts."""
        return (*anchors_in(self.prose_parts), *(part.id for part in self.parts))


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
    status: Status
    prose: Prose
    attachments: tuple[Attachment, ...]
    corrections: tuple[Correction, ...]
    """Newest first."""
    suppressions: tuple[Suppression, ...]
    locations: FieldLocations
    """Field id → where it stands."""

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links and images of its text."""
        return self.prose.links

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return the ids of its headings."""
        return anchors_in((self.prose,))

    def location_of(self, field: str) -> Location:
        """Return where a field stands, or would stand."""
        return self.locations.get(field, Location(self.source.display_path, 1))
