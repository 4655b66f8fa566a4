"""The catalogue as far as it decides which lists there are, and what stands where in them.

Lists are planned from this alone. What a line shows is asked for when the list is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.model.frozendict import frozendict
from site_builder.model.views.parts import Related


class ListedEntry(NamedTuple):
    """An entry of the catalogue: its place in lists, none of its words."""

    path: str
    """Of its source, below `content/`."""
    url: str
    year: int
    """The year section it belongs to."""
    day: str
    """By which lists sort it, as YYYY-MM-DD."""
    modified: str
    """When it last changed; empty when not known."""
    item: int
    theme: str
    genre: str
    status: str
    is_report: bool


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """All entries of a site's catalogue."""

    entries: tuple[ListedEntry, ...]
    """Newest first."""
    related: Mapping[str, Related]
    """URL of an entry → policies and interpretations; nothing for most."""


EMPTY_CATALOGUE = CatalogueIndex((), frozendict({}))
