"""The figures, the sums and the findings of a rollup as tables to take away."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from site_builder.core.hashing import digest
from site_builder.model.publication import form_keys
from site_builder.model.views.rollup import TableDataView, TableField, TablePart
from site_builder.pages.rollup.data_files import BODY_FIELDS, DataTable, body_values
from site_builder.pages.rollup.finding_pages import BodyFinding, findings_of
from site_builder.pages.rollup.form_cells import (
    RollupCell,
    cell_addresses,
    form_rows,
    value_text,
)
from site_builder.pages.rollup.ledger import LedgerEntry, entries_cause
from site_builder.pages.rollup.level_sums import Level
from site_builder.pages.rollup.rollup_page import RollupContext, body_slug
from site_builder.pages.rollup.sum_pages import signed

_CELL_FIELDS = (
    TableField("place", "代号", "表、行、列的代号，用 / 隔开"),
    TableField("row", "行", "行的名称"),
    TableField("column", "列", "列的名称"),
)
_FIGURE_FIELDS = (
    *BODY_FIELDS,
    *_CELL_FIELDS,
    TableField("value", "数值", "照报告，没有数字的空着", is_number=True),
    TableField("unit", "单位", "单位；没有时为空"),
    TableField("state", "状态", "数值、空缺、不适用、待核"),
    TableField("address", "网址", "这一格在机构自己网页上的地址"),
)
_SUM_FIELDS = (
    *_CELL_FIELDS,
    TableField("sum", "合计", "各机构公布的数之和；不能判断的空着", is_number=True),
    TableField("unit", "单位", "单位；没有时为空"),
    TableField("bodies", "机构数", "合计里有几个机构的数", is_number=True),
    TableField("blank", "空缺的机构数", "几个机构没有填", is_number=True),
    TableField("doubtful", "待核的机构数", "几个机构的数没有把握", is_number=True),
    TableField("absent", "没有计入的机构数", "没有公布或者表式不同的", is_number=True),
    TableField("parent", "上级公布", "上级机关公布的数，缺和 / 照写"),
    TableField("difference", "相差", "上级公布的减去合计；不能比较的空着", is_number=True),
    TableField("explanations", "可能的原因", "由程序列出，只供核对"),
)
_FINDING_FIELDS = (
    *BODY_FIELDS,
    TableField("table", "表", "表的名称"),
    TableField("line", "行或列", "在哪一行或哪一列上"),
    TableField("statement", "勾稽关系", "表式里的这句话"),
    TableField("left", "左边", "左边的数", is_number=True),
    TableField("relation", "应当", "等于、不大于、不小于"),
    TableField("right", "右边", "右边的数", is_number=True),
    TableField("kind", "种类", "本年，或者与上年衔接"),
    TableField("previous", "上年的机构", "上年的数按哪些机构的报告相加；空着的按它自己的"),
    TableField("judged", "能否判断", "有空缺的不能判断"),
)
_RELATIONS = {"=": "等于", "<=": "不大于", ">=": "不小于"}
_STATES = {"blank": "空缺", "not-applicable": "不适用", "doubtful": "待核", "": "数值"}


def figure_tables(context: RollupContext, levels: tuple[Level, ...]) -> Iterator[DataTable]:
    """Return all figures, sums and findings, year by year."""
    for year in context.ledger.years:
        entries = [entry for entry in context.ledger.of_year(year) if entry.reports]
        title = f"{year}年度各机构的统计数据"
        build_figures = partial(_figures, context, year, title)
        yield DataTable(f"data/{year}-figures", title, build_figures, entries_cause(entries))
        findings = findings_of(context, year)
        title = f"{year}年度报告的核对结果"
        cause = digest(repr([(entry.cause, finding) for entry, finding in findings]).encode())
        yield DataTable(f"data/{year}-findings", title, partial(_findings, title, findings), cause)
    for level in levels:
        title = f"{level.year}年度{level.parent.name}汇总"
        stem = f"data/{level.year}-sums-{body_slug(level.parent.body)}"
        yield DataTable(stem, title, partial(_sums, title, level), level.cause)


def _figures(context: RollupContext, year: int, title: str) -> TableDataView:
    text = "每个机构、每一格一行。空缺、0 和不适用是三种不同的状态。"
    return TableDataView(title, text, _FIGURE_FIELDS, tuple(_figure_parts(context, year)))


def _figure_parts(context: RollupContext, year: int) -> Iterator[TablePart]:
    """Return the rows of each body: one that changes leaves those of others as they are."""
    form = context.ledger.form(year)
    if form is None:
        return
    cells = [cell for row in form_rows(form) for cell in row.cells]
    places = ["/".join(key) for key in form_keys(form)]
    names = [(places[cell.index], cell.row, cell.column) for cell in cells]
    for entry in context.ledger.of_year(year):
        if entry.report is not None and entry.report.form == form.id:
            yield TablePart(partial(_figure_rows, entry, cells, names), entry.cause)


def _figure_rows(
    entry: LedgerEntry, cells: Sequence[RollupCell], names: Sequence[tuple[str, str, str]]
) -> Iterator[tuple[str, ...]]:
    head, values = body_values(entry), entry.values
    for cell, name, address in zip(cells, names, cell_addresses(entry, cells), strict=True):
        yield *head, *name, *_number(values[cell.index], cell.unit), address


@lru_cache(maxsize=10_000)
def _number(value: str, own_unit: str) -> tuple[str, str, str]:
    """Return a number, its unit and its state."""
    _, state = value_text(value)
    if state:
        return "", "", _STATES[state]
    number, _, unit = value.partition(" ")
    return number, unit or own_unit.replace("asked", ""), _STATES[""]


def _sums(title: str, level: Level) -> TableDataView:
    places = ["/".join(key) for key in form_keys(level.form)]
    rows = tuple(
        (
            places[item.cell.index],
            item.cell.row,
            item.cell.column,
            "" if item.total is None else f"{item.total:f}",
            item.unit,
            str(item.stated),
            str(len(item.blank)),
            str(len(item.doubtful)),
            str(len(level.absent)),
            "" if item.parent is None else value_text(item.parent)[0],
            signed(item.difference).removeprefix("+"),
            "；".join(item.explanations),
        )
        for item in level.sums
    )
    text = "表式的每一格一行：各机构公布的数之和，和上级机关公布的数。"
    return TableDataView(title, text, _SUM_FIELDS, (TablePart(lambda: rows),))


def _findings(title: str, findings: list[BodyFinding]) -> TableDataView:
    rows = tuple(
        (
            *body_values(entry),
            finding.table,
            finding.line,
            finding.statement,
            finding.left,
            _RELATIONS[finding.relation],
            finding.right,
            "与上年衔接" if finding.is_carry_over else "本年",
            "、".join(finding.predecessors),
            "不能判断" if finding.has_blanks else "不成立",
        )
        for entry, finding in findings
    )
    text = "每条不成立的勾稽关系一行。"
    return TableDataView(title, text, _FINDING_FIELDS, (TablePart(lambda: rows),))
