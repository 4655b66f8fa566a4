"""Views of the catalogue: the pages of its lists, and a page for each document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby

from site_builder.core.hashing import digest
from site_builder.model.catalogue_index import ListedEntry
from site_builder.model.document import CatalogueDocument, DocumentRecord
from site_builder.model.page import Page
from site_builder.model.standards import Standards
from site_builder.model.views.downloads import (
    CatalogueDataView,
    CatalogueSection,
    PrintDocumentView,
    SchemaView,
)
from site_builder.model.views.pages import CatalogueView, DocumentHead, DocumentView, FilterGroup
from site_builder.model.views.parts import Download, LinkItem, Related
from site_builder.pages import downloads, view_parts
from site_builder.pages.causes import related_cause, text_cause
from site_builder.pages.document_heads import document_head, with_sections
from site_builder.pages.page_context import ListContext, PageContext
from site_builder.pages.redaction import redact_document
from site_builder.pages.taxonomies import CatalogueListing
from site_builder.pages.text_pictures import text_pictures


def catalogue_pages(
    listings: list[CatalogueListing],
    filter_groups: tuple[FilterGroup, ...],
    context: ListContext,
) -> Iterator[Page]:
    """Plan the catalogue's lists, page by page."""
    site, size = context.site, context.site.settings.page_size
    filters_cause = digest(repr(filter_groups).encode())
    for listing in listings:
        build_view = partial(_list_view, listing, listings[0], filter_groups, context)
        is_full = listing is listings[0]
        files = tuple(file.url for file in downloads.catalogue_downloads(site)) if is_full else ()
        name = digest(repr((listing.title, listing.description, is_full)).encode())
        for number in range(1, listing.page_count(size) + 1):
            entries = context.row_causes(listing.page_entries(number, size))
            yield Page(
                listing.url(number),
                "pages/catalogue.html",
                partial(build_view, number),
                {
                    "listing": name,
                    "filters": filters_cause if number == 1 else "",
                    "place": f"{number}/{len(listing.entries)}",
                    "entries": entries,
                },
                files=files if number == 1 else (),
            )


def catalogue_files(context: ListContext) -> Iterator[Page]:
    """Plan the catalogue as data, and the schemas that JSON files follow."""
    site = context.site
    build_view = partial(_catalogue_data, context)
    causes = {"entries": context.row_causes(context.catalogue.entries)}
    yield from downloads.file_pages(
        CatalogueDataView, build_view, site, "catalogue", causes=causes, sources=()
    )
    for name in downloads.schemas(site.settings):
        yield Page(f"schemas/{name}.schema.json", "json", partial(SchemaView, name), {})


def _catalogue_data(context: ListContext) -> CatalogueDataView:
    settings = context.site.settings
    by_year = groupby(context.catalogue.entries, key=lambda entry: entry.day.partition("-")[0])
    sections = (_section(tuple(entries), context) for _, entries in by_year)
    return CatalogueDataView(settings.name, settings.address, tuple(sections))


def _section(entries: tuple[ListedEntry, ...], context: ListContext) -> CatalogueSection:
    build_rows = partial(context.rows, entries)
    return CatalogueSection(context.row_causes(entries), len(entries), build_rows)


def document_pages(context: PageContext) -> Iterator[Page]:
    """Plan a page for each document, and the files it can be taken away in."""
    site = context.site
    for record in site.documents:
        entry = record.entry
        sources, text = (entry.source.display_path,), text_cause(entry, site)
        offered = downloads.document_downloads(record, site)
        files = tuple([file.url for file in offered])
        files += tuple([attachment.path for attachment in record.attachments])
        causes = {"text": text, "related": related_cause(entry.url, site)}
        build_view = partial(_document_view, record, context)
        yield Page(entry.url, "pages/document.html", build_view, causes, sources, files)
        if offered:
            yield from downloads.file_pages(
                PrintDocumentView,
                partial(_print_view, record, context),
                site,
                entry.url.removesuffix(".html"),
                causes={"text": text},
                sources=sources,
                pictures=text_pictures(record, site),
            )


def _list_view(
    listing: CatalogueListing,
    full_listing: CatalogueListing,
    filter_groups: tuple[FilterGroup, ...],
    context: ListContext,
    number: int,
) -> CatalogueView:
    site, size = context.site, context.site.settings.page_size
    count = listing.page_count(size)
    is_filtered = listing is not full_listing
    name = listing.title if not is_filtered else f"{full_listing.title}：{listing.title}"
    up = (LinkItem(full_listing.title, full_listing.url(1)),)
    title = name if number == 1 else f"{name}（第 {number} 页）"
    breadcrumbs = up if is_filtered or number > 1 else ()
    url = listing.url(number)
    return CatalogueView(
        meta=context.meta.page(
            url, title, listing.description, breadcrumbs=breadcrumbs, channel_id="catalogue"
        ),
        title=title,
        description=listing.description,
        filter_groups=_mark_current(filter_groups, url) if number == 1 else (),
        choices=LinkItem("换一个范围查看", f"{listing.url(1)}#choices") if number > 1 else None,
        search=listing.search_url,
        entries=context.rows(listing.page_entries(number, size)),
        total=len(listing.entries),
        page_number=number,
        page_count=count,
        pages=_page_links(listing, count, number),
        previous=LinkItem("上一页", listing.url(number - 1)) if number > 1 else None,
        next=LinkItem("下一页", listing.url(number + 1)) if number < count else None,
        downloads=downloads.catalogue_downloads(site) if number == 1 and not is_filtered else (),
    )


def _page_links(listing: CatalogueListing, count: int, number: int) -> tuple[LinkItem, ...]:
    return tuple(
        LinkItem(str(target), listing.url(target), current=target == number)
        for target in _linked_page_numbers(count, number)
    )


def _mark_current(filter_groups: Iterable[FilterGroup], url: str) -> tuple[FilterGroup, ...]:
    """Mark the choice that one has made."""
    return tuple(
        replace(group, items=tuple(replace(item, current=item.url == url) for item in group.items))
        for group in filter_groups
    )


def _linked_page_numbers(count: int, number: int) -> list[int]:
    """Choose the first page, the last and the neighbours: hundreds of page links help nobody."""
    window = range(max(1, number - 2), min(count, number + 2) + 1)
    return sorted({1, count, *window})


def _document_view(record: DocumentRecord, context: PageContext) -> DocumentView:
    return _build_view(redact_document(context.load_document(record.source)), context)


def _print_view(record: DocumentRecord, context: PageContext) -> PrintDocumentView:
    document = redact_document(context.load_document(record.source))
    return downloads.print_document(document, context.site, _build_view(document, context))


def _build_view(document: CatalogueDocument, context: PageContext) -> DocumentView:
    site, standards, meta = context.site, context.standards, context.meta
    entry = document.entry
    description = entry.summary or entry.title
    related = site.related.get(entry.url, Related())
    files = downloads.document_downloads(document.record, site)
    return DocumentView(
        meta=meta.page(
            entry.url,
            entry.title,
            description,
            breadcrumbs=(
                meta.breadcrumb("catalogue"),
                LinkItem(f"{entry.year}年", f"{entry.year}/index.html"),
            ),
            channel_id="catalogue",
            article=view_parts.article_tags(entry, document.links, site.settings.address),
            json_ld=(meta.json_ld_builder(entry.url).document(document, related),),
        ),
        head=_head(document, files, standards),
        html=document.prose.html,
        downloads=files,
        attachments=view_parts.attachment_downloads(document.attachments, standards),
        corrections=view_parts.correction_views(document.corrections),
        related=related,
        year_section=LinkItem(f"{entry.year}年", f"{entry.year}/index.html"),
    )


def _head(
    document: CatalogueDocument, files: tuple[Download, ...], standards: Standards
) -> DocumentHead:
    entry = document.entry
    extra = (
        ("信息格式", document.format),
        ("公开范围", document.audience),
        ("公开时限", document.retention),
    )
    toc = with_sections(
        view_parts.toc(document.prose.headings),
        attachments=document.attachments,
        corrections=document.corrections,
        downloads=files,
    )
    properties = view_parts.catalogue_properties(entry, standards, extra)
    return document_head(entry.title, properties, entry.status, toc, standards)
