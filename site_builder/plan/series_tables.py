"""Tables and charts of the figures over the years. Called by `plan.series`."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from site_builder.forms import across, grid
from site_builder.forms.across import AlignedRow
from site_builder.model.form import SeriesDefinition
from site_builder.model.series import SeriesCell, SeriesChart, SeriesRow, SeriesTable
from site_builder.plan import charts
from site_builder.plan.comparing import WORDS, Years, change_in_words


def figures_table(strand: SeriesDefinition, years: Years) -> SeriesTable:
    """Set the years of one strand side by side."""
    name = f"series-{strand.id}"
    columns = tuple((f"{name}-y{year}", f"{year}年") for year in years.reports)
    found = across.aligned_rows(strand, tuple(years.used.values()))
    # A heading above all lines (申请人情况) says what the strand's own title says.
    while len(found) == 1 and not found[0].cells:
        found = found[0].children
    lines = tuple(_lines(found, name, (), years))
    return SeriesTable(
        id=name,
        caption=f"{strand.title}，各年数据",
        columns=columns,
        span=len(columns) + 1,
        rows=lines,
        legend=tuple(_legend(lines)),
    )


def _lines(
    lines: Sequence[AlignedRow], name: str, above: tuple[tuple[str, str], ...], years: Years
) -> Iterator[SeriesRow]:
    for line in lines:
        # Ids of heads hold hyphens, never underlines: no two lines share an id.
        own = f"{name}_{'_'.join(line.path)}"
        labels = tuple(dict.fromkeys(line.labels.values()))
        yield SeriesRow(
            id=own,
            label=labels[0],
            note=_note(line, years),
            level=len(above) + 1,
            headers=" ".join(one for one, _ in above),
            parent_labels=" ".join(label for _, label in above),
            cells=tuple(_cells(line, name, own, years)) if line.cells else (),
        )
        yield from _lines(line.children, name, (*above, (own, labels[0])), years)


def _note(line: AlignedRow, years: Years) -> str:
    """Say which other forms call it something else."""
    label, *_ = line.labels.values()
    told = (
        f"{years.used[form].first_year}年版表式称“{other}”"
        for form, other in line.labels.items()
        if other != label
    )
    return "，".join(told)


def _cells(line: AlignedRow, name: str, own: str, years: Years) -> Iterator[SeriesCell]:
    for year in years.reports:
        text, state = said(line, year, years)
        yield SeriesCell(
            text=text,
            state=state,
            headers=f"{name}-y{year} {own}",
            change=_change(line, year, years),
        )


def said(line: AlignedRow, year: int, years: Years) -> tuple[str, str]:
    """Give what a year's report prints on a line, and the state of it."""
    report = years.reports[year]
    found = line.cells.get(report.form)
    if found is None:
        state = "split" if report.form in line.labels else "absent"
        return WORDS[state][0], state
    cell = report.figures.cells[found[0]]
    return grid.format_cell(cell, found[1]), grid.cell_state(cell)


def _change(line: AlignedRow, year: int, years: Years) -> str:
    before = years.before(year)
    if before is None:
        return ""
    _, otherwise = said(line, year - 1, years)
    return change_in_words(years.cell(year, line), years.cell(year - 1, line), otherwise)


def _legend(lines: Sequence[SeriesRow]) -> Iterator[str]:
    states = {cell.state for line in lines for cell in line.cells}
    for state, (mark, meaning) in WORDS.items():
        if state in states:
            yield f"「{mark}」表示{meaning}"
    if any(line.note for line in lines):
        yield "注明另有称法的，两种表式的口径可能不同，增减只供参考"


def drawn(strand: SeriesDefinition, years: Years) -> Iterator[SeriesChart]:
    """Draw the figures of a strand that its form names; one year alone is no series."""
    found = across.walk(across.aligned_rows(strand, tuple(years.used.values())))
    cells = {(key[1], key[2]): line for line in found for key, _ in line.cells.values()}
    for at, one in enumerate(strand.charts if len(years.reports) > 1 else (), 1):
        line = cells[one.row, one.column]
        first, *_, last = years.reports
        points = [_point(line, year, years) for year in range(first, last + 1)]
        yield charts.chart(f"chart-{strand.id}-{at}", one.label, points)


def _point(line: AlignedRow, year: int, years: Years) -> charts.Point:
    if year in years.withdrawn:
        return charts.Point(year, "报告已撤回", "no-report", None, "")
    if year not in years.reports:
        return charts.Point(year, "没有报告", "no-report", None, "")
    text, state = said(line, year, years)
    cell = years.cell(year, line)
    number = Decimal(cell.value) if cell and cell.value else None
    return charts.Point(year, text, state, number, _change(line, year, years))
