"""Annual reports as articles for a WeChat official account. Called by the pipeline for `--wechat`.

Its editor keeps no style sheet, no script and no link to other sites, and its readers hold
telephones: so the statutory tables come in pieces of at most seven columns.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import escape, unescape
from itertools import groupby
from urllib.parse import urljoin

from site_builder.forms import grid
from site_builder.model.document import Prose, Report
from site_builder.model.figures import Figures
from site_builder.model.form import Band, Head, Table, all_leaves
from site_builder.model.html import Html
from site_builder.model.page import Page, Plan
from site_builder.model.parts import PartView
from site_builder.model.site import Site
from site_builder.model.view import ReportView
from site_builder.model.wechat import (
    NarrowHead,
    NarrowRow,
    NarrowTable,
    WechatPart,
    WechatView,
)
from site_builder.plan import rows
from site_builder.plan.withdrawn import withdrawn
from site_builder.urls import outside_url, root_of

_COLUMNS = 7
"""Columns of numbers that a telephone can show."""
_BESIDE = 3
"""Columns of numbers that leave room for a label beside them."""
_FACTS = ("报告机关", "索引号", "发文字号", "发布日期", "审签")
_SUMMARY = 120
"""Characters that the editor takes for a summary."""


def articles(planned: Plan, site: Site) -> Plan:
    """Plan an article for each report, in place of the site's pages."""
    reports = {one.entry.url: one for one in site.reports.values() if not withdrawn(one)}
    return replace(planned, pages=tuple(_pages(planned, reports, site)), copies=())


def _pages(planned: Plan, reports: dict[str, Report], site: Site) -> Iterator[Page]:
    for page in planned.pages:
        report = reports.get(page.url)
        if report is not None and isinstance(page.view, ReportView):
            view = _article(page.view, report, site)
            url = f"{report.year}-report.html"
            yield replace(page, url=url, renderer="wechat/report.html", view=view)


def _article(page: ReportView, report: Report, site: Site) -> WechatView:
    tables = site.forms[report.form].tables_by_part()
    proses = report.proses
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
        notes=page.notes,
        attachments=tuple(one.label for one in page.attachments),
        facts=tuple(fact for fact in page.box if fact.value and fact.label in _FACTS),
        form=rows.form_name(page.form_title, page.form_number),
        address=page.meta.canonical,
        pictures=tuple(link.target for one in proses for link in one.links if link.image),
    )


def _led_out(html: Html, *, proses: tuple[Prose, ...], page: ReportView) -> Html:
    """Give links their full addresses: an article stands on no site, and has no page that warns."""
    text, root = str(html), root_of(page.meta.crumbs[-1].url)
    for link in (link for one in proses for link in one.links if link.outside):
        notice = f'href="{root}{outside_url(link.target)}"'
        text = text.replace(notice, f'href="{escape(link.target)}"')
    if page.meta.canonical:
        text = _HREF.sub(lambda found: _whole(found[1], page.meta.canonical), text)
    return Html(text)


_HREF = re.compile(r'href="([^"#][^"]*)"')
"""A link that leads further than to a place of the same text."""


def _whole(target: str, address: str) -> str:
    return f'href="{escape(urljoin(address, unescape(target)))}"'


def _part(part: PartView, table: Table | None, figures: Figures, html: Html) -> WechatPart:
    found = _tables(table, figures) if table else ()
    return WechatPart(part.title, html, tuple(found))


def _tables(table: Table, figures: Figures) -> Iterator[NarrowTable]:
    for band in table.bands:
        heads, common = band.columns, ""
        if len(heads) == 1 and heads[0].children:
            # A head above all columns (申请人情况) is said once, not above each piece.
            heads, common = heads[0].children, heads[0].label
        for caption, columns in _pieces(heads, band.title):
            for piece in _groups(table, band, columns, caption, figures):
                yield piece if piece.caption else replace(piece, caption=common)


def _pieces(heads: tuple[Head, ...], caption: str) -> Iterator[tuple[str, tuple[Head, ...]]]:
    """Cut columns into pieces that a telephone can show, each with what its columns share."""
    if len(heads) == 1 and heads[0].children:
        yield from _pieces(heads[0].children, _joined(caption, heads[0].label))
    elif len(all_leaves(heads)) <= _COLUMNS:
        yield caption, heads
    else:
        for head in heads:
            yield from _pieces((head,), caption)


def _groups(
    table: Table, band: Band, columns: tuple[Head, ...], caption: str, figures: Figures
) -> Iterator[NarrowTable]:
    """Make a table of each run of rows that stand below the same heads."""
    leaves = all_leaves(columns)
    beside = len(leaves) <= _BESIDE and grid.depth(band.rows) == 1
    header = tuple(
        tuple(NarrowHead(head.label, rows, width) for head, rows, width in level)
        for level in grid.spans(columns)
    )
    for above, below in groupby(
        all_leaves(band.rows), lambda row: grid.labels(band.rows, row.path)[:-1]
    ):
        yield NarrowTable(
            caption=_joined(caption, *above),
            header=header,
            rows=tuple(
                NarrowRow(
                    row.label,
                    tuple(
                        grid.printed(figures.cells[table.id, row.path, column.path], column)
                        for column in leaves
                    ),
                )
                for row in below
            ),
            columns=len(leaves),
            stub=(band.stub or "项目") if beside else "",
            beside=beside,
        )


def _joined(*labels: str) -> str:
    return "：".join(label for label in labels if label)
