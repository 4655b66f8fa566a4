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
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext
from site_builder.rules.personal_numbers.numbers import (
    CheckedContent,
    DiagnosticTemplate,
    Number,
    Reporter,
    find_numbers,
    is_official_number,
    mask,
)

_SEGMENTS = lazy_pattern(r"1(?:3\d|4[01456789]|5[012356789]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_PHONE = (
    r"(?:电话|手机|移动电话|联系方式|联系人[^\d，。；|]{0,8}|热线|微信|致电|拨打|咨询|联系|tel|mobile|phone|☎)"
    r"(?:号码?|为|是)?"
)
_LABEL = lazy_pattern(rf"(?i){_PHONE}[\s:#+\-(（/、*\x01]*(?:\+?(?:00)?86[\s-]*)?$")
_HEADER_LABEL = lazy_pattern(r"(?i)电话|手机|联系方式|联系人|tel|mobile|phone")
_MEASURE_WORD = lazy_pattern(
    r" {0,2}[百千万亿]{0,2}(?:[美欧日港]?元|[户家人件次吨个份条辆台套米亩度斤克户册头只枚张项笔]|"
    r"千克|公[斤里顷]|千瓦|平方|立方|字节|吉|人次|%|‰|kWh|MW|KB|MB)"
)
_OTHER = lazy_pattern(
    r"(?:序列|条形?码|条码|运单|快递|单号|水表|电表|气表|读数|表号|设备|金额|费用?|投资|收入|支出|总量|总额|总数"
    r"|用户数?|产值|业务量|存量|数量|（[万亿]?元）|\([万亿]?元\))[^，。；,;]{0,6}$"
)
_OTHER_HEADER = lazy_pattern(
    r"金额|费|投资|收入|支出|总[量额数]|数量|产值|[（(][千万亿]*[元户家件人次吨个][）)]|序列|条形?码|运单|读数|表号"
)
_LENGTH = 11
_USUAL_GROUPINGS = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_LABELLED_GROUPINGS = {
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
_ALTERNATIVE = lazy_pattern(r" ?/ ?")
_ROUND = "00000"
_HINT = "请换成办公电话，或写成“{}”；对外公布的工作手机，请写进 config.yaml 的“公开联系方式”。"
_CERTAIN = DiagnosticTemplate("mobile", "手机号码 {}", _HINT, severity=Severity.ERROR)
_LIKELY = DiagnosticTemplate("maybe-mobile", "疑似手机号码 {}", _HINT)


def check(content: CheckedContent, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text or an attachment."""
    reporter = Reporter("p002")
    headers: list[str] = []
    for span in content.spans:
        done, last = -1, None
        cells = span.text.split("|") if span.kind == "body" else []
        headers = (headers or cells) if len(cells) > 1 else []
        for number in find_numbers(span, range(_LENGTH, _LENGTH + 5)):
            digits, group_lengths = _without_country(number) if number.start >= done else ("", ())
            column = span.text.count("|", 0, number.start)
            header = headers[column] if column < len(headers) and headers is not cells else ""
            template = _classify(number, group_lengths, span.kind, header) if digits else None
            if template and last and _ALTERNATIVE.fullmatch(number.text, done, number.start):
                template = last  # 13912345678/13812345679: what the first is, the second is too
            if (
                template
                and not is_official_number(digits, context.settings)
                and not number.is_in_index_number(context)
            ):
                done, last = number.end, template
                yield reporter.report(span, number.start, digits, mask(digits, 3, 4), template)


def _without_country(number: Number) -> tuple[str, tuple[int, ...]]:
    """Take +86 or 0086 off and give the groups of the rest; empty when it is no mobile number."""
    digits, group_lengths = number.digits, number.group_lengths
    plus = number.text_before(1) == "+"
    for code in ("86", "0086"):
        if not digits.startswith(code) or len(digits) != _LENGTH + len(code):
            continue
        if group_lengths[0] == len(code):
            digits, group_lengths = digits[len(code) :], group_lengths[1:]
        elif plus or code == "0086" or (len(number.group_lengths) == 1 and _is_labelled(number)):
            digits, group_lengths = (
                digits[len(code) :],
                (group_lengths[0] - len(code), *group_lengths[1:]),
            )
    fits = (
        group_lengths in _USUAL_GROUPINGS
        and (number.separator != "?" or len(number.group_lengths) > len(group_lengths))
    ) or (
        group_lengths in _LABELLED_GROUPINGS
        and number.separator in (" ", "-", "\x01")
        and number.is_isolated
        and _is_labelled(number)
    )
    return (digits, group_lengths) if fits and _SEGMENTS.fullmatch(digits) else ("", ())


def _classify(
    number: Number, group_lengths: tuple[int, ...], span_kind: str, column: str
) -> DiagnosticTemplate | None:
    """Classify by what speaks for a telephone against what speaks for a sum or a file number."""
    if _MEASURE_WORD.match(number.text, number.end):
        return None if number.is_amount else _LIKELY
    header = column or number.label
    if _OTHER_HEADER.search(header) and not _HEADER_LABEL.search(header):
        return None
    is_labelled = _is_labelled(number, header)
    if number.is_amount and not is_labelled:
        return None
    if group_lengths in _LABELLED_GROUPINGS and number.separator == " ":
        return _LIKELY
    # Three figures in a row of a table have the form of a telephone in groups.
    grouped = len(group_lengths) > 1 and len(group_lengths) == len(number.group_lengths)
    is_uncertain = (
        span_kind == "figures"
        or (_is_cell(number) and span_kind == "body")
        or number.is_reference_number
        or number.continues_word
        or number.is_count
        or number.is_preceded_by(_OTHER, 16)
        or _ROUND in number.digits[-5:]
        or (
            grouped
            and (group_lengths != (3, 4, 4) or number.separator == " " or not number.is_isolated)
        )
        or bool(re.match(r"[-/]\d", number.text[number.end : number.end + 2]))
        or bool(re.search(r"\d[./-]$", number.text_before(2)))
    )
    return _LIKELY if is_uncertain and not is_labelled else _CERTAIN


def _is_cell(number: Number) -> bool:
    """Return whether it fills a cell of a table: figures of eleven digits do so too."""
    before, after = number.text[: number.start].rstrip(), number.text[number.end :].lstrip()
    cell = before.endswith("|") and after.startswith("|")
    return cell or bool(re.search(r"\d ?\|$", before) or re.match(r"\| ?\d", after))


def _is_labelled(number: Number, header: str = "") -> bool:
    """Return whether the words before a number, or over its column, call it a telephone."""
    if re.search(r"编号[^，。；]{0,4}$", number.text_before(8)):
        return False
    return bool(_LABEL.search(number.text_before(24)) or _HEADER_LABEL.search(header))
