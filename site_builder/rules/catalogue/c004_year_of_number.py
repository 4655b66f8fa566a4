"""发文字号的年份与生成日期一致。

查什么：
    发文字号六角括号里的年份，是否是生成日期所在的年份。
依据：
    《党政机关公文处理工作条例》第九条：发文字号由发文机关代字、年份、发文顺序号组成。年份是成文的
    年份。
错误示例：
    发文字号 示管发〔2020〕5号，生成日期 2021-05-18。
怎么改：
    对照原件，改正写错的一项；年底编号、年初签发的，可以接受并说明。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.front_matter_fields import field_value

_YEAR = lazy_pattern(r"[\[(（［【〔](\d{4})年?[\])）］】〕]")


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    created = text.dates.get("created")
    number = field_value(text, context, "document_number") if created else None
    if created is None or number is None:
        return
    years = [int(year) for year in _YEAR.findall(number.text)]
    if years and created.year not in years:
        yield Diagnostic(
            "c004/year",
            Severity.WARNING,
            number.location,
            f"发文字号“{number.text.strip()}”是 {years[0]} 年的，生成日期是 {created.isoformat()}",
            "请对照原件，改正写错的一项。",
            basis="《党政机关公文处理工作条例》第九条：发文字号由发文机关代字、年份、发文顺序号组成。",
            subject="发文字号",
            actual=str(years[0]),
            expected=str(created.year),
        )
