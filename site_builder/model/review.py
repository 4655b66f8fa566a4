"""Three-level review (三级审核): who signed which text, and what became of it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.model.source import Source


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who acts, as typed: a name, and a level of review; at none, the author."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """One level of review, bound to a digest of what was read."""

    level: str
    name: str
    signed_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class SignOffRecord:
    """What a sign-off file holds."""

    signoffs: tuple[SignOff, ...]
    """Those for the text stored below, in the order they were given."""
    superseded: tuple[SignOff, ...]
    """Those that later edits made void; retained as a record."""
    contents: Mapping[str, str]
    """Path below `content/` → its text when it was signed; of an attachment, its digest."""


@dataclass(frozen=True, slots=True)
class RemarkAnchor:
    """What a remark is about: a paragraph, a cell, or the whole text."""

    path: str
    """File below `content/`; empty for the whole text."""
    quote: str
    """The paragraph, or what was typed into the cell, when the remark was made."""
    paragraph: int = 0
    """Its number, from 1; 0 for a cell."""
    cell: str = ""
    """Table, row and column, parted by `|`."""


@dataclass(frozen=True, slots=True)
class RemarkEntry:
    """What a person wrote on a day, acting at a level; at none, the author."""

    name: str
    level: str
    stated_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer wants to be changed, with the answers to it."""

    number: int
    """From 1, never used again."""
    anchor: RemarkAnchor
    statement: RemarkEntry
    answers: tuple[RemarkEntry, ...] = ()
    closure: RemarkEntry | None = None
    """Who closed it; None while it is open."""

    @property
    def is_open(self) -> bool:
        """Return whether nobody has closed it."""
        return self.closure is None


@dataclass(frozen=True, slots=True)
class ReviewedVersion:
    """What a level had before it when it last looked at a text without a sign-off that stands."""

    level: str
    name: str
    reviewed_on: date
    digest: str
    contents: Mapping[str, str] | None
    """None where too large to be stored."""


@dataclass(frozen=True, slots=True)
class RemarkRecord:
    """What a file of remarks holds."""

    remarks: tuple[Remark, ...]
    versions: tuple[ReviewedVersion, ...]

    @property
    def open_remarks(self) -> tuple[Remark, ...]:
        """Return the remarks that nobody has closed."""
        return tuple(remark for remark in self.remarks if remark.is_open)


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """Where one document stands."""

    source: Source
    signoffs: tuple[SignOff, ...]
    """Those that hold for the text as it is now."""
    missing: tuple[str, ...]
    """Levels still to come, in order."""
    stale: tuple[SignOff, ...]
    """Those that an edit made void."""
    changes: tuple[str, ...]
    """What has changed since they were given, in Chinese, a line each."""
    tampering: tuple[str, ...] = ()
    """What in the record `sign` cannot have written, in Chinese; then nothing in it counts."""
    open_remarks: tuple[str, ...] = ()
    """Remarks nobody has closed, in Chinese; over one no sign-off stands."""

    @property
    def is_complete(self) -> bool:
        """Return whether the text as it is now is signed at every level, and nothing is open."""
        return not (self.missing or self.stale or self.open_remarks)
