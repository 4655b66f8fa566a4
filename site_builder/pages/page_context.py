"""What the planners of lists and documents share."""

from collections.abc import Callable
from dataclasses import dataclass

from site_builder.model.document import CatalogueDocument
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.pages.causes import RowCauses
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.view_parts import EntryRows

LoadDocument = Callable[[Source], CatalogueDocument]
"""Reads a document again for its page: what is not to be made is not read."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """A site, and what its pages are made with."""

    site: Site
    standards: Standards
    meta: PageMetaBuilder
    rows: EntryRows
    row_causes: RowCauses
    load_document: LoadDocument


def page_context(site: Site, standards: Standards, load_document: LoadDocument) -> PageContext:
    """Build what the planners share."""
    meta, rows = PageMetaBuilder(site.settings, standards), EntryRows(site, standards)
    return PageContext(site, standards, meta, rows, RowCauses(site), load_document)
