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
    listed = sorted(documents, key=lambda document: document.source.path)
    reports = {document.year: document for document in listed if isinstance(document, Report)}
    catalogue_documents = [
        document for document in listed if isinstance(document, CatalogueDocument)
    ]
    texts = [document for document in listed if isinstance(document, StandalonePage)]
    entries = [report.entry for report in reports.values()]
    entries += [document.entry for document in catalogue_documents]
    entries.sort(key=newest_first)
    introductions = {text.source.year: text for text in texts if text.source.kind == "year"}
    years = {entry.year for entry in entries} | introductions.keys()
    return Site(
        settings=settings,
        forms=forms,
        years=tuple(sorted(years, reverse=True)),
        reports=frozendict(dict(sorted(reports.items(), reverse=True))),
        introductions=frozendict(introductions),
        documents=tuple(catalogue_documents),
        entries=tuple(entries),
        rules=tuple(text for text in texts if text.source.kind == "rule"),
        pages=frozendict(
            {text.source.path: text for text in texts if text.source.kind not in ("year", "rule")}
        ),
        files=frozendict({source.path: source for source in files}),
        related=frozendict(relations(entries)),
    )


def newest_first(entry: CatalogueEntry) -> tuple[int, int, str]:
    """Sort by publication, newest first; what has no date stands at its year's end."""
    day = entry.published or entry.created or date(entry.year, 12, 31)
    return -day.toordinal(), 0 if entry.is_report else 1, entry.source.path
