"""Views of standing texts: the guide, 依申请公开, any other page, the rules with their list."""

from collections.abc import Iterator

from site_builder.model.document import INACTIVE_STATUSES, StandalonePage
from site_builder.model.field import Standards
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.parts import LinkItem, Property
from site_builder.model.site import Site
from site_builder.model.view import RuleListView, RuleRow, StandalonePageView
from site_builder.plan import rows
from site_builder.plan.chrome import contacts
from site_builder.plan.meta import MetaMaker

FORM = "apply-form.html"
FORM_FILE = "apply-form.docx"


def article_pages(site: Site, fields: Standards, meta: MetaMaker) -> Iterator[Page]:
    """Plan the guide, 依申请公开, every other standing text, and the rules with their list."""
    columns = {one.path: one.id for one in fields.channels}
    for column in ("guide", "apply"):
        if f"{column}.md" not in site.pages:
            yield _placeholder(column, site, fields, meta)
    for path, article in site.pages.items():
        if path == "index.md":
            continue
        column = columns.get(article.url, "")
        view = _article(article, site, fields, meta, column=column)
        yield Page(article.url, "pages/article.html", view, (article.source.display_path,))
    for article in site.rules:
        view = _article(article, site, fields, meta, column="rules", crumbs=(meta.crumb("rules"),))
        yield Page(article.url, "pages/article.html", view, (article.source.display_path,))
    column_of_rules = fields.channel("rules")
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
                one.status,
                fields.status_kinds.get(one.status, ""),
            )
            for one in site.rules
        ),
    )
    yield Page("rules/index.html", "pages/rules.html", rules, ())


def _placeholder(name: str, site: Site, fields: Standards, meta: MetaMaker) -> Page:
    """Stand in for a page that the law wants and nobody has written: the contacts, and 待补充."""
    column = fields.channel(name)
    view = StandalonePageView(
        meta=meta.page(column.path, column.label, column.description, column=name),
        title=column.label,
        properties=(),
        status="",
        status_kind="",
        status_note="",
        toc=(),
        html=Html("<p>待补充</p>"),
        attachments=(),
        corrections=(),
        form=_form_links(site, fields) if name == "apply" else (),
        contacts=contacts(site.settings),
    )
    return Page(column.path, "pages/article.html", view, ())


def _article(  # noqa: PLR0913 - an article's own facts and where it stands
    article: StandalonePage,
    site: Site,
    fields: Standards,
    meta: MetaMaker,
    *,
    column: str,
    crumbs: tuple[LinkItem, ...] = (),
) -> StandalonePageView:
    reached = column in ("guide", "apply")
    return StandalonePageView(
        meta=meta.page(
            article.url,
            article.title,
            article.summary,
            crumbs=crumbs,
            column=column,
            article=_tags(article, site),
            things=(meta.linker(article.url).article(article),),
        ),
        title=article.title,
        properties=_box(article, "制定机关" if column == "rules" else "发布机关"),
        status=article.status,
        status_kind=fields.status_kinds.get(article.status, ""),
        status_note=rows.status_note(article),
        toc=rows.toc(article.prose.headings),
        html=article.prose.html,
        attachments=rows.attachment_downloads(article.attachments, fields),
        corrections=rows.correction_views(article.corrections),
        form=_form_links(site, fields) if column == "apply" else (),
        contacts=contacts(site.settings) if reached else (),
    )


def _tags(article: StandalonePage, site: Site) -> dict[str, str]:
    return {
        "title": article.title,
        "published": rows.moment(article.published),
        "source": article.issuer or site.settings.organization,
        "description": " ".join(article.summary.split()),
        "image": rows.first_image(article.source, (article.prose,), site.settings.address),
    }


def _box(article: StandalonePage, issuer: str) -> tuple[Property, ...]:
    lines = (
        (issuer, article.issuer),
        ("发文字号", article.document_number),
        ("发布日期", rows.in_words(article.published)),
        ("施行日期", rows.in_words(article.effective)),
        (INACTIVE_STATUSES.get(article.status, "废止日期"), rows.in_words(article.repealed)),
    )
    return tuple(Property(label, value) for label, value in lines if value)


def _form_links(site: Site, fields: Standards) -> tuple[LinkItem, ...]:
    title = fields.application.title
    links = [LinkItem(f"{title}（网页，可直接打印）", FORM)]
    if "docx" in site.settings.downloads:
        links.append(LinkItem(f"{title}（Word，可下载填写）", FORM_FILE))
    return tuple(links)
