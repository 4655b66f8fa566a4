"""The page of the search, the ways to filter what is found, and the groups it is indexed in.

Texts are searched as pages show them: `plan.texts`.
"""

from collections import Counter
from collections.abc import Iterable

from site_builder.model.field import Standards
from site_builder.model.page import Page
from site_builder.model.parts import LinkItem
from site_builder.model.search import Facet, SearchCorpus, SearchDocument
from site_builder.model.site import Site
from site_builder.model.view import Filter, FilterGroup, LinkGroup, SearchView
from site_builder.plan import rows
from site_builder.plan.meta import MetaMaker
from site_builder.plan.texts import texts

FILTERS = (
    Filter("year", "年份"),
    Filter("item", "公开事项"),
    Filter("theme", "主题分类"),
    Filter("kind", "体裁分类"),
    Filter("status", "有效性"),
)
"""The ways to filter, in the order of `Searchable.facets`."""
_GROUP = 512
"""Texts that are indexed together, at most."""


def search_page(
    site: Site, fields: Standards, meta: MetaMaker, choices: Iterable[FilterGroup]
) -> Page:
    """Plan the search page; without scripts it offers the full lists."""
    whole = [
        *(LinkItem(one.label, one.path) for one in fields.channels),
        LinkItem("站点地图（全部栏目、报告和制度）", "sitemap.html"),
    ]
    if "csv" in site.settings.downloads:
        whole.append(LinkItem("公开目录（CSV 文件，可用表格软件查找）", "catalogue.csv"))
    years = {f"{year}年" for year in site.years}
    groups = (
        LinkGroup("全部目录", tuple(whole)),
        *(
            LinkGroup(
                one.label,
                tuple(
                    # A year's bare name leads to the year's own page, in the footer.
                    LinkItem(
                        f"{item.label}目录" if item.label in years else item.label,
                        item.url,
                        f"{item.note} 条",
                    )
                    for item in one.items
                    if item.url
                ),
            )
            for one in choices
        ),
    )
    description = f"检索{site.settings.organization}公开的政府信息：全文、发文字号、索引号和日期。"
    view = SearchView(
        meta=meta.page(rows.SEARCH, "检索", description),
        filters=FILTERS,
        groups=tuple(one for one in groups if one.items),
    )
    return Page(rows.SEARCH, "pages/search.html", view, ())


def searched(site: Site, fields: Standards, pages: Iterable[Page]) -> SearchCorpus:
    """List everything that can be found, by day and path, in groups of one year."""
    years: dict[int, list[tuple[str, SearchDocument]]] = {}
    for path, year, text in texts(site, fields, pages):
        years.setdefault(year, []).append((path, text))
    groups = []
    for year in sorted(years):
        # By day: results come newest first, so what is shown of them lies in few files.
        some = [text for _, text in sorted(years[year], key=lambda one: (one[1].date, one[0]))]
        groups += [tuple(some[at : at + _GROUP]) for at in range(0, len(some), _GROUP)]
    return SearchCorpus(_facets(groups, fields), tuple(groups))


def _facets(groups: Iterable[Iterable[SearchDocument]], fields: Standards) -> tuple[Facet, ...]:
    """Offer the values that occur: items, themes and states in their order, kinds by number."""
    seen = [Counter(column) for column in zip(*(t.facets for g in groups for t in g), strict=True)]
    years, items, themes, kinds, states = seen or [Counter[str]() for _ in range(5)]
    known = {field.id: field.values for field in fields.document_fields}
    ordered = (
        sorted(years, reverse=True),
        [one.short for one in fields.disclosure_items if one.short in items],
        [one.label for one in fields.themes if one.label in themes],
        sorted(kinds, key=lambda kind: (-kinds[kind], kind)),
        [one for one in known["status"] if one in states],
    )
    return tuple(
        Facet(one.id, tuple(value for value in values if value))
        for one, values in zip(FILTERS, ordered, strict=True)
    )
