"""不予公开内容的定期评估。

查什么：
    写了“未公开内容”或者“原公开方式”的，有没有写“评估日期”；评估日期是不是晚于今天、早于生成日期；
    还有未公开内容的，最近一次评估是不是已经满一年。
依据：
    《政府信息公开条例》第十八条：建立健全政府信息管理动态调整机制，对不予公开的政府信息进行定期评估
    审查，对因情势变化可以公开的应当公开。条例没有规定多久评估一次，这里按满一年提醒。
错误示例：
    未公开内容: 附表中的商业秘密，没有写“评估日期”。
怎么改：
    评估审查以后写上当天的日期；可以公开的，补充公开，写“原公开方式”，删去“未公开内容”。
"""

from collections.abc import Iterator
from datetime import date

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry
from site_builder.model.rule_context import SiteContext

_BASIS = (
    "《政府信息公开条例》第十八条：对不予公开的政府信息进行定期评估审查，对因情势变化可以公开的"
    "应当公开。"
)
_YEAR = 365


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    for entry in site_context.site.entries:
        if entry.status.is_withdrawn:
            continue
        if entry.assessed:
            yield from _day(entry, entry.assessed, site_context.today)
        elif (entry.withheld or entry.formerly) and "assessed" not in entry.locations:
            field = "withheld" if entry.withheld else "formerly"
            label = "未公开内容" if entry.withheld else "原公开方式"
            message = f"写了“{label}”，没有写“评估日期”"
            hint = "请补上“评估日期: …”，写最近一次评估审查的日期。"
            yield _diagnostic(entry, "missing", field, message, hint)


def _day(entry: CatalogueEntry, day: date, today: date) -> Iterator[Diagnostic]:
    if day > today:
        message = f"评估日期 {day} 晚于今天 {today}，是不是写错了？"
        yield _diagnostic(entry, "date", "assessed", message, "请写已经评估审查的日期。")
    elif entry.created and day < entry.created:
        message = f"评估日期 {day} 早于生成日期 {entry.created}，是不是写错了？"
        yield _diagnostic(entry, "date", "assessed", message, "请核对这两个日期。")
    elif entry.withheld and (today - day).days > _YEAR:
        message = f"“未公开内容”最近一次评估审查是 {day}，到今天（{today}）满了一年"
        hint = (
            "请重新评估审查，改写“评估日期”；可以公开的应当公开。条例没有规定多久评估一次，"
            "另有规定的，写明理由接受这一提醒。"
        )
        yield _diagnostic(entry, "due", "assessed", message, hint)


def _diagnostic(
    entry: CatalogueEntry, name: str, field: str, message: str, hint: str
) -> Diagnostic:
    location = entry.location_of(field)
    return Diagnostic(
        f"c010/{name}", Severity.WARNING, location, message, hint, basis=_BASIS, subject=field
    )
