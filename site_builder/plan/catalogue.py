"""Views of the catalogue: the pages of its lists, and a page for each document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.model.document import CatalogueDocument
from site_builder.model.field import Standards
from site_builder.model.page import Page
from site_builder.model.parts import LinkItem, Related
from site_builder.model.site import Site
from site_builder.model.view import CatalogueView, DocumentView, FilterGroup
from site_builder.plan import downloads, rows
from site_builder.plan.meta import MetaMaker
from site_builder.plan.narrowing import EntryList


def catalogue_pages(
    lists: list[EntryList], choices: tuple[FilterGroup, ...], site: Site, meta: MetaMaker
) -> Iterator[Page]:
    """Plan the catalogue's lists, page by page."""
    for one in lists:
        yield from _list_pages(one, lists[0], choices, site, meta)


def document_pages(site: Site, fields: Standards, meta: MetaMaker) -> Iterator[Page]:
    """Plan a page for each document, and the files it can be taken away in."""
    for document in site.documents:
        view = _document(document, site, fields, meta)
        source = document.entry.source.display_path
        yield Page(document.entry.url, "pages/document.html", view, (source,))
        yield from downloads.document_files(document, site, view)


def _list_pages(
    one: EntryList, whole: EntryList, choices: tuple[FilterGroup, ...], site: Site, meta: MetaMaker
) -> Iterator[Page]:
    size = site.settings.page_size
    count = max(1, -(-len(one.entries) // size))
    narrowed = one is not whole
    marked = _marked(choices, one.url(1))
    for number in range(1, count + 1):
        title = one.title if not narrowed else f"{whole.title}：{one.title}"
        if number > 1:
            title += f"（第 {number} 页）"
        crumbs = (LinkItem(whole.title, whole.url(1)),) if narrowed or number > 1 else ()
        url = one.url(number)
        yield Page(
            url,
            "pages/catalogue.html",
            CatalogueView(
                meta=meta.page(url, title, one.description, crumbs=crumbs, column="catalogue"),
                title=title,
                description=one.description,
                filter_groups=marked,
                search=one.search,
                entries=one.entries[(number - 1) * size : number * size],
                total=len(one.entries),
                page_number=number,
                page_count=count,
                pages=tuple(
                    LinkItem(str(near), one.url(near), current=near == number)
                    for near in _near(count, number)
                ),
                previous=LinkItem("上一页", one.url(number - 1)) if number > 1 else None,
                next=LinkItem("下一页", one.url(number + 1)) if number < count else None,
                downloads=downloads.of_catalogue(site) if not narrowed else (),
            ),
            (),
        )


def _marked(choices: Iterable[FilterGroup], url: str) -> tuple[FilterGroup, ...]:
    """Mark the choice that one has made."""
    return tuple(
        replace(
            choice, items=tuple(replace(item, current=item.url == url) for item in choice.items)
        )
        for choice in choices
    )


def _near(count: int, number: int) -> list[int]:
    """Choose the first page, the last and the neighbours: hundreds of page links help nobody."""
    near = range(max(1, number - 2), min(count, number + 2) + 1)
    return sorted({1, count, *near})


def _document(
    document: CatalogueDocument, site: Site, fields: Standards, meta: MetaMaker
) -> DocumentView:
    entry = document.entry
    more = (
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
            crumbs=(
                meta.crumb("catalogue"),
                LinkItem(f"{entry.year}年", f"{entry.year}/index.html"),
            ),
            column="catalogue",
            article=rows.article_tags(entry, (document.prose,), site.settings.address),
            things=(meta.linker(entry.url).document(document, related),),
        ),
        title=entry.title,
        properties=rows.catalogue_box(entry, fields, more),
        status=entry.status,
        status_kind=fields.status_kinds.get(entry.status, ""),
        status_note=rows.status_note(document),
        toc=rows.toc(document.prose.headings),
        html=document.prose.html,
        downloads=downloads.of_document(document, site),
        attachments=rows.attachment_downloads(document.attachments, fields),
        corrections=rows.correction_views(document.corrections),
        related=related,
        year_section=LinkItem(f"{entry.year}年", f"{entry.year}/index.html"),
    )
