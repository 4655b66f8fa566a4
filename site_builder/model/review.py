"""Three-level review (三级审核): who signed which text, and what became of it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.model.source import Source


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
