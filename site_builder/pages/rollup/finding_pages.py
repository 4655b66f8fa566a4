"""What does not hold in the reports: their own arithmetic, and what they carried over."""

from collections.abc import Iterator, Mapping
from functools import partial

from site_builder.model.page import Page
from site_builder.model.publication import ArithmeticFinding
from site_builder.model.views.parts import LinkItem
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.rollup.form_cells import RollupCell, cell_address, form_rows
from site_builder.pages.rollup.ledger import Ledger, LedgerEntry, entries_cause
from site_builder.pages.rollup.rollup_page import (
    PageText,
    RollupContext,
    body_url,
    nav_link,
    order_note,
    plan_page,
)

_OPPOSITES = {"=": "≠", "<=": "＞", ">=": "＜"}
BodyFinding = tuple[LedgerEntry, ArithmeticFinding]


def finding_pages(context: RollupContext) -> Iterator[Page]:
    """Plan a page for each year, and the list of them."""
    years = context.ledger.years
    by_year = {year: findings_of(context, year) for year in years}
    links = tuple(
        LinkItem(f"{year}年", finding_url(year), f"{len(by_year[year])} 处") for year in years
    )
    yield plan_page(context, "findings/index.html", partial(_index, links), {"links": repr(links)})
    for year in years:
        undecided = _undecided(context.ledger, year)
        causes = {
            "entries": entries_cause(entry for entry, _ in by_year[year]),
            "findings": repr([finding for _, finding in by_year[year]]),
            "undecided": repr([(entry.cause, why) for entry, why in undecided]),
        }
        build_text = partial(_page, context, year, by_year[year], undecided)
        yield plan_page(context, finding_url(year), build_text, causes)


def finding_url(year: int) -> str:
    """Return the page of a year."""
    return f"findings/{year}.html"


def findings_of(context: RollupContext, year: int) -> list[BodyFinding]:
    """Return what does not hold in the reports of a year, in the order of the register."""
    ledger = context.ledger
    return [
        (entry, finding)
        for entry in ledger.of_year(year)
        for finding in _entry_findings(ledger, entry)
    ]


def _entry_findings(ledger: Ledger, entry: LedgerEntry) -> Iterator[ArithmeticFinding]:
    """Yield what does not hold; what took over from others is compared with all of them."""
    merged = ledger.merged.get((entry.body.code, entry.year))
    for finding in ledger.publication(entry.body).findings:
        if finding.year == entry.year and not (finding.is_carry_over and merged):
            yield finding
    yield from merged.findings if merged else ()


def _undecided(ledger: Ledger, year: int) -> list[tuple[LedgerEntry, str]]:
    """Return the bodies whose carry-over cannot be judged, and why."""
    return [
        (entry, merged.undecided)
        for entry in ledger.of_year(year)
        if (merged := ledger.merged.get((entry.body.code, year))) and merged.undecided
    ]


def _index(links: tuple[LinkItem, ...]) -> PageText:
    lead = "各机构报告里不成立的勾稽关系：本身的加减，和与上一年报告的衔接。"
    section = RollupSection("years", "各年度", links=links)
    return PageText("核对结果", lead, (section,), section="findings")


def _page(
    context: RollupContext,
    year: int,
    findings: list[BodyFinding],
    undecided: list[tuple[LedgerEntry, str]],
) -> PageText:
    form = context.ledger.form(year)
    cells = {cell.index: cell for row in form_rows(form) for cell in row.cells} if form else {}
    own = [item for item in findings if not item[1].is_carry_over]
    carried = [item for item in findings if item[1].is_carry_over]
    sections = (
        _section("own", "报告本身的勾稽关系", own, cells),
        _section("carried", "与上一年报告的衔接", carried, cells),
        *_undecided_section(undecided),
    )
    lead = f"{year}年度各机构的报告里不成立的有 {len(findings)} 处。"
    title = f"{year}年度报告的核对结果"
    return PageText(title, lead, sections, (), "findings", (nav_link("findings"),))


def _section(
    name: str, title: str, findings: list[BodyFinding], cells: Mapping[int, RollupCell]
) -> RollupSection:
    if not findings:
        return RollupSection(name, title, ("没有不成立的。",))
    rows = tuple(
        LinkedRow(entry.name, body_url(entry.body), tuple(_cells(entry, finding, cells)))
        for entry, finding in findings
    )
    columns = "表", "行或列", "勾稽关系", "两边的数", "所在的格"
    table = LinkedTable(name, title, "机构", columns, rows, is_text=True)
    return RollupSection(name + "-part", title, (order_note(),), (table,))


def _undecided_section(undecided: list[tuple[LedgerEntry, str]]) -> Iterator[RollupSection]:
    if not undecided:
        return
    title = "与上一年的衔接不能判断的"
    rows = tuple(
        LinkedRow(entry.name, body_url(entry.body), (LinkedCell(why),)) for entry, why in undecided
    )
    table = LinkedTable("undecided", title, "机构", ("原因",), rows, is_text=True)
    yield RollupSection("undecided-part", title, (order_note(),), (table,))


def _cells(
    entry: LedgerEntry, finding: ArithmeticFinding, cells: Mapping[int, RollupCell]
) -> Iterator[LinkedCell]:
    cell = cells.get(finding.cell)
    yield LinkedCell(finding.table)
    yield LinkedCell(finding.line)
    notes = ["其中有空缺或者“/”，不能判断"] if finding.has_blanks else []
    if finding.predecessors:
        notes.append(f"上年的数按{'、'.join(finding.predecessors)}的报告{_added(finding)}")
    yield LinkedCell(finding.statement, note="；".join(notes))
    yield LinkedCell(
        f"{finding.left} {_OPPOSITES[finding.relation]} {finding.right}", "", "differs"
    )
    if cell is None:
        yield LinkedCell("")
        return
    address = cell_address(entry, cell)
    label = " ".join(filter(None, (cell.row, cell.column)))
    yield LinkedCell(label, address, is_external=bool(address))


def _added(finding: ArithmeticFinding) -> str:
    return "相加" if len(finding.predecessors) > 1 else "计算"
