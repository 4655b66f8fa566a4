"""Reports of a site that others made, judged by the rules for our own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from site_builder.build.options import StageProgress
from site_builder.build.recognized_files import recognize
from site_builder.importing.combination import has_figures
from site_builder.inspection.kinds import year_of
from site_builder.inspection.subjects import Subject, attach_evidence, build_finding
from site_builder.model.diagnostic import Diagnostic, Severity, warning
from site_builder.model.form import form_for
from site_builder.model.imported import ImportedReport, Recognition
from site_builder.model.inspection import EvidenceCopy, InspectionFinding
from site_builder.model.location import Location
from site_builder.model.standards import Standards
from site_builder.standards.identities import Evaluation
from site_builder.usecases.import_files import ReportImport, check_report
from site_builder.usecases.inspect_texts import check_report_text

_FORM = "国办公开办函〔2019〕60号（2019、2020年度）、〔2021〕30号（2021年度起）的表式。"


@dataclass(slots=True)
class SiteReports:
    """The reports of a site, with what is wrong with them."""

    years: dict[int, str] = field(default_factory=dict)
    """Year → address."""
    findings: list[InspectionFinding] = field(default_factory=list)
    doubtful: frozenset[int] = frozenset()
    """Years whose report could not be read."""


@dataclass(frozen=True, slots=True)
class _SiteReport:
    subject: Subject
    report: ImportedReport


def inspect_reports(
    subjects: Sequence[Subject], standards: Standards, progress: StageProgress
) -> SiteReports:
    """Import the reports of a site and check them, each with that of the year before."""
    result = SiteReports()
    report_pages = {each.address for each in subjects if each.kind == "report"}
    candidates = {
        subject.visit.copy.file: subject
        for subject in subjects
        if subject.visit.copy.sha256
        and (subject.kind == "report" or subject.visit.parent in report_pages)
        and (subject.kind == "report" or subject.visit.is_attachment)
    }
    recognized, problems = recognize(list(candidates), standards, None, None, progress)
    site_reports = [
        _SiteReport(candidates[report.file], report)
        for item in recognized
        if isinstance(item, Recognition)
        for report in item.reports
        if report.file in candidates
    ]
    chosen = _choose(site_reports, result)
    _add_unread(candidates, chosen, problems, result)
    imports: dict[int, ReportImport] = {}
    for year, each in sorted(chosen.items()):
        previous = imports.get(year - 1)
        form = standards.forms[each.report.form]
        imports[year] = check_report(each.report, form, previous.figures if previous else None)
        result.years[year] = each.subject.address
        result.findings += _report_findings(each, imports[year], standards)
    return result


def _choose(site_reports: Sequence[_SiteReport], result: SiteReports) -> dict[int, _SiteReport]:
    """Choose the report of each year: that with figures; name years that have two versions."""
    chosen: dict[int, _SiteReport] = {}
    for each in sorted(site_reports, key=lambda item: not has_figures(item.report)):
        first = chosen.setdefault(each.report.year, each)
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
            year, copy = each.report.year, each.subject.visit.copy
            result.findings.append(
                build_finding(
                    "inspect/same-year",
                    copy,
                    f"{year} 年度有两份报告，有 {len(differing)} 格的数字不一样，另一份是"
                    f" {first.subject.address}",
                    "请核对以哪一份为准，撤下另一份；年份写错的，改正年份。",
                    excerpt=each.report.title,
                    subject=str(year),
                )
            )
    return chosen


def _add_unread(
    candidates: Mapping[str, Subject],
    chosen: Mapping[int, _SiteReport],
    problems: Sequence[Diagnostic],
    result: SiteReports,
) -> None:
    """Record the reports that could not be read: of them nothing is concluded."""
    years = set()
    reasons = {problem.location.file: problem for problem in problems}
    for file, subject in candidates.items():
        year = year_of(subject.name)
        problem = reasons.get(file)
        if subject.kind != "report" or not year or year in chosen:
            continue
        reason = problem.message if problem else "没有认出统计表和正文"
        message = f"不能判断 {year} 年度的报告：{reason}"
        hint = "请打开看看；是扫描件或者图片的，数字要由人核对。"
        diagnostic = warning("inspect/report-unread", Location(subject.address), message, hint)
        copy = subject.visit.copy
        result.findings.append(attach_evidence(diagnostic, copy, subject.name, undecided=True))
        years.add(year)
    result.doubtful = frozenset(years)


def _report_findings(
    each: _SiteReport, checked: ReportImport, standards: Standards
) -> Iterator[InspectionFinding]:
    report, copy = each.report, each.subject.visit.copy
    expected = form_for(report.year, standards.forms)
    if expected and expected.id != report.form:
        yield build_finding(
            "inspect/form",
            copy,
            f"{report.year} 年度的报告用了别的年度的表式",
            "请改用当年的表式，重新填写统计表。",
            excerpt=report.title,
            basis=_FORM,
            subject=str(report.year),
        )
    named = year_of(each.subject.visit.text)
    if named and named != report.year and not each.subject.visit.is_attachment:
        yield build_finding(
            "inspect/report-year",
            copy,
            f"链接写的是 {named} 年度，打开是 {report.year} 年度的报告",
            "请核对链接和报告的年份。",
            excerpt=each.subject.visit.text,
            subject=str(named),
        )
    yield from _missing_parts(each, checked)
    for evaluation in checked.evaluations:
        if not evaluation.holds and not checked.has_doubts(evaluation):
            yield _arithmetic(evaluation, report, copy)
    yield from _doubtful_cells(report, copy)
    yield from check_report_text(report, copy, standards)


def _missing_parts(each: _SiteReport, checked: ReportImport) -> Iterator[InspectionFinding]:
    report, copy = each.report, each.subject.visit.copy
    tables = checked.form.tables_by_part()
    titles = {part.id: part.title for part in checked.form.parts}
    for part in report.parts:
        table = tables.get(part.part)
        if table is not None:
            cells = [cell for key, cell in report.cells.items() if key[0] == table.id]
            absent = [cell for cell in cells if cell.origin is None]
            if absent:
                what = "没有统计表" if len(absent) == len(cells) else f"统计表少了 {len(absent)} 格"
                yield build_finding(
                    "inspect/report-cells",
                    copy,
                    f"{report.year} 年度的报告“{titles[part.part]}”{what}",
                    "请按表式补上。",
                    excerpt=report.title,
                    basis=_FORM,
                    subject=f"{report.year}-{part.part}",
                )
        elif not part.blocks:
            yield build_finding(
                "inspect/report-part",
                copy,
                f"{report.year} 年度的报告没有“{titles[part.part]}”一部分，或者里面没有文字",
                "请按格式补上这一部分。",
                excerpt=report.title,
                basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号的格式。",
                subject=f"{report.year}-{part.part}",
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
