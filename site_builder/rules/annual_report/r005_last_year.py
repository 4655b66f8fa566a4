"""上年的年份留在了本年的文字里。

查什么：
    报告标题里的年份与年份文件夹是否一致；“统计期限”“现将……年……报告如下”等应当写本年的地方，以及
    总体情况里段落开头的“……年，”，“……年共收到”一类说本年情况的句子，是不是还写着上年。与上年比较、说到
    以往情况的句子不算；“含上年度结转”说的是本年，照查。
依据：
    国办公开办函〔2021〕30号：年度报告反映上一年度的工作，统计期限为自然年度；照抄往年的要问责。
错误示例：
    2021年的报告写着“统计期限自2020年1月1日起至2020年12月31日止”。
怎么改：
    改成报告的年份；确实在说往年的，不用改，也可以写明理由接受。
"""

import re
from collections.abc import Iterator

from site_builder.core.text.fullwidth import CHINESE_DIGITS, FULLWIDTH_DIGITS
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.claims.typed_numbers import form_of
from site_builder.rules.text.report_sentences import (
    ReportSentence,
    field_text,
    number_subjects,
    report_sentences,
)

_BASIS = "年度报告反映一个自然年度的情况（《政府信息公开条例》第四十九条、第五十条）。"
_YEAR = r"(?<!\d)(20\d\d)\s*年"
_CHINESE = lazy_pattern(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_STATISTICS = lazy_pattern(r"统计|数据|报告|反映")
_VALIDITY = lazy_pattern(r"有效期|执行|施行|实施|合同|协议|试点")
_PERIOD = lazy_pattern(rf"{_YEAR}\s*1\s*月\s*1\s*日.{{0,6}}?(?:20\d\d\s*年\s*)?12\s*月\s*31\s*日")
_END = lazy_pattern(r"1\s*月\s*1\s*日.{0,6}?(?<!\d)(20\d\d)\s*年\s*12\s*月\s*31\s*日")
_ABOUT = lazy_pattern(
    rf"(?:现将|现就|现公布|现发布|编制了?|本报告(?:是|为|反映)).{{0,24}}?{_YEAR}度?.{{0,24}}?"
    rf"(?:报告|情况)"
)
_UNTIL = lazy_pattern(rf"^\s*截[至止]\s*{_YEAR}\s*(?:底|末|12\s*月\s*31\s*日)")
_OPENING = lazy_pattern(rf"^\s*(?:[一二三四五六七八九十\d]+[是、.．]|\*\*)?\s*{_YEAR}度?\s*[，,]")
_PLAN = lazy_pattern(rf"^\s*{_YEAR}\s*[，,].{{0,16}}?(?:将(?:继续|进一步|着重|重点|着力)|计划|拟)")
_PAST = lazy_pattern(
    r"上年|上一年|去年|以来|同比|相比|比较|[比较]20|曾|至今|此前|以前|之前|延续|遗留|往年|历年"
)
_CARRIED = lazy_pattern(
    r"(?:上年度?|上一年度?|去年)(?:的)?(?:结转|转结)|(?:结转|转结)自?(?:上年度?|上一年度?|去年)"
)
"""Requests that came over from last year are this year's too: the sentence speaks of this year."""
_PLAIN = lazy_pattern(
    r"(?:^|[，,：:、）)])\s*(?:[我本全][^，,\d]{0,6}|[^，,\d]{0,6}(?:委|局"
    r"|办|县|区|市|镇|乡|街道|单位|机关|中心))?"
    rf"{_YEAR}(?:度|全年|内)?\s*[，,]?\s*"
    r"(?:[我本全](?:委|局|办|年|县|区|市|镇|乡|街道|单位|机关|系统|园区)"
    r"|共计?|累计|新收|收到|受理|办理|办结|答复|主动公开|公开|未|没有|无"
    r"|政府信息公开|信息公开|依申请|行政复议|行政诉讼|因政府信息公开)"
)
"""An ordinary sentence whose year dates all of it."""
_CERTAIN, _UNCERTAIN = "year", "doubt"


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    if text.source.kind == "report":
        yield from _check_title(text, context)
        yield from number_subjects(_check_text(text, context))


def _check_title(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    title = field_text(text, context, "title")
    if title is None:
        return
    words = _CHINESE.sub(lambda match: match[0].translate(CHINESE_DIGITS), title.text)
    years = [int(year) for year in re.findall(_YEAR, words.translate(FULLWIDTH_DIGITS))]
    if years and text.source.year not in years:
        yield Diagnostic(
            "r005/title",
            Severity.ERROR,
            title.location,
            f"标题写着 {years[0]} 年，文件却在 {text.source.year} 年的文件夹里",
            "请改正标题里的年份，或者把文件移到那一年的文件夹。",
            basis=_BASIS,
            subject="title",
            actual=str(years[0]),
            expected=str(text.source.year),
        )


def _check_text(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    form = form_of(text, context.standards.forms)
    for sentence in report_sentences(text, context, form.parts if form else ()):
        for name, match in _find_years(sentence, text.source.year):
            year, expected = int(match[1]), text.source.year
            expected += 1 if match.re.pattern == _PLAN.pattern else 0
            if year == expected or (name == _UNCERTAIN and year > expected):
                continue
            quoted = match[0].strip(" ，,*")
            ask = f"“{quoted}”写的是 {year} 年，应当是 {expected} 年"
            yield Diagnostic(
                f"r005/{name}",
                Severity.WARNING,
                sentence.span.location_at(sentence.start + match.start(1)),
                f"{ask}吗？" if name == _UNCERTAIN else ask,
                "上年报告留下的，请改成本年；确实在说那一年的，不用改。"
                if name == _UNCERTAIN
                else "请改成本年；统计期限是报告年度的1月1日至12月31日。",
                basis=_BASIS,
                subject=quoted,
                actual=str(year),
                expected=str(expected),
            )


def _find_years(sentence: ReportSentence, year: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Find the years of one sentence that ought to be the report's (or, in plans, the next)."""
    words = sentence.text.translate(FULLWIDTH_DIGITS)
    compares = _PAST.search(_CARRIED.sub("", words))
    period = _PERIOD.search(words)
    reporting_period = period if period and int(period[1]) != year else _END.search(words)
    counted = _STATISTICS.search(words) and not _VALIDITY.search(words)
    if reporting_period and counted and not compares:
        yield _CERTAIN, reporting_period
    about = _ABOUT.search(words)
    if about and not compares and "公开" in words and not reporting_period:
        yield _CERTAIN, about
    first = not sentence.span.text[: sentence.start].strip()
    if compares:
        return
    if sentence.span.kind != "body":
        yield from _plain(words, year)
        return
    until = _UNTIL.search(words)
    is_overview = sentence.role == "overview" or not sentence.part
    if until and is_overview:
        yield _UNCERTAIN, until
    plan = _PLAN.search(words)
    if plan and sentence.role == "outlook" and int(plan[1]) <= year:
        yield _UNCERTAIN, plan
    opening = _OPENING.search(words)
    if opening and first and not plan and is_overview and not about:
        yield _UNCERTAIN, opening
    elif (
        (is_overview or sentence.role == "figures")
        and not (reporting_period or about or until)
        # After a sentence about this year, last year's is stated to compare.
        and f"{year}年" not in sentence.span.text[: sentence.start]
    ):
        yield from _plain(words, year)


def _plain(words: str, year: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Find last year's year in a sentence that names no other and compares nothing."""
    years = {int(year_text) for year_text in re.findall(_YEAR, words)}
    match = _PLAIN.search(words)
    if match and years == {year - 1} and not _VALIDITY.search(words):
        yield _UNCERTAIN, match
