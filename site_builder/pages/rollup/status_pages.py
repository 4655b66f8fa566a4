"""Who has published, who is late, who need not, by year, with days and addresses."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from site_builder.model.page import Page
from site_builder.model.views.parts import LinkItem
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.dates import format_date_zh
from site_builder.pages.rollup.ledger import STATE_LABELS, LedgerEntry, State, entries_cause
from site_builder.pages.rollup.rollup_page import (
    PageText,
    RollupContext,
    body_url,
    nav_link,
    order_note,
    plan_page,
    report_cells,
    status_url,
)

_CALLS_ATTENTION: tuple[State, ...] = ("late", "missing", "undated", "unreadable", "pending")


def status_pages(context: RollupContext) -> Iterator[Page]:
    """Plan the list of years and a page for each."""
    by_year = {year: context.ledger.of_year(year) for year in context.ledger.years}
    causes = {"entries": "".join(entries_cause(entries) for entries in by_year.values())}
    yield plan_page(context, "status/index.html", partial(_overview, by_year), causes)
    for year, entries in by_year.items():
        causes = {"entries": entries_cause(entries)}
        yield plan_page(context, status_url(year), partial(_year, year, entries), causes)


def _overview(by_year: dict[int, list[LedgerEntry]]) -> PageText:
    table = status_table(by_year)
    lead = "每一年度各机构公布政府信息公开工作年度报告的情况。"
    section = RollupSection("years", "各年度", tables=(table,))
    return PageText("公布情况", lead, (section,), section="status")


def status_table(by_year: dict[int, list[LedgerEntry]]) -> LinkedTable:
    """Count the states of each year."""
    counts = {year: Counter(entry.state for entry in items) for year, items in by_year.items()}
    states = [state for state in STATE_LABELS if any(count[state] for count in counts.values())]
    rows = tuple(
        LinkedRow(
            f"{year}年",
            status_url(year),
            (
                *(LinkedCell(str(count[state])) for state in states),
                LinkedCell(str(sum(entry.is_nil for entry in by_year[year]))),
                LinkedCell(str(sum(len(entry.reports) > 1 for entry in by_year[year]))),
            ),
        )
        for year, count in counts.items()
    )
    columns = (*(STATE_LABELS[state] for state in states), "其中零报告", "其中一年有几份报告")
    return LinkedTable("years", "各年度的机构数", "年度", columns, rows)


def _year(year: int, entries: Sequence[LedgerEntry]) -> PageText:
    expected = sum(entry.is_expected for entry in entries)
    published = sum(entry.is_expected and bool(entry.reports) for entry in entries)
    lead = f"{year}年度应当公布年度报告的机构 {expected} 个，已经公布的 {published} 个。"
    attention = [entry for entry in entries if entry.state in _CALLS_ATTENTION]
    notices = tuple(
        f"{STATE_LABELS[state]}：{'、'.join(names)}"
        for state in _CALLS_ATTENTION
        if (names := [entry.name for entry in attention if entry.state == state])
        and state != "pending"
    )
    section = RollupSection("bodies", "各机构", (order_note(),), (_table(year, entries),))
    return PageText(
        f"{year}年度报告的公布情况", lead, (section,), notices, "status", (nav_link("status"),)
    )


def _table(year: int, entries: Sequence[LedgerEntry]) -> LinkedTable:
    columns = "情况", "期限", "公布日期", "报告"
    rows = tuple(
        LinkedRow(entry.name, body_url(entry.body), entry_cells(entry), name_note(entry))
        for entry in entries
    )
    return LinkedTable("status", f"{year}年度", "机构", columns, rows, is_text=True)


def entry_cells(entry: LedgerEntry) -> tuple[LinkedCell, ...]:
    """Return the state of a body in a year, the day it is due, the day of its report, and it."""
    is_wrong = entry.state in _CALLS_ATTENTION and entry.state != "pending"
    state = LinkedCell(
        STATE_LABELS[entry.state], "", "differs" if is_wrong else "", "；".join(_notes(entry))
    )
    due = format_date_zh(entry.due) if entry.is_expected else ""
    return state, LinkedCell(due), *report_cells(entry)


def _notes(entry: LedgerEntry) -> Iterator[str]:
    """Yield what has to be known of an entry besides its state."""
    if entry.is_nil:
        yield "零报告：各项都是 0"
    if len(entry.reports) > 1:
        sources = "、".join(report.source for report in entry.reports)
        yield f"这一年有 {len(entry.reports)} 份报告：{sources}"
    for problem in entry.problems:
        yield f"{problem.file or '网站'}：{problem.message}。{problem.hint}"
    if entry.state == "unreadable" and not entry.problems:
        yield "名录里没有写它的网站"
    report = entry.report
    if report and report.doubtful_count:
        yield f"有 {report.doubtful_count} 格待核"


def name_note(entry: LedgerEntry) -> str:
    """Return another name of the body that who reads may know, or that the report uses."""
    body, report = entry.body, entry.report
    notes = [f"现名{body.name}"] if entry.name != body.name else []
    if report and report.organization and report.organization not in (entry.name, body.name):
        former = {item.name for item in body.former_names}
        phrase = "用曾用名" if report.organization in former else "写的机关是"
        notes.append(f"报告{phrase}“{report.organization}”")
    return "；".join(notes)


def year_links(years: Sequence[int]) -> tuple[LinkItem, ...]:
    """Return links to the years."""
    return tuple(LinkItem(f"{year}年", status_url(year)) for year in years)
