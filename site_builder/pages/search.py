"""The page of the search, the ways to filter what is found, and the groups it is indexed in.

Texts are searched as pages show them: `search_documents`.
"""

from collections import Counter
from collections.abc import Iterable
from functools import partial

from site_builder.model.page import Page
from site_builder.model.search import Facet, SearchCorpus, SearchDocument
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.pages import Filter, FilterGroup, LinkGroup, SearchView
from site_builder.model.views.parts import LinkItem
from site_builder.pages.page_context import LoadDocument
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.routes import SEARCH_URL
from site_builder.pages.search_documents import search_documents

FILTERS = (
    Filter("year", "年份"),
    Filter("item", "公开事项"),
    Filter("theme", "主题分类"),
    Filter("kind", "体裁分类"),
    Filter("status", "有效性"),
)
"""The ways to filter, in the order of `SearchDocument.facets`."""
_GROUP_SIZE = 512
"""Texts that are indexed together, at most."""


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


def search_corpus(
    site: Site, standards: Standards, pages: Iterable[Page], load_document: LoadDocument
) -> SearchCorpus:
    """Return everything that can be found, by day and path, in groups of one year."""
    years: dict[int, list[tuple[str, SearchDocument]]] = {}
    for path, year, document in search_documents(site, standards, pages, load_document):
        years.setdefault(year, []).append((path, document))
    groups = []
    for year in sorted(years):
        # By day: results come newest first, so what is shown of them lies in few files.
        documents = [
            document
            for _, document in sorted(years[year], key=lambda pair: (pair[1].date, pair[0]))
        ]
        groups += [
            tuple(documents[start : start + _GROUP_SIZE])
            for start in range(0, len(documents), _GROUP_SIZE)
        ]
    return SearchCorpus(_facets(groups, standards), tuple(groups))


def _facets(groups: Iterable[Iterable[SearchDocument]], standards: Standards) -> tuple[Facet, ...]:
    """Offer the values that occur: items, themes and states in their order, kinds by number."""
    counters = [
        Counter(column)
        for column in zip(*(document.facets for group in groups for document in group), strict=True)
    ]
    years, items, themes, kinds, states = counters or [Counter[str]() for _ in range(5)]
    values_by_field = {field.id: field.values for field in standards.document_fields}
    ordered = (
        sorted(years, reverse=True),
        [item.short for item in standards.disclosure_items if item.short in items],
        [theme.label for theme in standards.themes if theme.label in themes],
        sorted(kinds, key=lambda kind: (-kinds[kind], kind)),
        [state for state in values_by_field["status"] if state in states],
    )
    return tuple(
        Facet(facet_filter.id, tuple(value for value in values if value))
        for facet_filter, values in zip(FILTERS, ordered, strict=True)
    )
