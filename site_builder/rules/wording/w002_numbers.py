"""数字用法。

查什么：
    不存在的日期（2月30日）；年份写成“二0二0年”“二零二零年”“20年3月”；日期里多余的 0；百分数的范围
    少写前一个 %；全角数字；“约……左右”一类重复的约数；减少、下降用“倍”。年、月、日写全的日期不存在，
    为错误；没有写全的可能是时间长短，后面注明原文如此、笔误的是照录，都只作提醒，其余也是提醒。“更正”
    一项，和正文里更正时引用的错处（“……”更正为），不查。
依据：
    GB/T 15835—2011《出版物上数字用法》；GB/T 9704—2012 7.3.5.4（成文日期用阿拉伯数字，年份
    写全，月、日不编虚位）。
错误示例：
    2021年2月30日；2021年03月08日；增长6～8%；约30件左右；下降2倍。
怎么改：
    照提示改写；日期请对照原件核对，原件如此的，在后面注明“（原文如此）”。
"""

import re
from calendar import isleap
from collections.abc import Iterator
from itertools import chain

from site_builder.core.text.fullwidth import FULLWIDTH_DIGITS
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.prose import Occurrence, ProseText, extract_prose, to_diagnostics

_BASIS = "GB/T 15835—2011《出版物上数字用法》"
_MONTHS = 12
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LUNAR = ("农历", "阴历", "旧历")
_DIGITS = "〇一二三四五六七八九"

# Each pattern begins with a rare character, or looks back from one: a search stops there only.
_DATE = lazy_pattern(
    r"\d(?<![\d.〇一二三四五六七八九十].)(?:\d{3}年\d{1,2}|\d?)月"
    r"(?:(?<=年\d月)|(?<=年\d\d月)|(?=\d{1,2}日))(?:\d{1,2}日)?"
)
_DATE_PARTS = lazy_pattern(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?")
_DURATION = lazy_pattern(r"\d年$|期[限为]?$")
_AS_WRITTEN = lazy_pattern(r"\s*[”」]?\s*[（(\[〔][^）)\n]{0,12}(?:笔误|原文|原件|误写)")
_HAN_YEAR = lazy_pattern(r"年(?<=[一二][0-9〇零○Oo一二三四五六七八九]{3}年)")
_SHORT_YEAR = lazy_pattern(
    r"年(?<=[0-9]{2}年)(?<![\d.,第近～~—–-].{3})(?<![至到和、].{3})(?=\d{1,2}月(?!龄)|度)"
)
_RANGE = lazy_pattern(r"[0-9](?<![0-9.].)[0-9.]*[～~—–-](?=[0-9])([0-9][0-9.]*)[%％]")
_RANGE_END = lazy_pattern(r"[～~—–-][0-9][0-9.]*[%％]")
_WIDE = lazy_pattern("[０-９][０-９]*")
_NUMBER = r"[0-9〇一二两三四五六七八九十百千万亿几.,]+"
_ABOUT = lazy_pattern(
    r"[约近大超](?:(?<=[约近])(?<![节合公条预制契特签履违邀集简续附最临靠接邻].)"
    rf"\s*{_NUMBER}[^，。；：、（）|\n]{{0,4}}?(?:左右|上下)"
    rf"|(?<=大)(?:约|概)\s*{_NUMBER}[^，。；：、（）|\n]{{0,4}}?(?:左右|上下)"
    rf"|(?<=超)过\s*{_NUMBER}[^，。；：、（）|\n]{{0,3}}?以上)"
)
_FEWER = lazy_pattern(rf"(?:减少|降低|下降|缩小|缩短)[了到为至]?\s*{_NUMBER}倍")


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    occurrences = chain(_dates(prose), _years(prose), _digits(prose), _amounts(prose))
    yield from to_diagnostics("w002", _BASIS, occurrences, prose)


def _dates(prose: ProseText) -> Iterator[Occurrence]:
    for match in _DATE.finditer(prose.text):
        actual, at = match[0], match.start()
        parts = _DATE_PARTS.findall(actual)[0]
        is_duration = not parts[0] and _DURATION.search(prose.text[max(0, at - 3) : at])
        if is_duration or prose.text[max(0, at - 2) : at] in _LUNAR:
            continue
        year, month, day = (int(part or 0) for part in parts)
        if not 1 <= month <= _MONTHS:
            message, hint = f"没有“{actual}”：一年只有 12 个月", "请对照原件核对月份。"
            yield _no_such(prose, match, message, hint)
        elif parts[2] and not 1 <= day <= _last(year, month):
            message = f"没有“{actual}”：{_month(year, month)}只有 {_last(year, month)} 天"
            hint = "请对照原件核对日期。"
            yield _no_such(prose, match, message, hint)
        elif parts[1].startswith("0") or parts[2].startswith("0"):
            expected = f"{year}年" * bool(year) + f"{month}月" + f"{day}日" * bool(day)
            message = f"日期里有多余的 0：“{actual}”"
            hint = f"请改为“{expected}”：月、日不编虚位。"
            fix = (actual, expected)
            yield Occurrence(at, "leading-zero", "", message, hint, actual, expected, fix=fix)


def _no_such(prose: ProseText, match: re.Match[str], message: str, hint: str) -> Occurrence:
    """Return a date that does not exist; one that is not written in full may be a length."""
    as_written = _AS_WRITTEN.match(prose.text, match.end())
    is_certain = all(_DATE_PARTS.findall(match[0])[0]) and not as_written
    severity = Severity.ERROR if is_certain else Severity.WARNING
    kind = "no-such-date" if is_certain else "maybe-no-such-date"
    if not is_certain:
        message = f"{message}。{'原件就是这样写的吗？' if as_written else '说的是日期吗？'}"
        hint = f"{hint}确实无误的，不用改。"
    return Occurrence(match.start(), kind, match[0], message, hint, match[0], "", severity)


def _last(year: int, month: int) -> int:
    """Return the number of days of a month; a February of no known year has 29."""
    common = month == 2 and year and not isleap(year)  # noqa: PLR2004 - February
    return _DAYS[month - 1] - bool(common)


def _month(year: int, month: int) -> str:
    return f"{year}年{month}月" if year else f"{month}月"


def _years(prose: ProseText) -> Iterator[Occurrence]:
    for match in _HAN_YEAR.finditer(prose.text):
        at = match.start() - 4
        actual = prose.text[at : match.end()]
        if any(mark not in _DIGITS for mark in actual[:-1]):
            digits = "".join(_arabic(mark) for mark in actual[:-1])
            message = f"年份的写法不对：“{actual}”"
            hint = f"请改为“{digits}年”；确需用汉字的，零写成“〇”。"
            fix = (actual, f"{digits}年")
            yield Occurrence(at, "year", actual, message, hint, *fix, fix=fix)
    for match in _SHORT_YEAR.finditer(prose.text):
        at = match.start() - 2
        actual = prose.text[at : match.end()]
        quoted = prose.excerpt(at, match.end(), 3)
        message = f"年份没有写全：“{quoted}”"
        hint = f"如果是年份，请写成四位，如“20{actual}”。"
        yield Occurrence(at, "short-year", actual, message, hint, actual, f"20{actual}")


def _arabic(mark: str) -> str:
    if mark in _DIGITS:
        return str(_DIGITS.index(mark))
    return mark if mark.isdecimal() else "0"


def _digits(prose: ProseText) -> Iterator[Occurrence]:
    for match in _WIDE.finditer(prose.text):
        actual = match[0]
        expected = actual.translate(FULLWIDTH_DIGITS)
        message = f"用了全角数字：“{actual}”"
        hint = f"请改为半角的“{expected}”。"
        at, fix = match.start(), (actual, expected)
        yield Occurrence(at, "wide-digits", "", message, hint, actual, expected, fix=fix)
    for match in _RANGE.finditer(prose.text) if _RANGE_END.search(prose.text) else ():
        actual, at = match[0], match.start(1)
        if prose.text[match.start() - 1 : match.start()] not in ("-", "—", "〔"):
            head = prose.text[match.start() : at - 1]
            expected = f"{head}%～{match[1]}%"
            message = f"百分数的范围少写了一个 %：“{actual}”"
            hint = f"请改为“{expected}”。"
            fix, kind = (actual, expected), "percent-range"
            yield Occurrence(match.start(), kind, actual, message, hint, *fix, fix=fix)


def _amounts(prose: ProseText) -> Iterator[Occurrence]:
    for match in _ABOUT.finditer(prose.text):
        actual = match[0]
        message = f"约数说了两遍：“{actual}”"
        hint = "“约”和“左右”、“超过”和“以上”只用一个。"
        yield Occurrence(match.start(), "about-twice", actual, message, hint, actual)
    for match in _FEWER.finditer(prose.text) if "倍" in prose.text else ():
        actual = match[0]
        message = f"减少、下降不能用“倍”：“{actual}”"
        hint = "请改用百分数或分数，如“减少三分之二”“下降50%”。"
        yield Occurrence(match.start(), "fewer-times", actual, message, hint, actual)
