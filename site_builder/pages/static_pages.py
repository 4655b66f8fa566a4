"""Views of the standing pages: home, years, application, site map and the rest."""

from collections.abc import Iterator, Sequence
from functools import partial

from site_builder.core.text.download_names import download_name
from site_builder.core.urls import root_path
from site_builder.model.catalogue_index import ListedEntry
from site_builder.model.document import DocumentSummary, Report
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.pages import (
    AccessibilityView,
    ApplicationFormView,
    ExternalNoticeView,
    HomeView,
    LinkGroup,
    NotFoundView,
    SiteMapView,
    YearView,
)
from site_builder.model.views.parts import Download, LinkItem
from site_builder.pages import downloads, reports, view_parts
from site_builder.pages.causes import text_cause, texts_cause
from site_builder.pages.layout import FEED_URL, column_links, contacts
from site_builder.pages.open_data import PAGE
from site_builder.pages.page_context import ListContext
from site_builder.pages.page_meta import HOME, PageMetaBuilder
from site_builder.pages.routes import item_url
from site_builder.pages.series import series_page
from site_builder.pages.standalone import APPLICATION_FORM, APPLICATION_STEM
from site_builder.pages.taxonomies import year_list_stem

_NEWEST_COUNT = 10
_HOME_FIGURES = 4
"""Key figures on the home page: the form's first, which tell what came in and what became of it."""


def home_page(context: ListContext) -> Page:
    """Plan the home page."""
    site = context.site
    intro = site.pages.get("index.md")
    build_view = partial(_home_view, context)
    report = _newest_report(site)
    entries = context.catalogue.entries
    causes = {
        "text": text_cause(intro, site),
        "reports": texts_cause([report] if report else [], site),
        "entries": context.row_causes(entries[:_NEWEST_COUNT]),
        "total": str(len(entries)),
    }
    sources = (intro.source.display_path,) if intro else ()
    return Page("index.html", "pages/home.html", build_view, causes, sources)


def _newest_report(site: Site) -> Report | None:
    return next(
        (report for report in site.reports.values() if not report.status.is_withdrawn), None
    )


def _home_view(context: ListContext) -> HomeView:
    site, standards, meta = context.site, context.standards, context.meta
    settings, report = site.settings, _newest_report(site)
    intro = site.pages.get("index.md")
    description = (intro.summary if intro else "") or (
        f"{settings.organization}政府信息公开：指南、制度、法定主动公开内容、工作年度报告和依申请公开。"
    )
    json_ld = meta.json_ld_builder("index.html").home()
    figures = reports.key_figures(report, site.forms[report.form]) if report else ()
    return HomeView(
        meta=meta.page(
            "index.html", settings.name, description, channel_id="home", json_ld=json_ld
        ),
        intro=intro.prose.html if intro else Html(""),
        report=view_parts.report_card(report, site.forms, standards) if report else None,
        key_figures=figures[:_HOME_FIGURES],
        years=_year_links(site),
        channels=tuple(
            LinkItem(channel.label, channel.path, channel.description)
            for channel in standards.channels
        ),
        entries=context.rows(context.catalogue.entries[:_NEWEST_COUNT]),
        total=len(context.catalogue.entries),
    )


def _year_links(site: Site) -> tuple[LinkItem, ...]:
    return tuple(LinkItem(f"{year}年", f"{year}/index.html") for year in site.years)


def year_pages(context: ListContext) -> Iterator[Page]:
    """Plan a section for each year."""
    site = context.site
    by_year: dict[int, list[ListedEntry]] = {}
    for entry in context.catalogue.entries:
        by_year.setdefault(entry.year, []).append(entry)
    for year in site.years:
        report, intro = site.reports.get(year), site.introductions.get(year)
        entries = [
            entry for entry in by_year.get(year, ()) if not report or entry.url != report.url
        ]
        yield Page(
            f"{year}/index.html",
            "pages/year.html",
            partial(_year_view, year, entries, context),
            {
                "text": text_cause(intro, site),
                "reports": texts_cause([report] if report else [], site),
                "entries": context.row_causes(entries[: site.settings.page_size]),
                "total": str(len(entries)),
            },
            (intro.source.display_path,) if intro else (),
            tuple(file.url for file in downloads.report_downloads(report, site)) if report else (),
        )


def _year_view(year: int, entries: Sequence[ListedEntry], context: ListContext) -> YearView:
    site, standards, meta = context.site, context.standards, context.meta
    report, intro = site.reports.get(year), site.introductions.get(year)
    before, after = view_parts.adjacent_year_links(year, site.years, "index.html")
    title = f"{year}年政府信息公开"
    description = (
        f"{site.settings.organization}{year}年的政府信息公开工作年度报告和主动公开的文件。"
    )
    url = f"{year}/index.html"
    newest = entries[: site.settings.page_size]
    full_list = LinkItem(f"查看{year}年公开的全部信息", f"{year_list_stem(year)}.html")
    return YearView(
        meta=meta.page(url, title, description, channel_id="catalogue", section=""),
        year=year,
        intro=intro.prose.html if intro else Html(""),
        report=view_parts.report_card(report, site.forms, standards) if report else None,
        key_figures=reports.key_figures(report, site.forms[report.form]) if report else (),
        downloads=downloads.report_downloads(report, site) if report else (),
        entries=context.rows(newest),
        total=len(entries),
        full_list=full_list if len(newest) < len(entries) else None,
        previous=before,
        next=after,
    )


def form_pages(site: Site, standards: Standards, meta: PageMetaBuilder) -> Iterator[Page]:
    """Plan the application form: a page to print and, where chosen, a file to fill in."""
    build_view = partial(_application_form, site, standards, meta)
    files = tuple(file.url for file in _form_downloads(site, standards))
    yield Page(APPLICATION_FORM, "pages/application-form.html", build_view, {}, files=files)
    yield from downloads.file_pages(
        ApplicationFormView, build_view, site, APPLICATION_STEM, causes={}, sources=()
    )


def _application_form(
    site: Site, standards: Standards, meta: PageMetaBuilder
) -> ApplicationFormView:
    form = standards.application
    channel = standards.channel("apply")
    return ApplicationFormView(
        meta=meta.page(
            APPLICATION_FORM,
            form.title,
            f"向{site.settings.organization}申请公开政府信息时填写的表格，可打印。",
            breadcrumbs=(meta.breadcrumb("apply"),),
            channel_id="apply",
        ),
        title=form.title,
        groups=form.groups,
        notes=form.notes,
        back=LinkItem(channel.label, channel.path),
        downloads=_form_downloads(site, standards),
    )


def _form_downloads(site: Site, standards: Standards) -> tuple[Download, ...]:
    title = standards.application.title
    name = download_name(site.settings.organization, title)
    return downloads.offered_files(ApplicationFormView, site, title, APPLICATION_STEM, name)


def fixed_pages(site: Site, standards: Standards, meta: PageMetaBuilder) -> Iterator[Page]:
    """Plan the site map, 404, and the accessibility statement of a platform."""
    texts: tuple[DocumentSummary, ...] = (*site.reports.values(), *site.rules, *site.pages.values())
    causes = {"texts": texts_cause(texts, site), "items": repr(_used_items(site))}
    build_map = partial(_site_map, site, standards, meta)
    yield Page("sitemap.html", "pages/sitemap.html", build_map, causes)
    if standards.channels:
        build_statement = partial(_accessibility_statement, site, meta)
        yield Page("accessibility.html", "pages/accessibility.html", build_statement, {})
    yield Page("404.html", "pages/404.html", partial(_not_found, site, meta), {})


def _accessibility_statement(site: Site, meta: PageMetaBuilder) -> AccessibilityView:
    return AccessibilityView(
        meta=meta.page(
            "accessibility.html", "无障碍声明", "本网站无障碍访问的做法、已知不足和反映问题的渠道。"
        ),
        contacts=contacts(site.settings),
    )


def _not_found(site: Site, meta: PageMetaBuilder) -> NotFoundView:
    return NotFoundView(
        meta=meta.page(
            "404.html", "找不到页面", "您访问的页面不存在或者已经移动。", is_shared=False
        ),
        root=root_path(site.settings.address),
    )


def external_notice_page(url: str, address: str, host: str, meta: PageMetaBuilder) -> Page:
    """Plan the notice before a link leaves government sites."""
    build_view = partial(_external_notice, url, address, host, meta)
    return Page(url, "pages/outside.html", build_view, {"address": address})


def _external_notice(
    url: str, address: str, host: str, meta: PageMetaBuilder
) -> ExternalNoticeView:
    title = f"即将离开政府网站：{host}"
    return ExternalNoticeView(
        meta=meta.page(url, title, f"外部链接提示：{address}", is_shared=False),
        address=address,
        host=host,
    )


def _used_items(site: Site) -> list[int]:
    """Return the numbers of the items of Article 20 that the site has something of."""
    return sorted({entry.item for entry in site.entries if entry.item})


def _site_map(site: Site, standards: Standards, meta: PageMetaBuilder) -> SiteMapView:
    channels = (HOME, *column_links(site.settings, standards))
    item_labels = {item.number: item.short for item in standards.disclosure_items}
    groups = (
        LinkGroup("栏目", channels),
        LinkGroup("年份", _year_links(site)),
        LinkGroup(
            "政府信息公开工作年度报告",
            (
                *(
                    LinkItem(report.entry.title, report.entry.url)
                    for report in site.reports.values()
                ),
                *((LinkItem(series_page.TITLE, series_page.URL),) if site.reports else ()),
            ),
        ),
        LinkGroup(
            "公开事项",
            tuple(LinkItem(item_labels[number], item_url(number)) for number in _used_items(site)),
        ),
        LinkGroup("政府信息公开制度", tuple(LinkItem(rule.title, rule.url) for rule in site.rules)),
        LinkGroup("帮助", _help_links(site, standards)),
    )
    description = "本网站全部栏目、年份、报告和制度的链接。"
    return SiteMapView(
        meta=meta.page("sitemap.html", "站点地图", description),
        groups=tuple(group for group in groups if group.items),
    )


def _help_links(site: Site, standards: Standards) -> tuple[LinkItem, ...]:
    column_urls = {link.url for link in column_links(site.settings, standards)}
    others = (
        LinkItem(page.title, page.url)
        for path, page in site.pages.items()
        if path != "index.md" and page.url not in column_urls
    )
    services = (
        LinkItem(standards.application.title, APPLICATION_FORM),
        LinkItem("无障碍声明", "accessibility.html"),
        PAGE,
        LinkItem("订阅（Atom）", FEED_URL),
    )
    return (*(services if standards.channels else ()), *others)
