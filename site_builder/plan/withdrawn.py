"""What was withdrawn is emptied before anything is planned: no page, list or file can tell it.

Its address, title, numbers, days, state, reason and corrections stay (行政处罚法 Art. 48).
"""

from collections.abc import Iterable
from dataclasses import replace

from site_builder.model.document import (
    WITHDRAWN,
    CatalogueDocument,
    CatalogueEntry,
    Document,
    Prose,
    Report,
    StandalonePage,
)
from site_builder.model.html import Html
from site_builder.model.site import Site
from site_builder.urls import resolve_link

_NOTHING = Prose(Html(""), "", (), ())


def withdrawn(document: Document | CatalogueEntry) -> bool:
    """Tell whether nothing of a document may be shown but that it was there, and why it is gone."""
    return document.status == WITHDRAWN


def emptied(site: Site) -> Site:
    """Leave out what a site withdrew. Figures stay where they are: a form cannot lack any."""
    gone = {one.url for one in site.entries if withdrawn(one)}
    return replace(
        site,
        reports={year: _report(one) for year, one in site.reports.items()},
        introductions={year: _article(one) for year, one in site.introductions.items()},
        documents=tuple(_document(one) for one in site.documents),
        entries=tuple(_entry(one) for one in site.entries),
        rules=tuple(_article(one) for one in site.rules),
        pages={path: _article(one) for path, one in site.pages.items()},
        related={url: one for url, one in site.related.items() if url not in gone},
    )


def withheld(documents: Iterable[Document]) -> set[str]:
    """List the files below `content/` that only withdrawn documents have or show."""
    gone: set[str] = set()
    kept: set[str] = set()
    for document in documents:
        (gone if withdrawn(document) else kept).update(_files(document))
    return gone - kept


def proses(document: Document) -> tuple[Prose, ...]:
    """List the texts of a document."""
    if isinstance(document, StandalonePage | CatalogueDocument):
        return (document.prose,)
    return document.prose_parts


def _files(document: Document) -> set[str]:
    source = document.source if isinstance(document, StandalonePage) else document.entry.source
    links = (link for prose in proses(document) for link in prose.links if not link.is_external)
    found = {resolve_link(link.target, source.path) for link in links}
    return {path for path in found if path} | {one.path for one in document.attachments}


def _entry(entry: CatalogueEntry) -> CatalogueEntry:
    return replace(entry, summary="", keywords=(), withheld="") if withdrawn(entry) else entry


def _document(one: CatalogueDocument) -> CatalogueDocument:
    if not withdrawn(one):
        return one
    return replace(one, entry=_entry(one.entry), prose=_NOTHING, attachments=())


def _article(one: StandalonePage) -> StandalonePage:
    return replace(one, summary="", prose=_NOTHING, attachments=()) if withdrawn(one) else one


def _report(one: Report) -> Report:
    if not withdrawn(one):
        return one
    parts = tuple(replace(part, prose=_NOTHING) for part in one.parts)
    return replace(
        one, entry=_entry(one.entry), opening=None, parts=parts, footnotes=None, attachments=()
    )
