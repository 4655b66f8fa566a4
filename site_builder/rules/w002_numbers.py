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

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import RuleContext, TextFile
from site_builder.model.rule import TextRule
from site_builder.rules.words import Prose, Slip, prose, told

_BASIS = "GB/T 15835—2011《出版物上数字用法》"
_MONTHS = 12
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LUNAR = ("农历", "阴历", "旧历")
_DIGITS = "〇一二三四五六七八九"

_DATE = re.compile(
    r"(?<![\d.〇一二三四五六七八九十])(?:(\d{4})年)?(\d{1,2})月(?:(?<=年\d月)|(?<=年\d\d月)|(?=\d{1,2}日))(?:(\d{1,2})日)?"
)
_AS_WRITTEN = re.compile(r"\s*[”」]?\s*[（(\[〔][^）)\n]{0,12}(?:笔误|原文|原件|误写)")
_HAN_YEAR = re.compile(r"[一二][0-9〇零○Oo一二三四五六七八九]{3}年")
_SHORT_YEAR = re.compile(
    r"[0-9]{2}年(?<![\d.,第近～~—–-].{3})(?<![至到和、].{3})(?=\d{1,2}月(?!龄)|度)"
)
_RANGE = re.compile(r"[0-9](?<![0-9.].)[0-9.]*[～~—–-](?=[0-9])([0-9][0-9.]*)[%％]")
_WIDE = re.compile("[０-９]+")
_NUMBER = r"[0-9〇一二两三四五六七八九十百千万亿几.,]+"
_ABOUT = re.compile(
    rf"[约近](?<![节合公条预制契特签履违邀集简续附最临靠接邻].)\s*{_NUMBER}[^，。；：、（）|\n]{{0,4}}?(?:左右|上下)"
    rf"|大(?:约|概)\s*{_NUMBER}[^，。；：、（）|\n]{{0,4}}?(?:左右|上下)"
    rf"|超过\s*{_NUMBER}[^，。；：、（）|\n]{{0,3}}?以上"
)
_FEWER = re.compile(rf"(?:减少|降低|下降|缩小|缩短)[了到为至]?\s*{_NUMBER}倍")


def _find(text: TextFile, _desk: RuleContext) -> Iterator[Diagnostic]:
    words = prose(text)
    slips = chain(_dates(words), _years(words), _digits(words), _amounts(words))
    yield from told("w002", _BASIS, slips, words)


def _dates(words: Prose) -> Iterator[Slip]:
    for found in _DATE.finditer(words.text):
        stated, at = found[0], found.start()
        span = not found[1] and re.search(r"\d年$|期[限为]?$", words.text[max(0, at - 3) : at])
        if span or words.text[max(0, at - 2) : at] in _LUNAR:
            continue
        year, month, day = (int(part or 0) for part in found.groups())
        if not 1 <= month <= _MONTHS:
            message, hint = f"没有“{stated}”：一年只有 12 个月", "请对照原件核对月份。"
            yield _no_such(words, found, message, hint)
        elif found[3] and not 1 <= day <= _last(year, month):
            message = f"没有“{stated}”：{_month(year, month)}只有 {_last(year, month)} 天"
            hint = "请对照原件核对日期。"
            yield _no_such(words, found, message, hint)
        elif found[2].startswith("0") or (found[3] or "").startswith("0"):
            expected = f"{year}年" * bool(year) + f"{month}月" + f"{day}日" * bool(day)
            message = f"日期里有多余的 0：“{stated}”"
            hint = f"请改为“{expected}”：月、日不编虚位。"
            yield Slip(at, "leading-zero", "", message, hint, stated, expected)


def _no_such(words: Prose, found: re.Match[str], message: str, hint: str) -> Slip:
    """Tell of a date that does not exist; one that is not written in full may be a length."""
    known = _AS_WRITTEN.match(words.text, found.end())
    sure = all(found.groups()) and not known
    severity = Severity.ERROR if sure else Severity.WARNING
    kind = "no-such-date" if sure else "maybe-no-such-date"
    if not sure:
        message = f"{message}。{'原件就是这样写的吗？' if known else '说的是日期吗？'}"
        hint = f"{hint}确实无误的，不用改。"
    return Slip(found.start(), kind, found[0], message, hint, found[0], "", severity)


def _last(year: int, month: int) -> int:
    """Give the number of days of a month; a February of no known year has 29."""
    common = month == 2 and year and not isleap(year)  # noqa: PLR2004 - February
    return _DAYS[month - 1] - bool(common)


def _month(year: int, month: int) -> str:
    return f"{year}年{month}月" if year else f"{month}月"


def _years(words: Prose) -> Iterator[Slip]:
    for found in _HAN_YEAR.finditer(words.text):
        stated = found[0]
        if any(mark not in _DIGITS for mark in stated[:-1]):
            digits = "".join(_arabic(mark) for mark in stated[:-1])
            message = f"年份的写法不对：“{stated}”"
            hint = f"请改为“{digits}年”；确需用汉字的，零写成“〇”。"
            yield Slip(found.start(), "year", stated, message, hint, stated, f"{digits}年")
    for found in _SHORT_YEAR.finditer(words.text):
        stated = found[0]
        quoted = words.around(found.start(), found.end(), 3)
        message = f"年份没有写全：“{quoted}”"
        hint = f"如果是年份，请写成四位，如“20{stated}”。"
        yield Slip(found.start(), "short-year", stated, message, hint, stated, f"20{stated}")


def _arabic(mark: str) -> str:
    if mark in _DIGITS:
        return str(_DIGITS.index(mark))
    return mark if mark.isdecimal() else "0"


def _digits(words: Prose) -> Iterator[Slip]:
    for found in _WIDE.finditer(words.text):
        stated = found[0]
        expected = "".join(chr(ord(mark) - 0xFEE0) for mark in stated)
        message = f"用了全角数字：“{stated}”"
        hint = f"请改为半角的“{expected}”。"
        yield Slip(found.start(), "wide-digits", "", message, hint, stated, expected)
    for found in _RANGE.finditer(words.text):
        stated, at = found[0], found.start(1)
        if words.text[found.start() - 1 : found.start()] not in ("-", "—", "〔"):
            head = words.text[found.start() : at - 1]
            expected = f"{head}%～{found[1]}%"
            message = f"百分数的范围少写了一个 %：“{stated}”"
            hint = f"请改为“{expected}”。"
            yield Slip(found.start(), "percent-range", stated, message, hint, stated, expected)


def _amounts(words: Prose) -> Iterator[Slip]:
    for found in _ABOUT.finditer(words.text):
        stated = found[0]
        message = f"约数说了两遍：“{stated}”"
        hint = "“约”和“左右”、“超过”和“以上”只用一个。"
        yield Slip(found.start(), "about-twice", stated, message, hint, stated)
    for found in _FEWER.finditer(words.text):
        stated = found[0]
        message = f"减少、下降不能用“倍”：“{stated}”"
        hint = "请改用百分数或分数，如“减少三分之二”“下降50%”。"
        yield Slip(found.start(), "fewer-times", stated, message, hint, stated)


RULE = TextRule("w002", "数字用法", _find)
