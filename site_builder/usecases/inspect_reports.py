"""Reports of a site that others made, judged by the rules for our own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.build.options import StageProgress
from site_builder.importing.combination import has_figures
from site_builder.inspection.kinds import year_of
from site_builder.inspection.subjects import Subject, attach_evidence, build_finding
from site_builder.model.diagnostic import Severity, warning
from site_builder.model.form import form_for
from site_builder.model.imported import ImportedReport
from site_builder.model.inspection import EvidenceCopy, InspectionFinding
from site_builder.model.location import Location
from site_builder.model.standards import Standards
from site_builder.standards.identities import Evaluation
from site_builder.usecases.import_files import ReportImport, check_report
from site_builder.usecases.inspect_texts import TextChecker
from site_builder.usecases.report_parts import FORM_BASIS, missing_parts
from site_builder.usecases.report_places import (
    ReportPlace,
    YearReport,
    read_report_places,
)


@dataclass(slots=True)
class SiteReports:
    """The reports of a site, with what is wrong with them."""

    years: dict[int, str] = field(default_factory=dict)
    """Year → address."""
    findings: list[InspectionFinding] = field(default_factory=list)
    doubtful: frozenset[int] = frozenset()
    """Years whose report could not be read."""
    body: str = ""
    """Whose reports they are, by the last one that says so."""


def inspect_reports(
    subjects: Sequence[Subject], texts: TextChecker, progress: StageProgress
) -> SiteReports:
    """Read the reports of a site and check them, each with that of the year before."""
    standards = texts.standards
    result = SiteReports()
    places = read_report_places(subjects, standards, progress)
    chosen = _choose(places, result)
    _add_unread(places, chosen, result)
    imports: dict[int, ReportImport] = {}
    for year, year_report in sorted(chosen.items()):
        own, previous = year_report.own, imports.get(year - 1)
        form = standards.forms[own.report.form]
        imports[year] = check_report(own.report, form, previous.figures if previous else None)
        result.years[year] = own.subject.address
        bodies = (each.report.body for each in year_report.all)
        result.body = next(filter(None, bodies), result.body)
        result.findings += _report_findings(year_report, imports[year], standards)
        for each in year_report.all:
            result.findings += texts.check_report(each.report, each.subject.visit.copy)
    return result


def _choose(places: Sequence[ReportPlace], result: SiteReports) -> dict[int, YearReport]:
    """Choose the report of each year: that with figures; name years that have two versions."""
    chosen: dict[int, YearReport] = {}
    reports = [(place, each) for place in places for each in place.reports_with_content]
    for place, each in sorted(reports, key=lambda item: not has_figures(item[1].report)):
        year = each.report.year
        first = chosen.setdefault(year, YearReport(place, each)).own
        if first is each or not has_figures(each.report):
            continue
        differing = [
            key
            for key, cell in each.report.cells.items()
            if cell.value is not None
            and (other := first.report.cells.get(key)) is not None
            and other.value is not None
            and other.value != cell.value
        ]
        if differing:
            result.findings.append(
                build_finding(
                    "inspect/same-year",
                    each.subject.visit.copy,
                    f"{year} 年度有两份报告，有 {len(differing)} 格的数字不一样，另一份是"
                    f" {first.subject.address}",
                    "请核对以哪一份为准，撤下另一份；年份写错的，改正年份。",
                    excerpt=each.report.title,
                    subject=str(year),
                )
            )
    return chosen


def _add_unread(
    places: Sequence[ReportPlace], chosen: dict[int, YearReport], result: SiteReports
) -> None:
    """Record the reports that could not be read: of them nothing is concluded."""
    years = set()
    for place in places:
        failed = next(iter((*place.unread, *(file for file in place.files if file.reason))), None)
        if failed is None or place.year in chosen or (place.reports and not place.year):
            continue
        report = f" {place.year} 年度的报告" if place.year else "这是不是年度报告"
        name = failed.subject.visit.text if failed.is_attachment else failed.subject.name
        message = f"不能判断{report}：{failed.reason}"
        hint = "请打开看看；是扫描件或者图片的，数字要由人核对。"
        place_of = Location(failed.subject.address)
        diagnostic = warning("inspect/report-unread", place_of, message, hint)
        copy = failed.subject.visit.copy
        result.findings.append(attach_evidence(diagnostic, copy, name, undecided=True))
        years.add(place.year)
    result.doubtful = frozenset(years)


def _report_findings(
    year_report: YearReport, checked: ReportImport, standards: Standards
) -> Iterator[InspectionFinding]:
    own = year_report.own
    report, copy = own.report, own.subject.visit.copy
    expected = form_for(report.year, standards.forms)
    if expected and expected.id != report.form:
        yield build_finding(
            "inspect/form",
            copy,
            f"{report.year} 年度的报告用了别的年度的表式",
            "请改用当年的表式，重新填写统计表。",
            excerpt=report.title,
            basis=FORM_BASIS,
            subject=str(report.year),
        )
    yield from _other_year(year_report)
    yield from missing_parts(year_report, checked.form)
    for evaluation in checked.evaluations:
        if not evaluation.holds and not checked.has_doubts(evaluation):
            yield _arithmetic(evaluation, report, copy)
    yield from _doubtful_cells(report, copy)


def _other_year(year_report: YearReport) -> Iterator[InspectionFinding]:
    """Yield a finding where the page or the link promises the report of another year."""
    own, place = year_report.own, year_report.place
    year, visit = own.report.year, own.subject.visit
    is_page = own.subject.page is not None
    named = year_of(visit.text) if is_page else place.year
    if named and named != year and (is_page or all(r.report.year != named for r in place.reports)):
        yield build_finding(
            "inspect/report-year",
            visit.copy,
            f"{'链接' if is_page else '网页'}写的是 {named} 年度，"
            f"{'打开' if is_page else '附件'}是 {year} 年度的报告",
            "请核对链接、附件和报告的年份。",
            excerpt=visit.text,
            subject=str(named),
        )


def _arithmetic(
    evaluation: Evaluation, report: ImportedReport, copy: EvidenceCopy
) -> InspectionFinding:
    identity = evaluation.identity
    severity = Severity.WARNING if evaluation.has_blanks else identity.severity
    line = evaluation.line.label or evaluation.table.title
    return build_finding(
        "inspect/arithmetic",
        copy,
        f"{report.year} 年度的报告“{evaluation.table.title}”的“{line}”：{evaluation.left:f}"
        f" 和 {evaluation.right:f} 对不上（{identity.statement}）",
        "请对照签发的报告核对；报告确实写错的，请发布更正。",
        excerpt="、".join(
            report.cells[key].text or str(report.cells[key].value) for key in evaluation.keys
        ),
        basis=identity.basis,
        subject=f"{report.year}-{'/'.join(evaluation.name)}",
        severity=severity,
    )


def _doubtful_cells(report: ImportedReport, copy: EvidenceCopy) -> Iterator[InspectionFinding]:
    doubtful = [c for c in report.cells.values() if c.value is None and c.origin is not None]
    if doubtful:
        message = (
            f"{report.year} 年度的报告有 {len(doubtful)} 格认不准，没有核对：{doubtful[0].reason}"
        )
        hint = "请打开报告，由人核对这些格子。"
        diagnostic = warning("inspect/report-cells-unread", Location(copy.address), message, hint)
        yield attach_evidence(diagnostic, copy, doubtful[0].text, undecided=True)
