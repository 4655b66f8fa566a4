"""Documents → `Site`: everything that was read, indexed once and in stable order."""

from collections.abc import Iterable, Mapping
from datetime import date

from site_builder.model.document import (
    CatalogueDocument,
    CatalogueEntry,
    Document,
    Report,
    StandalonePage,
)
from site_builder.model.form import Form
from site_builder.model.frozendict import frozendict
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.pages.relations import relations


def build_site(
    settings: Settings,
    forms: Mapping[str, Form],
    documents: Iterable[Document],
    files: Iterable[Source],
) -> Site:
    """Index the documents of a site."""
    reports: dict[int, Report] = {}
    introductions: dict[int, StandalonePage] = {}
    catalogue_documents: list[CatalogueDocument] = []
    rules: list[StandalonePage] = []
    pages: dict[str, StandalonePage] = {}
    for document in sorted(documents, key=lambda document: _source(document).path):
        if isinstance(document, Report):
            reports[document.year] = document
        elif isinstance(document, CatalogueDocument):
            catalogue_documents.append(document)
        elif document.source.kind == "year":
            introductions[document.source.year] = document
        elif document.source.kind == "rule":
            rules.append(document)
        else:
            pages[document.source.path] = document
    entries = [report.entry for report in reports.values()]
    entries += [document.entry for document in catalogue_documents]
    entries.sort(key=newest_first)
    years = {entry.year for entry in entries} | introductions.keys()
    return Site(
        settings=settings,
        forms=forms,
        years=tuple(sorted(years, reverse=True)),
        reports=frozendict(dict(sorted(reports.items(), reverse=True))),
        introductions=frozendict(introductions),
        documents=tuple(catalogue_documents),
        entries=tuple(entries),
        rules=tuple(rules),
        pages=frozendict(pages),
        files=frozendict({source.path: source for source in files}),
        related=frozendict(relations(entries)),
    )


def _source(document: Document) -> Source:
    return document.source if isinstance(document, StandalonePage) else document.entry.source


def newest_first(entry: CatalogueEntry) -> tuple[int, int, str]:
    """Sort by publication, newest first; what has no date stands at its year's end."""
    day = entry.published or entry.created or date(entry.year, 12, 31)
    return -day.toordinal(), 0 if entry.is_report else 1, entry.source.path
