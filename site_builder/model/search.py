"""What is searched: one text of the site, as the index and the list of results need it."""

from dataclasses import dataclass

from site_builder.model.views.parts import StatusView


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page that can be found."""

    url: str
    title: str
    identifiers: tuple[str, ...]
    """索引号, 发文字号."""
    body: tuple[str, ...]
    """All its other text, a line for each block: no match reaches from one into the next."""
    properties: tuple[tuple[str, str], ...]
    """Label and value of the lines of its box. Values are searched; labels, which every document
    has, only show in a result what a value is."""
    date: str
    """The day it is sorted by, as 2021-01-28; empty when not known."""
    facets: tuple[str, ...]
    """Its value of each facet of the plan, in their order; empty for none."""
    status: StatusView


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to filter what was found."""

    id: str
    """Its name in addresses: search.html?theme=…"""
    values: tuple[str, ...]
    """In the order they are offered."""


@dataclass(frozen=True, slots=True)
class SearchCorpus:
    """Everything that can be found, in stable order, and the ways to filter it."""

    facets: tuple[Facet, ...]
    groups: tuple[tuple[SearchDocument, ...], ...]
    """Neighbours by day. A group is indexed alone, so an edit remakes the index of one group."""


EMPTY_CORPUS = SearchCorpus((), ())


@dataclass(frozen=True, slots=True)
class IndexSegment:
    """The index of one group, ready to be joined with the others'."""

    buckets: tuple[str, ...]
    """Entries by the hash of their key."""
    block_counts: tuple[tuple[int, int, int], ...]
    """Of each text: pages of its title, its numbers, its lines."""
    stored_documents: tuple[str, ...]
    """What the list of results shows, as JSON, some texts each."""
