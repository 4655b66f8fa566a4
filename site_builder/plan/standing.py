"""Views of the standing pages: home, years, guide, rules, application, site map and the rest."""

from collections.abc import Iterator

from site_builder.model.document import Article
from site_builder.model.field import Fields
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.parts import Download, EntryRow, Fact, Item
from site_builder.model.site import Site
from site_builder.model.view import (
    AccessibilityView,
    ApplicationFormView,
    ArticleView,
    HomeView,
    LinkGroup,
    NotFoundView,
    OutsideView,
    RuleListView,
    RuleRow,
    SiteMapView,
    YearView,
)
from site_builder.plan import downloads, reports, rows, series
from site_builder.plan.chrome import contacts
from site_builder.plan.meta import HOME, MetaMaker

_NEWEST = 10
_FORM = "apply-form.html"
_FORM_FILE = "apply-form.docx"


def home_page(site: Site, fields: Fields, meta: MetaMaker, entries: tuple[EntryRow, ...]) -> Page:
    """Plan the home page."""
    settings = site.settings
    intro = site.pages.get("index.md")
    report = next(iter(site.reports.values()), None)
    description = (intro.summary if intro else "") or (
        f"{settings.body}政府信息公开：指南、制度、法定主动公开内容、工作年度报告和依申请公开。"
    )
    view = HomeView(
        meta=meta.page("index.html", settings.name, description, column="home"),
        intro=intro.prose.html if intro else Html(""),
        report=rows.report_card(report, site.forms) if report else None,
        brief=reports.brief(report, site.forms[report.form]) if report else (),
        years=_years(site),
        columns=tuple(Item(one.label, one.path, one.description) for one in fields.columns),
        entries=entries[:_NEWEST],
        total=len(entries),
    )
    return Page("index.html", "pages/home.html", view, (intro.source.file,) if intro else ())


def _years(site: Site) -> tuple[Item, ...]:
    return tuple(Item(f"{year}年", f"{year}/index.html") for year in site.years)


def year_pages(
    site: Site, fields: Fields, meta: MetaMaker, entries: tuple[EntryRow, ...]
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
        description = f"{site.settings.body}{year}年的政府信息公开工作年度报告和主动公开的文件。"
        view = YearView(
            meta=meta.page(url, title, description, column="catalogue", section=""),
            year=year,
            intro=intro.prose.html if intro else Html(""),
            report=rows.report_card(report, site.forms) if report else None,
            brief=reports.brief(report, site.forms[report.form]) if report else (),
            downloads=downloads.of_report(report, site) if report else (),
            entries=tuple(
                row for row in by_year.get(year, []) if not report or row.url != report.entry.url
            ),
            previous=before,
            next=after,
        )
        yield Page(url, "pages/year.html", view, (intro.source.file,) if intro else ())


def article_pages(site: Site, fields: Fields, meta: MetaMaker) -> Iterator[Page]:
    """Plan the guide, 依申请公开, every other standing text, and the rules with their list."""
    columns = {one.path: one.id for one in fields.columns}
    for column in ("guide", "apply"):
        if f"{column}.md" not in site.pages:
            yield _placeholder(column, site, fields, meta)
    for path, article in site.pages.items():
        if path == "index.md":
            continue
        column = columns.get(article.url, "")
        view = _article(article, site, fields, meta, column=column)
        yield Page(article.url, "pages/article.html", view, (article.source.file,))
    for article in site.rules:
        view = _article(article, site, fields, meta, column="rules", crumbs=(meta.crumb("rules"),))
        yield Page(article.url, "pages/article.html", view, (article.source.file,))
    column_of_rules = fields.column("rules")
    rules = RuleListView(
        meta=meta.page(
            "rules/index.html", column_of_rules.label, column_of_rules.description, column="rules"
        ),
        description=column_of_rules.description,
        intro=Html(""),
        rules=tuple(
            RuleRow(
                one.title,
                one.url,
                one.document_number,
                one.issuer,
                rows.in_words(one.effective),
                one.summary,
            )
            for one in site.rules
        ),
    )
    yield Page("rules/index.html", "pages/rules.html", rules, ())


def _placeholder(name: str, site: Site, fields: Fields, meta: MetaMaker) -> Page:
    """Stand in for a page that the law wants and nobody has written: the contacts, and 待补充."""
    column = fields.column(name)
    view = ArticleView(
        meta=meta.page(column.path, column.label, column.description, column=name),
        title=column.label,
        box=(),
        toc=(),
        html=Html("<p>待补充</p>"),
        attachments=(),
        form=_form_links(site, fields) if name == "apply" else (),
        contacts=contacts(site.settings),
    )
    return Page(column.path, "pages/article.html", view, ())


def _article(  # noqa: PLR0913 - an article's own facts and where it stands
    article: Article,
    site: Site,
    fields: Fields,
    meta: MetaMaker,
    *,
    column: str,
    crumbs: tuple[Item, ...] = (),
) -> ArticleView:
    lines = (
        ("制定机关" if column == "rules" else "发布机关", article.issuer),
        ("发文字号", article.document_number),
        ("发布日期", rows.in_words(article.published)),
        ("施行日期", rows.in_words(article.effective)),
    )
    tags = {
        "title": article.title,
        "published": rows.moment(article.published),
        "source": article.issuer or site.settings.body,
        "description": " ".join(article.summary.split()),
        "image": rows.first_image(article.source, (article.prose,), site.settings.address),
    }
    reached = column in ("guide", "apply")
    return ArticleView(
        meta=meta.page(
            article.url,
            article.title,
            article.summary,
            crumbs=crumbs,
            column=column,
            article=tags,
        ),
        title=article.title,
        box=tuple(Fact(label, value) for label, value in lines if value),
        toc=rows.toc(article.prose.headings),
        html=article.prose.html,
        attachments=rows.attachment_downloads(article.attachments, fields),
        form=_form_links(site, fields) if column == "apply" else (),
        contacts=contacts(site.settings) if reached else (),
    )


def _form_links(site: Site, fields: Fields) -> tuple[Item, ...]:
    title = fields.application.title
    links = [Item(f"{title}（网页，可直接打印）", _FORM)]
    if "docx" in site.settings.downloads:
        links.append(Item(f"{title}（Word，可下载填写）", _FORM_FILE))
    return tuple(links)


def form_pages(site: Site, fields: Fields, meta: MetaMaker) -> Iterator[Page]:
    """Plan the application form: a page to print and, where chosen, a file to fill in."""
    form = fields.application
    back = fields.column("apply")
    as_word = "docx" in site.settings.downloads
    view = ApplicationFormView(
        meta=meta.page(
            _FORM,
            form.title,
            f"向{site.settings.body}申请公开政府信息时填写的表格，可打印。",
            crumbs=(meta.crumb("apply"),),
            column="apply",
        ),
        title=form.title,
        groups=form.groups,
        notes=form.notes,
        back=Item(back.label, back.path),
        downloads=(Download(form.title, _FORM_FILE, "Word"),) if as_word else (),
    )
    yield Page(_FORM, "pages/application-form.html", view, ())
    if as_word:
        yield Page(_FORM_FILE, "application.docx", view, ())


def other_pages(site: Site, fields: Fields, meta: MetaMaker) -> Iterator[Page]:
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
        base=site.settings.address,
    )
    yield Page("404.html", "pages/404.html", lost, ())


def outside_page(url: str, address: str, host: str, meta: MetaMaker) -> Page:
    """Plan the notice before a link leaves government sites."""
    title = f"即将离开政府网站：{host}"
    view = OutsideView(
        meta=meta.page(url, title, f"外部链接提示：{address}"), address=address, host=host
    )
    return Page(url, "pages/outside.html", view, ())


def _site_map(site: Site, fields: Fields, meta: MetaMaker) -> SiteMapView:
    columns = (HOME, *(Item(one.label, one.path) for one in fields.columns))
    others = [
        Item(one.title, one.url)
        for path, one in site.pages.items()
        if path != "index.md" and one.url not in {column.path for column in fields.columns}
    ]
    helps = (
        Item(fields.application.title, _FORM),
        Item("无障碍声明", "accessibility.html"),
        Item("订阅（Atom）", "atom.xml"),
        *others,
    )
    items = sorted({entry.item for entry in site.entries if entry.item})
    shorts = {one.number: one.short for one in fields.items}
    groups = (
        LinkGroup("栏目", columns),
        LinkGroup("年份", _years(site)),
        LinkGroup(
            "政府信息公开工作年度报告",
            (
                *(Item(one.entry.title, one.entry.url) for one in site.reports.values()),
                *((Item(series.TITLE, series.URL),) if site.reports else ()),
            ),
        ),
        LinkGroup("公开事项", tuple(Item(shorts[n], rows.item_url(n)) for n in items)),
        LinkGroup("政府信息公开制度", tuple(Item(one.title, one.url) for one in site.rules)),
        LinkGroup("帮助", helps),
    )
    description = "本网站全部栏目、年份、报告和制度的链接。"
    return SiteMapView(
        meta=meta.page("sitemap.html", "站点地图", description),
        groups=tuple(group for group in groups if group.items),
    )
