"""Views of the catalogue: the pages of its lists, and a page for each document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.model.document import CatalogueDocument
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.pages import CatalogueView, DocumentHead, DocumentView, FilterGroup
from site_builder.model.views.parts import LinkItem, Related
from site_builder.pages import downloads, view_parts
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.taxonomies import CatalogueListing


def catalogue_pages(
    listings: list[CatalogueListing],
    filter_groups: tuple[FilterGroup, ...],
    site: Site,
    meta: PageMetaBuilder,
) -> Iterator[Page]:
    """Plan the catalogue's lists, page by page."""
    for listing in listings:
        yield from _list_pages(listing, listings[0], filter_groups, site, meta)


def document_pages(site: Site, standards: Standards, meta: PageMetaBuilder) -> Iterator[Page]:
    """Plan a page for each document, and the files it can be taken away in."""
    for document in site.documents:
        view = _document(document, site, standards, meta)
        source = document.entry.source.display_path
        yield Page(document.entry.url, "pages/document.html", view, (source,))
        yield from downloads.document_files(document, site, view)


def _list_pages(
    listing: CatalogueListing,
    full_listing: CatalogueListing,
    filter_groups: tuple[FilterGroup, ...],
    site: Site,
    meta: PageMetaBuilder,
) -> Iterator[Page]:
    size = site.settings.page_size
    count = max(1, -(-len(listing.entries) // size))
    is_filtered = listing is not full_listing
    marked_groups = _mark_current(filter_groups, listing.url(1))
    name = listing.title if not is_filtered else f"{full_listing.title}：{listing.title}"
    up = (LinkItem(full_listing.title, full_listing.url(1)),)
    for number in range(1, count + 1):
        title = name if number == 1 else f"{name}（第 {number} 页）"
        breadcrumbs = up if is_filtered or number > 1 else ()
        url = listing.url(number)
        yield Page(
            url,
            "pages/catalogue.html",
            CatalogueView(
                meta=meta.page(
                    url, title, listing.description, breadcrumbs=breadcrumbs, channel_id="catalogue"
                ),
                title=title,
                description=listing.description,
                filter_groups=marked_groups,
                search=listing.search_url,
                entries=listing.entries[(number - 1) * size : number * size],
                total=len(listing.entries),
                page_number=number,
                page_count=count,
                pages=_page_links(listing, count, number),
                previous=LinkItem("上一页", listing.url(number - 1)) if number > 1 else None,
                next=LinkItem("下一页", listing.url(number + 1)) if number < count else None,
                downloads=downloads.catalogue_downloads(site) if not is_filtered else (),
            ),
            (),
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


def _document(
    document: CatalogueDocument, site: Site, standards: Standards, meta: PageMetaBuilder
) -> DocumentView:
    entry = document.entry
    extra = (
        ("信息格式", document.format),
        ("公开范围", document.audience),
        ("公开时限", document.retention),
    )
    description = entry.summary or entry.title
    related = site.related.get(entry.url, Related())
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
            article=view_parts.article_tags(entry, (document.prose,), site.settings.address),
            json_ld=(meta.json_ld_builder(entry.url).document(document, related),),
        ),
        head=DocumentHead(
            entry.title,
            view_parts.catalogue_properties(entry, standards, extra),
            view_parts.status_view(entry.status, standards),
            view_parts.toc(document.prose.headings),
        ),
        html=document.prose.html,
        downloads=downloads.document_downloads(document, site),
        attachments=view_parts.attachment_downloads(document.attachments, standards),
        corrections=view_parts.correction_views(document.corrections),
        related=related,
        year_section=LinkItem(f"{entry.year}年", f"{entry.year}/index.html"),
    )
