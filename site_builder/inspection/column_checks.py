"""Whether the columns that the law asks for are there, and hold what they must."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus

from site_builder.core.guest_client import NOT_FOUND
from site_builder.inspection.kinds import COLUMNS
from site_builder.inspection.subjects import Subject, attach_evidence, build_finding
from site_builder.model.diagnostic import Severity, warning
from site_builder.model.inspection import EvidenceCopy, InspectionFinding
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_PLATFORM = "国办公开办函〔2019〕61号：公开平台应当有指南、制度、法定主动公开内容、年报四个栏目。"
_ARTICLE_12 = "《政府信息公开条例》第十二条。"
_ARTICLE_49 = "《政府信息公开条例》第四十九条：每年1月31日前公布上一年度的报告。"
_GUIDE_PARTS = {
    "政府信息的分类": lazy_pattern(r"分类|类别"),
    "编排体系": lazy_pattern(r"编排|体系"),
    "获取方式": lazy_pattern(r"获取|查阅|申请"),
    "工作机构的名称": lazy_pattern(r"(?:工作|受理)机构|机构名称|承办机构|办公室"),
    "办公地址": lazy_pattern(r"地址|地点"),
    "办公时间": lazy_pattern(r"(?:办公|工作|受理|接待)时间|时间[:：]"),
    "联系电话": lazy_pattern(r"电话"),
    "传真号码": lazy_pattern(r"传真"),
    "互联网联系方式": lazy_pattern(r"邮箱|电子邮件|互联网|网址|https?://|@"),
}
_MIN_GUIDE = 60


def check_columns(
    subjects: Sequence[Subject], years: Mapping[int, str], start: EvidenceCopy, *, complete: bool
) -> tuple[dict[str, str], list[InspectionFinding]]:
    """Return where each column is, and a finding for each that is not there."""
    places: dict[str, str] = {}
    findings = []
    for column, label in COLUMNS.items():
        kinds = ("report", "reports") if column == "reports" else (column,)
        met = [subject for subject in subjects if subject.kind in kinds]
        good = [s for s in met if s.visit.copy.status == HTTPStatus.OK and s.visit.copy.sha256]
        places[column] = good[0].address if good else ""
        if good or (column == "reports" and years):
            continue
        is_open = any(subject.visit.copy.status not in NOT_FOUND for subject in met)
        if complete and not is_open:
            hint = "请建立这个栏目，从政府信息公开的首页链接过去；已经有的，把链接的文字写明。"
            findings.append(
                build_finding(
                    "inspect/column",
                    start,
                    f"没有找到“{label}”",
                    hint,
                    basis=_PLATFORM,
                    subject=label,
                )
            )
        else:
            message = f"不能判断有没有“{label}”：有的网页没有看到"
            hint = "原因见“不能判断”的其他各条；都看到以后再检查一次。"
            diagnostic = warning("inspect/unknown-column", Location(start.address), message, hint)
            findings.append(attach_evidence(diagnostic, start, undecided=True))
    return places, findings


def check_guide(subject: Subject) -> Iterator[InspectionFinding]:
    """Check what the law requires a guide to say."""
    page, copy = subject.page, subject.visit.copy
    if page is None:
        return
    if len(page.text) < _MIN_GUIDE:
        message = "指南的文字不在网页里（可能是附件或者图片），没有检查它写全了没有"
        diagnostic = warning(
            "inspect/guide-text", Location(copy.address), message, "请自己打开看看。"
        )
        yield attach_evidence(diagnostic, copy, page.title, undecided=True)
        return
    for part, pattern in _GUIDE_PARTS.items():
        if not any(pattern.search(line) for line in page.lines):
            yield build_finding(
                "inspect/guide-part",
                copy,
                f"公开指南里没有写{part}",
                f"请在指南里写明{part}。",
                excerpt=subject.name,
                basis=f"{_ARTICLE_12}指南包括政府信息的分类、编排体系、获取方式，工作机构的名称、办公"
                "地址、办公时间、联系电话、传真号码、互联网联系方式等。",
                subject=part,
            )


def check_years(
    years: Mapping[int, str], expected: Iterable[int], place: EvidenceCopy, *, complete: bool
) -> Iterator[InspectionFinding]:
    """Check that each year that is due has its report."""
    for year in expected:
        if year in years:
            continue
        if complete:
            yield build_finding(
                "inspect/year-gap",
                place,
                f"没有找到 {year} 年度的报告",
                "请公布这一年的报告；已经公布的，从年报的栏目链接过去。",
                excerpt="、".join(map(str, sorted(years))),
                basis=_ARTICLE_49,
                subject=str(year),
                severity=Severity.ERROR,
            )
        else:
            message = f"不能判断有没有 {year} 年度的报告：有的网页没有看到"
            hint = "原因见“不能判断”的其他各条；都看到以后再检查一次。"
            diagnostic = warning("inspect/unknown-year", Location(place.address), message, hint)
            yield attach_evidence(diagnostic, place, undecided=True)
