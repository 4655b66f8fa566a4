"""Views of the standing pages: home, years, application, site map and the rest."""

from collections.abc import Iterator

from site_builder.model.field import Standards
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.parts import Download, EntryRow, LinkItem
from site_builder.model.site import Site
from site_builder.model.view import (
    AccessibilityView,
    ApplicationFormView,
    ExternalNoticeView,
    HomeView,
    LinkGroup,
    NotFoundView,
    SiteMapView,
    YearView,
)
from site_builder.plan import downloads, reports, rows, series
from site_builder.plan.articles import FORM, FORM_FILE
from site_builder.plan.chrome import contacts
from site_builder.plan.meta import HOME, MetaMaker
from site_builder.plan.opendata import PAGE
from site_builder.plan.withdrawn import withdrawn
from site_builder.urls import root_path

_NEWEST = 10


def home_page(
    site: Site, fields: Standards, meta: MetaMaker, entries: tuple[EntryRow, ...]
) -> Page:
    """Plan the home page."""
    settings = site.settings
    intro = site.pages.get("index.md")
    report = next((one for one in site.reports.values() if not withdrawn(one)), None)
    description = (intro.summary if intro else "") or (
        f"{settings.organization}政府信息公开：指南、制度、法定主动公开内容、工作年度报告和依申请公开。"
    )
    things = meta.linker("index.html").home()
    view = HomeView(
        meta=meta.page("index.html", settings.name, description, column="home", things=things),
        intro=intro.prose.html if intro else Html(""),
        report=rows.report_card(report, site.forms) if report else None,
        key_figures=reports.brief(report, site.forms[report.form]) if report else (),
        years=_years(site),
        channels=tuple(LinkItem(one.label, one.path, one.description) for one in fields.channels),
        entries=entries[:_NEWEST],
        total=len(entries),
    )
    return Page(
        "index.html", "pages/home.html", view, (intro.source.display_path,) if intro else ()
    )


def _years(site: Site) -> tuple[LinkItem, ...]:
    return tuple(LinkItem(f"{year}年", f"{year}/index.html") for year in site.years)


def year_pages(
    site: Site, fields: Standards, meta: MetaMaker, entries: tuple[EntryRow, ...]
) -> Iterator[Page]:
    """Plan a section for each year."""
    del fields
    by_year: dict[int, list[EntryRow]] = {}
    for entry in entries:
        by_year.setdefault(entry.year, []).append(entry)
    for year in site.years:
        url = f"{year}/index.html"
        report = site.reports.get(year)
        intro = site.introductions.get(year)
        before, after = rows.neighbours(year, site.years, "index.html")
        title = f"{year}年政府信息公开"
        description = (
            f"{site.settings.organization}{year}年的政府信息公开工作年度报告和主动公开的文件。"
        )
        view = YearView(
            meta=meta.page(url, title, description, column="catalogue", section=""),
            year=year,
            intro=intro.prose.html if intro else Html(""),
            report=rows.report_card(report, site.forms) if report else None,
            key_figures=reports.brief(report, site.forms[report.form]) if report else (),
            downloads=downloads.of_report(report, site) if report else (),
            entries=tuple(
                row for row in by_year.get(year, []) if not report or row.url != report.entry.url
            ),
            previous=before,
            next=after,
        )
        yield Page(url, "pages/year.html", view, (intro.source.display_path,) if intro else ())


def form_pages(site: Site, fields: Standards, meta: MetaMaker) -> Iterator[Page]:
    """Plan the application form: a page to print and, where chosen, a file to fill in."""
    form = fields.application
    back = fields.channel("apply")
    as_word = "docx" in site.settings.downloads
    view = ApplicationFormView(
        meta=meta.page(
            FORM,
            form.title,
            f"向{site.settings.organization}申请公开政府信息时填写的表格，可打印。",
            crumbs=(meta.crumb("apply"),),
            column="apply",
        ),
        title=form.title,
        groups=form.groups,
        notes=form.notes,
        back=LinkItem(back.label, back.path),
        downloads=(Download(form.title, FORM_FILE, "Word"),) if as_word else (),
    )
    yield Page(FORM, "pages/application-form.html", view, ())
    if as_word:
        yield Page(FORM_FILE, "application.docx", view, ())


def other_pages(site: Site, fields: Standards, meta: MetaMaker) -> Iterator[Page]:
    """Plan the site map, the accessibility statement, 404 and the notices for outside links."""
    yield Page("sitemap.html", "pages/sitemap.html", _site_map(site, fields, meta), ())
    access = AccessibilityView(
        meta=meta.page(
            "accessibility.html", "无障碍声明", "本网站无障碍访问的做法、已知不足和反映问题的渠道。"
        ),
        contacts=contacts(site.settings),
    )
    yield Page("accessibility.html", "pages/accessibility.html", access, ())
    lost = NotFoundView(
        meta=meta.page("404.html", "找不到页面", "您访问的页面不存在或者已经移动。"),
        root=root_path(site.settings.address),
    )
    yield Page("404.html", "pages/404.html", lost, ())


def outside_page(url: str, address: str, host: str, meta: MetaMaker) -> Page:
    """Plan the notice before a link leaves government sites."""
    title = f"即将离开政府网站：{host}"
    view = ExternalNoticeView(
        meta=meta.page(url, title, f"外部链接提示：{address}"), address=address, host=host
    )
    return Page(url, "pages/outside.html", view, ())


def _site_map(site: Site, fields: Standards, meta: MetaMaker) -> SiteMapView:
    columns = (HOME, *(LinkItem(one.label, one.path) for one in fields.channels))
    others = [
        LinkItem(one.title, one.url)
        for path, one in site.pages.items()
        if path != "index.md" and one.url not in {column.path for column in fields.channels}
    ]
    helps = (
        LinkItem(fields.application.title, FORM),
        LinkItem("无障碍声明", "accessibility.html"),
        PAGE,
        LinkItem("订阅（Atom）", "atom.xml"),
        *others,
    )
    items = sorted({entry.item for entry in site.entries if entry.item})
    shorts = {one.number: one.short for one in fields.disclosure_items}
    groups = (
        LinkGroup("栏目", columns),
        LinkGroup("年份", _years(site)),
        LinkGroup(
            "政府信息公开工作年度报告",
            (
                *(LinkItem(one.entry.title, one.entry.url) for one in site.reports.values()),
                *((LinkItem(series.TITLE, series.URL),) if site.reports else ()),
            ),
        ),
        LinkGroup("公开事项", tuple(LinkItem(shorts[n], rows.item_url(n)) for n in items)),
        LinkGroup("政府信息公开制度", tuple(LinkItem(one.title, one.url) for one in site.rules)),
        LinkGroup("帮助", helps),
    )
    description = "本网站全部栏目、年份、报告和制度的链接。"
    return SiteMapView(
        meta=meta.page("sitemap.html", "站点地图", description),
        groups=tuple(group for group in groups if group.items),
    )
