"""A site that is held in memory, planned again where only texts of it changed."""

from collections.abc import Sequence
from dataclasses import replace

from site_builder.build.catalogue_file import catalogue_file
from site_builder.build.checked_site import CheckedSite
from site_builder.build.context import BuildContext
from site_builder.build.documents import document_loader
from site_builder.build.site_readings import SiteReadings
from site_builder.build.text_cache import TextCache
from site_builder.model.document import DocumentRecord
from site_builder.model.page import Page
from site_builder.model.search import SearchCorpus
from site_builder.model.site import Site
from site_builder.pages.catalogue import document_pages
from site_builder.pages.causes import search_cause
from site_builder.pages.list_pages import list_pages, lists_of
from site_builder.pages.page_context import page_context
from site_builder.pages.redaction import redact_site


def update_plan(
    context: BuildContext, readings: SiteReadings, last: CheckedSite
) -> CheckedSite | None:
    """Return a site that is held in memory, with the texts that there are now.

    None where only the whole site shows what else changes: whether a review still holds, what
    others show of a text that is linked with them, and which titles are those of other texts.
    """
    texts, digests = readings.texts.cache, last.site.digests
    edited = {
        path
        for path, entry in texts.entries.items()
        if path not in digests or digests[path].content != entry.content
    }
    reviewed = {review.source.path for review in last.reviews}
    records = readings.texts.records(sorted(edited))
    if readings.settings is None or records is None or edited & reviewed:
        return None
    site = replace(
        last.site, digests={path: entry.digests for path, entry in texts.entries.items()}
    )
    changed_pages: list[Page] = []
    if any(digests[path].record != texts.entries[path].record for path in edited):
        if last.reviews or not _are_words_alone(last, records):
            return None
        site = _with_records(site, records)
        changed_pages += list_pages(lists_of(redact_site(site), context.standards))
    load_document = document_loader(context, readings.sources, readings.settings, texts)
    edited_site = redact_site(replace(site, documents=tuple(records)))
    changed_pages += document_pages(page_context(edited_site, context.standards, load_document))
    changed = {page.url: page for page in changed_pages}
    plan = replace(
        last.plan,
        pages=tuple(changed.get(page.url, page) for page in last.plan.pages),
        search_corpus=_with_texts(last.plan.search_corpus, edited, texts),
    )
    return replace(last, site=site, plan=plan)


def _are_words_alone(last: CheckedSite, records: Sequence[DocumentRecord]) -> bool:
    """Return whether nothing but a text's own page and lines show its new words."""
    if any(record.url in last.site.related for record in records):
        return False
    catalogue = catalogue_file("", last.site, last.plan.catalogue)
    return catalogue.with_titles("", records) is not None


def _with_records(site: Site, records: Sequence[DocumentRecord]) -> Site:
    new = {record.source.path: record for record in records}
    entries = {record.url: record.entry for record in records}
    return replace(
        site,
        documents=tuple(new.get(record.source.path, record) for record in site.documents),
        entries=tuple(entries.get(entry.url, entry) for entry in site.entries),
    )


def _with_texts(corpus: SearchCorpus, edited: set[str], texts: TextCache) -> SearchCorpus:
    members = (
        member._replace(cause=search_cause(texts.entries[member.path].digests))
        if member.path in edited
        else member
        for member in corpus.members
    )
    return replace(corpus, members=tuple(members)) if edited else corpus
