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
from site_builder.model.inspection import RuleContext, TextSpan
from site_builder.model.rule import ContentRule
from site_builder.model.settings import Settings
from site_builder.rules._personal import Kind, Teller, Words, mask, passages
from site_builder.rules.halfwidth import half
from site_builder.rules.papers import PASSPORT, papers

_MAIL = re.compile(
    r"(?<![\w.+-])(?P<user>[A-Za-z0-9_.+-]{1,64}) ?(?:@|\[at\]) ?"
    r"(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
)
_PUBLIC = re.compile(
    r"(?:qq|foxmail|163|126|yeah|139|189|wo|sina|sohu|aliyun|21cn|gmail|outlook|hotmail|live|icloud)\."
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-NP-Z][- ]?(?P<tail>[A-HJ-NP-Z0-9]{5,6})(?![A-Za-z0-9])"
)
_ANY = re.compile(r"[@＠]|\[at\]|\d[\dA-Za-z]")
_TWO = 2
_MAIL_KIND = Kind(
    "mail",
    "电子邮箱 {}",
    "请换成单位邮箱，并写进 config.yaml 的“联系方式”或“公开联系方式”。",
)
_PASSPORT_KIND = Kind(
    "passport", "疑似护照号码 {}", "请删去或写成“{}”；不是护照号码的，可以接受并写明原因。"
)
_PLATE_KIND = Kind("plate", "车牌 {}", "个人的车牌请删去或写成“{}”；公务用车可以接受并写明原因。")


def _find(words: Words, desk: RuleContext) -> Iterator[Diagnostic]:
    teller = Teller("p006")
    for passage in passages(words, addresses=True):
        text = half(passage.text)
        for match in papers(text, passage.label):
            yield teller.tell(passage, match.start, match.secret, match.masked, match.kind)
        if not _ANY.search(text):
            continue
        if "@" in text or "[at]" in text:
            yield from _mails(teller, passage, text, desk.settings)
        for found in PASSPORT.finditer(text):
            masked = mask(found[0], 2, 3)
            yield teller.tell(passage, found.start(), found[0], masked, _PASSPORT_KIND)
        for found in _PLATE.finditer(text):
            if sum(one.isdigit() for one in found["tail"]) >= _TWO:
                masked = found[0][:2] + mask(found["tail"], 0, 3)
                yield teller.tell(passage, found.start(), found[0], masked, _PLATE_KIND)


def _mails(
    teller: Teller, passage: TextSpan, text: str, settings: Settings
) -> Iterator[Diagnostic]:
    for found in _MAIL.finditer(text):
        if not _is_official(found, settings):
            masked = f"{found['user'][0]}***@{found['host']}"
            yield teller.tell(passage, found.start(), found[0], masked, _MAIL_KIND)


def _is_official(found: re.Match[str], settings: Settings) -> bool:
    mail, host = f"{found['user']}@{found['host']}".lower(), found["host"].lower()
    if host.endswith(".gov.cn"):
        return True
    for own in (settings.contact.email, *settings.public_contacts):
        if mail == own.lower():
            return True
        theirs = own.lower().rpartition("@")[2]
        if theirs == host and "@" in own and not _PUBLIC.match(host):
            return True
    return False


RULE = ContentRule("p006", "其他个人信息", _find)
