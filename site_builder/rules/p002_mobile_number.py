"""手机号码。

查什么：
    正文、数据、文件名和附件里有没有手机号码（含加空格、横线、括号、+86 的写法）。config.yaml 的
    “联系方式”和“公开联系方式”里写明的不算；带单位的数（13800000000元）、文号和编号里的数不算，或只作提醒。
依据：
    《政府信息公开条例》第十五条；《个人信息保护法》第四条：电话号码是个人信息。
错误示例：
    联系人：张三，13912345678。
怎么改：
    换成办公电话，或写成 139****5678；确实要对外公布的工作手机，写进 config.yaml 的“公开联系方式”。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import RuleContext
from site_builder.model.rule import ContentRule
from site_builder.rules._personal import (
    Kind,
    Number,
    Teller,
    Words,
    mask,
    numbers,
    official,
    passages,
)

_SEGMENTS = re.compile(
    r"1(?:3\d|4[01456789]|5[012356789]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}"
)  # fmt: skip
_PHONE = (
    r"(?:电话|手机|移动电话|联系方式|联系人[^\d，。；|]{0,8}|热线|微信|致电|拨打|咨询|联系|tel|mobile|phone|☎)"
    r"(?:号码?|为|是)?"
)
_SAID = re.compile(rf"(?i){_PHONE}[\s:#+\-(（/、*\x01]*(?:\+?(?:00)?86[\s-]*)?$")
_CALLED = re.compile(r"(?i)电话|手机|联系方式|联系人|tel|mobile|phone")
_COUNTED = re.compile(
    r" {0,2}[百千万亿]{0,2}(?:[美欧日港]?元|[户家人件次吨个份条辆台套米亩度斤克户册头只枚张项笔]|"
    r"千克|公[斤里顷]|千瓦|平方|立方|字节|吉|人次|%|‰|kWh|MW|KB|MB)"
)
_OTHER = re.compile(
    r"(?:序列|条形?码|条码|运单|快递|单号|水表|电表|气表|读数|表号|设备|金额|费用?|投资|收入|支出|总量|总额|总数"
    r"|用户数?|产值|业务量|存量|数量|（[万亿]?元）|\([万亿]?元\))[^，。；,;]{0,6}$"
)
_HEAD = re.compile(
    r"金额|费|投资|收入|支出|总[量额数]|数量|产值|[（(][千万亿]*[元户家件人次吨个][）)]|序列|条形?码|运单|读数|表号"
)
_MOBILE = 11
_SHAPES = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_SAID_SHAPES = {
    (3, 3, 5),
    (3, 5, 3),
    (4, 4, 3),
    (4, 3, 4),
    (5, 6),
    (6, 5),
    (5, 3, 3),
    (3, 2, 3, 3),
    (1,) * 11,
}
"""Other ways to cut a number, which only words before it make one."""
_BESIDE = re.compile(r" ?/ ?")
_ROUND = "00000"
_HINT = "请换成办公电话，或写成“{}”；对外公布的工作手机，请写进 config.yaml 的“公开联系方式”。"
_CERTAIN = Kind("mobile", "手机号码 {}", _HINT, severity=Severity.ERROR)
_MAYBE = Kind("maybe-mobile", "疑似手机号码 {}", _HINT)


def _find(words: Words, desk: RuleContext) -> Iterator[Diagnostic]:
    teller = Teller("p002")
    heads: list[str] = []
    for passage in passages(words, addresses=True):
        done, last = -1, None
        cells = passage.text.split("|") if passage.kind == "body" else []
        heads = (heads or cells) if len(cells) > 1 else []
        for number in numbers(passage, range(_MOBILE, _MOBILE + 5)):
            digits, shape = _without_country(number) if number.start >= done else ("", ())
            column = passage.text.count("|", 0, number.start)
            head = heads[column] if column < len(heads) and heads is not cells else ""
            kind = _judge(number, shape, passage.kind, head) if digits else None
            if kind and last and _BESIDE.fullmatch(number.text, done, number.start):
                kind = last  # 13912345678/13812345679: what the first is, the second is too
            if kind and not official(digits, desk.settings) and not number.in_index(desk):
                done, last = number.end, kind
                yield teller.tell(passage, number.start, digits, mask(digits, 3, 4), kind)


def _without_country(number: Number) -> tuple[str, tuple[int, ...]]:
    """Take +86 or 0086 off and give the groups of the rest; empty when it is no mobile number."""
    digits, shape = number.digits, number.shape
    plus = number.words(1) == "+"
    for code in ("86", "0086"):
        if not digits.startswith(code) or len(digits) != _MOBILE + len(code):
            continue
        if shape[0] == len(code):
            digits, shape = digits[len(code) :], shape[1:]
        elif plus or code == "0086" or (len(number.shape) == 1 and _is_said(number)):
            digits, shape = digits[len(code) :], (shape[0] - len(code), *shape[1:])
    fits = (shape in _SHAPES and (number.joint != "?" or len(number.shape) > len(shape))) or (
        shape in _SAID_SHAPES
        and number.joint in (" ", "-", "\x01")
        and number.alone
        and _is_said(number)
    )
    return (digits, shape) if fits and _SEGMENTS.fullmatch(digits) else ("", ())


def _judge(number: Number, shape: tuple[int, ...], where: str, column: str) -> Kind | None:
    """Weigh what speaks for a telephone against what speaks for a sum or a file number."""
    if _COUNTED.match(number.text, number.end):
        return None if number.money else _MAYBE
    head = column or number.label
    if _HEAD.search(head) and not _CALLED.search(head):
        return None
    said = _is_said(number, head)
    if number.money and not said:
        return None
    if shape in _SAID_SHAPES and number.joint == " ":
        return _MAYBE
    # Three figures in a row of a table look just like a telephone in groups.
    grouped = len(shape) > 1 and len(shape) == len(number.shape)
    doubtful = (
        where == "figures"
        or (_is_cell(number) and where == "body")
        or number.filed
        or number.glued
        or number.counted
        or number.before(_OTHER, 16)
        or _ROUND in number.digits[-5:]
        or (grouped and (shape != (3, 4, 4) or number.joint == " " or not number.alone))
        or bool(re.match(r"[-/]\d", number.text[number.end : number.end + 2]))
        or bool(re.search(r"\d[./-]$", number.words(2)))
    )
    return _MAYBE if doubtful and not said else _CERTAIN


def _is_cell(number: Number) -> bool:
    """Tell whether it fills a cell of a table: figures of eleven digits do so too."""
    before, after = number.text[: number.start].rstrip(), number.text[number.end :].lstrip()
    cell = before.endswith("|") and after.startswith("|")
    return cell or bool(re.search(r"\d ?\|$", before) or re.match(r"\| ?\d", after))


def _is_said(number: Number, head: str = "") -> bool:
    """Tell whether the words before a number, or over its column, call it a telephone."""
    if re.search(r"编号[^，。；]{0,4}$", number.words(8)):
        return False
    return bool(_SAID.search(number.words(24)) or _CALLED.search(head))


RULE = ContentRule("p002", "手机号码", _find)
