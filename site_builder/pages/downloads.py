"""What can be taken away: papers of reports and documents, tables, figures, the catalogue.

`model.download_formats` defines in which formats a view can be had, the settings which are chosen.
Pages list the files; how large each is, `file_sizes` adds when it is made.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from site_builder.core.text.download_names import download_name
from site_builder.core.urls import external_notice_url
from site_builder.model.document import CatalogueDocument, DocumentRecord, Report
from site_builder.model.download_formats import formats_of
from site_builder.model.figures import Amount, MissingValue
from site_builder.model.form import Form, Header
from site_builder.model.page import Page, StaticFile
from site_builder.model.prose import Link
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.model.views.downloads import (
    CatalogueDataView,
    FigureCell,
    FiguresDataView,
    PrintDocumentView,
    WorkbookView,
)
from site_builder.model.views.pages import DocumentView, ReportView, View
from site_builder.model.views.parts import Download, Property
from site_builder.pages import view_parts
from site_builder.pages.text_pictures import NO_PICTURES, text_pictures
from site_builder.standards import header_grid

SCHEMAS = {
    "figures": "统计数据",
    "series": "历年统计数据",
    "catalogue": "公开目录",
    "data-catalog": "数据目录",
}
"""Schemas that JSON files follow, and what each is about."""
_PERMANENT_SCHEMA = "data-catalog"
"""The schema of what is published whatever is chosen for download."""


def schemas(settings: Settings) -> dict[str, str]:
    """Return which schemas are published: each with a file that follows it."""
    return {
        name: label
        for name, label in SCHEMAS.items()
        if name == _PERMANENT_SCHEMA or schema_url(settings, name)
    }


def schema_url(settings: Settings, name: str) -> str:
    """Return the schema that a JSON file follows; empty when none is offered."""
    return f"schemas/{name}.schema.json" if "json" in settings.downloads else ""


def columns_url(settings: Settings, stem: str) -> str:
    """Return the description of the columns of a CSV file; empty when none is offered."""
    return f"{stem}.csv-metadata.json" if "csv" in settings.downloads else ""


def report_downloads(report: Report, site: Site) -> tuple[Download, ...]:
    """Return the files that a report can be taken away in; none of one that was withdrawn."""
    if report.status.is_withdrawn:
        return ()
    name = download_name(report.organization, report.entry.title, report.year)
    text = offered_files(PrintDocumentView, site, "报告全文", f"{report.year}/report", name)
    return (*text, *report_data_downloads(report, site))


def report_data_downloads(report: Report, site: Site) -> tuple[Download, ...]:
    """Return the files that hold a report's figures as data."""
    if report.status.is_withdrawn:
        return ()
    stem, subject = f"{report.year}/figures", f"{report.year}年政府信息公开"
    tables = download_name(report.organization, f"{subject}统计表")
    data = download_name(report.organization, f"{subject}统计数据")
    return (
        *offered_files(WorkbookView, site, "统计表", stem, tables),
        *offered_files(FiguresDataView, site, "统计数据", stem, data),
    )


def catalogue_downloads(site: Site) -> tuple[Download, ...]:
    """Return the files that the catalogue can be taken away in."""
    name = download_name(site.settings.organization, "政府信息公开目录")
    return offered_files(CatalogueDataView, site, "公开目录", "catalogue", name)


def report_files(
    report: Report, site: Site, build_page: Callable[[], ReportView], causes: Mapping[str, str]
) -> Iterator[Page]:
    """Plan the files of one report; they state what its page states."""
    if report.status.is_withdrawn:
        return
    sources = report_sources(report)
    makers = (
        (PrintDocumentView, _print_report, f"{report.year}/report"),
        (WorkbookView, _workbook, f"{report.year}/figures"),
        (FiguresDataView, _figures_data, f"{report.year}/figures"),
    )
    for view, make_view, stem in makers:
        build_view = partial(_view_of_page, make_view, report, site, build_page)
        pictures = text_pictures(report, site) if view is PrintDocumentView else NO_PICTURES
        yield from file_pages(
            view, build_view, site, stem, causes=causes, sources=sources, pictures=pictures
        )


def report_sources(report: Report) -> tuple[str, ...]:
    """Return the files that a report is written in, as diagnostics quote them."""
    return report.entry.source.display_path, f"content/{report.year}/figures.yaml"


def _view_of_page(
    make_view: Callable[[Report, Site, ReportView], View],
    report: Report,
    site: Site,
    build_page: Callable[[], ReportView],
) -> View:
    return make_view(report, site, build_page())


def _figures_data(report: Report, site: Site, page: ReportView) -> FiguresDataView:
    return figures_data(report, site.forms[report.form], page.notices)


def _workbook(report: Report, site: Site, page: ReportView) -> WorkbookView:
    form = site.forms[report.form]
    return WorkbookView(
        title=page.head.title,
        organization=report.organization,
        form=view_parts.form_name(form.title, form.document_number),
        tables=tuple(
            (part.title or part.table.title, part.table) for part in page.parts if part.table
        ),
        notices=report_notices(page),
    )


def document_downloads(document: DocumentRecord, site: Site) -> tuple[Download, ...]:
    """Return the files that a document can be taken away in; none of one that was withdrawn."""
    settings = site.settings
    if not settings.document_downloads or document.status.is_withdrawn:
        return ()
    stem, entry = document.url.removesuffix(".html"), document.entry
    name = download_name(entry.issuer or settings.organization, entry.title, entry.year)
    return offered_files(PrintDocumentView, site, "全文", stem, name)


def print_document(
    document: CatalogueDocument, site: Site, page: DocumentView
) -> PrintDocumentView:
    """Build a document as on paper; it states what its page states."""
    entry, html = document.entry, document.prose.html
    days = [day for day in (entry.published or entry.created, entry.corrected) if day]
    return PrintDocumentView(
        title=page.head.title,
        organization=entry.issuer,
        date=max(days, default=date(entry.year, 12, 31)).isoformat(),
        properties=_properties(page, _DOCUMENT_PROPERTIES),
        opening=html,
        parts=(),
        annex=(),
        # The notes stand at the end of the same text.
        footnotes=html,
        notices=(page.head.status.sentence,) if page.head.status.sentence else (),
        corrections=page.corrections,
        attachments=tuple(attachment.label for attachment in page.attachments),
        address=page.meta.canonical,
        external_links=tuple(sorted(_external_targets(document.links).items())),
        fonts=site.settings.fonts,
    )


def offered_files(view: type, site: Site, label: str, stem: str, name: str) -> tuple[Download, ...]:
    """Return the files that a view is offered in: a link for each chosen format that renders it."""
    return tuple(
        Download(label, f"{stem}.{item.id}", item.label, file_name=f"{name}.{item.id}")
        for item in formats_of(view, site.settings.downloads)
    )


def file_pages(  # noqa: PLR0913 - what a page is made of, and where it goes
    view: type,
    build_view: Callable[[], View],
    site: Site,
    stem: str,
    *,
    causes: Mapping[str, str],
    sources: tuple[str, ...],
    pictures: Mapping[str, StaticFile] = NO_PICTURES,
) -> Iterator[Page]:
    """Plan the files that a kind of view is offered in."""
    for item in formats_of(view, site.settings.downloads):
        url = f"{stem}.{item.id}"
        yield Page(url, item.id, build_view, causes, sources, pictures=pictures)


def _print_report(report: Report, site: Site, page: ReportView) -> PrintDocumentView:
    has_annex = site.settings.table_text_annex
    days = [day for day in (report.entry.published, report.entry.corrected) if day]
    form = Property("表式", view_parts.form_name(page.form_title, page.form_number))
    return PrintDocumentView(
        title=page.head.title,
        organization=report.organization,
        # Without any date the report is of the year it is about: its last day.
        date=max(days, default=date(report.year, 12, 31)).isoformat(),
        properties=_properties(page, _REPORT_PROPERTIES, form),
        opening=page.opening,
        parts=page.parts,
        footnotes=page.footnotes,
        notices=report_notices(page),
        corrections=page.corrections,
        attachments=tuple(attachment.label for attachment in page.attachments),
        address=page.meta.canonical,
        external_links=tuple(sorted(_external_targets(report.links).items())),
        annex=tuple(part.text for part in page.parts if part.text and has_annex),
        fonts=site.settings.fonts,
    )


_REPORT_PROPERTIES = ("报告机关", "索引号", "发文字号", "发布日期")
_DOCUMENT_PROPERTIES = (
    "索引号",
    "发文机关",
    "发文字号",
    "生成日期",
    "发布日期",
    "有效性",
    "未公开内容",
)
"""Of the page's document box, what a printed document states about itself."""


def _properties(
    page: ReportView | DocumentView, labels: tuple[str, ...], *extra: Property
) -> tuple[Property, ...]:
    # The box on the page leaves out what the mark above it says.
    values = {"有效性": page.head.status.label}
    values |= {prop.label: prop.value for prop in page.head.properties}
    properties = (Property(label, values[label]) for label in labels if values.get(label))
    address = (Property("网址", page.meta.canonical),) if page.meta.canonical else ()
    return (*properties, *extra, *address)


def _external_targets(links: Iterable[Link]) -> Mapping[str, str]:
    """Return the addresses behind the notices: a paper has no page to warn on."""
    return {external_notice_url(link.target): link.target for link in links if link.is_external}


def report_notices(page: ReportView) -> tuple[str, ...]:
    """Return what must be known before a report is read: first that it no longer holds."""
    return (*((page.head.status.sentence,) if page.head.status.sentence else ()), *page.notices)


def figures_data(report: Report, form: Form, notices: tuple[str, ...] = ()) -> FiguresDataView:
    """Return every figure with everything that identifies it."""
    cells = []
    for table in form.tables():
        for section, row, column in table.cells():
            cell = report.figures.cells[table.id, row.path, column.path]
            cells.append(
                FigureCell(
                    table=table.id,
                    table_title=table.title,
                    section=section.id,
                    section_title=section.title,
                    row=row.path,
                    row_labels=header_grid.header_labels(section.rows, row.path),
                    column=column.path,
                    column_labels=header_grid.header_labels(section.columns, column.path),
                    value=header_grid.decimal_text(cell),
                    unit=_unit(cell, column),
                    state=header_grid.cell_state(cell),
                )
            )
    return FiguresDataView(
        title=report.entry.title,
        year=report.year,
        organization=report.organization,
        form=form.id,
        form_number=form.document_number,
        status=report.status.label,
        status_note=view_parts.status_sentence(report.status),
        notices=notices,
        cells=tuple(cells),
    )


def _unit(cell: object, column: Header) -> str:
    if isinstance(cell, MissingValue):
        return ""
    return cell.unit if isinstance(cell, Amount) else column.unit
