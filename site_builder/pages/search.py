"""The page of the search, and the ways to filter what is found.

Texts are searched as pages show them: `search_documents`.
"""

from collections.abc import Callable, Iterable
from functools import partial

from site_builder.model.document import DocumentRecord
from site_builder.model.page import Page
from site_builder.model.search import (
    Facet,
    SearchCorpus,
    SearchDocument,
    SearchMember,
    search_member,
)
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.model.views.pages import Filter, FilterGroup, LinkGroup, SearchView
from site_builder.model.views.parts import LinkItem
from site_builder.pages.causes import text_cause
from site_builder.pages.dates import iso
from site_builder.pages.page_context import PageContext
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.redaction import redact_document
from site_builder.pages.routes import SEARCH_URL
from site_builder.pages.search_documents import other_search_documents, search_document

FILTERS = (
    Filter("year", "年份"),
    Filter("item", "公开事项"),
    Filter("theme", "主题分类"),
    Filter("kind", "体裁分类"),
    Filter("status", "有效性"),
)
"""The ways to filter, in the order of `SearchEntry.facets`."""


def search_page(
    site: Site, standards: Standards, meta: PageMetaBuilder, filter_groups: Iterable[FilterGroup]
) -> Page:
    """Plan the search page; without scripts it offers the full lists."""
    groups = _link_groups(site, standards, filter_groups)
    files = tuple(item.url for group in groups for item in group.items)
    build_view = partial(_search_view, site, meta, groups)
    return Page(SEARCH_URL, "pages/search.html", build_view, {"filters": repr(groups)}, files=files)


def _link_groups(
    site: Site, standards: Standards, filter_groups: Iterable[FilterGroup]
) -> tuple[LinkGroup, ...]:
    listing_links = [
        *(LinkItem(channel.label, channel.path) for channel in standards.channels),
        LinkItem("站点地图（全部栏目、报告和制度）", "sitemap.html"),
    ]
    if "csv" in site.settings.downloads:
        listing_links.append(LinkItem("公开目录（CSV 文件，可用表格软件查找）", "catalogue.csv"))
    years = {f"{year}年" for year in site.years}
    groups = (
        LinkGroup("全部目录", tuple(listing_links)),
        *(
            LinkGroup(
                group.label,
                tuple(
                    # A year's bare name leads to the year's own page, in the footer.
                    LinkItem(
                        f"{item.label}目录" if item.label in years else item.label,
                        item.url,
                        f"{item.note} 条",
                    )
                    for item in group.items
                    if item.url
                ),
            )
            for group in filter_groups
        ),
    )
    return tuple(group for group in groups if group.items)


def _search_view(site: Site, meta: PageMetaBuilder, groups: tuple[LinkGroup, ...]) -> SearchView:
    description = f"检索{site.settings.organization}公开的政府信息：全文、发文字号、索引号和日期。"
    return SearchView(
        meta=meta.page(SEARCH_URL, "检索", description),
        filters=FILTERS,
        groups=groups,
    )


def search_corpus(context: PageContext, pages: Iterable[Page]) -> SearchCorpus:
    """Return everything that can be found; no text is read yet."""
    site, standards = context.site, context.standards
    members = (
        *(_document_member(record, context) for record in site.documents),
        *map(search_member, other_search_documents(site, standards, pages)),
    )
    return SearchCorpus(search_facets(site.years, standards), members)


def search_loader(context: PageContext) -> Callable[[Source], SearchDocument]:
    """Return what reads a document of the catalogue as it is searched."""
    return partial(_load_search_document, context)


def _document_member(record: DocumentRecord, context: PageContext) -> SearchMember:
    entry = record.entry
    source = entry.source
    return SearchMember(
        source.path,
        source.year,
        iso(entry.published or entry.created),
        text_cause(entry, context.site),
        partial(_load_search_document, context, source),
    )


def _load_search_document(context: PageContext, source: Source) -> SearchDocument:
    document = redact_document(context.load_document(source))
    return search_document(document, context.standards)


def search_facets(years: Iterable[int], standards: Standards) -> tuple[Facet, ...]:
    """Return the ways to filter: items, themes and states in their order, kinds by number."""
    fields = {field.id: field.values for field in standards.document_fields}
    orders: tuple[tuple[str, ...], ...] = (
        tuple(map(str, sorted(years, reverse=True))),
        tuple(item.short for item in standards.disclosure_items),
        tuple(theme.label for theme in standards.themes),
        (),
        tuple(fields["status"]),
    )
    return tuple(Facet(item.id, order) for item, order in zip(FILTERS, orders, strict=True))
