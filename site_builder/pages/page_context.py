"""What the planners of documents share, and those of lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from site_builder.model.catalogue_index import CatalogueIndex, ListedEntry
from site_builder.model.document import CatalogueDocument, CatalogueEntry
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.pages.causes import RowCauses
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.view_parts import EntryRows

LoadDocument = Callable[[Source], CatalogueDocument]
"""Reads a document again for its page: what is not to be made is not read."""
LoadEntries = Callable[[Iterable[ListedEntry]], list[CatalogueEntry]]
"""Brings to hand what lines of lists show: what is not to be made is not looked up."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """A site, and what the pages of its documents are made with."""

    site: Site
    standards: Standards
    meta: PageMetaBuilder
    load_document: LoadDocument


@dataclass(frozen=True, slots=True)
class ListContext:
    """A site, its catalogue, and what lists are made with."""

    site: Site
    """As far as lists show it: its documents and entries may be missing."""
    catalogue: CatalogueIndex
    standards: Standards
    meta: PageMetaBuilder
    load_entries: LoadEntries
    rows: EntryRows
    row_causes: RowCauses


def page_context(site: Site, standards: Standards, load_document: LoadDocument) -> PageContext:
    """Return what the planners of documents share."""
    return PageContext(site, standards, PageMetaBuilder(site.settings, standards), load_document)


def list_context(
    site: Site, catalogue: CatalogueIndex, standards: Standards, load_entries: LoadEntries
) -> ListContext:
    """Return what the planners of lists share."""
    return ListContext(
        site,
        catalogue,
        standards,
        PageMetaBuilder(site.settings, standards),
        load_entries,
        EntryRows(load_entries, catalogue.related, standards),
        RowCauses(catalogue, site.digests),
    )
