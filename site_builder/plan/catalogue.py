"""Views of the catalogue: the whole list, its narrowings, and a page for each document."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from site_builder.model.document import CatalogueDocument
from site_builder.model.field import Fields
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.parts import Download, EntryRow, Item
from site_builder.model.site import Site
from site_builder.model.view import CatalogueView, Choices, DocumentView
from site_builder.plan import rows
from site_builder.plan.meta import MetaMaker


@dataclass(frozen=True, slots=True)
class _List:
    """The whole catalogue or one narrowing of it."""

    stem: str
    """URL without its ending: `catalogue/index`, `catalogue/item-3`."""
    title: str
    description: str
    entries: tuple[EntryRow, ...]

    def url(self, number: int) -> str:
        if number == 1:
            return f"{self.stem}.html"
        stem = "catalogue/page" if self.stem == "catalogue/index" else f"{self.stem}-page"
        return f"{stem}-{number}.html"


def catalogue_pages(
    site: Site, fields: Fields, meta: MetaMaker, entries: tuple[EntryRow, ...]
) -> Iterator[Page]:
    """Plan the catalogue's lists, page by page."""
    lists, choices = _lists(entries, fields)
    for one in lists:
        yield from _list_pages(one, lists[0], choices, site, meta)


def document_pages(site: Site, fields: Fields, meta: MetaMaker) -> Iterator[Page]:
    """Plan a page for each document."""
    for document in site.documents:
        view = _document(document, site, fields, meta)
        source = document.entry.source.file
        yield Page(document.entry.url, "pages/document.html", view, (source,))


def _lists(
    entries: tuple[EntryRow, ...], fields: Fields
) -> tuple[list[_List], tuple[Choices, ...]]:
    """Make the whole list and every narrowing of it, in one pass over the entries each."""
    column = fields.column("catalogue")
    whole = _List("catalogue/index", column.label, column.description, entries)
    by_item = _grouped(entries, lambda entry: entry.item)
    by_year = _grouped(entries, lambda entry: str(entry.year))
    by_theme = _grouped(entries, lambda entry: entry.theme.partition("\\")[0])
    items = [
        _List(
            f"catalogue/item-{one.number}", one.short, f"{one.text}。", by_item.get(one.short, ())
        )
        for one in fields.items
    ]
    years = [
        _List(f"catalogue/year-{year}", f"{year}年", f"{year}年的政府信息。", by_year[year])
        for year in sorted(by_year, reverse=True)
    ]
    themes = [
        _List(
            f"catalogue/theme-{one.id}",
            one.label,
            f"主题分类为“{one.label}”的政府信息。",
            by_theme[one.label],
        )
        for one in fields.themes
        if one.label in by_theme
    ]
    choices = (
        # All fifteen items are shown: what an office has nothing of is part of the answer.
        Choices(
            "按公开事项（条例第二十条）",
            tuple(_choice(one, f"（{rows.chinese(at)}）") for at, one in enumerate(items, 1)),
        ),
        Choices("按年份", tuple(_choice(one) for one in years)),
        Choices("按主题分类", tuple(_choice(one) for one in themes)),
    )
    filled = [one for one in (*items, *years, *themes) if one.entries]
    return [whole, *filled], tuple(one for one in choices if one.items)


def _grouped(
    entries: tuple[EntryRow, ...], name: Callable[[EntryRow], str]
) -> dict[str, tuple[EntryRow, ...]]:
    found: dict[str, list[EntryRow]] = defaultdict(list)
    for entry in entries:
        found[name(entry)].append(entry)
    return {key: tuple(some) for key, some in found.items()}


def _choice(one: _List, number: str = "") -> Item:
    """Link to a narrowing with its count; an empty one has no page to link to."""
    return Item(number + one.title, one.url(1) if one.entries else "", str(len(one.entries)))


def _list_pages(
    one: _List, whole: _List, choices: tuple[Choices, ...], site: Site, meta: MetaMaker
) -> Iterator[Page]:
    size = site.settings.page_size
    count = max(1, -(-len(one.entries) // size))
    narrowed = one is not whole
    marked = tuple(
        replace(
            choice,
            items=tuple(replace(item, current=item.url == one.url(1)) for item in choice.items),
        )
        for choice in choices
    )
    links = tuple(Item(str(number), one.url(number)) for number in range(1, count + 1))
    for number in range(1, count + 1):
        title = one.title if not narrowed else f"{whole.title}：{one.title}"
        if number > 1:
            title += f"（第 {number} 页）"
        crumbs = (Item(whole.title, whole.url(1)),) if narrowed or number > 1 else ()
        url = one.url(number)
        yield Page(
            url,
            "pages/catalogue.html",
            CatalogueView(
                meta=meta.page(url, title, one.description, crumbs=crumbs, column="catalogue"),
                title=title,
                description=one.description,
                choices=marked,
                entries=one.entries[(number - 1) * size : number * size],
                total=len(one.entries),
                number=number,
                pages=tuple(
                    replace(link, current=link.url == url) for link in _near(links, number)
                ),
                previous=Item("上一页", one.url(number - 1)) if number > 1 else None,
                next=Item("下一页", one.url(number + 1)) if number < count else None,
                downloads=downloads(site) if not narrowed else (),
            ),
            (),
        )


def _near(links: tuple[Item, ...], number: int) -> tuple[Item, ...]:
    """Keep the first, the last and the neighbours: hundreds of page links help nobody."""
    keep = {1, len(links), *range(number - 2, number + 3)}
    return tuple(link for at, link in enumerate(links, 1) if at in keep)


def downloads(site: Site) -> tuple[Download, ...]:
    """List the files that the catalogue can be taken away in."""
    return tuple(
        Download("公开目录", f"catalogue.{kind}", kind.upper(), "")
        for kind in ("csv", "json")
        if kind in site.settings.downloads
    )


def _document(
    document: CatalogueDocument, site: Site, fields: Fields, meta: MetaMaker
) -> DocumentView:
    entry = document.entry
    withdrawn = rows.withdrawn(document)
    more = (
        ("信息格式", document.format),
        ("公开范围", document.audience),
        ("公开时限", document.retention),
    )
    description = entry.summary or entry.title
    return DocumentView(
        meta=meta.page(
            entry.url,
            entry.title,
            description,
            crumbs=(meta.crumb("catalogue"), Item(f"{entry.year}年", f"{entry.year}/index.html")),
            column="catalogue",
            article=rows.article_tags(entry, (document.prose,), site.settings.address),
            things=(meta.linker(entry.url).document(document),),
        ),
        title=entry.title,
        box=rows.catalogue_box(entry, fields, more),
        status=entry.status,
        status_kind=fields.status_kinds.get(entry.status, ""),
        status_note=rows.status_note(document),
        # What was withdrawn is told no more; its address, state and reason stay.
        toc=() if withdrawn else rows.toc(document.prose.headings),
        html=Html("") if withdrawn else document.prose.html,
        attachments=()
        if withdrawn
        else rows.attachment_downloads(document.attachments, site, fields),
        corrections=rows.correction_views(document.corrections),
        year_section=Item(f"{entry.year}年", f"{entry.year}/index.html"),
    )
