"""废止、失效、撤回的标明。

查什么：
    写了废止（失效、撤回）日期的，有效性是否写明；废止日期已过、有效性还是“有效”的；废止早于生成的；
    废止日期还没有到、已经写成废止的；废止、失效、撤回而没有写“状态说明”的。文件、年度报告和制度都查。
    撤回的信息不再公布正文、概述和附件，只留名称、日期和说明。
依据：
    《政府网站发展指引》（国办发〔2017〕47号）：文件修改、废止、失效的，应当标明；《行政处罚法》
    第四十八条：撤回公开的行政处罚决定，要公开说明理由。
错误示例：
    有效性: 有效，废止日期: 2022-07-01（已过）。
怎么改：
    把有效性改成“废止”“失效”或者“撤回”，用“状态说明”写明被什么文件废止、什么原因失效或者撤回。
"""

from collections.abc import Iterator
from datetime import date

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry, DocumentSummary
from site_builder.model.rule_context import SiteContext

_GUIDELINES = "《政府网站发展指引》（国办发〔2017〕47号）：文件修改、废止、失效的，应当标明。"
_PENALTIES = "《行政处罚法》第四十八条：撤回公开的行政处罚决定信息，并公开说明理由。"


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    site = site_context.site
    entries: tuple[DocumentSummary, ...] = (*site.entries, *site.rules)
    for entry in entries:
        yield from _note(entry)
        if entry.status.date:
            yield from _dates(entry, entry.status.date, site_context.today)


def _note(entry: DocumentSummary) -> Iterator[Diagnostic]:
    if entry.status.is_inactive and not entry.status.reason:
        withdrawn = entry.status.is_withdrawn
        note = "请补上“状态说明: …”，写明被什么文件废止，或者失效的原因。"
        reason = "撤回的信息不再公布正文和附件，请写“状态说明: …”，说明撤回的理由。"
        yield Diagnostic(
            "c006/note",
            # The law wants a reason for this one.
            Severity.ERROR if withdrawn else Severity.WARNING,
            entry.location_of("status"),
            f"有效性是“{entry.status.label}”，没有写“状态说明”",
            reason if withdrawn else note,
            basis=_PENALTIES if withdrawn else _GUIDELINES,
            subject="状态说明",
        )


def _dates(entry: DocumentSummary, repealed: date, today: date) -> Iterator[Diagnostic]:
    day = f"{entry.status.date_label} {repealed.isoformat()}"
    created = entry.created if isinstance(entry, CatalogueEntry) else entry.published
    if created and repealed < created:
        created_label = "生成日期" if isinstance(entry, CatalogueEntry) else "发布日期"
        message = f"{day} 早于{created_label} {created.isoformat()}"
        yield _diagnostic(entry, Severity.ERROR, "before", message, "请对照原件，改正写错的一项。")
    if repealed <= today and not entry.status.is_inactive:
        status_text = (
            f"有效性还是“{entry.status.label}”" if entry.status.label else "没有写“有效性”"
        )
        certain = entry.status.label in ("", "有效")
        message = f"{day} 已过，{status_text}"
        hint = "请写“有效性: 废止”（或者失效、撤回）；没有废止的，删去废止日期。"
        yield _diagnostic(
            entry, Severity.ERROR if certain else Severity.WARNING, "status", message, hint
        )
    if repealed > today and entry.status.is_inactive:
        message = f"有效性是“{entry.status.label}”，{day} 还没有到"
        hint = "请核对日期；到这一天以前仍然有效的，有效性写“有效”。"
        yield _diagnostic(entry, Severity.WARNING, "early", message, hint)


def _diagnostic(
    entry: DocumentSummary, severity: Severity, kind: str, message: str, hint: str
) -> Diagnostic:
    return Diagnostic(
        f"c006/{kind}",
        severity,
        entry.location_of("status" if kind == "status" and entry.status.label else "repealed"),
        message,
        hint,
        basis=_GUIDELINES,
        subject="废止日期",
    )
