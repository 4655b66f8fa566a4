"""A site of which only texts of the catalogue changed, and of their records no more than words.

Then nothing else of it can have changed: neither what any rule finds, nor what stands where in
lists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.build.assets import build_assets
from site_builder.build.context import BuildContext
from site_builder.build.documents import document_loader
from site_builder.build.search_members import load_groups, members_path
from site_builder.build.search_update import changed_search_files
from site_builder.build.site_readings import SiteReadings
from site_builder.model.document import DocumentRecord
from site_builder.model.page import OutputFile, Page, Plan
from site_builder.pages.documents_plan import plan_documents
from site_builder.pages.page_context import page_context
from site_builder.pages.search_documents import search_loader
from site_builder.pages.site_index import build_site


@dataclass(frozen=True, slots=True)
class EditedSite:
    """All of a site that edited texts change."""

    plan: Plan
    search_index: Mapping[str, OutputFile]


def plan_edited(
    context: BuildContext, readings: SiteReadings, edited: Sequence[DocumentRecord]
) -> EditedSite | None:
    """Plan what edited documents change, in a site that is else as it was when it was built.

    None when it is not known any more what else can be found or what lists are planned from, or
    a file of the index is to go.
    """
    settings, texts = readings.settings, readings.texts.cache
    assert settings is not None  # noqa: S101 - nothing is built without settings
    digests = {record.source.path: texts.entries[record.source.path].digests for record in edited}
    attachments = (source for source in readings.sources if source.kind == "file")
    site = build_site(settings, context.standards.forms, edited, attachments, digests)
    site = replace(site, years=context.previous_manifest.years)
    load_document = document_loader(context, readings.sources, settings, texts)
    pages = page_context(site, context.standards, load_document)
    groups = load_groups(members_path(context.build), context.site_key, texts, search_loader(pages))
    if groups is None:
        return None
    lists: tuple[Page, ...] | None = ()
    if context.records_key != context.previous_manifest.records_key:
        from site_builder.build.edited_lists import (  # noqa: PLC0415 - not for an edited body
            edited_lists,
        )

        lists = edited_lists(context, readings, edited, pages.load_document)
    if lists is None:
        return None
    plan = plan_documents(pages, lists, build_assets(context, site.settings).urls)
    files = changed_search_files(context, groups, plan.search_corpus.facets) if plan.pages else {}
    return None if files is None else EditedSite(plan, files)
