"""What does not hold in the reports: their own arithmetic, and what they carried over."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from site_builder.model.page import Page
from site_builder.model.publication import ArithmeticFinding
from site_builder.model.views.parts import LinkItem
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.rollup.form_cells import RollupCell, cell_address, form_rows
from site_builder.pages.rollup.ledger import LedgerEntry, entries_cause
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
        causes = {
            "entries": entries_cause(entry for entry, _ in by_year[year]),
            "findings": repr([finding for _, finding in by_year[year]]),
        }
        build_text = partial(_page, context, year, by_year[year])
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
        for finding in ledger.publication(entry.body).findings
        if finding.year == year and not (finding.is_carry_over and _took_over(context, entry))
    ]


def _took_over(context: RollupContext, entry: LedgerEntry) -> bool:
    """Return whether a body took over from others: it then continues more than its own report."""
    first, last = date(entry.year - 1, 12, 31), date(entry.year, 12, 31)
    return any(
        other.until is not None and first <= other.until <= last
        for other in context.ledger.register.by_successor.get(entry.body.code, ())
    )


def _index(links: tuple[LinkItem, ...]) -> PageText:
    lead = "各机构报告里不成立的勾稽关系：本身的加减，和与上一年报告的衔接。"
    section = RollupSection("years", "各年度", links=links)
    return PageText("核对结果", lead, (section,), section="findings")


def _page(context: RollupContext, year: int, findings: list[BodyFinding]) -> PageText:
    form = context.ledger.form(year)
    cells = {cell.index: cell for row in form_rows(form) for cell in row.cells} if form else {}
    own = [item for item in findings if not item[1].is_carry_over]
    carried = [item for item in findings if item[1].is_carry_over]
    sections = (
        _section("own", "报告本身的勾稽关系", own, cells),
        _section("carried", "与上一年报告的衔接", carried, cells),
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


def _cells(
    entry: LedgerEntry, finding: ArithmeticFinding, cells: Mapping[int, RollupCell]
) -> Iterator[LinkedCell]:
    cell = cells.get(finding.cell)
    yield LinkedCell(finding.table)
    yield LinkedCell(finding.line)
    note = "其中有空缺或者“/”，不能判断" if finding.has_blanks else ""
    yield LinkedCell(finding.statement, note=note)
    yield LinkedCell(
        f"{finding.left} {_OPPOSITES[finding.relation]} {finding.right}", "", "differs"
    )
    if cell is None:
        yield LinkedCell("")
        return
    address = cell_address(entry, cell)
    label = " ".join(filter(None, (cell.row, cell.column)))
    yield LinkedCell(label, address, is_external=bool(address))
