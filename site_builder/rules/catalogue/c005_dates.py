"""生成、发布和更正的日期。

查什么：
    发布日期是否早于生成日期；日期是否晚于今天；主动公开的信息，从生成到发布是否超过20个工作日
    （不算生成当日，法定节假日和调休按国务院办公厅的通知计算）；更正是否早于发布。2008年5月1日条例
    施行以前生成的，不查期限。
依据：
    《政府信息公开条例》第二十六条：自该政府信息形成或者变更之日起20个工作日内及时公开。日期是编造
    的，按《政府网站与政务新媒体检查指标》是弄虚作假。
错误示例：
    生成日期 2021-03-05，发布日期 2021-03-01；或者生成日期 2021-01-04，发布日期 2021-03-10。
怎么改：
    核对日期，改正写错的；确实超过期限的，如实写明，接受提示并说明原因。
"""

from collections.abc import Iterator
from datetime import date

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry, DocumentSummary
from site_builder.model.rule_context import SiteContext
from site_builder.model.standards import WorkCalendar
from site_builder.standards import workdays

_LIMIT = 20
_SINCE = date(2008, 5, 1)
"""The regulation is in force since this day."""
_ARTICLE_26 = "《政府信息公开条例》第二十六条：自该政府信息形成或者变更之日起20个工作日内及时公开。"
_ARTICLE_12 = "《政府信息公开条例》第十二条：政府信息公开目录包括政府信息的生成日期。"
_TRUE_DATES = (
    "《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息。《政府网站与政务新媒体检查指标》"
    "（国办秘函〔2019〕19号）把伪造发稿日期列为弄虚作假。"
)


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    site, today = site_context.site, site_context.today
    calendar = site_context.context.standards.work_calendar
    for entry in site.entries:
        created, published, corrected = entry.created, entry.published, entry.corrected
        if created and created > today:
            yield _future(entry, "生成日期", created, "created", today)
        if published and published > today:
            yield _future(entry, "发布日期", published, "published", today)
        if corrected and corrected > today:
            yield _future(entry, "更正日期", corrected, "corrections", today)
        if created and published and published < created:
            yield _published_before(entry, created, published)
        if published and corrected and corrected < published:
            yield _corrected_before(entry, published, corrected)
        # There are no more working days than days.
        if created and published and (published - created).days > _LIMIT:
            yield from _late(entry, created, published, calendar)
    for article in (*site.pages.values(), *site.rules, *site.introductions.values()):
        if article.published and article.published > today:
            yield _future(article, "发布日期", article.published, "published", today)


def _future(
    document: DocumentSummary, label: str, day: date, field: str, today: date
) -> Diagnostic:
    return Diagnostic(
        "c005/future",
        Severity.ERROR,
        document.location_of(field),
        f"{label} {day.isoformat()} 在今天（{today.isoformat()}）之后",
        "请改正日期；还没有到公布的日子的，先不要放进 content。",
        basis=_TRUE_DATES,
        subject=label,
        actual=day.isoformat(),
    )


def _published_before(entry: CatalogueEntry, created: date, published: date) -> Diagnostic:
    return Diagnostic(
        "c005/before",
        Severity.ERROR,
        entry.location_of("published"),
        f"发布日期 {published.isoformat()} 早于生成日期 {created.isoformat()}",
        "请对照原件，改正写错的一项。",
        basis=_ARTICLE_12,
        subject="发布日期",
        actual=published.isoformat(),
    )


def _corrected_before(entry: CatalogueEntry, published: date, corrected: date) -> Diagnostic:
    return Diagnostic(
        "c005/correction",
        Severity.WARNING,
        entry.location_of("corrections"),
        f"更正日期 {corrected.isoformat()} 早于发布日期 {published.isoformat()}",
        "请核对日期；公布以前的改动不写在“更正”里。",
        basis="《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息。",
        subject="更正日期",
        actual=corrected.isoformat(),
    )


def _late(
    entry: CatalogueEntry, created: date, published: date, calendar: WorkCalendar
) -> Iterator[Diagnostic]:
    if created < _SINCE or entry.openness != "主动公开":
        return
    days = workdays.count_workdays(created, published, calendar)
    if days <= _LIMIT:
        return
    last = workdays.nth_workday_after(created, _LIMIT, calendar)
    message = (
        f"生成日期 {created.isoformat()}，发布日期 {published.isoformat()}，隔了 {days} 个工作日；"
        f"最迟应当在 {last.isoformat()} 公开"
    )
    if workdays.is_beyond_calendar(published, calendar):
        message += (
            f"（{calendar.last_year + 1}年起的放假安排还没有收入，按周一至周五减去"
            f"{calendar.assumed_holiday_names}计算，天数可能偏多）"
        )
    yield Diagnostic(
        "c005/late",
        Severity.WARNING,
        entry.location_of("published"),
        message,
        "请核对两个日期；法律、法规对公开的期限另有规定的，可以接受。",
        basis=_ARTICLE_26,
        subject="发布日期",
        actual=published.isoformat(),
        expected=last.isoformat(),
    )
