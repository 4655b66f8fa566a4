"""Annual reports as articles for a WeChat official account. Called by the pipeline for `--wechat`.

Its editor keeps no style sheet, no script and no link to other sites, and its readers hold
telephones: so the statutory tables come in pieces of at most seven columns of numbers. It drops ids
too, and browsers take headers from the layout: each piece repeats all heads of its columns, the
heads of its rows stand above every column, and the row's own name beside its numbers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import escape, unescape
from itertools import groupby

from site_builder.addresses import join_address
from site_builder.forms import grid
from site_builder.model.document import Prose, Report
from site_builder.model.figures import Figures
from site_builder.model.form import Header, Table, TableSection, all_leaves
from site_builder.model.html import Html
from site_builder.model.page import Page, Plan
from site_builder.model.part import PartView
from site_builder.model.site import Site
from site_builder.model.view import ReportView
from site_builder.model.wechat import (
    WechatHeader,
    WechatPart,
    WechatRow,
    WechatTable,
    WechatView,
)
from site_builder.plan import rows
from site_builder.plan.withdrawn import withdrawn
from site_builder.urls import external_notice_url, relative_root

_COLUMNS = 7
"""Columns of numbers that a telephone can show beside a label."""
_DIGITS = 4
"""Characters of a number that so many columns have room for."""
_LONG_COLUMNS = 4
"""Columns of longer numbers."""
_FACTS = ("报告机关", "索引号", "发文字号", "发布日期", "审签")
_SUMMARY = 120
"""Characters that the editor takes for a summary."""


def articles(planned: Plan, site: Site) -> Plan:
    """Plan an article for each report, in place of the site's pages."""
    reports = {one.entry.url: one for one in site.reports.values() if not withdrawn(one)}
    return replace(planned, pages=tuple(_pages(planned, reports, site)), static_files=())


def _pages(planned: Plan, reports: dict[str, Report], site: Site) -> Iterator[Page]:
    for page in planned.pages:
        report = reports.get(page.url)
        if report is not None and isinstance(page.view, ReportView):
            view = _article(page.view, report, site)
            url = f"{report.year}-report.html"
            yield replace(page, url=url, renderer="wechat/report.html", view=view)


def _article(page: ReportView, report: Report, site: Site) -> WechatView:
    tables = site.forms[report.form].tables_by_part()
    proses = report.prose_parts
    led = partial(_led_out, proses=proses, page=page)
    return WechatView(
        title=page.title,
        status_note=page.status_note,
        summary=page.meta.description[:_SUMMARY],
        opening=led(page.opening),
        parts=tuple(
            _part(one, tables.get(one.id), report.figures, led(one.html)) for one in page.parts
        ),
        footnotes=led(page.footnotes),
        corrections=page.corrections,
        notices=page.notices,
        attachments=tuple(one.label for one in page.attachments),
        properties=tuple(fact for fact in page.properties if fact.value and fact.label in _FACTS),
        form=rows.form_name(page.form_title, page.form_number),
        address=page.meta.canonical,
        pictures=tuple(link.target for one in proses for link in one.links if link.is_image),
    )


def _led_out(html: Html, *, proses: tuple[Prose, ...], page: ReportView) -> Html:
    """Give links their full addresses: an article stands on no site, and has no page that warns."""
    text, root = str(html), relative_root(page.meta.breadcrumbs[-1].url)
    for link in (link for one in proses for link in one.links if link.is_external):
        notice = f'href="{root}{external_notice_url(link.target)}"'
        text = text.replace(notice, f'href="{escape(link.target)}"')
    if page.meta.canonical:
        text = _HREF.sub(lambda found: _whole(found[1], page.meta.canonical), text)
    return Html(text)


_HREF = re.compile(r'href="([^"#][^"]*)"')
"""A link that leads further than to a place of the same text."""


def _whole(target: str, address: str) -> str:
    return f'href="{escape(join_address(address, unescape(target)))}"'


def _part(part: PartView, table: Table | None, figures: Figures, html: Html) -> WechatPart:
    found = _tables(table, figures) if table else ()
    return WechatPart(part.title, html, tuple(found))


def _tables(table: Table, figures: Figures) -> Iterator[WechatTable]:
    for band in table.sections:
        labelled = any(row.label for row in all_leaves(band.rows))
        values = {
            (row.path, column.path): grid.format_cell(
                figures.cells[table.id, row.path, column.path], column
            )
            for _, row, column in replace(table, sections=(band,)).cells()
        }
        short = max(map(len, values.values())) <= _DIGITS
        most = _COLUMNS if short else _LONG_COLUMNS + (not labelled)
        for columns in _pieces(band.columns, most):
            yield from _groups(band, columns, values, labelled=labelled)


def _pieces(heads: tuple[Header, ...], most: int) -> Iterator[tuple[Header, ...]]:
    """Cut columns into pieces that a telephone can show, each with all heads of its columns.

    Where a head parts them into pieces that fit, there; otherwise after so many columns.
    """
    if len(all_leaves(heads)) <= most:
        yield heads
    elif _parts(heads, most):
        for head in heads:
            for children in _pieces(head.children, most):
                yield (replace(head, children=children),)
    else:
        leaves = all_leaves(heads)
        for at in range(0, len(leaves), most):
            yield _pruned(heads, leaves[at : at + most])


def _parts(heads: tuple[Header, ...], most: int) -> bool:
    """Tell whether cutting between heads leaves no column alone."""
    return all(head.children for head in heads) and all(
        len(tuple(head.leaves())) <= most or _parts(head.children, most) for head in heads
    )


def _pruned(heads: tuple[Header, ...], leaves: tuple[Header, ...]) -> tuple[Header, ...]:
    """Leave out what has none of these leaves below it."""
    return tuple(
        replace(head, children=_pruned(head.children, leaves))
        for head in heads
        if any(leaf in leaves for leaf in head.leaves())
    )


def _groups(
    band: TableSection,
    columns: tuple[Header, ...],
    values: Mapping[tuple[str, str], str],
    *,
    labelled: bool,
) -> Iterator[WechatTable]:
    """Make a table of each run of rows that stand below the same heads; these head all columns."""
    leaves = all_leaves(columns)
    header = tuple(
        tuple(WechatHeader(head.label, rows, width) for head, rows, width in level)
        for level in grid.spans(columns)
    )
    for above, below in groupby(
        all_leaves(band.rows), lambda row: grid.header_labels(band.rows, row.path)[:-1]
    ):
        yield WechatTable(
            caption=band.title,
            header=(*((WechatHeader(label, 1, len(leaves)),) for label in above), *header),
            rows=tuple(
                WechatRow(row.label, tuple(values[row.path, column.path] for column in leaves))
                for row in below
            ),
            stub=(band.stub or "项目") if labelled else "",
        )
