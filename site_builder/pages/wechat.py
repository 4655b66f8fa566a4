"""Annual reports as articles for a WeChat official account.

Its editor accepts no style sheet, no script and no link to other sites, and its readers hold
telephones: so the statutory tables come in pieces of at most seven columns of numbers. It drops ids
too, and browsers take headers from the layout: each piece repeats all heads of its columns, the
heads of its rows stand above every column, and the row's own name next to its numbers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import escape, unescape
from itertools import groupby

from site_builder.core.urls import external_notice_url, relative_root
from site_builder.core.web_addresses import join_address
from site_builder.model.document import Report
from site_builder.model.figures import Figures
from site_builder.model.form import Header, Table, TableSection, all_leaves
from site_builder.model.html import Html
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.page import Page, Plan
from site_builder.model.prose import Prose
from site_builder.model.site import Site
from site_builder.model.views.pages import ReportView, View
from site_builder.model.views.report_part import PartView
from site_builder.model.views.wechat import (
    WechatHeader,
    WechatPart,
    WechatRow,
    WechatTable,
    WechatView,
)
from site_builder.pages import view_parts
from site_builder.standards import header_grid

_MAX_COLUMNS = 7
"""Columns of numbers that a telephone can show next to a label."""
_MAX_DIGITS = 4
"""Characters of a number that so many columns have room for."""
_MAX_LONG_COLUMNS = 4
"""Columns of longer numbers."""
_PROPERTIES = ("报告机关", "索引号", "发文字号", "发布日期", "审签")
_SUMMARY_LENGTH = 120
"""Characters that the editor takes for a summary."""


def articles(plan: Plan, site: Site) -> Plan:
    """Plan an article for each report, in place of the site's pages."""
    reports = {
        report.entry.url: report
        for report in site.reports.values()
        if not report.status.is_withdrawn
    }
    return replace(plan, pages=tuple(_pages(plan, reports, site)), static_files=())


def _pages(plan: Plan, reports: dict[str, Report], site: Site) -> Iterator[Page]:
    for page in plan.pages:
        report = reports.get(page.url)
        if report is not None:
            build_view = partial(_article_view, page.build_view, report, site)
            url = f"{report.year}-report.html"
            yield replace(page, url=url, renderer="wechat/report.html", build_view=build_view)


def _article_view(build_view: Callable[[], View], report: Report, site: Site) -> WechatView:
    page = build_view()
    assert isinstance(page, ReportView)  # noqa: S101 - at the address of a report's page
    return _article(page, report, site)


def _article(page: ReportView, report: Report, site: Site) -> WechatView:
    tables = site.forms[report.form].tables_by_part()
    prose_parts = report.prose_parts
    absolutize = partial(_absolutize_links, prose_parts=prose_parts, page=page)
    return WechatView(
        title=page.head.title,
        status_note=page.head.status.sentence,
        summary=page.meta.description[:_SUMMARY_LENGTH],
        opening=absolutize(page.opening),
        parts=tuple(
            _part(part, tables.get(part.id), report.figures, absolutize(part.html))
            for part in page.parts
        ),
        footnotes=absolutize(page.footnotes),
        corrections=page.corrections,
        notices=page.notices,
        attachments=tuple(attachment.label for attachment in page.attachments),
        properties=tuple(
            prop for prop in page.head.properties if prop.value and prop.label in _PROPERTIES
        ),
        form=view_parts.form_name(page.form_title, page.form_number),
        address=page.meta.canonical,
        pictures=tuple(
            link.target for prose in prose_parts for link in prose.links if link.is_image
        ),
    )


def _absolutize_links(html: Html, *, prose_parts: tuple[Prose, ...], page: ReportView) -> Html:
    """Return the text with full addresses: an article stands on no site of its own."""
    text, root = str(html), relative_root(page.meta.breadcrumbs[-1].url)
    for link in (link for prose in prose_parts for link in prose.links if link.is_external):
        notice = f'href="{root}{external_notice_url(link.target)}"'
        text = text.replace(notice, f'href="{escape(link.target)}"')
    if page.meta.canonical:
        text = _HREF.sub(lambda match: _absolute_href(match[1], page.meta.canonical), text)
    return Html(text)


_HREF = lazy_pattern(r'href="([^"#][^"]*)"')
"""A link that leads further than to a place of the same text."""


def _absolute_href(target: str, address: str) -> str:
    return f'href="{escape(join_address(address, unescape(target)))}"'


def _part(part: PartView, table: Table | None, figures: Figures, html: Html) -> WechatPart:
    tables = _tables(table, figures) if table else ()
    return WechatPart(part.title, html, tuple(tables))


def _tables(table: Table, figures: Figures) -> Iterator[WechatTable]:
    for section in table.sections:
        labelled = any(row.label for row in all_leaves(section.rows))
        values = {
            (row.path, column.path): header_grid.format_cell(
                figures.cells[table.id, row.path, column.path], column
            )
            for _, row, column in replace(table, sections=(section,)).cells()
        }
        are_short = max(map(len, values.values())) <= _MAX_DIGITS
        max_columns = _MAX_COLUMNS if are_short else _MAX_LONG_COLUMNS + (not labelled)
        for columns in _split_columns(section.columns, max_columns):
            yield from _groups(section, columns, values, labelled=labelled)


def _split_columns(headers: tuple[Header, ...], max_columns: int) -> Iterator[tuple[Header, ...]]:
    """Cut columns into pieces that a telephone can show, each with all heads of its columns.

    Where a head parts them into pieces that fit, there; otherwise after so many columns.
    """
    if len(all_leaves(headers)) <= max_columns:
        yield headers
    elif _can_split(headers, max_columns):
        for header in headers:
            for children in _split_columns(header.children, max_columns):
                yield (replace(header, children=children),)
    else:
        leaves = all_leaves(headers)
        for start in range(0, len(leaves), max_columns):
            yield _pruned(headers, leaves[start : start + max_columns])


def _can_split(headers: tuple[Header, ...], max_columns: int) -> bool:
    """Return whether cutting between heads leaves no column alone."""
    return all(header.children for header in headers) and all(
        len(tuple(header.leaves())) <= max_columns or _can_split(header.children, max_columns)
        for header in headers
    )


def _pruned(headers: tuple[Header, ...], leaves: tuple[Header, ...]) -> tuple[Header, ...]:
    """Remove what has none of these leaves below it."""
    return tuple(
        replace(header, children=_pruned(header.children, leaves))
        for header in headers
        if any(leaf in leaves for leaf in header.leaves())
    )


def _groups(
    section: TableSection,
    columns: tuple[Header, ...],
    values: Mapping[tuple[str, str], str],
    *,
    labelled: bool,
) -> Iterator[WechatTable]:
    """Build a table of each run of rows that stand below the same heads; these head all columns."""
    leaves = all_leaves(columns)
    header = tuple(
        tuple(
            WechatHeader(column_header.label, rowspan, colspan)
            for column_header, rowspan, colspan in level
        )
        for level in header_grid.spans(columns)
    )
    for parent_labels, group in groupby(
        all_leaves(section.rows), lambda row: header_grid.header_labels(section.rows, row.path)[:-1]
    ):
        yield WechatTable(
            caption=section.title,
            header=(*((WechatHeader(label, 1, len(leaves)),) for label in parent_labels), *header),
            rows=tuple(
                WechatRow(row.label, tuple(values[row.path, column.path] for column in leaves))
                for row in group
            ),
            stub=(section.stub or "项目") if labelled else "",
        )
