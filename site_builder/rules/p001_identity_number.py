"""居民身份证号码。

查什么：
    正文、数据、文件名、附件和链接的网址里有没有居民身份证号码：18 位的，校验码正确为错误，不正确的
    可能是录错了一位的真号码，作提醒；第一代的 15 位号码作提醒。全角数字、加空格（包括 &nbsp; 一类的
    写法）或横线的同样算。前面写明是流水号一类编号的、写成日期在中间的编号的，校验码正确也只作提醒。
    统一社会信用代码、索引号、带单位的金额不算。
依据：
    《政府信息公开条例》第十五条（涉及个人隐私的不得公开）；《个人信息保护法》第四条；GB 11643。
错误示例：
    张三，身份证号 11010519491231002X，准予登记。
怎么改：
    删去号码；必须区分同名的人时，写成 110***********002X。附件改好后重新放进 files 文件夹。不是身份
    证号码的，在前面写明是什么编号，就只作提醒，可以接受并写明原因；错误不能接受。
"""

import re
from collections.abc import Iterator

from site_builder.identity import (
    has_resident_check_digit,
    is_credit_code,
    is_old_resident_id_format,
    is_resident_id_format,
)
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import RuleContext
from site_builder.model.rule import ContentRule
from site_builder.rules._personal import (
    CREDIT,
    Kind,
    Number,
    Teller,
    Words,
    mask,
    numbers,
    passages,
)

_SAID = re.compile(
    r"(?i)身份证|身份号码|证件号|居民证|公民身份|\bID(?:card| ?no\.?)?[^a-z]{0,3}$|sfz"
)
_NATURAL = frozenset(
    tuple(int(one) for one in shape.split())
    for shape in (
        *("18", "17 1", "14 4", "6 12", "6 11 1", "6 8 4", "6 8 3 1", "6 4 4 4", "6 4 2 2 4"),
        *("4 4 4 4 2", "3 3 4 4 4", "3 3 4 2 2 4", "1 " * 18),
    )
)
"""How people cut an identity number into groups."""
_DISCLOSURE = 2005
"""A later date in groups may as well be a document's: region, date, serial is an index number."""

_PIECES = 5
"""Groups of any lengths; more are a row of figures."""
_LONG, _OLD = 18, 15
_CURE = "请删去，或只留“{}”的样子；在附件里的，改好原文件重新放入。"
_HINT = f"{_CURE}确实不是的，可以接受并写明原因。"
_CERTAIN = Kind(
    "identity-number",
    "居民身份证号码 {}（校验码正确）",
    f"{_CURE}确实不是的，请在前面写明是什么编号，如“流水号”。",
    severity=Severity.ERROR,
)
_MAYBE = Kind("maybe-identity-number", "疑似居民身份证号码 {}（校验码正确）", _HINT)
_WRONG = Kind("wrong-check-digit", "像是居民身份证号码的 {}（校验码不对，可能录错了一位）", _HINT)
_FIRST = Kind("old-number", "疑似 15 位的旧身份证号码 {}", _HINT)


def _find(words: Words, desk: RuleContext) -> Iterator[Diagnostic]:
    teller = Teller("p001")
    for passage in passages(words, addresses=True):
        done = -1
        for number in numbers(passage, range(_OLD, _LONG + 1)):
            kind = None if number.start < done else _judge(number)
            if kind and number.in_index(desk):
                kind = _in_index(number, kind)
            if kind:
                done = number.end
                masked = mask(number.digits, 3, 4)
                yield teller.tell(passage, number.start, number.digits, masked, kind)


def _in_index(number: Number, kind: Kind) -> Kind | None:
    """Ask about a person's number that stands where a body's code should."""
    whole = number.shape == (_LONG,) and not number.credit
    return _MAYBE if whole and kind in (_CERTAIN, _MAYBE) else None


def _judge(number: Number) -> Kind | None:
    """Weigh what speaks for a person's number against what speaks for something else."""
    said = number.before(_SAID)
    if len(number.digits) == _LONG and is_resident_id_format(number.digits):
        if not has_resident_check_digit(number.digits):
            whole = number.shape == (_LONG,) and not _is_other(number)
            return _WRONG if said or whole else None
        return _CERTAIN if said else _unsaid(number)
    old = number.shape == (_OLD,) and number.digits.isdigit()
    if old and is_old_resident_id_format(number.digits) and (said or not _is_other(number)):
        return _FIRST
    return None


def _unsaid(number: Number) -> Kind | None:
    """Judge a number with the right check digit that no word calls a person's."""
    if number.credit and len(number.shape) == 1:
        # One in thousands passes the checks of both; a shop may be registered under its owner's.
        named = is_credit_code(number.digits) and number.before(CREDIT)
        return None if named else _MAYBE
    if number.joint == "?":
        return None
    if number.shape not in _NATURAL:
        return _MAYBE if number.alone and len(number.shape) <= _PIECES else None
    if len(number.shape) > 1 and int(number.digits[6:10]) > _DISCLOSURE:
        return _MAYBE
    return _MAYBE if _is_other(number) else _CERTAIN


def _is_other(number: Number) -> bool:
    return number.counted or number.filed or number.credit or number.glued


RULE = ContentRule("p001", "居民身份证号码", _find)
