"""Documents → `Site`: everything that was read, indexed once and in stable order."""

from collections.abc import Iterable, Mapping

from site_builder.model.document import (
    CatalogueEntry,
    Document,
    DocumentRecord,
    Report,
    StandalonePage,
)
from site_builder.model.form import Form
from site_builder.model.frozendict import frozendict
from site_builder.model.settings import Settings
from site_builder.model.site import Site, TextDigests
from site_builder.model.source import SourceFile
from site_builder.pages.dates import sort_date
from site_builder.pages.relations import relations


def build_site(
    settings: Settings,
    forms: Mapping[str, Form],
    documents: Iterable[Document],
    files: Iterable[SourceFile],
    digests: Mapping[str, TextDigests],
) -> Site:
    """Index the documents of a site."""
    listed = sorted(documents, key=lambda document: document.source.path)
    reports = {document.year: document for document in listed if isinstance(document, Report)}
    records = [document for document in listed if isinstance(document, DocumentRecord)]
    texts = [document for document in listed if isinstance(document, StandalonePage)]
    entries = [report.entry for report in reports.values()]
    entries += [record.entry for record in records]
    entries.sort(key=newest_first)
    introductions = {text.source.year: text for text in texts if text.source.kind == "year"}
    years = {entry.year for entry in entries} | introductions.keys()
    return Site(
        settings=settings,
        forms=forms,
        years=tuple(sorted(years, reverse=True)),
        reports=frozendict(dict(sorted(reports.items(), reverse=True))),
        introductions=frozendict(introductions),
        documents=tuple(records),
        entries=tuple(entries),
        rules=tuple(text for text in texts if text.source.kind == "rule"),
        pages=frozendict(
            {text.source.path: text for text in texts if text.source.kind not in ("year", "rule")}
        ),
        files=frozendict({source.path: source for source in files}),
        related=frozendict(relations(entries)),
        digests=digests,
    )


def newest_first(entry: CatalogueEntry) -> tuple[int, int, str]:
    """Sort by publication, newest first."""
    return -sort_date(entry).toordinal(), 0 if entry.is_report else 1, entry.source.path
