"""银行卡号和个人账号。

查什么：
    正文、数据、文件名和附件里有没有银行卡号：16 至 19 位，最后一位符合卡号的校验规则，并且以银联
    （62）等发卡机构的号码开头，或前面写着“卡号”。只像一半的、前面写明是流水号一类编号的，作提醒。身份
    证号码、统一社会信用代码、索引号、金额，config.yaml 的“公开联系方式”里写明的单位账号，不算。
依据：
    《政府信息公开条例》第十五条；《个人信息保护法》第二十八条：金融账户是敏感个人信息。
错误示例：
    补贴发放到 6222021234567890128。
怎么改：
    删去，或写成 6222***********0128；单位的收款账号确实要公布的，写进 config.yaml 的
    “公开联系方式”。确实不是卡号的，在前面写明是什么编号，如“银行流水号”，就只作提醒，可以接受并写明
    原因；错误不能接受。
"""

from collections.abc import Iterator

from site_builder.core.check_digits import has_luhn_check_digit, is_resident_id_format
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
from site_builder.rules.personal_numbers.passages import LINK_LABEL

_CARD = lazy_pattern(r"银行卡|卡号|储蓄卡|借记卡|信用卡|工资卡|一卡通|社保卡|存折|收款卡")
_ACCOUNT = lazy_pattern(r"账号|帐号|账户|帐户|开户|银行|转账|汇款|打入|发放到")
_CARD_LABEL = lazy_pattern(r"(?:卡号?|存折|[账帐][号户])(?:号码?)?[为是]?[^\w，。；]{0,4}$")
"""What the very last words before a number call it: 编号和卡号 is a card's."""
_UNION = lazy_pattern(r"62\d{14,17}")
_OTHER_ISSUERS = lazy_pattern(
    r"(?:4\d{15}|5[1-5]\d{14}|222[1-9]\d{12}|2[3-6]\d{14}|35[2-8]\d{13}|60\d{14,17}|9558\d{12,15}"
    r"|95599\d{14}|9400\d{12,15}|9111\d{12,15}|900[03]\d{12,15}|10\d{17}|6858\d{12}|690755\d{10,13})"
)
_GROUPINGS = lazy_pattern(r"16|17|18|19|4 4 4 4(?: [123])?|6 1[0-3]|6 4 4 [2-5]")
_MAX_GROUPS = 5
_RESIDENT_ID_LENGTH = 18
_REMOVAL_HINT = "请删去，或写成“{}”。单位的收款账号要公布的，请写进 config.yaml 的“公开联系方式”"
_HINT = f"{_REMOVAL_HINT}；确实不是卡号的，可以接受并写明原因。"
_BASIS = (
    "《政府信息公开条例》第十五条；《个人信息保护法》第二十八条：金融账户是敏感个人信息，一旦泄露容易"
    "危害人身、财产安全。"
)
_CERTAIN = DiagnosticTemplate(
    "card",
    "银行卡号 {}",
    f"{_REMOVAL_HINT}；确实不是卡号的，请在前面写明是什么编号，如“银行流水号”。",
    Severity.ERROR,
    _BASIS,
)
_LIKELY = DiagnosticTemplate("maybe-card", "疑似银行卡号 {}", _HINT, basis=_BASIS)
_INVALID = DiagnosticTemplate(
    "wrong-check-digit", "像是银行卡号的 {}（校验位不对，可能录错了）", _HINT, basis=_BASIS
)


def check(content: CheckedContent, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text or an attachment."""
    reporter = Reporter("p003")
    for span in content.spans:
        done = -1
        candidates = [
            number for number in find_numbers(span, range(16, 20)) if _is_candidate(number, context)
        ]
        for number in sorted(candidates, key=lambda number: (number.start, -number.end)):
            template = None if number.start < done else _classify(number)
            if template and span.kind == "figures" and span.label == LINK_LABEL:
                template = (
                    _LIKELY if _UNION.fullmatch(number.digits) and template is _CERTAIN else None
                )
            if template:
                done = number.end
                masked = mask(number.digits, 4, 4)
                yield reporter.report(span, number.start, number.digits, masked, template)


def _is_candidate(number: Number, context: RuleContext) -> bool:
    grouping = " ".join(str(length) for length in number.group_lengths)
    cut = bool(_GROUPINGS.fullmatch(grouping)) or _is_cut_oddly(number)
    if not number.digits.isdigit() or not cut or number.separator == "?":
        return False
    if is_official_number(number.digits, context.settings) or number.is_in_index_number(context):
        return False
    if number.is_amount or number.is_organization_code:
        return False
    is_labelled = number.is_preceded_by(_CARD)
    person = len(number.digits) == _RESIDENT_ID_LENGTH and is_resident_id_format(number.digits)
    return is_labelled or not person


def _is_cut_oddly(number: Number) -> bool:
    """Return whether a few groups of other lengths are a card's all the same, and nothing else."""
    few = number.is_isolated and len(number.group_lengths) <= _MAX_GROUPS
    return few and bool(_UNION.fullmatch(number.digits)) and has_luhn_check_digit(number.digits)


def _classify(number: Number) -> DiagnosticTemplate | None:
    """Classify by the check digit, the issuer and the words before it."""
    is_valid = has_luhn_check_digit(number.digits)
    union = bool(_UNION.fullmatch(number.digits))
    issued = union or bool(_OTHER_ISSUERS.fullmatch(number.digits))
    card, account = number.is_preceded_by(_CARD), number.is_preceded_by(_ACCOUNT)
    serial = number.is_reference_number and not number.is_preceded_by(_CARD_LABEL)
    undivided = len(number.group_lengths) == 1
    if is_valid and (card or (issued and account)):
        return _LIKELY if serial else _CERTAIN
    other = serial or number.continues_word or number.is_count or not undivided
    if is_valid and union:
        return _LIKELY if other else _CERTAIN
    if undivided and (card or (account and issued)):
        return _INVALID
    likely = (undivided and account) or (issued and not other)
    return _LIKELY if is_valid and likely else None
