"""Every page and file that shows lines of the catalogue, or how large such a file is."""

from collections.abc import Iterable, Iterator

from site_builder.model.catalogue_index import ListedEntry
from site_builder.model.document import CatalogueEntry
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.pages import catalogue, feeds, open_data, search, static_pages, taxonomies
from site_builder.pages.catalogue_index import catalogue_index
from site_builder.pages.page_context import ListContext, LoadEntries, list_context


def list_pages(context: ListContext) -> Iterator[Page]:
    """Plan them. No other page changes with the words of a line.

    Where the standards name no columns, nothing was asked of the site: it has the two pages that
    any site has.
    """
    site, standards, meta = context.site, context.standards, context.meta
    yield static_pages.home_page(context)
    if not standards.channels:
        yield search.search_page(site, standards, meta, ())
        return
    listings, filter_groups = taxonomies.build_listings(context.catalogue.entries, standards)
    yield from static_pages.year_pages(context)
    yield from catalogue.catalogue_pages(listings, filter_groups, context)
    yield search.search_page(site, standards, meta, filter_groups)
    yield from feeds.feed_pages(context)
    yield from open_data.data_pages(context)
    yield from catalogue.catalogue_files(context)


def lists_of(site: Site, standards: Standards) -> ListContext:
    """Return what the lists of a site that is at hand are planned with."""
    return list_context(site, catalogue_index(site), standards, _entries_of(site))


def _entries_of(site: Site) -> LoadEntries:
    by_url: dict[str, CatalogueEntry] = {entry.url: entry for entry in site.entries}

    def load_entries(listed: Iterable[ListedEntry]) -> list[CatalogueEntry]:
        return [by_url[entry.url] for entry in listed]

    return load_entries
