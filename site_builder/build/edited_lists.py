"""Lists of a site of which only texts, and words of lines, changed: planned without its records.

Where each entry stands in them is as it was; records are read for the lines of those lists alone
that are to be made again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from site_builder.build.catalogue_file import catalogue_file, load_catalogue, store_catalogue
from site_builder.build.checked_site import CheckedSite
from site_builder.build.context import BuildContext
from site_builder.build.site_readings import SiteReadings
from site_builder.build.text_cache import Shards, TextCache
from site_builder.model.catalogue_index import ListedEntry
from site_builder.model.document import CatalogueEntry, Document, DocumentRecord
from site_builder.model.page import Page
from site_builder.model.source import REVIEW_RECORDS, Source
from site_builder.pages.list_pages import list_pages
from site_builder.pages.page_context import LoadDocument, list_context
from site_builder.pages.redaction import redact_entry, redact_site
from site_builder.pages.site_index import build_site


def save_catalogue(context: BuildContext, checked_site: CheckedSite) -> None:
    """Leave for the next build what lists are planned from."""
    key = _key(context, context.records_key)
    catalogue = catalogue_file(key, checked_site.site, checked_site.plan.catalogue)
    context.try_save(partial(store_catalogue, context.build, catalogue))


def _key(context: BuildContext, records_key: str) -> str:
    return f"{context.site_key} {records_key}"


def edited_lists(
    context: BuildContext,
    readings: SiteReadings,
    edited: Sequence[DocumentRecord],
    load_document: LoadDocument,
) -> tuple[Page, ...] | None:
    """Plan the lists; None where only the whole site shows what is in them."""
    settings, texts = readings.settings, readings.texts.cache
    last = context.previous_manifest
    catalogue = load_catalogue(context.build, _key(context, last.records_key))
    catalogue = catalogue and catalogue.with_titles(_key(context, context.records_key), edited)
    others = _other_texts(readings)
    # Some lists show a text of their own, with the mark of its review.
    is_reviewed = any(source.kind in REVIEW_RECORDS for source in readings.sources)
    if settings is None or settings.review_required or is_reviewed:
        return None
    if catalogue is None or others is None:
        return None
    context.try_save(partial(store_catalogue, context.build, catalogue))
    digests = {path: entry.digests for path, entry in texts.entries.items()}
    site = redact_site(build_site(settings, context.standards.forms, others, (), digests))
    site = replace(site, years=last.years, related=catalogue.index.related)
    reports = {report.url: report.entry for report in site.reports.values()}
    load_entries = partial(_load_entries, texts, reports, load_document, {})
    return tuple(list_pages(list_context(site, catalogue.index, context.standards, load_entries)))


def _other_texts(readings: SiteReadings) -> list[Document] | None:
    """Return all texts that are no documents of the catalogue; None where one is not at hand."""
    texts = readings.texts.cache
    paths = [source.path for source in readings.texts.sources if source.kind != "document"]
    if texts.load_outcomes(paths):
        return None
    outcomes = (texts.outcomes[path][0] for path in paths)
    return [text for text in outcomes if text is not None]


def _load_entries(
    texts: TextCache,
    reports: dict[str, CatalogueEntry],
    load_document: LoadDocument,
    shards: Shards,
    listed: Iterable[ListedEntry],
) -> list[CatalogueEntry]:
    entries = list(listed)
    texts.load_outcomes((entry.path for entry in entries if not entry.is_report), shards)
    loaded = []
    for entry in entries:
        record, _ = texts.outcomes.get(entry.path, (None, ()))
        if entry.is_report:
            loaded.append(reports[entry.url])
        elif isinstance(record, DocumentRecord):
            loaded.append(redact_entry(record.entry))
        else:
            source = Source(entry.path, "document", entry.year)
            loaded.append(redact_entry(load_document(source).entry))
    return loaded
