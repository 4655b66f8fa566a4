"""What was withdrawn is emptied before anything is planned: no page, list or file can reveal it.

Its address, title, numbers, days, state, reason and corrections stay (行政处罚法 Art. 48).
"""

from collections.abc import Iterable
from dataclasses import replace

from site_builder.core.urls import resolve_link
from site_builder.model.document import (
    CatalogueDocument,
    CatalogueEntry,
    Document,
    DocumentRecord,
    DocumentSummary,
    Report,
    StandalonePage,
)
from site_builder.model.html import Html
from site_builder.model.prose import Prose
from site_builder.model.site import Site

_EMPTY_PROSE = Prose(Html(""), "", (), ())


def redact_site(site: Site) -> Site:
    """Remove what a site withdrew. Figures stay where they are: a form cannot lack any."""
    texts: list[DocumentSummary] = [*site.entries, *site.documents]
    texts += [*site.introductions.values(), *site.rules, *site.pages.values()]
    if not any(text.status.is_withdrawn for text in texts):
        return site
    withdrawn_urls = {entry.url for entry in site.entries if entry.status.is_withdrawn}
    return replace(
        site,
        reports={year: _redact_report(report) for year, report in site.reports.items()},
        introductions={year: _redact_page(page) for year, page in site.introductions.items()},
        documents=tuple(_redact_record(record) for record in site.documents),
        entries=tuple(redact_entry(entry) for entry in site.entries),
        rules=tuple(_redact_page(rule) for rule in site.rules),
        pages={path: _redact_page(page) for path, page in site.pages.items()},
        related={
            url: related for url, related in site.related.items() if url not in withdrawn_urls
        },
    )


def withheld_files(documents: Iterable[Document]) -> set[str]:
    """Return the files below `content/` that only withdrawn documents have or show."""
    listed = tuple(documents)
    if not any(document.status.is_withdrawn for document in listed):
        return set()
    withdrawn_files: set[str] = set()
    published_files: set[str] = set()
    for document in listed:
        (withdrawn_files if document.status.is_withdrawn else published_files).update(
            _linked_files(document)
        )
    return withdrawn_files - published_files


def _linked_files(document: Document) -> set[str]:
    links = (link for link in document.links if not link.is_external)
    targets = {resolve_link(link.target, document.source.path) for link in links}
    return {path for path in targets if path} | {
        attachment.path for attachment in document.attachments
    }


def redact_entry(entry: CatalogueEntry) -> CatalogueEntry:
    """Remove what an entry withdrew."""
    return (
        replace(entry, summary="", keywords=(), withheld="") if entry.status.is_withdrawn else entry
    )


def _redact_record(record: DocumentRecord) -> DocumentRecord:
    if not record.status.is_withdrawn:
        return record
    return replace(record, entry=redact_entry(record.entry), attachments=(), links=(), anchors=())


def redact_document(document: CatalogueDocument) -> CatalogueDocument:
    """Remove what a document withdrew."""
    if not document.status.is_withdrawn:
        return document
    return replace(document, entry=redact_entry(document.entry), prose=_EMPTY_PROSE, attachments=())


def _redact_page(page: StandalonePage) -> StandalonePage:
    return (
        replace(page, summary="", prose=_EMPTY_PROSE, attachments=())
        if page.status.is_withdrawn
        else page
    )


def _redact_report(report: Report) -> Report:
    if not report.status.is_withdrawn:
        return report
    parts = tuple(replace(part, prose=_EMPTY_PROSE) for part in report.parts)
    return replace(
        report,
        entry=redact_entry(report.entry),
        opening=None,
        parts=parts,
        footnotes=None,
        attachments=(),
    )
