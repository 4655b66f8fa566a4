"""审签齐全，并且签的就是现在的文字。

查什么：
    设置里写了“审核: 必须”的，每份文稿是否按顺序签齐了各级审核；签过之后文字、数据或附件又改动的，
    原来的审签作废，并指出改了什么；文稿改名、移动的也一样。没有要求审核的，只提醒已经作废的审签。
    审签记录被手工改动过的（顺序、姓名、日期或摘要不对）一律不算。还有审核意见没有结案的，已有的审签暂不算数。
依据：
    《政府信息公开条例》第十七条（公开前依法审查，明确审查的程序和责任）；本单位的三级审核制度。
错误示例：
    终审之后把“新收 4 件”改成“新收 5 件”，没有重新审签。
怎么改：
    请各级审核人员重新审阅，用 site-builder sign 逐级审签；改动不是本意的，请改回原样。
"""

from collections.abc import Iterator
from datetime import date

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.location import Location
from site_builder.model.review import ReviewStatus
from site_builder.model.rule_context import SiteContext

_BASIS = "《政府信息公开条例》第十七条"


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    settings = site_context.context.settings
    severity = Severity.WARNING
    if settings.review_required and not site_context.drafts:
        severity = Severity.ERROR
    for review in site_context.reviews:
        problems = (*review.tampering, *_future_dates(review, site_context.today))
        if problems:
            yield _tampered(review, problems)
        elif review.stale:
            yield _stale(review, severity)
        elif review.open_remarks and review.signoffs:
            yield _open_remarks(review, severity)
        elif review.missing and settings.review_required:
            yield _missing(review, severity)


def _future_dates(review: ReviewStatus, today: date) -> list[str]:
    """Find days still to come. Checked here: no page depends on the day."""
    return [
        f"{record.level}的日期 {record.signed_on.isoformat()} 还没有到"
        for record in (*review.signoffs, *review.stale)
        if record.signed_on > today
    ]


def _tampered(review: ReviewStatus, problems: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        "v001/forged",
        Severity.ERROR,
        Location(review.source.display_path.removesuffix(".md") + ".sign.yaml"),
        f"审签记录被改动过：{'；'.join(problems)}",
        "请删去这个记录，重新逐级审签；记录只由 site-builder sign 写入。",
        basis=_BASIS,
        subject="、".join(problems),
    )


def _stale(review: ReviewStatus, severity: Severity) -> Diagnostic:
    names = "、".join(
        f"{record.level}（{record.name}，{record.signed_on.isoformat()}）"
        for record in review.stale
    )
    message = f"审签之后又有改动，{names}作废：{'；'.join(review.changes)}"
    return Diagnostic(
        "v001/void",
        severity,
        Location(review.source.display_path),
        message,
        "请重新逐级审签；改动不是本意的，请改回原样。",
        basis=_BASIS,
        subject=review.stale[-1].digest[:8],
    )


def _open_remarks(review: ReviewStatus, severity: Severity) -> Diagnostic:
    names = "、".join(f"{record.level}（{record.name}）" for record in review.signoffs)
    message = f"还有审核意见没有结案，{names}暂不算数：{'；'.join(review.open_remarks)}"
    return Diagnostic(
        "v001/remark",
        severity,
        Location(review.source.display_path),
        message,
        "请按意见改正或者答复，再由审核人结案（site-builder edit 的“审核”网页）。",
        basis=_BASIS,
        subject=str(len(review.open_remarks)),
    )


def _missing(review: ReviewStatus, severity: Severity) -> Diagnostic:
    levels = "、".join(review.missing)
    command = (
        f"site-builder sign {review.source.display_path} --level {review.missing[0]} --signer 姓名"
    )
    return Diagnostic(
        "v001/missing",
        severity,
        Location(review.source.display_path),
        f"还没有{levels}",
        f"请审阅以后，在编辑网页的“审核”里审签；或者运行：{command}",
        basis=_BASIS,
        subject=levels,
    )
