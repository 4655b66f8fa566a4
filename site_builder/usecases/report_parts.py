"""Whether a report has the parts and tables of its form, in its page and its attachments."""

from collections.abc import Iterator, Sequence

from site_builder.inspection.subjects import attach_evidence, build_finding
from site_builder.model.diagnostic import warning
from site_builder.model.form import Form, FormPart
from site_builder.model.imported import ImportedReport
from site_builder.model.inspection import EvidenceCopy, InspectionFinding
from site_builder.model.location import Location
from site_builder.model.original import OriginalPicture
from site_builder.usecases.report_places import YearReport

FORM_BASIS = "国办公开办函〔2019〕60号（2019、2020年度）、〔2021〕30号（2021年度起）的表式。"
_PARTS = "《政府信息公开条例》第五十条；国办公开办函〔2021〕30号的格式。"


def missing_parts(year_report: YearReport, form: Form) -> Iterator[InspectionFinding]:
    """Yield what a report lacks; where more may stand in what nobody could read, only that."""
    reports = [each.report for each in year_report.all]
    lacking = [(part, lack) for part in form.parts if (lack := _lack(part, reports))]
    if not lacking:
        return
    year, copy = reports[0].year, year_report.own.subject.visit.copy
    evidence, reason, excerpt = _unread(year_report)
    if evidence is not None:
        titles = "、".join(f"“{part.title}”" for part, _ in lacking)
        message = f"不能判断 {year} 年度的报告有没有{titles}，{reason}"
        hint = "请打开看看；是扫描件或者图片的，由人核对。"
        diagnostic = warning("inspect/report-unread", Location(evidence.address), message, hint)
        yield attach_evidence(diagnostic, evidence, excerpt, undecided=True)
        return
    for part, lack in lacking:
        yield build_finding(
            "inspect/report-cells" if part.table else "inspect/report-part",
            copy,
            f"{year} 年度的报告{lack}",
            "请按表式补上。" if part.table else "请按格式补上这一部分。",
            excerpt=reports[0].title,
            basis=FORM_BASIS if part.table else _PARTS,
            subject=f"{year}-{part.id}",
        )


def _lack(part: FormPart, reports: Sequence[ImportedReport]) -> str:
    """Return what of a part no report of the year has; empty where nothing is lacking."""
    if part.table is None:
        texts = (own.blocks for report in reports for own in report.parts if own.part == part.id)
        return "" if any(texts) else f"没有“{part.title}”一部分，或者里面没有文字"
    keys = [key for key in reports[0].cells if key[0] == part.table.id]
    absent = [key for key in keys if not any(_has_cell(report, key) for report in reports)]
    if not absent:
        return ""
    is_whole = len(absent) == len(keys)
    return f"“{part.title}”{'没有统计表' if is_whole else f'统计表少了 {len(absent)} 格'}"


def _has_cell(report: ImportedReport, key: tuple[str, str, str]) -> bool:
    cell = report.cells.get(key)
    return cell is not None and cell.origin is not None


def _unread(year_report: YearReport) -> tuple[EvidenceCopy | None, str, str]:
    """Return the copy in which more may stand than was read, why it was not, and what it is."""
    for file in year_report.place.unread:
        return file.subject.visit.copy, f"附件没有读出来：{file.reason}", file.subject.visit.text
    for each in year_report.all:
        if _has_pictures(each.report):
            return each.subject.visit.copy, "里面有图片，没有读图片里的字", each.report.title
    return None, "", ""


def _has_pictures(report: ImportedReport) -> bool:
    blocks = (*report.preamble, *(block for part in report.parts for block in part.blocks))
    is_unread = any(item.code == "import/pictures" for item in report.diagnostics)
    return is_unread or any(isinstance(block, OriginalPicture) for block in blocks)
