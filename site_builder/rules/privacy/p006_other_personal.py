"""其他个人信息：电子邮箱、护照和其他证件号码、车牌、QQ、微信、住宅电话。

查什么：
    正文、数据、文件名和附件里有没有电子邮箱、护照号码、机动车号牌、港澳台居民的通行证号码，写明的
    军官证、社保卡、学籍、残疾证等证件号码，写明的 QQ、微信号、住宅电话，只隐去一两位的身份证号码和
    手机号码，姓名旁边的病情、残疾、低保、工资。都作提醒。config.yaml 里写明的邮箱、同一单位域名的
    和 .gov.cn 的邮箱不算。
依据：
    《政府信息公开条例》第十五条；《个人信息保护法》第四条。
错误示例：
    请把材料发到 zhangsan@qq.com。
怎么改：
    换成单位邮箱，写进 config.yaml 的“联系方式”或“公开联系方式”；护照号码、车牌删去或隐去中间几位。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextSpan
from site_builder.model.settings import Settings
from site_builder.rules.personal_numbers.numbers import (
    CheckedContent,
    DiagnosticTemplate,
    Reporter,
    mask,
)
from site_builder.rules.privacy.personal_documents import PASSPORT, find_personal_documents
from site_builder.rules.text.digit_normalization import normalize_digits

_MAIL = lazy_pattern(
    r"(?<![\w.+-])(?P<user>[A-Za-z0-9_.+-]{1,64}) ?(?:@|\[at\]) ?"
    r"(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
)
_PUBLIC = lazy_pattern(
    r"(?:qq|foxmail|163|126|yeah|139|189|wo|sina|sohu|aliyun|21cn|gmail|outlook|hotmail|live|icloud)\."
)
_PLATE = lazy_pattern(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-NP-Z][- ]?(?P<tail>[A-HJ-NP-Z0-9]{5,6})(?![A-Za-z0-9])"
)
_ANY = lazy_pattern(r"[@＠]|\[at\]|\d[\dA-Za-z]")
_MIN_DIGITS = 2
_MAIL_TEMPLATE = DiagnosticTemplate(
    "mail",
    "电子邮箱 {}",
    "请换成单位邮箱，并写进 config.yaml 的“联系方式”或“公开联系方式”。",
)
_PASSPORT_TEMPLATE = DiagnosticTemplate(
    "passport", "疑似护照号码 {}", "请删去或写成“{}”；不是护照号码的，可以接受并写明原因。"
)
_PLATE_TEMPLATE = DiagnosticTemplate(
    "plate", "车牌 {}", "个人的车牌请删去或写成“{}”；公务用车可以接受并写明原因。"
)


def check(content: CheckedContent, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text or an attachment."""
    reporter = Reporter("p006")
    for span in content.spans:
        text = normalize_digits(span.text)
        for masked_match in find_personal_documents(text, span.label):
            yield reporter.report(
                span,
                masked_match.start,
                masked_match.secret,
                masked_match.masked,
                masked_match.template,
            )
        if not _ANY.search(text):
            continue
        if "@" in text or "[at]" in text:
            yield from _mails(reporter, span, text, context.settings)
        for match in PASSPORT.finditer(text):
            masked = mask(match[0], 2, 3)
            yield reporter.report(span, match.start(), match[0], masked, _PASSPORT_TEMPLATE)
        for match in _PLATE.finditer(text):
            if sum(character.isdigit() for character in match["tail"]) >= _MIN_DIGITS:
                masked = match[0][:2] + mask(match["tail"], 0, 3)
                yield reporter.report(span, match.start(), match[0], masked, _PLATE_TEMPLATE)


def _mails(
    reporter: Reporter, span: TextSpan, text: str, settings: Settings
) -> Iterator[Diagnostic]:
    for match in _MAIL.finditer(text):
        if not _is_official(match, settings):
            masked = f"{match['user'][0]}***@{match['host']}"
            yield reporter.report(span, match.start(), match[0], masked, _MAIL_TEMPLATE)


def _is_official(match: re.Match[str], settings: Settings) -> bool:
    mail, host = f"{match['user']}@{match['host']}".lower(), match["host"].lower()
    if host.endswith(".gov.cn"):
        return True
    for contact in (settings.contact.email, *settings.public_contacts):
        if mail == contact.lower():
            return True
        contact_host = contact.lower().rpartition("@")[2]
        if contact_host == host and "@" in contact and not _PUBLIC.match(host):
            return True
    return False
