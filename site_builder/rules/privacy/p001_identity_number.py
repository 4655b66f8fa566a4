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

from collections.abc import Iterator

from site_builder.core.check_digits import (
    has_resident_check_digit,
    is_credit_code,
    is_old_resident_id_format,
    is_resident_id_format,
)
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext
from site_builder.rules.personal_numbers.numbers import (
    CREDIT_CODE_LABEL,
    CheckedContent,
    DiagnosticTemplate,
    Number,
    Reporter,
    find_numbers,
    mask,
)

_LABEL = lazy_pattern(
    r"(?i)身份证|身份号码|证件号|居民证|公民身份|\bID(?:card| ?no\.?)?[^a-z]{0,3}$|sfz"
)
_USUAL_GROUPINGS = frozenset(
    tuple(int(length) for length in shape.split())
    for shape in (
        *("18", "17 1", "14 4", "6 12", "6 11 1", "6 8 4", "6 8 3 1", "6 4 4 4", "6 4 2 2 4"),
        *("4 4 4 4 2", "3 3 4 4 4", "3 3 4 2 2 4", "1 " * 18),
    )
)
"""How people cut an identity number into groups."""
_DISCLOSURE = 2005
"""A later date in groups may as well be a document's: region, date, serial is an index number."""

_MAX_GROUPS = 5
"""Groups of any lengths; more are a row of figures."""
_LENGTH, _OLD_LENGTH = 18, 15
_REMOVAL_HINT = "请删去，或只留“{}”的样子；在附件里的，改好原文件重新放入。"
_HINT = f"{_REMOVAL_HINT}确实不是的，可以接受并写明原因。"
_CERTAIN = DiagnosticTemplate(
    "identity-number",
    "居民身份证号码 {}（校验码正确）",
    f"{_REMOVAL_HINT}确实不是的，请在前面写明是什么编号，如“流水号”。",
    severity=Severity.ERROR,
)
_LIKELY = DiagnosticTemplate("maybe-identity-number", "疑似居民身份证号码 {}（校验码正确）", _HINT)
_INVALID = DiagnosticTemplate(
    "wrong-check-digit", "像是居民身份证号码的 {}（校验码不对，可能录错了一位）", _HINT
)
_OLD_NUMBER = DiagnosticTemplate("old-number", "疑似 15 位的旧身份证号码 {}", _HINT)


def check(content: CheckedContent, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text or an attachment."""
    reporter = Reporter("p001")
    for span in content.spans:
        done = -1
        for number in find_numbers(span, range(_OLD_LENGTH, _LENGTH + 1)):
            template = None if number.start < done else _classify(number)
            if template and number.is_in_index_number(context):
                template = _in_index(number, template)
            if template:
                done = number.end
                masked = mask(number.digits, 3, 4)
                yield reporter.report(span, number.start, number.digits, masked, template)


def _in_index(number: Number, template: DiagnosticTemplate) -> DiagnosticTemplate | None:
    """Ask about a person's number that stands where a body's code should."""
    undivided = number.group_lengths == (_LENGTH,) and not number.is_organization_code
    return _LIKELY if undivided and template in (_CERTAIN, _LIKELY) else None


def _classify(number: Number) -> DiagnosticTemplate | None:
    """Classify by what speaks for a person's number against what speaks for something else."""
    is_labelled = number.is_preceded_by(_LABEL)
    if len(number.digits) == _LENGTH and is_resident_id_format(number.digits):
        if not has_resident_check_digit(number.digits):
            undivided = number.group_lengths == (_LENGTH,) and not _is_other(number)
            return _INVALID if is_labelled or undivided else None
        return _CERTAIN if is_labelled else _classify_unlabelled(number)
    old = number.group_lengths == (_OLD_LENGTH,) and number.digits.isdigit()
    if old and is_old_resident_id_format(number.digits) and (is_labelled or not _is_other(number)):
        return _OLD_NUMBER
    return None


def _classify_unlabelled(number: Number) -> DiagnosticTemplate | None:
    """Check a number with the right check digit that no word calls a person's."""
    if number.is_organization_code and len(number.group_lengths) == 1:
        # One in thousands passes the checks of both; a shop may be registered under its owner's.
        named = is_credit_code(number.digits) and number.is_preceded_by(CREDIT_CODE_LABEL)
        return None if named else _LIKELY
    if number.separator == "?":
        return None
    if number.group_lengths not in _USUAL_GROUPINGS:
        return _LIKELY if number.is_isolated and len(number.group_lengths) <= _MAX_GROUPS else None
    if len(number.group_lengths) > 1 and int(number.digits[6:10]) > _DISCLOSURE:
        return _LIKELY
    return _LIKELY if _is_other(number) else _CERTAIN


def _is_other(number: Number) -> bool:
    return (
        number.is_count
        or number.is_reference_number
        or number.is_organization_code
        or number.continues_word
    )
