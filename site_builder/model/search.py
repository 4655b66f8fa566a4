"""What is searched: one text of the site, as the index and the list of results need it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.model.views.parts import StatusView


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What is known of a page without reading its text: what the list of results shows first."""

    path: str
    """Its source, or its address where nobody wrote it; decides its group."""
    year: int
    """The year it is filed under; 0 for a standing page."""
    url: str
    title: str
    identifiers: tuple[str, ...]
    """索引号, 发文字号."""
    summary: str
    date: str
    """The day it is sorted by, as 2021-01-28; empty when not known."""
    facets: tuple[str, ...]
    """Its value of each facet, in their order; empty for none."""
    status: StatusView


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page that can be found."""

    entry: SearchEntry
    body: tuple[str, ...]
    """All its other text, a line for each block: no match reaches from one into the next."""
    properties: tuple[str, ...]
    """The values of the lines of its box. Their labels, which every document has, are no text."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to filter what was found."""

    id: str
    """Its name in addresses: search.html?theme=…"""
    order: tuple[str, ...]
    """Values with a place of their own, in the order they are offered; others follow by number."""


class SearchMember(NamedTuple):
    """A page that can be found, before its text is read."""

    path: str
    """Its source, or its address where nobody wrote it; decides its group."""
    year: int
    """The year it is filed under; 0 for a standing page."""
    date: str
    """The day it is sorted by; empty when not known."""
    cause: str
    """All that decides how it is found."""
    build_document: Callable[[], SearchDocument]
    """Called only for a group that is to be indexed."""
    document: SearchDocument | None = None
    """The text, where it is at hand: of all but the documents of the catalogue."""


def search_member(document: SearchDocument) -> SearchMember:
    """Return a document that is at hand as a member of a group."""
    entry = document.entry
    cause = repr(document)
    return SearchMember(entry.path, entry.year, entry.date, cause, lambda: document, document)


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Neighbours that are indexed together."""

    name: str
    tier: str
    """The part of the index its entries are joined to: the newest year, or the years before."""
    members: tuple[SearchMember, ...]

    def build_documents(self) -> list[SearchDocument]:
        """Read the texts of the group."""
        return [member.build_document() for member in self.members]


@dataclass(frozen=True, slots=True)
class SearchCorpus:
    """Everything that can be found, and the ways to filter it."""

    facets: tuple[Facet, ...]
    members: tuple[SearchMember, ...]


class SegmentHead(NamedTuple):
    """What is known of the index of a group without reading it."""

    name: str
    tier: str
    digest: str
    """Of the buckets: what a tier is made of is known without reading it."""
    results_digest: str
    """Of the file that shows its results."""
    facts: str
    """What `index.json` says of the group, as JSON."""


@dataclass(frozen=True, slots=True)
class IndexSegment:
    """The index of one group. Its own files are final; its buckets are joined with others'."""

    head: SegmentHead
    results: bytes
    """What the list of results shows of the group's documents: a file of its own."""
    buckets: tuple[bytes, ...]
    """Entries by the hash of their key."""


class TierHead(NamedTuple):
    """What is known of the joined index of a tier without reading it."""

    version: str
    """Names the state of all its groups."""
    facts: str
    """What `index.json` says of the tier, as JSON."""
    digests: dict[str, str]
    """Address of each shard → digest of its bytes."""


class TierPart(NamedTuple):
    """What a group has in the joined index of its tier."""

    name: str
    digest: str
    """Of its buckets."""
    sizes: Sequence[int]
    """Bytes of its part in each bucket."""


@dataclass(frozen=True, slots=True)
class IndexTier:
    """The joined index of the groups of a tier."""

    head: TierHead
    parts: tuple[TierPart, ...]
    """In the order in which they stand in each bucket."""
    files: tuple[tuple[str, bytes], ...]
    """Address and content of each shard."""
