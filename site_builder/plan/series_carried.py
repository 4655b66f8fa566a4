"""Whether the reports continue one another: the sentences of the forms about the year before.

Called by `plan.series`, for the page and for the data.
"""

from collections.abc import Iterator

from site_builder.forms import grid, sums
from site_builder.model.form import Band, Head, Identity
from site_builder.model.series import SeriesCarry, SeriesCell, SeriesLine, SeriesTable
from site_builder.plan.comparing import Years

_WHY = {
    "no-report": "上年没有报告",
    "no-cell": "上年的表式没有此项",
    "no-number": "有的数字空缺或不适用",
    "no-identity": "本年的表式没有此项",
}


def carried(years: Years) -> Iterator[SeriesCarry]:
    """Judge every sentence about the year before, year by year, from the second report on."""
    for year, report in list(years.reports.items())[1:]:
        last = years.before(year)
        for table in years.form(year).tables():
            for one in sums.carried_over(table, report.figures, last.figures if last else None):
                sides = one.evaluation
                told = one.state in ("holds", "fails") and sides is not None
                yield SeriesCarry(
                    year=year,
                    table=table.id,
                    identity=one.identity.id,
                    says=one.identity.says,
                    line=one.line.path,
                    line_labels=_labels(one.band, one.identity, one.line),
                    state=one.state,
                    stated=f"{sides.left:f}" if told and sides else "",
                    expected=f"{sides.right:f}" if told and sides else "",
                    difference=f"{sides.left - sides.right:f}" if told and sides else "",
                )


def _labels(band: Band, identity: Identity, line: Head) -> tuple[str, ...]:
    return grid.labels(band.columns if identity.each == "columns" else band.rows, line.path)


def carried_tables(
    table: str, found: tuple[SeriesCarry, ...], years: Years
) -> Iterator[SeriesTable]:
    """Show what was judged of one table: for each sentence its lines × years."""
    says: dict[str, str] = {}
    for form in years.used.values():
        for one in (one for one in form.tables() if one.id == table):
            for band in one.bands:
                for identity in band.identities:
                    says.setdefault(identity.id, identity.says)
    for name, sentence in says.items():
        some = [one for one in found if (one.table, one.identity) == (table, name)]
        if some:
            yield _table(f"carried-{table}-{name}", sentence, some, years)


def _table(name: str, says: str, found: list[SeriesCarry], years: Years) -> SeriesTable:
    later = tuple(years.reports)[1:]
    judged = {(one.line, one.year): one for one in found}
    # The newest year's form says what a line is called and where it stands.
    lines = {one.line: one.line_labels for one in sorted(found, key=lambda one: -one.year)}
    # A heading above all lines (申请人情况) would say the same in each.
    shared = 1 if len(lines) > 1 and len({labels[:1] for labels in lines.values()}) == 1 else 0
    return SeriesTable(
        id=name,
        caption=f"核对：{says}",
        corner="项目",
        columns=tuple((f"{name}-y{year}", f"{year}年") for year in later),
        span=len(later) + 1,
        lines=tuple(
            SeriesLine(
                id=f"{name}_{path.replace('.', '_')}",
                label=" ".join(labels[shared:]) or "总计",
                note="",
                level=1,
                headers="",
                cells=tuple(
                    _cell(judged.get((path, year)), f"{name}-y{year}", name, path) for year in later
                ),
                zero=False,
            )
            for path, labels in lines.items()
        ),
        legend=(),
    )


def _cell(one: SeriesCarry | None, column: str, name: str, path: str) -> SeriesCell:
    state = one.state if one else "no-identity"
    if one is None or state in _WHY:
        text, state = f"不能核对：{_WHY[state]}", "unknown"
    elif state == "holds":
        text = f"一致，均为 {one.stated}"
    else:
        difference = one.difference.removeprefix("-")
        text = f"不一致：本年报告 {one.stated}，按上年报告为 {one.expected}，相差 {difference}"
    year = column.rpartition("-y")[2]
    headers = f"{column} {name}_{path.replace('.', '_')}"
    return SeriesCell(text, state, headers, f"{year}年", "")
