"""Views of the annual reports: the report page and its list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from site_builder.forms import grid
from site_builder.forms.row_list import row_lists
from site_builder.forms.table_text import table_text
from site_builder.forms.transcript import transcribe
from site_builder.model.document import Report, ReportPart
from site_builder.model.field import Standards
from site_builder.model.form import Form, Table
from site_builder.model.html import Html
from site_builder.model.opendata import DatasetView
from site_builder.model.page import Page
from site_builder.model.part import PartView
from site_builder.model.parts import KeyFigureView, LinkItem, Property, Related, TocItem
from site_builder.model.site import Site
from site_builder.model.view import ReportListView, ReportView
from site_builder.plan import downloads, rows
from site_builder.plan.linked import Thing
from site_builder.plan.meta import MetaMaker
from site_builder.plan.withdrawn import withdrawn


def report_pages(
    site: Site, fields: Standards, meta: MetaMaker, notes: Mapping[int, tuple[str, ...]]
) -> Iterator[Page]:
    """Plan the list of reports and, for each, its page and its files."""
    yield Page("reports/index.html", "pages/reports.html", _list(site, fields, meta), ())
    for report in site.reports.values():
        yield from report_page(report, site, fields, meta, notes)


def report_page(
    report: Report,
    site: Site,
    fields: Standards,
    meta: MetaMaker,
    notes: Mapping[int, tuple[str, ...]],
) -> Iterator[Page]:
    """Plan one report's page and its files."""
    source = report.entry.source
    sources = (source.display_path, f"content/{source.year}/figures.yaml")
    told = () if withdrawn(report) else notes.get(report.year, ())
    view = replace(_page(report, site, fields, meta), notices=told)
    yield Page(report.entry.url, "pages/report.html", view, sources)
    yield from downloads.report_files(report, site, view)


def brief(report: Report, form: Form) -> tuple[KeyFigureView, ...]:
    """List the figures that a year's own page shows; none of a report that was withdrawn."""
    if withdrawn(report):
        return ()
    found = []
    for one in form.key_figures:
        cell = report.figures.cells[one.table, one.row, one.column]
        state = grid.cell_state(cell)
        value = grid.decimal_text(cell) or ("缺" if state == "blank" else "/")
        found.append(KeyFigureView(one.label, value, state))
    return tuple(found)


def _page(report: Report, site: Site, fields: Standards, meta: MetaMaker) -> ReportView:
    entry = report.entry
    form = site.forms[report.form]
    before, after = rows.neighbours(report.year, site.reports, "report.html")
    opening = (report.opening,) if report.opening else ()
    proses = (*opening, *(part.prose for part in report.parts))
    tables = form.tables_by_part()
    view = ReportView(
        meta=meta.page(
            entry.url,
            entry.title,
            entry.summary or f"{report.organization}{entry.title}",
            crumbs=(meta.crumb("reports"),),
            column="reports",
            article=rows.article_tags(entry, proses, site.settings.address),
            things=_things(report, site, meta),
        ),
        year=report.year,
        title=entry.title,
        properties=_box(report, fields),
        status=entry.status,
        status_kind=fields.status_kinds.get(entry.status, ""),
        status_note=rows.status_note(report),
        toc=tuple(_toc(report)),
        opening=report.opening.html if report.opening else Html(""),
        parts=tuple(_part(part, tables.get(part.id), report) for part in report.parts),
        footnotes=report.footnotes.html if report.footnotes else Html(""),
        form_title=form.title,
        form_number=form.document_number,
        downloads=downloads.of_report(report, site),
        attachments=rows.attachment_downloads(report.attachments, fields),
        corrections=rows.correction_views(report.corrections),
        related=site.related.get(entry.url, Related()),
        notices=(),
        year_section=LinkItem(f"{report.year}年", f"{report.year}/index.html"),
        previous=before,
        next=after,
    )
    return _emptied(view) if withdrawn(report) else view


def _emptied(view: ReportView) -> ReportView:
    """Leave of a withdrawn report what says that it was there, and why it is gone."""
    return replace(view, toc=(), parts=())


def _things(report: Report, site: Site, meta: MetaMaker) -> Iterator[Thing]:
    linker = meta.linker(report.entry.url)
    yield linker.report(report, site.related.get(report.entry.url, Related()))
    data = dataset(report, site)
    if data.files:
        yield linker.dataset(data)


def dataset(report: Report, site: Site) -> DatasetView:
    """Describe a report's figures as a set of data."""
    entry, kinds = report.entry, site.settings.downloads
    return DatasetView(
        id=f"figures-{report.year}",
        title=f"{report.organization}{report.year}年政府信息公开统计数据",
        description=_description(report, site.forms[report.form]),
        page_url=entry.url,
        start=f"{report.year}-01-01",
        end=f"{report.year}-12-31",
        issued=rows.iso(entry.published),
        modified=rows.changed((entry,)),
        files=downloads.data_of_report(report, site),
        schema="schemas/figures.schema.json" if "json" in kinds else "",
        columns=f"{report.year}/figures.csv-metadata.json" if "csv" in kinds else "",
    )


def _description(report: Report, form: Form) -> str:
    tables = "；".join(table.title for table in form.tables())
    said = f"《{report.entry.title}》统计表的全部数据，一格一条：{tables}。"
    return said + rows.status_note(report)


def _box(report: Report, fields: Standards) -> tuple[Property, ...]:
    facts = rows.catalogue_box(report.entry, fields)
    return (
        Property("报告机关", report.organization),
        Property("报告年度", f"{report.year}年"),
        *(fact for fact in facts if not _said(fact, report)),
    )


def _said(fact: Property, report: Report) -> bool:
    """Tell whether the heading or 报告机关 says the same already."""
    return (fact.label, fact.value) in (
        ("名称", report.entry.title),
        ("发文机关", report.organization),
    )


def _part(part: ReportPart, table: Table | None, report: Report) -> PartView:
    return PartView(
        id=part.id,
        title=part.title,
        html=part.prose.html,
        table=grid.lay_out(table, report.figures) if table else None,
        lists=row_lists(table, report.figures) if table else (),
        text=table_text(transcribe(table, report.figures)) if table else None,
    )


def _toc(report: Report) -> Iterator[TocItem]:
    for part in (one for one in report.parts if one.title):
        yield TocItem(2, part.id, part.title)
        for heading in part.prose.headings:
            if heading.level == 3:  # noqa: PLR2004 - one level below the parts
                yield TocItem(3, heading.id, heading.label)


def _list(site: Site, fields: Standards, meta: MetaMaker) -> ReportListView:
    column = fields.channel("reports")
    years = site.reports.keys()
    between = range(max(years) - 1, min(years), -1) if years else ()
    return ReportListView(
        meta=meta.page("reports/index.html", column.label, column.description, column="reports"),
        description=column.description,
        reports=tuple(rows.report_card(one, site.forms) for one in site.reports.values()),
        missing=tuple(year for year in between if year not in years),
    )
