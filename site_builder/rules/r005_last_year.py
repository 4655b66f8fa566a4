"""上年的年份留在了本年的文字里。

查什么：
    报告标题里的年份与年份文件夹是否一致；“统计期限”“现将……年……报告如下”等应当写本年的地方，以及
    总体情况里段落开头的“……年，”，是不是还写着上年。与上年比较、说到以往情况的句子不算。
依据：
    国办公开办函〔2021〕30号：年度报告反映上一年度的工作，统计期限为自然年度；照抄往年的要问责。
错误示例：
    2021年的报告写着“统计期限自2020年1月1日起至2020年12月31日止”。
怎么改：
    改成报告的年份；确实在说往年的，不用改，也可以写明理由接受。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Desk, SourceText
from site_builder.model.rule import TextRule
from site_builder.rules.sentences import Sentence, field_text, numbered, sentences

_BASIS = "年度报告反映一个自然年度的情况（《政府信息公开条例》第四十九条、第五十条）。"
_YEAR = r"(?<!\d)(20\d\d)\s*年"
_CHINESE = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_STATISTICS = re.compile(r"统计|数据|报告|反映")
_VALIDITY = re.compile(r"有效期|执行|施行|实施|合同|协议|试点")
_PERIOD = re.compile(rf"{_YEAR}\s*1\s*月\s*1\s*日.{{0,6}}?(?:20\d\d\s*年\s*)?12\s*月\s*31\s*日")
_END = re.compile(r"1\s*月\s*1\s*日.{0,6}?(?<!\d)(20\d\d)\s*年\s*12\s*月\s*31\s*日")
_ABOUT = re.compile(
    rf"(?:现将|现就|现公布|现发布|编制了?|本报告(?:是|为|反映)).{{0,24}}?{_YEAR}度?.{{0,24}}?(?:报告|情况)"
)
_UNTIL = re.compile(rf"^\s*截[至止]\s*{_YEAR}\s*(?:底|末|12\s*月\s*31\s*日)")
_OPENING = re.compile(rf"^\s*(?:[一二三四五六七八九十\d]+[是、.．]|\*\*)?\s*{_YEAR}度?\s*[，,]")
_PLAN = re.compile(rf"^\s*{_YEAR}\s*[，,].{{0,16}}?(?:将(?:继续|进一步|着重|重点|着力)|计划|拟)")
_PAST = re.compile(
    r"上年|上一年|去年|以来|同比|相比|比较|[比较]20|曾|至今|此前|以前|之前|延续|遗留|往年|历年"
)
_SURE, _DOUBT = "year", "doubt"


def _find(text: SourceText, desk: Desk) -> Iterator[Diagnostic]:
    if text.source.kind == "report":
        yield from _title(text, desk)
        yield from numbered(_text(text, desk))


def _title(text: SourceText, desk: Desk) -> Iterator[Diagnostic]:
    title = field_text(text, desk, "title")
    if title is None:
        return
    words = _CHINESE.sub(lambda found: found[0].translate(_NUMERALS), title.text)
    years = [int(year) for year in re.findall(_YEAR, words.translate(_FULL_WIDTH))]
    if years and text.source.year not in years:
        yield Diagnostic(
            "r005/title",
            Severity.ERROR,
            title.place,
            f"标题写着 {years[0]} 年，文件却在 {text.source.year} 年的文件夹里",
            "请改正标题里的年份，或者把文件移到那一年的文件夹。",
            basis=_BASIS,
            subject="title",
            stated=str(years[0]),
            expected=str(text.source.year),
        )


def _text(text: SourceText, desk: Desk) -> Iterator[Diagnostic]:
    for sentence in sentences(text, desk):
        for name, found in _places(sentence, text.source.year):
            year, wanted = int(found[1]), text.source.year
            wanted += 1 if found.re is _PLAN else 0
            if year == wanted or (name == _DOUBT and year > wanted):
                continue
            quoted = found[0].strip(" ，,*")
            ask = f"“{quoted}”写的是 {year} 年，应当是 {wanted} 年"
            yield Diagnostic(
                f"r005/{name}",
                Severity.WARNING,
                sentence.passage.at(sentence.start + found.start(1)),
                f"{ask}吗？" if name == _DOUBT else ask,
                "上年报告留下的，请改成本年；确实在说那一年的，不用改。"
                if name == _DOUBT
                else "请改成本年；统计期限是报告年度的1月1日至12月31日。",
                basis=_BASIS,
                subject=quoted,
                stated=str(year),
                expected=str(wanted),
            )


def _places(sentence: Sentence, year: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Find the years of one sentence that ought to be the report's (or, in plans, the next)."""
    words = sentence.text.translate(_FULL_WIDTH)
    compares = _PAST.search(words)
    period = _PERIOD.search(words)
    whole = period if period and int(period[1]) != year else _END.search(words)
    counted = _STATISTICS.search(words) and not _VALIDITY.search(words)
    if whole and counted and not compares:
        yield _SURE, whole
    about = _ABOUT.search(words)
    if about and not compares and "公开" in words and not whole:
        yield _SURE, about
    first = not sentence.passage.text[: sentence.start].strip()
    if compares or sentence.passage.kind != "body":
        return
    until = _UNTIL.search(words)
    if until and sentence.part in ("", "总体情况"):
        yield _DOUBT, until
    plan = _PLAN.search(words)
    if plan and "改进" in sentence.part and int(plan[1]) <= year:
        yield _DOUBT, plan
    opening = _OPENING.search(words)
    if opening and first and not plan and sentence.part in ("", "总体情况") and not about:
        yield _DOUBT, opening


RULE = TextRule("r005", "上年的年份留在了本年的文字里", _find)
