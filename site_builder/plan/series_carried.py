"""Whether the reports continue one another: the sentences of the forms about the year before.

Called by `plan.series`, for the page and for the data.
"""

from collections.abc import Iterator
from decimal import Decimal

from site_builder.forms import grid, sums
from site_builder.model.form import Header, Identity, TableSection
from site_builder.model.series import CarryOverCheck, SeriesCell, SeriesRow, SeriesTable
from site_builder.plan.comparing import Years

_WHY = {
    "no-report": "上年没有报告",
    "withdrawn": "上年的报告已经撤回",
    "no-cell": "上年的表式没有此项",
    "no-number": "有的数字空缺或不适用",
    "no-identity": "本年的表式没有此项",
}


def carried(years: Years) -> Iterator[CarryOverCheck]:
    """Judge every sentence about the year before, year by year, from the second report on."""
    for year, report in list(years.reports.items())[1:]:
        last = years.before(year)
        for table in years.form(year).tables():
            for one in sums.check_carry_over(table, report.figures, last.figures if last else None):
                sides = one.evaluation
                told = one.state in ("holds", "fails") and sides is not None
                gone = one.state == "no-report" and year - 1 in years.withdrawn
                yield CarryOverCheck(
                    year=year,
                    table=table.id,
                    identity=one.identity.id,
                    statement=one.identity.statement,
                    line=one.line.path,
                    line_labels=_labels(one.section, one.identity, one.line),
                    state="withdrawn" if gone else one.state,
                    actual=f"{sides.left:f}" if told and sides else "",
                    expected=f"{sides.right:f}" if told and sides else "",
                    difference=f"{sides.left - sides.right:f}" if told and sides else "",
                )


def _labels(band: TableSection, identity: Identity, line: Header) -> tuple[str, ...]:
    return grid.header_labels(band.columns if identity.axis == "columns" else band.rows, line.path)


def carried_tables(
    table: str, found: tuple[CarryOverCheck, ...], years: Years
) -> Iterator[SeriesTable]:
    """Show what was judged of one table: for each sentence its lines × years."""
    says: dict[str, str] = {}
    for form in years.used.values():
        for one in (one for one in form.tables() if one.id == table):
            for band in one.sections:
                for identity in band.identities:
                    says.setdefault(identity.id, identity.statement)
    own = [one for one in found if one.table == table]
    # Bands of a table may each state the same sentence; it is one to who reads.
    for sentence in dict.fromkeys(says.values()):
        some = [one for one in own if says[one.identity] == sentence]
        if some:
            yield _table(f"carried-{table}-{some[0].identity}", sentence, some, years)


def _table(name: str, says: str, found: list[CarryOverCheck], years: Years) -> SeriesTable:
    later = tuple(years.reports)[1:]
    judged = {(one.identity, one.line, one.year): one for one in found}
    # The newest year's form says what a line is called and where it stands.
    newest = sorted(found, key=lambda one: -one.year)
    lines = {(one.identity, one.line): one.line_labels for one in newest}
    # A heading above all lines (申请人情况) would say the same in each.
    above = {labels[:1] if len(labels) > 1 else None for labels in lines.values()}
    shared = 1 if len(above) == 1 and None not in above else 0
    return SeriesTable(
        id=name,
        caption=f"核对：{says}",
        columns=tuple((f"{name}-y{year}", f"{year}年") for year in later),
        span=len(later) + 1,
        rows=tuple(
            SeriesRow(
                id=_id(name, *line),
                label=" ".join(labels[shared:]) or "总计",
                note="",
                level=1,
                headers="",
                parent_labels="",
                cells=tuple(
                    SeriesCell(
                        *_said(judged.get((*line, year))),
                        headers=f"{name}-y{year} {_id(name, *line)}",
                        change="",
                    )
                    for year in later
                ),
            )
            for line, labels in lines.items()
        ),
        legend=(),
    )


def _id(name: str, identity: str, line: str) -> str:
    return f"{name}_{identity}_{line.replace('.', '_')}"


def _said(one: CarryOverCheck | None) -> tuple[str, str]:
    """Say in words what was judged; gives its state too."""
    state = one.state if one else "no-identity"
    if one is None or state in _WHY:
        return f"不能核对：{_WHY[state]}", "unknown"
    difference = one.difference.removeprefix("-")
    if state == "holds" and not Decimal(difference):
        return f"一致，均为 {one.actual}", state
    both = f"本年报告 {one.actual}，按上年报告为 {one.expected}"
    return (f"相符：{both}" if state == "holds" else f"不一致：{both}，相差 {difference}"), state
