"""Views of standing texts: the guide, 依申请公开, any other page, the rules with their list."""

from collections.abc import Callable, Iterator
from functools import partial

from site_builder.model.document import StandalonePage
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.pages import (
    ApplicationFormView,
    DocumentHead,
    RuleListView,
    RuleRow,
    StandalonePageView,
    View,
)
from site_builder.model.views.parts import LinkItem, Property, StatusView
from site_builder.pages import downloads, view_parts
from site_builder.pages.causes import text_cause, texts_cause
from site_builder.pages.dates import format_date_zh, meta_datetime
from site_builder.pages.document_heads import document_head, with_sections
from site_builder.pages.layout import contacts, own_entry_id
from site_builder.pages.page_meta import PageMetaBuilder

APPLICATION_STEM = "apply-form"
APPLICATION_FORM = f"{APPLICATION_STEM}.html"


def standalone_pages(site: Site, standards: Standards, meta: PageMetaBuilder) -> Iterator[Page]:
    """Plan the guide, 依申请公开, every other standing text, and the rules with their list."""
    channel_ids = {channel.path: channel.id for channel in standards.channels}
    for channel_id in ("guide", "apply"):
        if channel_id in channel_ids.values() and f"{channel_id}.md" not in site.pages:
            yield _placeholder(channel_id, site, standards, meta)
    for path, document in site.pages.items():
        if path == "index.md":
            continue
        channel_id = channel_ids.get(document.url, "")
        build_view = partial(
            _standalone_view, document, site, standards, meta, channel_id=channel_id
        )
        form = _form_links(site, standards) if channel_id == "apply" else ()
        yield _text_page(document, site, build_view, form)
    for document in site.rules:
        build_view = partial(
            _standalone_view,
            document,
            site,
            standards,
            meta,
            channel_id="rules",
            breadcrumbs=(meta.breadcrumb("rules"),),
        )
        yield _text_page(document, site, build_view)
    if "rules" in channel_ids.values():
        build_list, cause = (
            partial(_rule_list, site, standards, meta),
            texts_cause(site.rules, site),
        )
        yield Page("rules/index.html", "pages/rules.html", build_list, {"rules": cause})


def _text_page(
    document: StandalonePage,
    site: Site,
    build_view: Callable[[], View],
    form: tuple[LinkItem, ...] = (),
) -> Page:
    files = (
        *(attachment.path for attachment in document.attachments),
        *(link.url for link in form),
    )
    sources = (document.source.display_path,)
    causes = {"text": text_cause(document, site)}
    return Page(document.url, "pages/article.html", build_view, causes, sources, files)


def _rule_list(site: Site, standards: Standards, meta: PageMetaBuilder) -> RuleListView:
    channel = standards.channel("rules")
    rows = [
        RuleRow(
            rule.title,
            rule.url,
            rule.document_number,
            rule.issuer,
            format_date_zh(rule.effective),
            rule.summary,
            view_parts.status_view(rule.status, standards),
        )
        for rule in site.rules
    ]
    return RuleListView(
        meta=meta.page("rules/index.html", channel.label, channel.description, channel_id="rules"),
        description=channel.description,
        intro=Html(""),
        # What no longer holds stands below what does.
        rules=tuple(sorted(rows, key=lambda row: row.status.kind == "ended")),
    )


def _placeholder(name: str, site: Site, standards: Standards, meta: PageMetaBuilder) -> Page:
    """Stand in for a page that the law wants and nobody has written: the contacts, and 待补充."""
    channel = standards.channel(name)
    form = _form_links(site, standards) if name == "apply" else ()
    view = StandalonePageView(
        meta=meta.page(channel.path, channel.label, channel.description, channel_id=name),
        head=DocumentHead(channel.label, (), StatusView(), ()),
        html=Html("<p>待补充</p>"),
        attachments=(),
        corrections=(),
        form=form,
        contacts=contacts(site.settings),
    )
    files = tuple(link.url for link in form)
    return Page(channel.path, "pages/article.html", lambda: view, {}, files=files)


def _standalone_view(  # noqa: PLR0913 - an article's own facts and where it stands
    document: StandalonePage,
    site: Site,
    standards: Standards,
    meta: PageMetaBuilder,
    *,
    channel_id: str,
    breadcrumbs: tuple[LinkItem, ...] = (),
) -> StandalonePageView:
    has_contacts = channel_id in ("guide", "apply")
    return StandalonePageView(
        meta=meta.page(
            document.url,
            document.title,
            document.summary,
            breadcrumbs=breadcrumbs,
            channel_id=channel_id,
            section=channel_id or own_entry_id(document.source.path),
            article=_meta_tags(document, site),
            json_ld=(meta.json_ld_builder(document.url).standalone_page(document),),
        ),
        head=document_head(
            document.title,
            _properties(document, "制定机关" if channel_id == "rules" else "发布机关"),
            document.status,
            with_sections(
                view_parts.toc(document.prose.headings),
                attachments=document.attachments,
                corrections=document.corrections,
            ),
            standards,
        ),
        html=document.prose.html,
        attachments=view_parts.attachment_downloads(document.attachments, standards),
        corrections=view_parts.correction_views(document.corrections),
        form=_form_links(site, standards) if channel_id == "apply" else (),
        contacts=contacts(site.settings) if has_contacts else (),
    )


def _meta_tags(document: StandalonePage, site: Site) -> dict[str, str]:
    return {
        "title": document.title,
        "published": meta_datetime(document.published),
        "source": document.issuer or site.settings.organization,
        "description": " ".join(document.summary.split()),
        "image": view_parts.first_image(document.source, document.links, site.settings.address),
    }


def _properties(document: StandalonePage, issuer: str) -> tuple[Property, ...]:
    lines = (
        (issuer, document.issuer),
        ("发文字号", document.document_number),
        ("发布日期", format_date_zh(document.published)),
        ("施行日期", format_date_zh(document.effective)),
        (
            document.status.date_label,
            format_date_zh(document.status.date),
        ),
    )
    return tuple(Property(label, value) for label, value in lines if value)


def _form_links(site: Site, standards: Standards) -> tuple[LinkItem, ...]:
    title = standards.application.title
    files = downloads.offered_files(ApplicationFormView, site, title, APPLICATION_STEM, title)
    return (
        LinkItem(f"{title}（网页，可直接打印）", APPLICATION_FORM),
        *(LinkItem(f"{title}（{file.format}，可下载填写）", file.url) for file in files),
    )
