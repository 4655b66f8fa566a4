"""Whether the reports continue one another: the sentences of the forms about the year before."""

from collections.abc import Iterator
from decimal import Decimal

from site_builder.model.form import Header, Identity, TableSection
from site_builder.model.series import CarryOverCheck, SeriesCell, SeriesRow, SeriesTable
from site_builder.pages.series.report_series import ReportSeries
from site_builder.pages.series.series_tables import fold_rows
from site_builder.standards import header_grid, identities

_REASONS = {
    "no-report": "上年没有报告",
    "withdrawn": "上年的报告已经撤回",
    "no-cell": "上年的表式没有此项",
    "no-number": "有的数字空缺或不适用",
    "no-identity": "本年的表式没有此项",
}


def carry_over_checks(series: ReportSeries) -> Iterator[CarryOverCheck]:
    """Check every sentence about the year before, year by year, from the second report on."""
    for year, report in list(series.reports.items())[1:]:
        previous = series.previous_report(year)
        for table in series.form(year).tables():
            for check in identities.check_carry_over(
                table, report.figures, previous.figures if previous else None
            ):
                sides = check.evaluation
                is_evaluated = check.state in ("holds", "fails") and sides is not None
                is_withdrawn = check.state == "no-report" and year - 1 in series.withdrawn
                yield CarryOverCheck(
                    year=year,
                    table=table.id,
                    identity=check.identity.id,
                    statement=check.identity.statement,
                    line=check.line.path,
                    line_labels=_labels(check.section, check.identity, check.line),
                    state="withdrawn" if is_withdrawn else check.state,
                    actual=f"{sides.left:f}" if is_evaluated and sides else "",
                    expected=f"{sides.right:f}" if is_evaluated and sides else "",
                    difference=f"{sides.left - sides.right:f}" if is_evaluated and sides else "",
                )


def _labels(section: TableSection, identity: Identity, header: Header) -> tuple[str, ...]:
    return header_grid.header_labels(
        section.columns if identity.axis == "columns" else section.rows, header.path
    )


def carry_over_tables(
    table: str, checks: tuple[CarryOverCheck, ...], series: ReportSeries
) -> Iterator[SeriesTable]:
    """Show the checks of one table: for each sentence its lines × years."""
    statements: dict[str, str] = {}
    for form in series.forms.values():
        for candidate in (candidate for candidate in form.tables() if candidate.id == table):
            for section in candidate.sections:
                for identity in section.identities:
                    statements.setdefault(identity.id, identity.statement)
    table_checks = [check for check in checks if check.table == table]
    # Sections of a table may each state the same sentence; it is one to who reads.
    for statement in dict.fromkeys(statements.values()):
        matches = [check for check in table_checks if statements[check.identity] == statement]
        if matches:
            yield _table(f"carried-{table}-{matches[0].identity}", statement, matches, series)


def _table(
    name: str, statement: str, checks: list[CarryOverCheck], series: ReportSeries
) -> SeriesTable:
    later_years = tuple(series.reports)[1:]
    checks_by_cell = {(check.identity, check.line, check.year): check for check in checks}
    # The newest year's form defines what a line is called and where it stands.
    newest_first = sorted(checks, key=lambda check: -check.year)
    labels_by_row = {(check.identity, check.line): check.line_labels for check in newest_first}
    # A heading above all lines (申请人情况) would repeat in each.
    first_labels = {labels[:1] if len(labels) > 1 else None for labels in labels_by_row.values()}
    shared = 1 if len(first_labels) == 1 and None not in first_labels else 0
    table = SeriesTable(
        id=name,
        caption=f"核对：{statement}",
        columns=tuple((f"{name}-y{year}", f"{year}年") for year in later_years),
        span=len(later_years) + 1,
        rows=tuple(
            SeriesRow(
                id=_id(name, *row_key),
                label=" ".join(labels[shared:]) or "总计",
                note="",
                level=1,
                headers="",
                parent_labels="",
                cells=tuple(
                    SeriesCell(
                        *_describe_check(checks_by_cell.get((*row_key, year))),
                        headers=f"{name}-y{year} {_id(name, *row_key)}",
                        change="",
                    )
                    for year in later_years
                ),
            )
            for row_key, labels in labels_by_row.items()
        ),
        legend=(),
    )
    return fold_rows(table, _holds, "各年相符")


def _holds(row: SeriesRow) -> bool:
    return all(cell.state == "holds" for cell in row.cells)


def _id(name: str, identity: str, line: str) -> str:
    return f"{name}_{identity}_{line.replace('.', '_')}"


def _describe_check(check: CarryOverCheck | None) -> tuple[str, str]:
    """Return the result of a check in words, and its state."""
    state = check.state if check else "no-identity"
    if check is None or state in _REASONS:
        return f"不能核对：{_REASONS[state]}", "unknown"
    difference = check.difference.removeprefix("-")
    if state == "holds" and not Decimal(difference):
        return f"一致，均为 {check.actual}", state
    amounts = f"本年报告 {check.actual}，按上年报告为 {check.expected}"
    return (
        f"相符：{amounts}" if state == "holds" else f"不一致：{amounts}，相差 {difference}"
    ), state
