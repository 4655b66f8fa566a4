"""年度报告公布的日期。

查什么：
    年度报告的发布日期是不是在次年1月31日（人民政府的报告为3月31日）以后，或者在报告的年度结束
    以前。
依据：
    《政府信息公开条例》第四十九条：县级以上人民政府部门应当在每年1月31日前公布上一年度的报告；
    政府信息公开工作主管部门应当在每年3月31日前公布本级政府上一年度的报告。
错误示例：
    2021年的报告，发布日期写成 2022-02-08。
怎么改：
    日期写错的改正；确实晚了的，以后按期公布，也可以写明理由接受这一提醒。
"""

from collections.abc import Iterator
from datetime import date

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import form_for, reports_for_government
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.report_sentences import field_text

_BASIS = "《政府信息公开条例》第四十九条。"


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    published = text.dates.get("published")
    year = text.source.year
    form = form_for(year, context.standards.forms)
    if text.source.kind != "report" or published is None or form is None:
        return
    issuer = field_text(text, context, "issuer")
    body = issuer.text if issuer else context.settings.organization
    due = form.due(year, government=reports_for_government(body))
    if published > due:
        name, limit = "late", due
        message = f"发布日期 {published} 晚于规定的 {due}，是不是写错了？"
        hint = "写错的请改正；确实晚了的，页面照实显示，以后请按期公布。"
    elif published.year <= year:
        name, limit = "early", date(year, 12, 31)
        message = f"发布日期 {published} 早于报告年度的最后一天 {limit}，是不是写错了？"
        hint = f"{year}年的数据到年底才齐；请核对发布日期，或者年份文件夹的名称。"
    else:
        return
    span = field_text(text, context, "published")
    yield Diagnostic(
        f"r006/{name}",
        Severity.WARNING,
        span.location if span else Location(text.source.display_path, 1),
        message,
        hint,
        basis=_BASIS,
        subject="published",
        actual=str(published),
        expected=str(limit),
    )
