"""Text of a cell → the value it says, or a doubt: what can be read in two ways is not decided."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.model.figures import Amount, Cell, MissingValue
from site_builder.model.form import Header
from site_builder.model.imported import Reading
from site_builder.model.lazy_pattern import lazy_pattern

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
_NOT_APPLICABLE = lazy_pattern(r"[/\\／]+|[-–—―－─_]+|不适用|无此项|n/?a", re.IGNORECASE)
_BLANK_WORDS = ("缺", "空缺", "空白", "（空）", "（空白）")
"""How our own files, and programs that read a page aloud, write an empty cell."""
_NUMBER = lazy_pattern(r"([+-]?)([0-9]+)(\.[0-9]+)?")
_THOUSANDS = lazy_pattern(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_CHANGE = lazy_pattern(
    r"(?:净?(增|减)(?:加|少)?([0-9]+)|([+-]?)([0-9]+)\((?:净?)(增|减)(?:加|少)?\)"
    r"|\((增|减)(?:加|少)?\)([0-9]+))[个项件]?"
)
_WITH_UNIT = lazy_pattern(r"([0-9][0-9,]*(?:\.[0-9]+)?)(万元|亿元|千元|元)")
_WITH_MEASURE = lazy_pattern(r"([0-9]+)(件|宗|起|例|条|项|个|人|次|份)")
_WITH_REMARK = lazy_pattern(r"([0-9]+(?:\.[0-9]+)?)\s*\(([^()]*)\)")
_UNIT_REMARK = lazy_pattern(r"(?:单位:?)?(万元|亿元|千元|元)")
_HARMLESS_REMARK = lazy_pattern(r"其中|含|包括|(?:单位:?)?(?:件|宗|起|例|条|项|个|人|次|份)?$")
"""What is counted in a number, or in what it is counted; anything else may be another number."""
_WITH_LETTERS = lazy_pattern(r"[0-9OoQDIl|]+")
_LETTERS = str.maketrans("OoQDIl|", "0000111")
_UNITS = ("元", "万元", "亿元")
_MAX_DIGITS = 15
_MAX_DECIMALS = 8
_MARKS = lazy_pattern(r"\[\^?[0-9]+\]|[¹²³⁰⁴-⁹①-⑳⑴-⒇*＊※†‡]+$")


@dataclass(frozen=True, slots=True)
class ValueReading:
    """What the text of a cell says."""

    value: Cell | None
    """None: it is not certain what it says."""
    reading: Reading
    text: str = ""
    """The text, where it says more than the value."""
    candidates: tuple[str, ...] = ()
    reason: str = ""


def read_value(text: str, column: Header) -> ValueReading:
    """Read the text of a cell in a column. What is not certain is `doubtful`, with candidates."""
    raw = text.translate(_INVISIBLE).strip()
    if not raw:
        return ValueReading(MissingValue.BLANK, "blank", reason="原件这一格是空的")
    if raw in _BLANK_WORDS:
        return ValueReading(MissingValue.BLANK, "blank", raw, reason=f"原件这一格写的是“{raw}”")
    if _NOT_APPLICABLE.fullmatch("".join(raw.split())):
        return ValueReading(MissingValue.NOT_APPLICABLE, "read", "" if raw == "/" else raw)
    word = to_halfwidth(raw).strip()
    joined = "".join(word.split())
    if joined != word:
        return _with_spaces(raw, word, joined, column)
    return _read_word(raw, word, column)


def read_amount(text: str, column: Header, unit: str) -> ValueReading:
    """Read an amount in a column whose header states the unit itself; or empty for none."""
    if not unit:
        return _without_unit(text, column)
    reading = read_value(text, replace(column, unit=unit))
    if column.unit == unit or not isinstance(reading.value, Decimal):
        return reading
    if not reading.value:
        return read_value(text, column)
    number = f"{reading.value:f}"
    if column.unit == "asked" and unit in _UNITS:
        return ValueReading(
            Amount(reading.value, unit), "inferred", number, reason=f"列名写明单位是{unit}"
        )
    reason = f"列名写的单位是{unit}，表式的单位是{column.unit}，没有换算"
    return _doubt(number, _conversions(number, unit, column.unit), reason)


def _without_unit(text: str, column: Header) -> ValueReading:
    """Read an amount whose unit stands nowhere: 元 for 万元 would make it ten thousand times it."""
    reading = read_value(text, column)
    is_stated = column.unit == "asked" or column.unit in to_halfwidth(text)
    if is_stated or not isinstance(reading.value, Decimal) or not reading.value:
        return reading
    number = f"{reading.value:f}"
    candidates = dict.fromkeys((number, *_conversions(number, "元", column.unit)))
    reason = f"列名没有写单位，不知道是不是{column.unit}"
    return _doubt(text.strip(), tuple(candidates), reason)


def _read_word(raw: str, word: str, column: Header) -> ValueReading:
    if _MARKS.search(word):
        bare = _MARKS.sub("", word)
        return _doubt(raw, (bare,) if _NUMBER.fullmatch(bare) else (), "数旁边有注释号")
    digits = word.replace(",", "") if _THOUSANDS.fullmatch(word) else word
    match = _NUMBER.fullmatch(digits)
    if match:
        return _number(raw, match, column)
    change = _CHANGE.fullmatch(word)
    if change:
        return _change(raw, change, column)
    return _with_words(raw, word, column)


def _number(raw: str, match: re.Match[str], column: Header) -> ValueReading:
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if len(whole) > _MAX_DIGITS or len(fraction) > _MAX_DECIMALS + 1:
        return _doubt(raw, (), "位数太多，可能是几个数连在一起")
    if len(whole) > 1 and whole[0] == "0":
        return _doubt(raw, (str(int(whole)) + fraction,), "数的前面多了 0，可能是几格连在一起")
    if column.value == "money":
        return _money(raw, sign, whole + fraction, column)
    if fraction:
        return _doubt(raw, (whole,) if not fraction.strip(".0") else (), "这一栏应当是整数")
    if column.value == "count" and sign:
        reason = "这一栏不能是负数" if sign == "-" else "这一栏不需要正号"
        return _doubt(raw, (whole,), reason)
    return ValueReading(
        int(sign + whole),
        "read",
        raw if "," in raw or "，" in raw else "",
    )


def _money(raw: str, sign: str, digits: str, column: Header) -> ValueReading:
    if sign:
        return _doubt(raw, (digits,), "金额带了正负号")
    number = Decimal(digits)
    if column.unit != "asked":
        return ValueReading(number, "read")
    if number:
        return _doubt(raw, (f"{digits}万元", f"{digits}元"), "没有写单位")
    return ValueReading(Amount(number, ""), "read")


def _change(raw: str, match: re.Match[str], column: Header) -> ValueReading:
    number = str(match[2] or match[4] or match[7])
    falls = "减" in (match[1], match[5], match[6])
    signed = f"-{number}" if falls else number
    contradicts = bool(match[3]) and (match[3] == "-") != falls
    if column.value != "signed" or len(number) > _MAX_DIGITS or contradicts:
        return _doubt(raw, (signed,), "这一栏不是增减数" if not contradicts else "正负号和文字相反")
    return ValueReading(int(signed), "read", raw)


def _with_words(raw: str, word: str, column: Header) -> ValueReading:
    amount = _WITH_UNIT.fullmatch(word)
    if amount and column.value == "money":
        return _amount(raw, amount, column)
    measure = _WITH_MEASURE.fullmatch(word)
    if measure and column.value != "money":
        return ValueReading(int(measure[1]), "read", raw)
    remark = _WITH_REMARK.fullmatch(word)
    if remark and not _NUMBER.fullmatch(remark[2]):
        return _with_remark(raw, remark[1], remark[2].strip(), column)
    if _WITH_LETTERS.fullmatch(word):
        return _doubt(raw, (word.translate(_LETTERS),), "数里有字母，可能是 0 或 1")
    return _doubt(raw, (), "不是数")


def _with_remark(raw: str, number: str, remark: str, column: Header) -> ValueReading:
    """Read a number with words in brackets behind it: a unit, what is part of it, or a doubt."""
    inner = _read_word(number, number, column)
    if column.value == "money" and (unit := _UNIT_REMARK.fullmatch(remark)):
        return _with_words(raw, number + unit[1], column)
    if not _HARMLESS_REMARK.match(remark):
        candidates = (number,) if inner.reading == "read" else inner.candidates
        return _doubt(raw, candidates, "括号里的字可能改变这个数")
    candidates = () if inner.reading == "read" else inner.candidates
    return replace(inner, text=raw, candidates=candidates)


def _amount(raw: str, match: re.Match[str], column: Header) -> ValueReading:
    number, unit = match[1].replace(",", ""), match[2]
    if "," in match[1] and not _THOUSANDS.fullmatch(match[1]):
        return _doubt(raw, (number,), "千位分隔号的位置不对")
    if column.unit == "asked" and unit in _UNITS:
        text = "" if raw == number + unit else raw
        return ValueReading(Amount(Decimal(number), unit), "read", text)
    if unit == column.unit:
        return ValueReading(Decimal(number), "read", raw)
    reason = f"写的单位是{unit}，这一栏的单位是{_unit_text(column)}，没有换算"
    return _doubt(raw, _conversions(number, unit, column.unit), reason)


def _unit_text(column: Header) -> str:
    return "元、万元或亿元" if column.unit == "asked" else column.unit


def _conversions(number: str, unit: str, column_unit: str) -> tuple[str, ...]:
    """Return what an amount may be in the unit of the column, before the digits as they stand."""
    factors = {("元", "万元"): -4, ("千元", "万元"): -1, ("亿元", "万元"): 4, ("万元", "元"): 4}
    shift = factors.get((unit, column_unit))
    if shift is None or not _NUMBER.fullmatch(number):
        return (number,)
    converted = f"{Decimal(number).scaleb(shift):f}"
    whole, dot, fraction = converted.partition(".")
    return (whole + (dot + fraction.rstrip("0") if fraction.strip("0") else ""), number)


def _with_spaces(raw: str, word: str, joined: str, column: Header) -> ValueReading:
    """Read a text with white space in it: harmless between words, never between digits."""
    if re.search(r"[0-9.,+-]\s+[0-9.,]", word):
        inner = _read_word(joined, joined, column)
        candidates = (joined,) if inner.reading == "read" else ()
        return _doubt(raw, candidates, "数里有空格，可能是一个数，也可能是几个数")
    inner = _read_word(joined, joined, column)
    if inner.reading != "read":
        return _doubt(raw, inner.candidates, inner.reason)
    return ValueReading(inner.value, "read", raw)


def _doubt(raw: str, candidates: tuple[str, ...], reason: str) -> ValueReading:
    return ValueReading(None, "doubtful", raw, candidates or (raw,), reason)
