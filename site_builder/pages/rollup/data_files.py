"""The rollup as data: each table as CSV, JSON and Excel, with what its columns mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_builder.model.download_formats import formats_of
from site_builder.model.page import Page
from site_builder.model.views.downloads import SchemaView
from site_builder.model.views.parts import Download
from site_builder.model.views.rollup import RollupSection, TableDataView, TableField, TablePart
from site_builder.pages.dates import iso
from site_builder.pages.rollup.ledger import STATE_LABELS, LedgerEntry, entries_cause
from site_builder.pages.rollup.rollup_page import (
    PageText,
    RollupContext,
    plan_page,
    report_address,
)

BODY_FIELDS = (
    TableField("code", "代码", "机构名录里的代码"),
    TableField("body", "机构", "机构在这一年年底的名称"),
    TableField("year", "年度", "报告年度", is_number=True),
)
_STATUS_FIELDS = (
    *BODY_FIELDS,
    TableField("state", "情况", "按时公布、逾期公布、逾期未公布、不能判断等"),
    TableField("due", "期限", "应当公布的最后一天"),
    TableField("published", "公布日期", "公开目录里写的日期；不知道的空着"),
    TableField("nil", "零报告", "各项都是 0 的写“是”"),
    TableField("reports", "报告份数", "这一年读到几份报告", is_number=True),
    TableField("address", "网址", "报告网页的地址；不知道的空着"),
)


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table that can be taken away."""

    stem: str
    """Its address without the ending."""
    title: str
    build_view: Callable[[], TableDataView]
    cause: str


def data_pages(context: RollupContext, tables: Sequence[DataTable]) -> Iterator[Page]:
    """Plan the files and the page that offers them."""
    for table in tables:
        for item in formats_of(TableDataView, context.settings.downloads):
            url, causes = f"{table.stem}.{item.id}", {"entries": table.cause}
            yield Page(url, item.id, table.build_view, causes)
    yield Page("schemas/rollup-table.schema.json", "json", partial(SchemaView, "rollup-table"), {})
    causes = {"tables": repr([(table.stem, table.title) for table in tables])}
    yield plan_page(context, "data/index.html", partial(_index, context, tables), causes)


def _index(context: RollupContext, tables: Sequence[DataTable]) -> PageText:
    sections = tuple(
        RollupSection(
            f"data-{number}",
            table.title,
            files=tuple(
                Download(table.title, f"{table.stem}.{item.id}", item.label)
                for item in formats_of(TableDataView, context.settings.downloads)
            ),
        )
        for number, table in enumerate(tables, 1)
    )
    lead = (
        "汇总的全部数据可以整批下载。每个文件都说明各列的含义；JSON 文件按照同一份 JSON Schema"
        "（schemas/rollup-table.schema.json）。"
    )
    licence = context.settings.licence
    return PageText("数据", lead, sections, (licence,) if licence else (), "data")


def status_tables(context: RollupContext) -> Iterator[DataTable]:
    """Return the state of each body, by year."""
    for year in context.ledger.years:
        entries = context.ledger.of_year(year)
        title = f"{year}年度报告的公布情况"
        build_view = partial(_status, title, entries)
        yield DataTable(f"data/{year}-status", title, build_view, entries_cause(entries))


def _status(title: str, entries: Sequence[LedgerEntry]) -> TableDataView:
    rows = TablePart(partial(_status_rows, entries))
    return TableDataView(title, "机构名录里每个机构一行。", _STATUS_FIELDS, (rows,))


def _status_rows(entries: Sequence[LedgerEntry]) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        yield (
            *body_values(entry),
            STATE_LABELS[entry.state],
            iso(entry.due) if entry.is_expected else "",
            entry.report.published if entry.report else "",
            "是" if entry.is_nil else "",
            str(len(entry.reports)),
            report_address(entry, entry.report.page) if entry.report else "",
        )


def body_values(entry: LedgerEntry) -> tuple[str, str, str]:
    """Return the values of `BODY_FIELDS`."""
    return entry.body.code, entry.name, str(entry.year)
