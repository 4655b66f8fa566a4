"""The page of the search, and the ways to filter what is found.

Texts are searched as pages show them: `search_documents`.
"""

from collections.abc import Iterable
from functools import partial

from site_builder.model.document import DocumentRecord
from site_builder.model.page import Page
from site_builder.model.search import (
    SearchCorpus,
    SearchMember,
    search_member,
)
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.pages import Filter, FilterGroup, LinkGroup, SearchView
from site_builder.model.views.parts import LinkItem
from site_builder.pages.causes import search_cause
from site_builder.pages.dates import iso
from site_builder.pages.layout import column_links
from site_builder.pages.other_search_documents import other_search_documents
from site_builder.pages.page_context import PageContext
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.routes import SEARCH_URL
from site_builder.pages.search_documents import FACETS, load_search_document, search_facets

FILTERS = tuple(map(Filter, FACETS, ("年份", "公开事项", "主题分类", "体裁分类", "有效性")))
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
        *column_links(site.settings, standards),
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


def _document_member(record: DocumentRecord, context: PageContext) -> SearchMember:
    entry = record.entry
    source = entry.source
    return SearchMember(
        source.path,
        source.year,
        iso(entry.published or entry.created),
        search_cause(context.site.digests[source.path]),
        partial(load_search_document, context, source),
    )
