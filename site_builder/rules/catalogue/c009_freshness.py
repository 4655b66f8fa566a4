"""栏目更新的期限。

查什么：
    上一年度的年报过了1月31日（人民政府的过了3月31日）还没有；目录里最新的信息超过六个月；近一年公布
    过十条以上的，最新的信息超过两周。都按检查的当天计算（可以用 --today 指定），都只作提醒。没有写
    发布日期的信息不算更新。
依据：
    《政府信息公开条例》第四十九条；《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）：首页
    两周、通知公告和政策文件六个月不更新的，列为问题。
错误示例：
    今天是 2023-02-01，还没有2022年的年报；目录里最新的一条是 2022-06-17 公布的。
怎么改：
    补上应当公开的信息；确实没有新信息的，不必理会。
"""

from collections.abc import Iterator
from datetime import date, timedelta

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import form_for, reports_for_government
from site_builder.model.location import Location
from site_builder.model.rule_context import SiteContext
from site_builder.model.site import Site

_MONTHS = 6
_DAYS = 14
_BUSY = 10
"""Entries within a year: a column with more is expected to move every two weeks."""
_INDICATORS = (
    "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）：首页超过两周、通知公告和政策文件"
    "超过6个月未更新的，列为问题。"
)


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    yield from _check_report(site_context)
    kinds = ("document", "report", "figures")
    files = {
        (source.year, source.path if source.kind == "document" else "")
        for source in site_context.sources
        if source.kind in kinds
    }
    if len(files) == len(site_context.site.entries):  # else some have errors, and may be the newest
        yield from _check_newest(site_context.site, site_context.today)


def _check_report(site_context: SiteContext) -> Iterator[Diagnostic]:
    today = site_context.today
    year = today.year - 1
    form = form_for(year, site_context.site.forms)
    if form is None:
        return
    body = site_context.context.settings.organization
    due = form.due(year, government=reports_for_government(body))
    years = {source.year for source in site_context.sources if source.kind in ("report", "figures")}
    if years and year not in years and today > due:
        yield Diagnostic(
            "c009/report",
            Severity.WARNING,
            Location("content"),
            f"{year}年的政府信息公开工作年度报告应当在 {due.isoformat()} 以前公布，现在还没有",
            f"请补上 content/{year}/report.md 和 figures.yaml"
            f"（表式用 {form.document_number}）。"
            f"运行 site-builder new report {year} 会写好这两个空白文件。",
            basis=f"《政府信息公开条例》第四十九条：部门每年{_day(form.deadline)}前、"
            f"政府每年{_day(form.government_deadline)}前公布上一年度报告。",
            subject=f"{year}年报",
        )


def _day(month_and_day: tuple[int, int]) -> str:
    return "{}月{}日".format(*month_and_day)


def _check_newest(site: Site, today: date) -> Iterator[Diagnostic]:
    days = [entry.published for entry in site.entries if entry.published]
    past = [day for day in days if day <= today]
    if not past:
        return
    newest = max(past)
    busy = sum(day > today - timedelta(365) for day in past) > _BUSY
    gap = (today - newest).days
    limit = ""
    if _months_before(today) > newest:
        limit = "六个月"
    elif busy and gap > _DAYS:
        limit = "两周"
    if limit:
        yield Diagnostic(
            "c009/stale",
            Severity.WARNING,
            Location("content"),
            f"最新的信息是 {newest.isoformat()} 公布的，到今天（{today.isoformat()}）"
            f"有 {gap} 天，超过{limit}",
            "请补上应当公开的信息；确实没有新信息的，不必理会。",
            basis=_INDICATORS,
            subject=limit,
        )


def _months_before(today: date) -> date:
    """Return the day six months earlier, or the last one of that month."""
    year, month = divmod(today.year * 12 + today.month - 1 - _MONTHS, 12)
    after = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(today.day - 1), after - timedelta(1))
