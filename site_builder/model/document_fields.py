"""Values of a document's front matter that have parts of their own."""

from dataclasses import dataclass
from datetime import date

from site_builder.model.location import Location


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
    """A change made after publication, published."""

    corrected_on: date
    change: str
    reason: str
