"""What every site has: home page, search, site map, feed, the accessibility statement, 404."""

import uuid
from collections.abc import Iterator, Sequence
from functools import partial

from site_builder.core.urls import root_path
from site_builder.model.page import Page
from site_builder.model.search import (
    Facet,
    SearchCorpus,
    SearchDocument,
    SearchEntry,
    search_member,
)
from site_builder.model.views.downloads import FeedEntry, FeedView, RobotsView, SitemapView
from site_builder.model.views.pages import (
    AccessibilityView,
    Filter,
    LinkGroup,
    NotFoundView,
    SearchView,
    SiteMapView,
)
from site_builder.model.views.parts import LinkItem, StatusView
from site_builder.model.views.rollup import RollupSection
from site_builder.pages.layout import contacts
from site_builder.pages.rollup.ledger import STATE_LABELS, LedgerEntry, entries_cause
from site_builder.pages.rollup.rollup_page import (
    NAVIGATION,
    PageText,
    RollupContext,
    body_url,
    plan_page,
)
from site_builder.pages.rollup.status_pages import status_table, year_links
from site_builder.pages.routes import SEARCH_URL

FILTERS = tuple(map(Filter, ("year", "kind", "status"), ("年份", "机构类别", "公布情况")))
_FEED_LENGTH = 50


def frame_pages(context: RollupContext) -> Iterator[Page]:
    """Plan the pages that every site has."""
    ledger = context.ledger
    by_year = {year: ledger.of_year(year) for year in ledger.years}
    causes = {"entries": "".join(entries_cause(entries) for entries in by_year.values())}
    yield plan_page(context, "index.html", partial(_home, context, by_year), causes)
    groups = _groups(context)
    group_causes = {"links": repr(groups)}
    meta, settings = context.meta, context.settings
    search = meta.page(SEARCH_URL, "检索", "检索各机构和它们的年度报告。")
    yield Page(
        SEARCH_URL, "pages/search.html", partial(SearchView, search, FILTERS, groups), group_causes
    )
    site_map = meta.page("sitemap.html", "站点地图", "本网站全部栏目、年份和机构的链接。")
    yield Page(
        "sitemap.html", "pages/sitemap.html", partial(SiteMapView, site_map, groups), group_causes
    )
    statement = meta.page("accessibility.html", "无障碍声明", "本网站无障碍访问的做法和已知不足。")
    yield Page(
        "accessibility.html",
        "pages/accessibility.html",
        partial(AccessibilityView, statement, contacts(settings)),
        {},
    )
    absent = meta.page(
        "404.html", "找不到页面", "您访问的页面不存在或者已经移动。", is_shared=False
    )
    root = root_path(settings.address)
    yield Page("404.html", "pages/404.html", partial(NotFoundView, absent, root), {})
    yield Page("atom.xml", "feeds/atom.xml", partial(_feed, context, by_year), causes)
    map_url = f"{settings.address}sitemap.xml" if settings.address else ""
    yield Page("robots.txt", "feeds/robots.txt", partial(RobotsView, map_url), {})


def sitemap_page(context: RollupContext, pages: Sequence[Page]) -> Page:
    """Plan `sitemap.xml` over the pages people read."""
    urls = sorted(page.url for page in pages if page.url.endswith(".html"))
    entries = tuple((context.settings.address + url, "") for url in urls if url != "404.html")
    return Page(
        "sitemap.xml", "feeds/sitemap.xml", partial(SitemapView, entries), {"urls": repr(entries)}
    )


def _home(context: RollupContext, by_year: dict[int, list[LedgerEntry]]) -> PageText:
    name = context.settings.organization
    lead = (
        f"{name}汇总各机构自己公布的政府信息公开工作年度报告。每个数都通到公布它的网页；"
        "没有公布的、读不出的，都照实写明。"
    )
    sections = (
        RollupSection("years", "各年度公布情况", tables=(status_table(by_year),)),
        RollupSection(
            "columns",
            "栏目",
            links=tuple(LinkItem(item.label, item.url) for item in NAVIGATION[1:]),
        ),
    )
    return PageText(context.settings.name, lead, sections, section="home")


def _groups(context: RollupContext) -> tuple[LinkGroup, ...]:
    ledger = context.ledger
    bodies = ledger.register.bodies
    return (
        LinkGroup("栏目", tuple(LinkItem(item.label, item.url) for item in NAVIGATION)),
        LinkGroup("各年度公布情况", year_links(ledger.years)),
        LinkGroup("机构", tuple(LinkItem(body.name, body_url(body)) for body in bodies)),
        LinkGroup(
            "帮助",
            (
                LinkItem("无障碍声明", "accessibility.html"),
                LinkItem("订阅（Atom）", "atom.xml"),
            ),
        ),
    )


def _feed(context: RollupContext, by_year: dict[int, list[LedgerEntry]]) -> FeedView:
    settings = context.settings
    dated = sorted(
        (
            (report.published, entry.body.code, entry)
            for entries in by_year.values()
            for entry in entries
            for report in entry.reports[:1]
            if report.published
        ),
        key=lambda item: item[:2],
        reverse=True,
    )[:_FEED_LENGTH]
    updated = dated[0][0] if dated else f"{max(by_year, default=1970)}-12-31"
    return FeedView(
        id=_urn(settings.name, ""),
        title=settings.name,
        author=settings.sponsor or settings.organization,
        address=settings.address,
        updated=f"{updated}T00:00:00+08:00",
        entries=tuple(_feed_entry(settings.name, day, entry) for day, _, entry in dated),
    )


def _feed_entry(site: str, day: str, entry: LedgerEntry) -> FeedEntry:
    moment = f"{day}T00:00:00+08:00"
    return FeedEntry(
        id=_urn(site, f"{entry.body.code}/{entry.year}"),
        title=f"{entry.name}公布{entry.year}年度报告",
        url=body_url(entry.body),
        summary=STATE_LABELS[entry.state],
        updated=moment,
        published=moment,
    )


def _urn(site: str, name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site}/rollup/{name}").urn


def search_corpus(context: RollupContext) -> SearchCorpus:
    """Return the bodies and their reports as they are searched."""
    ledger = context.ledger
    facets = (
        Facet("year", tuple(str(year) for year in ledger.years)),
        Facet("kind", tuple(kind.label for kind in context.standards.body_kinds)),
        Facet("status", tuple(STATE_LABELS.values())),
    )
    bodies = (
        SearchDocument(
            _search_entry(body_url(body), body_url(body), 0, body.name, ("", body.kind.label, "")),
            tuple(former.name for former in body.former_names),
            (body.code,),
        )
        for body in ledger.register.bodies
    )
    reports = (_report_document(entry) for year in ledger.years for entry in ledger.of_year(year))
    return SearchCorpus(facets, tuple(map(search_member, (*bodies, *reports))))


def _report_document(entry: LedgerEntry) -> SearchDocument:
    url, report = body_url(entry.body), entry.report
    label = STATE_LABELS[entry.state]
    title = f"{entry.name}{entry.year}年度报告：{label}"
    facets = str(entry.year), entry.body.kind.label, label
    listed = _search_entry(f"{entry.year}/{url}", url, entry.year, title, facets)
    texts = (report.title, report.organization, report.published) if report else ()
    return SearchDocument(listed, texts, (entry.body.code,))


def _search_entry(
    path: str, url: str, year: int, title: str, facets: tuple[str, ...]
) -> SearchEntry:
    return SearchEntry(path, year, url, title, (), "", "", facets, StatusView())
