"""One cell of a report's tables → a number.

A cell holds what was typed or nothing: no mark next to a number becomes a digit, and a hint names
a number only when no other can be meant.
"""

import re
import unicodedata
from decimal import Decimal

from site_builder.core.errors import ValueProblem
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.suggest import normalize_label
from site_builder.model.figures import Amount, Cell, MissingValue
from site_builder.model.form import Header
from site_builder.model.lazy_pattern import lazy_pattern

_SIGNED = lazy_pattern(r"([+-]?[0-9]{1,15})")
_CHANGE = lazy_pattern(r"(?:(增|减)([0-9]{1,15})|([0-9]{1,15})\((增|减)\))")
_MONEY = lazy_pattern(r"([0-9]{1,15}(?:\.[0-9]{1,8})?)\s?([^0-9,.+\s-]+)?")
_THOUSANDS = lazy_pattern(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WITH_MEASURE_WORD = lazy_pattern(r"([0-9]+)\s?(?:件|宗|起|例|条|项|个|人|次|份)")
_UNITS = {"元", "万元", "亿元"}
_BLANKS = ("缺", "空", "空白")
_NOT_APPLICABLE = ("/", "不适用")
_MAX_DIGITS = 15
"""Digits beyond which a figure is a typing error."""
_CHECK_HINT = "请对照原件核对这个数。"


def parse_cell(typed: str, column: Header) -> Cell:
    """Read a cell: a number, 缺 or `/`. Raises ValueProblem, also for a cell that is empty."""
    normalized = normalize_label(typed)
    if normalized in _BLANKS:
        return MissingValue.BLANK
    if normalized in _NOT_APPLICABLE:
        return MissingValue.NOT_APPLICABLE
    if not typed.strip():
        raise ValueProblem("没有写", "没有发生的填 0；原报告空着的填 缺；不适用的填 /。")
    return parse_number(typed, column)


def parse_number(typed: str, column: Header) -> Cell:
    """Read a number cell. Raises ValueProblem."""
    word = to_halfwidth(typed).strip()
    _reject_marks(word, typed)
    if any(len(run) > _MAX_DIGITS for run in re.findall("[0-9]+", word)):
        raise ValueProblem(f"“{typed}”位数太多", "请核对。")
    if column.value == "money":
        return _parse_money(word, typed, column)
    match = _SIGNED.fullmatch(word)
    if not match:
        raise ValueProblem(f"“{typed}”不是整数", _correction_hint(word, column))
    number = int(match[1])
    if column.value == "count" and (number < 0 or match[1].startswith("+")):
        message = f"不能是负数“{typed}”" if number < 0 else f"“{typed}”不需要正号"
        raise ValueProblem(message, "这一格只能是 0 或正整数。")
    return number


def _reject_marks(word: str, typed: str) -> None:
    """Reject what resembles part of a number and is none: ①, ², and white space inside."""
    marks = [
        character for character in word if not character.isascii() and _is_digit_like(character)
    ]
    if marks:
        listed = "、".join(dict.fromkeys(marks))
        hint = f"多半是脚注号或带圈的数字。格子里只写普通数字，脚注写进正文；{_CHECK_HINT}"
        raise ValueProblem(f"“{typed}”里有不能当数字用的“{listed}”", hint)
    if re.search(r"[0-9.,+-]\s+[0-9.,]", word):
        hint = f"一格只写一个数：是一个数的，删去空格；是两个数的，中间加半角逗号。{_CHECK_HINT}"
        raise ValueProblem(f"“{typed}”里有空格", hint)


def _is_digit_like(character: str) -> bool:
    return any(
        unicodedata.category(part) == "Nd" or unicodedata.numeric(part, None) is not None
        for part in unicodedata.normalize("NFKC", character)
        if not "一" <= part <= "鿿"
    )


def _parse_money(word: str, typed: str, column: Header) -> Cell:
    match = _MONEY.fullmatch(word)
    if not match:
        hint = "金额不能是负数。" if re.match("-[0-9]", word) else _correction_hint(word, column)
        raise ValueProblem(f"“{typed}”不是金额", hint)
    number, unit = Decimal(match[1]), match[2] or ""
    if column.unit == "asked":
        if unit and unit not in _UNITS:
            raise ValueProblem(f"“{typed}”的单位不认识", "金额请写成 35.8万元 或 251000元 这样。")
        if not unit and number:
            hint = "表式没有印单位，请写成 35.8万元 或 251000元 这样。"
            raise ValueProblem(f"“{typed}”没有写单位", hint)
        return Amount(number, unit)
    if unit == column.unit:
        raise ValueProblem(f"“{typed}”里写了单位", f"列名已印明单位，只写数字：{match[1]}。")
    if unit in _UNITS:
        hint = f"列名印明的单位是“{column.unit}”，请换算后只写数字。"
        raise ValueProblem(f"“{typed}”的单位和表上的不同", hint)
    if unit:
        raise ValueProblem(f"“{typed}”不是金额", _correction_hint(word, column))
    return number


def _correction_hint(word: str, column: Header) -> str:
    """Return what to write instead; a number only where no other can be meant."""
    certain = _certain_hint(word, column)
    if certain:
        return certain
    money = column.value == "money"
    if re.fullmatch("[0-9OoIl|]*[OoIl|][0-9OoIl|]*", word):
        return f"多半是把数字 0 或 1 打成了字母；{_CHECK_HINT}"
    if re.search(r"\.[0-9]{9}", word):
        return "小数点后面位数太多，请核对。"
    if re.search(r"(?<![0-9])\.[0-9]|[0-9]\.(?![0-9])", word):
        return f"小数点前面或后面缺了数字；{_CHECK_HINT}"
    if re.search("[0-9]", word) and re.search("[一-鿿]", word):
        kind = "数" if money else "整数"
        return f"一格只写一个{kind}，单位和说明写进正文；{_CHECK_HINT}"
    kinds = {"signed": "整数（增加写 +1，减少写 -1）", "money": "数字"}
    kind = kinds.get(column.value or "", "整数")
    return f"请写{kind}；没有发生的填 0，原报告空着的填 缺，不适用的填 /。"


def _certain_hint(word: str, column: Header) -> str:
    """Return the hint that names the number, when it is certain; empty when it is not."""
    money = column.value == "money"
    if _THOUSANDS.fullmatch(word) and (money or "." not in word):
        digits = word.replace(",", "")
        return (
            f"不要写千位分隔号，写成 {digits if column.value == 'signed' else digits.lstrip('+')}。"
        )
    change = _CHANGE.fullmatch(word)
    if change and column.value == "signed":
        sign = "+" if "增" in change.groups() else "-"
        return f"增减写成带正负号的数：{sign}{change[2] or change[3]}。"
    measured = _WITH_MEASURE_WORD.fullmatch(word)
    if measured and not money:
        return f"只写数字：{measured[1]}；单位和说明写进正文。"
    return ""
