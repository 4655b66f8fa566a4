"""The reports of a site, year by year, and how a figure of one differs from the year before's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from site_builder.model.document import Report
from site_builder.model.figures import CellKey
from site_builder.model.form import Form
from site_builder.model.site import Site
from site_builder.model.views.downloads import FigureCell
from site_builder.pages.downloads import figures_data
from site_builder.standards import alignment

STATE_LABELS = {
    "blank": ("缺", "原报告未填"),
    "not-applicable": ("/", "不适用"),
    "absent": ("无此项", "那一年的表式没有这一项"),
    "split": ("分列", "那一年的表式没有这一项的合计，分成了下面几项"),
}
"""State → what a cell shows instead of a number, and what that means."""


@dataclass(frozen=True, slots=True)
class ReportSeries:
    """All reports, the oldest first, with their figures as each year's own data file has them."""

    reports: Mapping[int, Report]
    forms: Mapping[str, Form]
    """The forms they use, by id, the newest first."""
    figures: Mapping[int, Mapping[CellKey, FigureCell]]
    withdrawn: tuple[int, ...]
    """Years whose report was withdrawn."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Return years between the first and the last report that have none."""
        years = tuple(self.reports)
        between = range(years[0], years[-1]) if years else ()
        return tuple(
            year for year in between if year not in self.reports and year not in self.withdrawn
        )

    def form(self, year: int) -> Form:
        """Return the form of a year's report."""
        return self.forms[self.reports[year].form]

    def previous_report(self, year: int) -> Report | None:
        """Return the report of the year before; one of two years before is not comparable."""
        return self.reports.get(year - 1)

    def cell(self, year: int, row: alignment.AlignedRow) -> FigureCell | None:
        """Return what a year states on a line; None where its form has no such cell."""
        report = self.reports.get(year)
        aligned_cell = row.cells.get(report.form) if report else None
        return self.figures[year][aligned_cell[0]] if aligned_cell else None


def build_report_series(site: Site) -> ReportSeries:
    """Put the reports of a site in order; what was withdrawn is compared with nothing."""
    reports = standing_reports(site)
    ids = {report.form for report in reports.values()}
    forms = alignment.newest_first({name: site.forms[name] for name in ids})
    return ReportSeries(
        reports,
        {form.id: form for form in forms},
        {
            year: {
                (cell.table, cell.row, cell.column): cell
                for cell in figures_data(report, site.forms[report.form]).cells
            }
            for year, report in reports.items()
        },
        tuple(sorted(site.reports.keys() - reports.keys())),
    )


def standing_reports(site: Site) -> Mapping[int, Report]:
    """Return the reports that were not withdrawn, oldest first."""
    return {
        year: report
        for year, report in sorted(site.reports.items())
        if not report.status.is_withdrawn
    }


def change(current: FigureCell | None, previous: FigureCell | None) -> Decimal | None:
    """Subtract the year before; None where one has no number or they count in two units."""
    if current is None or previous is None or not (current.value and previous.value):
        return None
    return (
        Decimal(current.value) - Decimal(previous.value) if current.unit == previous.unit else None
    )


def format_change(
    current: FigureCell | None, previous: FigureCell | None, missing_state: str
) -> str:
    """Return how a number differs from the year before, or why that cannot be determined.

    `missing_state` is the state of the year before where its form has no such cell. A place without
    a number gets no text: it states already why there is none.
    """
    if current is None or not current.value:
        return ""
    difference = change(current, previous)
    if difference is None:
        state = previous.state if previous else missing_state
        return "与上年单位不同" if state == "number" else f"上年{_PREVIOUS_STATE_LABELS[state]}"
    if not difference:
        return "与上年持平"
    return f"比上年{'增加' if difference > 0 else '减少'} {abs(difference):f}"


_PREVIOUS_STATE_LABELS = {
    "blank": "空缺",
    "not-applicable": "不适用",
    "absent": "无此项",
    "split": "分列",
}
