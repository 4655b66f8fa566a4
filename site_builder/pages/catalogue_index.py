"""A site's entries as far as lists are planned from them."""

from site_builder.model.catalogue_index import CatalogueIndex, ListedEntry
from site_builder.model.document import CatalogueEntry
from site_builder.model.site import Site
from site_builder.pages.dates import iso, last_modified, sort_date


def catalogue_index(site: Site) -> CatalogueIndex:
    """Return the entries of a site, in its order."""
    return CatalogueIndex(tuple(map(_listed, site.entries)), site.related)


def _listed(entry: CatalogueEntry) -> ListedEntry:
    return ListedEntry(
        entry.source.path,
        entry.url,
        entry.year,
        sort_date(entry).isoformat(),
        iso(last_modified(entry)),
        entry.item,
        entry.theme,
        entry.genre,
        entry.status.label,
        entry.is_report,
    )
