"""Views of the annual reports: the report page and its list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from site_builder.model.document import Report, ReportPart
from site_builder.model.form import Form, Table
from site_builder.model.html import Html
from site_builder.model.page import Page
from site_builder.model.prose import links_in
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.open_data import DatasetView
from site_builder.model.views.page_meta import PageMeta
from site_builder.model.views.pages import ReportListView, ReportView
from site_builder.model.views.parts import KeyFigureView, LinkItem, Property, Related, TocItem
from site_builder.model.views.report_part import PartView
from site_builder.pages import downloads, view_parts
from site_builder.pages.causes import related_cause, text_cause, texts_cause
from site_builder.pages.dates import iso, last_modified_iso
from site_builder.pages.document_heads import document_head, with_sections
from site_builder.pages.json_ld import JsonLdObject
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.standards import header_grid
from site_builder.standards.row_list import row_lists
from site_builder.standards.table_text import table_text
from site_builder.standards.transcript import transcribe


def report_pages(
    site: Site, standards: Standards, meta: PageMetaBuilder, notices: Mapping[int, tuple[str, ...]]
) -> Iterator[Page]:
    """Plan the list of reports and, for each, its page and its files."""
    build_list = partial(_list, site, standards, meta)
    causes = {"reports": texts_cause(site.reports.values(), site)}
    yield Page("reports/index.html", "pages/reports.html", build_list, causes)
    for report in site.reports.values():
        yield from report_page(report, site, standards, meta, notices)


def report_page(
    report: Report,
    site: Site,
    standards: Standards,
    meta: PageMetaBuilder,
    notices: Mapping[int, tuple[str, ...]],
) -> Iterator[Page]:
    """Plan one report's page and its files."""
    report_notices = () if report.status.is_withdrawn else notices.get(report.year, ())
    build_view = partial(_page, report, site, standards, meta, report_notices)
    causes = {"text": text_cause(report, site), "notices": "\n".join(report_notices)}
    neighbours = {
        "related": related_cause(report.url, site),
        "years": repr(tuple(site.reports)),
    }
    files = (
        *(download.url for download in downloads.report_downloads(report, site)),
        *(attachment.path for attachment in report.attachments),
    )
    sources = downloads.report_sources(report)
    yield Page(
        report.url, "pages/report.html", build_view, {**causes, **neighbours}, sources, files
    )
    yield from downloads.report_files(report, site, build_view, causes)


def key_figures(report: Report, form: Form) -> tuple[KeyFigureView, ...]:
    """Return the figures that a year's own page shows; none of a report that was withdrawn."""
    if report.status.is_withdrawn:
        return ()
    views = []
    for figure in form.key_figures:
        cell = report.figures.cells[figure.table, figure.row, figure.column]
        state = header_grid.cell_state(cell)
        value = header_grid.decimal_text(cell) or ("缺" if state == "blank" else "/")
        views.append(KeyFigureView(figure.label, value, state))
    return tuple(views)


def _page(
    report: Report,
    site: Site,
    standards: Standards,
    meta: PageMetaBuilder,
    notices: tuple[str, ...],
) -> ReportView:
    entry = report.entry
    form = site.forms[report.form]
    before, after = view_parts.adjacent_year_links(report.year, site.reports, "report.html")
    tables = form.tables_by_part()
    files = downloads.report_downloads(report, site)
    sections = {"attachments": report.attachments, "corrections": report.corrections}
    toc = with_sections(tuple(_toc(report)), **sections, downloads=files)
    view = ReportView(
        meta=_meta(report, site, meta),
        year=report.year,
        head=document_head(
            entry.title, _properties(report, standards), entry.status, toc, standards
        ),
        opening=report.opening.html if report.opening else Html(""),
        parts=tuple(_part(part, tables.get(part.id), report) for part in report.parts),
        footnotes=report.footnotes.html if report.footnotes else Html(""),
        form_title=form.title,
        form_number=form.document_number,
        downloads=files,
        attachments=view_parts.attachment_downloads(report.attachments, standards),
        corrections=view_parts.correction_views(report.corrections),
        related=site.related.get(entry.url, Related()),
        notices=notices,
        year_section=LinkItem(f"{report.year}年", f"{report.year}/index.html"),
        previous=before,
        next=after,
    )
    return _redact_view(view) if report.status.is_withdrawn else view


def _meta(report: Report, site: Site, meta: PageMetaBuilder) -> PageMeta:
    entry = report.entry
    opening = (report.opening,) if report.opening else ()
    links = links_in((*opening, *(part.prose for part in report.parts)))
    return meta.page(
        entry.url,
        entry.title,
        entry.summary or f"{report.organization}{entry.title}",
        breadcrumbs=(meta.breadcrumb("reports"),),
        channel_id="reports",
        article=view_parts.article_tags(entry, links, site.settings.address),
        json_ld=_json_ld(report, site, meta),
    )


def _redact_view(view: ReportView) -> ReportView:
    """Leave of a withdrawn report what states that it existed, and why it was withdrawn."""
    return replace(view, head=replace(view.head, toc=()), parts=())


def _json_ld(report: Report, site: Site, meta: PageMetaBuilder) -> Iterator[JsonLdObject]:
    builder = meta.json_ld_builder(report.entry.url)
    yield builder.report(report, site.related.get(report.entry.url, Related()))
    data = dataset(report, site)
    if data.files:
        yield builder.dataset(data)


def dataset(report: Report, site: Site) -> DatasetView:
    """Describe a report's figures as a set of data."""
    entry, settings = report.entry, site.settings
    return DatasetView(
        id=f"figures-{report.year}",
        title=f"{report.organization}{report.year}年政府信息公开统计数据",
        description=_description(report, site.forms[report.form]),
        page_url=entry.url,
        start=f"{report.year}-01-01",
        end=f"{report.year}-12-31",
        issued=iso(entry.published),
        modified=last_modified_iso((entry,)),
        # Those of other years stand in the same list.
        files=tuple(
            replace(file, label=f"{report.year}年{file.label}")
            for file in downloads.report_data_downloads(report, site)
        ),
        schema=downloads.schema_url(settings, "figures"),
        columns=downloads.columns_url(settings, f"{report.year}/figures"),
    )


def _description(report: Report, form: Form) -> str:
    tables = "；".join(table.title for table in form.tables())
    text = f"《{report.entry.title}》统计表的全部数据，一格一条：{tables}。"
    return text + view_parts.status_sentence(report.status)


def _properties(report: Report, standards: Standards) -> tuple[Property, ...]:
    properties = view_parts.catalogue_properties(report.entry, standards)
    return (
        Property("报告机关", report.organization),
        Property("报告年度", f"{report.year}年"),
        # 报告机关 says the same already.
        *(prop for prop in properties if prop != Property("发文机关", report.organization)),
    )


def _part(part: ReportPart, table: Table | None, report: Report) -> PartView:
    return PartView(
        id=part.id,
        title=part.title,
        html=part.prose.html,
        table=header_grid.lay_out(table, report.figures) if table else None,
        lists=row_lists(table, report.figures) if table else (),
        text=table_text(transcribe(table, report.figures)) if table else None,
    )


def _toc(report: Report) -> Iterator[TocItem]:
    for part in (part for part in report.parts if part.title):
        yield TocItem(2, part.id, part.title)
        for heading in part.prose.headings:
            if heading.level == 3:  # noqa: PLR2004 - one level below the parts
                yield TocItem(3, heading.id, heading.label)


def _list(site: Site, standards: Standards, meta: PageMetaBuilder) -> ReportListView:
    channel = standards.channel("reports")
    years = site.reports.keys()
    between = range(max(years) - 1, min(years), -1) if years else ()
    return ReportListView(
        meta=meta.page(
            "reports/index.html", channel.label, channel.description, channel_id="reports"
        ),
        description=channel.description,
        reports=tuple(
            view_parts.report_card(report, site.forms, standards)
            for report in site.reports.values()
        ),
        missing=tuple(year for year in between if year not in years),
    )
