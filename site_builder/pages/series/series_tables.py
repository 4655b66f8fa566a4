"""Tables and charts of the figures over the years."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from site_builder.model.form import SeriesDefinition
from site_builder.model.series import SeriesCell, SeriesChart, SeriesRow, SeriesTable
from site_builder.pages.series import bar_charts
from site_builder.pages.series.report_series import STATE_LABELS, ReportSeries, format_change
from site_builder.standards import alignment, header_grid
from site_builder.standards.alignment import AlignedRow


def figures_table(definition: SeriesDefinition, series: ReportSeries) -> SeriesTable:
    """Set the years of one series side by side."""
    name = f"series-{definition.id}"
    columns = tuple((f"{name}-y{year}", f"{year}年") for year in series.reports)
    aligned_rows = alignment.aligned_rows(definition, tuple(series.forms.values()))
    # A heading above all lines (申请人情况) repeats the title of the series.
    while len(aligned_rows) == 1 and not aligned_rows[0].cells:
        aligned_rows = aligned_rows[0].children
    rows = tuple(_rows(aligned_rows, name, (), series))
    table = SeriesTable(
        id=name,
        caption=f"{definition.title}，各年数据",
        columns=columns,
        span=len(columns) + 1,
        rows=rows,
        legend=tuple(_legend(rows)),
    )
    return fold_rows(table, is_unchanged, "各年相同")


def fold_rows(
    table: SeriesTable, is_quiet: Callable[[SeriesRow], bool], reason: str
) -> SeriesTable:
    """Fold the lines that say nothing new, and the headings that have no others below them."""
    rows = []
    for number, row in enumerate(table.rows):
        lines = (line for line in _with_below(table.rows[number:]) if line.cells)
        rows.append(replace(row, is_folded=all(map(is_quiet, lines))))
    quiet = sum(row.is_folded for row in rows if row.cells)
    if not quiet:
        return table
    is_folded = all(row.is_folded for row in rows)
    label = f"{table.caption}（{quiet} 行，{reason}）" if is_folded else f"另有 {quiet} 行{reason}"
    return replace(table, rows=tuple(rows), fold=label, is_folded=is_folded)


def _with_below(rows: tuple[SeriesRow, ...]) -> Iterator[SeriesRow]:
    """Yield the first line and those of which it is the heading."""
    first, *others = rows
    yield first
    yield from takewhile(lambda other: other.level > first.level, others)


def is_unchanged(row: SeriesRow) -> bool:
    """Return whether all years that have a line state one number; one year is compared to none."""
    texts = {cell.text for cell in row.cells if cell.state != "absent"}
    are_numbers = all(cell.state in ("number", "absent") for cell in row.cells)
    return are_numbers and len(texts) == 1 and len(row.cells) > 1


def _rows(
    rows: Sequence[AlignedRow],
    name: str,
    parents: tuple[tuple[str, str], ...],
    series: ReportSeries,
) -> Iterator[SeriesRow]:
    for row in rows:
        # Ids of heads hold hyphens, never underlines: no two lines share an id.
        row_id = f"{name}_{'_'.join(row.path)}"
        labels = tuple(dict.fromkeys(row.labels.values()))
        yield SeriesRow(
            id=row_id,
            label=labels[0],
            note=_note(row, series),
            level=len(parents) + 1,
            headers=" ".join(parent_id for parent_id, _ in parents),
            parent_labels=" ".join(label for _, label in parents),
            cells=tuple(_cells(row, name, row_id, series)) if row.cells else (),
        )
        yield from _rows(row.children, name, (*parents, (row_id, labels[0])), series)


def _note(row: AlignedRow, series: ReportSeries) -> str:
    """Return which other forms call it something else."""
    label, *_ = row.labels.values()
    names = (
        f"{series.forms[form].first_year}年版表式称“{other}”"
        for form, other in row.labels.items()
        if other != label
    )
    return "，".join(names)


def _cells(row: AlignedRow, name: str, row_id: str, series: ReportSeries) -> Iterator[SeriesCell]:
    for year in series.reports:
        text, state = format_value(row, year, series)
        yield SeriesCell(
            text=text,
            state=state,
            headers=f"{name}-y{year} {row_id}",
            change=_change(row, year, series),
        )


def format_value(row: AlignedRow, year: int, series: ReportSeries) -> tuple[str, str]:
    """Return what a year's report prints on a line, and the state of it."""
    report = series.reports[year]
    aligned_cell = row.cells.get(report.form)
    if aligned_cell is None:
        state = "split" if report.form in row.labels else "absent"
        return STATE_LABELS[state][0], state
    cell = report.figures.cells[aligned_cell[0]]
    return header_grid.format_cell(cell, aligned_cell[1]), header_grid.cell_state(cell)


def _change(row: AlignedRow, year: int, series: ReportSeries) -> str:
    previous = series.previous_report(year)
    if previous is None:
        return ""
    _, missing_state = format_value(row, year - 1, series)
    return format_change(series.cell(year, row), series.cell(year - 1, row), missing_state)


def _legend(rows: Sequence[SeriesRow]) -> Iterator[str]:
    states = {cell.state for row in rows for cell in row.cells}
    for state, (label, meaning) in STATE_LABELS.items():
        if state in states:
            yield f"「{label}」表示{meaning}"
    if any(row.note for row in rows):
        yield "注明另有称法的，两种表式的口径可能不同，增减只供参考"


def series_charts(definition: SeriesDefinition, series: ReportSeries) -> Iterator[SeriesChart]:
    """Draw the figures that the form names for a series; one year alone is none."""
    rows = alignment.walk(alignment.aligned_rows(definition, tuple(series.forms.values())))
    cells = {(key[1], key[2]): row for row in rows for key, _ in row.cells.values()}
    for number, chart in enumerate(definition.charts if len(series.reports) > 1 else (), 1):
        row = cells[chart.row, chart.column]
        first, *_, last = series.reports
        points = [_point(row, year, series) for year in range(first, last + 1)]
        yield bar_charts.bar_chart(f"chart-{definition.id}-{number}", chart.label, points)


def _point(row: AlignedRow, year: int, series: ReportSeries) -> bar_charts.ChartPoint:
    if year in series.withdrawn:
        return bar_charts.ChartPoint(year, "报告已撤回", "no-report", None, "")
    if year not in series.reports:
        return bar_charts.ChartPoint(year, "没有报告", "no-report", None, "")
    text, state = format_value(row, year, series)
    cell = series.cell(year, row)
    number = Decimal(cell.value) if cell and cell.value else None
    return bar_charts.ChartPoint(year, text, state, number, _change(row, year, series))
