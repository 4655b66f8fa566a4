"""What can be found beside documents of the catalogue: reports, standing and generated pages."""

from collections.abc import Iterable, Iterator

from site_builder.model.document import Report, StandalonePage
from site_builder.model.figures import Figures
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.page import Page
from site_builder.model.search import SearchDocument, SearchEntry
from site_builder.model.site import Site
from site_builder.model.standards import Standards
from site_builder.model.views.open_data import DataIndexView
from site_builder.model.views.pages import (
    AccessibilityView,
    ApplicationFormView,
    SeriesView,
    SiteMapView,
    StandalonePageView,
)
from site_builder.model.views.parts import Property, StatusView
from site_builder.pages import open_data, view_parts
from site_builder.pages.dates import format_date_zh, iso
from site_builder.pages.layout import contacts
from site_builder.pages.search_documents import (
    attachment_lines,
    correction_lines,
    property_values,
    prose_lines,
    search_entry,
)
from site_builder.pages.series import series_page
from site_builder.pages.standalone import APPLICATION_FORM
from site_builder.standards import header_grid

_CONTACT_URLS = ("guide.html", "apply.html")
"""Standing texts that end with the office's contacts; without an author they are nothing else."""
_ACCESSIBILITY_URL = "accessibility.html"
_GENERATED_URLS = (
    *_CONTACT_URLS,
    APPLICATION_FORM,
    series_page.URL,
    open_data.PAGE.url,
    "sitemap.html",
    _ACCESSIBILITY_URL,
)
"""Pages without a text of their own that people search for by name."""
_NO_FACETS = ("", "", "")

GeneratedView = (
    AccessibilityView
    | ApplicationFormView
    | StandalonePageView
    | DataIndexView
    | SeriesView
    | SiteMapView
)


def other_search_documents(
    site: Site, standards: Standards, pages: Iterable[Page]
) -> Iterator[SearchDocument]:
    """Yield what can be found beside the documents: reports, standing and generated pages.

    Filters are fields of the catalogue, so that a filter finds as many texts as the list of the
    same name: what is not in the catalogue has a kind at the most, and only one that no entry has.
    """
    kinds = frozenset(entry.genre for entry in site.entries)
    for report in site.reports.values():
        yield _report(report, _unused_kind("年度报告", kinds), site.forms[report.form], standards)
    standalone_pages = (
        *((document, "栏目") for document in site.pages.values()),
        *((document, "栏目") for document in site.introductions.values()),
        *((document, "制度") for document in site.rules),
    )
    for standalone_page, kind in standalone_pages:
        extra = _contact_lines(site) if standalone_page.url in _CONTACT_URLS else ()
        yield _standalone_page(standalone_page, _unused_kind(kind, kinds), extra, standards)
    authored_urls = {document.url for document in site.pages.values()}
    for page in pages:
        if page.url in _GENERATED_URLS and page.url not in authored_urls:
            view = page.view
            if isinstance(view, GeneratedView):
                yield _generated_page(page.url, view, _unused_kind("栏目", kinds), site)


def _unused_kind(kind: str, used_kinds: frozenset[str]) -> str:
    return "" if kind in used_kinds else kind


def _report(report: Report, kind: str, form: Form, standards: Standards) -> SearchDocument:
    return SearchDocument(
        search_entry(report.entry, standards, kind),
        (
            report.entry.summary,
            view_parts.status_sentence(report.status),
            *(() if report.status.is_withdrawn else _report_lines(report, form)),
            *attachment_lines(report.attachments),
            *correction_lines(report.corrections),
        ),
        property_values(
            (
                Property("报告机关", report.organization),
                *view_parts.catalogue_properties(report.entry, standards),
            )
        ),
    )


def _report_lines(report: Report, form: Form) -> Iterator[str]:
    """Yield the words of a report, those of its tables and their figures too."""
    yield from prose_lines(report.opening)
    tables = form.tables_by_part()
    for part in report.parts:
        table = tables.get(part.id)
        yield from (word for word in (part.title or (table and table.title),) if word)
        yield from prose_lines(part.prose)
        if table:
            yield from (section.title for section in table.sections if section.title)
            headers = (
                *(
                    header
                    for section in table.sections
                    for header in (*section.columns, *section.rows)
                ),
            )
            # Each label once: they stand in a table, not in sentences.
            yield from dict.fromkeys(label for header in headers for label in _labels(header))
            yield from _figure_lines(table, report.figures)
    yield from prose_lines(report.footnotes)


def _figure_lines(table: Table, figures: Figures) -> Iterator[str]:
    """Write figures with what they count. Nobody searches for zeros, which are most of them."""
    for section in table.sections:
        columns = [
            (column, _label_path(section.columns, column)) for column in all_leaves(section.columns)
        ]
        for row in all_leaves(section.rows):
            label = _label_path(section.rows, row) or _title(section, table)
            for column, column_label in columns:
                cell = figures.cells.get((table.id, row.path, column.path))
                if cell is not None and figures.number((table.id, row.path, column.path)):
                    yield f"{label}，{column_label}：{header_grid.format_cell(cell, column)}"


def _title(section: TableSection, table: Table) -> str:
    return section.title or table.title


def _label_path(headers: Iterable[Header], leaf: Header) -> str:
    """Return the labels from the first level down to a leaf."""
    for header in headers:
        if leaf.path == header.path:
            return header.label
        if leaf.path.startswith(f"{header.path}."):
            return " ".join(
                label for label in (header.label, _label_path(header.children, leaf)) if label
            )
    return ""


def _labels(header: Header) -> Iterator[str]:
    if header.label:
        yield header.label
    for child in header.children:
        yield from _labels(child)


def _standalone_page(
    document: StandalonePage, kind: str, extra: Iterable[str], standards: Standards
) -> SearchDocument:
    issuer = "制定机关" if document.source.kind == "rule" else "发布机关"
    properties = (
        Property(issuer, document.issuer),
        Property("发布日期", format_date_zh(document.published)),
        Property("施行日期", format_date_zh(document.effective)),
    )
    source = document.source
    return SearchDocument(
        SearchEntry(
            path=source.path,
            year=source.year,
            # An introduction stands on its year's page, whose address is its own.
            url=document.url,
            title="首页" if source.path == "index.md" else document.title,
            identifiers=(document.document_number,),
            summary=document.summary,
            date=iso(document.published or document.effective),
            facets=(*_NO_FACETS, kind, ""),
            status=view_parts.status_view(document.status, standards),
        ),
        (
            document.summary,
            view_parts.status_sentence(document.status),
            *prose_lines(document.prose),
            *extra,
            *attachment_lines(document.attachments),
            *correction_lines(document.corrections),
        ),
        property_values(properties),
    )


def _generated_page(url: str, view: GeneratedView, kind: str, site: Site) -> SearchDocument:
    """Take a page that nobody wrote by its name and what it is for."""
    lines = [view.meta.description]
    if isinstance(view, ApplicationFormView):
        lines += view.notes
    if url in (*_CONTACT_URLS, _ACCESSIBILITY_URL):
        lines += _contact_lines(site)
    return SearchDocument(
        SearchEntry(
            path=url,
            year=0,
            url=url,
            title=view.meta.title,
            identifiers=(),
            summary=view.meta.description,
            date="",
            facets=(*_NO_FACETS, kind, ""),
            status=StatusView(),
        ),
        tuple(lines),
        (),
    )


def _contact_lines(site: Site) -> tuple[str, ...]:
    """Return how the office is reached; few pages state it, so their labels are searched too."""
    return tuple(f"{prop.label}：{prop.value}" for prop in contacts(site.settings) if prop.value)
