"""The bodies, and each over its years: what it was made of, what became of it, its reports."""

from collections.abc import Iterator
from functools import partial

from site_builder.model.body import Body, children, lineage
from site_builder.model.page import Page
from site_builder.model.views.parts import LinkItem
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.dates import format_date_zh
from site_builder.pages.rollup.body_figures import body_figures
from site_builder.pages.rollup.ledger import LedgerEntry, entries_cause
from site_builder.pages.rollup.rollup_page import (
    PageText,
    RollupContext,
    body_url,
    nav_link,
    order_note,
    plan_page,
    status_url,
)
from site_builder.pages.rollup.status_pages import entry_cells, name_note


def body_pages(context: RollupContext) -> Iterator[Page]:
    """Plan the list of bodies and a page for each."""
    ledger = context.ledger
    causes = {"bodies": repr([_facts(context, body) for body in ledger.register.bodies])}
    yield plan_page(context, "bodies/index.html", partial(_body_list, context), causes)
    for body in ledger.register.bodies:
        entries = body_entries(context, body)
        body_causes = {
            "entries": entries_cause(entries),
            "facts": repr(
                (_facts(context, body), _relations(context, body), _links(context, body))
            ),
        }
        yield plan_page(
            context, body_url(body), partial(_body, context, body, entries), body_causes
        )


def body_entries(context: RollupContext, body: Body) -> list[LedgerEntry]:
    """Return what is known of a body, year by year, the newest first."""
    entries = (context.ledger.entry(body, year) for year in context.ledger.years)
    return [
        entry
        for entry in entries
        if entry.reports or entry.is_expected or body.exists_at_end_of(entry.year)
    ]


def _facts(context: RollupContext, body: Body) -> tuple[str, ...]:
    """Return what is said of a body itself."""
    parent = context.ledger.register.by_code.get(body.parent)
    since, until = format_date_zh(body.since), format_date_zh(body.until)
    count = context.ledger.publication(body).entry_count
    return (
        body.code,
        body.name,
        body.kind.label,
        parent.name if parent else "",
        since,
        until,
        str(count) if count else "",
    )


def _body_list(context: RollupContext) -> PageText:
    rows = tuple(
        LinkedRow(body.name, body_url(body), tuple(map(LinkedCell, (facts[0], *facts[2:]))))
        for body in context.ledger.register.bodies
        if (facts := _facts(context, body))
    )
    columns = "代码", "类别", "上级", "起", "止", "公开目录条数"
    table = LinkedTable("bodies", "全部机构", "机构", columns, rows, is_text=True)
    section = RollupSection("list", "机构名录", (order_note(),), (table,))
    return PageText("机构", f"机构名录里的机构共 {len(rows)} 个。", (section,), section="bodies")


def _relations(context: RollupContext, body: Body) -> tuple[str, ...]:
    """Return sentences on what a body was made of and what became of it."""
    line = lineage(context.ledger.register, body.code)
    sentences = [
        f"曾用名：{former.name}，用到{format_date_zh(former.until)}。"
        for former in body.former_names
    ]
    if line.predecessors:
        names = "、".join(other.name for other in line.predecessors)
        sentences.append(f"并入本机构的有：{names}。它们以前的报告在各自的页面。")
    if line.successors:
        names = "、".join(other.name for other in line.successors)
        sentences.append(f"{format_date_zh(body.until)}以后由{names}承接。")
    elif body.until:
        sentences.append(f"{format_date_zh(body.until)}撤销。")
    return tuple(sentences)


def _body(context: RollupContext, body: Body, entries: list[LedgerEntry]) -> PageText:
    rows = tuple(
        LinkedRow(f"{entry.year}年", status_url(entry.year), entry_cells(entry), name_note(entry))
        for entry in entries
    )
    columns = "情况", "期限", "公布日期", "报告"
    table = LinkedTable("years", "历年的年度报告", "年度", columns, rows, is_text=True)
    labels = "代码", "名称", "类别", "上级", "起", "止", "公开目录条数"
    facts = "，".join(
        f"{label}：{value}"
        for label, value in zip(labels, _facts(context, body), strict=True)
        if value and label != "名称"
    )
    sections = [RollupSection("years", "历年报告", (), (table,))]
    sections += body_figures(context.ledger, entries)
    links = _links(context, body)
    if links:
        sections.append(RollupSection("related", "有关的机构", links=links))
    return PageText(
        body.name,
        f"{facts}。",
        tuple(sections),
        _relations(context, body),
        "bodies",
        (nav_link("bodies"),),
    )


def _links(context: RollupContext, body: Body) -> tuple[LinkItem, ...]:
    register = context.ledger.register
    line = lineage(register, body.code)
    parent = register.by_code.get(body.parent)
    related = (
        *(((parent, "上级"),) if parent else ()),
        *((other, "并入本机构") for other in line.predecessors),
        *((other, "承接本机构") for other in line.successors),
        *((other, "下级") for other in children(register, body.code)),
    )
    return tuple(LinkItem(other.name, body_url(other), note) for other, note in related)
