"""What the privacy rules share: numbers in running text, their context, how to classify them.

Diagnostics travel: into JSON, SARIF, logs of other people's machines. None of them holds a number:
it is masked as an office would mask it, and the mask names the diagnostic. A digest would not do:
the four hidden digits of a telephone number can be tried out in no time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from site_builder.core.check_digits import is_credit_code
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import AttachmentText, RuleContext, TextFile, TextSpan
from site_builder.model.settings import Settings
from site_builder.rules.text.digit_normalization import (
    SEPARATOR,
    ZERO_WIDTH,
    decode_markup,
    normalize_digits,
)

CheckedContent = TextFile | AttachmentText

BASIS = (
    "《政府信息公开条例》第十五条：涉及个人隐私等公开会对第三方合法权益造成损害的政府信息，不得公开；"
    "《个人信息保护法》第四条：与可识别的自然人有关的信息是个人信息。"
)

_CODED = r" ?\x01{1,40} ?"
"""Codes of spaces, two at most, and marks that `digit_normalization` took out."""
_RUN = lazy_pattern(
    rf"[0-9\x02]+[Xx]?(?:(?: {{1,2}}| ?-{{1,2}} ?|{_CODED})[0-9][0-9\x02]*[Xx]?(?![A-Za-z0-9])"
    rf"|(?: |-|{_CODED})[Xx](?![A-Za-z0-9]))*"
)
_FOLLOWED = lazy_pattern("[A-Za-z0-9]")
_GROUP = lazy_pattern(r"[0-9][0-9Xx\x02]*|[Xx]")
_PREFILTER = lazy_pattern(r"\d(?:\D{0,3}\d){9}")
"""Fewer digits close together are no number that anybody searches for."""
_CODED_PREFILTER = lazy_pattern(rf"\d(?:(?:\D{{0,3}}|{_CODED})\d){{9}}")
"""The same for the few lines that hold codes: every line would take half as long again."""
_MAX_LENGTH = 19
_MIN_TABLE_GROUPS = 40
"""A run of more groups is a row of figures; a number cut into single digits is not sought there."""
_MAX_GROUPS = 7

_UNIT = lazy_pattern(
    r" {0,2}(?:吨|公斤|千克|克|斤|千瓦|度|平方|立方|公里|米|亩|公顷|人|户|个|件|份|次|条|家|辆"
    r"|台|套|万|亿|字节|%|‰|kWh|MW|KB|MB)"
)
_AMOUNT = lazy_pattern(r"\.\d| {0,2}[百千万亿]{0,2}[美欧日港]?元|,\d{3}(?!\d)")
_MONEY = lazy_pattern(
    r"(?:[¥￥$€]|金额|总额|合计|共计|总计|预算|决算|投资|产值|收入|支出|资产|价款|造价|财政|（元）|\(元\)|万元|亿元)"
    r"[^，。；,;]{0,6}$"
)
_REFERENCE_LABEL = lazy_pattern(
    r"(?:编号|文号|字号|索引号?|索取号|档号|案号|备案号?|登记号|注册号|许可证号?|批准号|批号|流水号|回单号?|交易号|凭证号|批次号|序列号|订单号?|单号|"
    r"项目代码|代码|标识码|标识|条形码|统一编码|合同号?|发票号?码?|票号|票据|物料|型号|学号|工号|版本|税号|识别号)"
    r"[^，。；,;]{0,4}$"
)
CREDIT_CODE_LABEL = lazy_pattern(
    r"(?:信用代码|机构代码|代码证|纳税人识别号|税号|营业执照)[^，。；,;]{0,8}$"
)
_TOKEN = lazy_pattern(r"[0-9A-Za-z/()_-]+")
_TOKEN_WINDOW = 40
_INDEX = lazy_pattern(
    r"(?:[0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{18})(?:/(?:19|20)\d{2}(?:\d{2})?-\d{1,6}|-(?:19|20)\d{2}-\d{1,7})"
)
_INDEX_LABELS = ("索引号", "索引")


@dataclass(frozen=True, slots=True)
class Number:
    """Digits in a passage that may be one number, typed together or in groups."""

    digits: str
    """Without what stands between groups; an X may end it."""
    group_lengths: tuple[int, ...]
    """Lengths of its groups."""
    separator: str
    """What stands between them: spaces, a hyphen, another mark, nothing, or `?` for a mixture."""
    start: int
    end: int
    text: str
    """The whole passage in half-width characters, as long as the passage itself."""
    label: str
    """Of the passage."""
    is_isolated: bool
    """No further digits are joined to it at either end."""

    def text_before(self, max_length: int) -> str:
        """Return what stands directly before it."""
        return self.text[max(0, self.start - max_length) : self.start]

    def is_preceded_by(self, pattern: re.Pattern[str], max_length: int = 24) -> bool:
        """Return whether words shortly before it, or the name of its column, match."""
        preceding = self.text_before(max_length).rstrip(" :\"'=(|#“‘")
        return bool(pattern.search(preceding) or pattern.search(self.label))

    @property
    def is_count(self) -> bool:
        """Return whether it may count something: a unit follows."""
        return self.is_amount or bool(_UNIT.match(self.text, self.end))

    @property
    def is_amount(self) -> bool:
        """Return whether it is a sum: a decimal point or the currency follows or precedes."""
        return bool(_AMOUNT.match(self.text, self.end)) or self.is_preceded_by(_MONEY, 12)

    @property
    def is_reference_number(self) -> bool:
        """Return whether the words before it call it a number of something else."""
        return self.is_preceded_by(_REFERENCE_LABEL, 16)

    @property
    def is_organization_code(self) -> bool:
        """Return whether it is a body's code, or stands in one, or is stated to be one."""
        return is_credit_code(self.digits) or self.is_preceded_by(CREDIT_CODE_LABEL, 16)

    def is_in_index_number(self, context: RuleContext) -> bool:
        """Return whether it is part of an index number."""
        preceding = self.text_before(_TOKEN_WINDOW)
        head = re.search(r"[0-9A-Za-z/()_-]*$", preceding)
        tail = _TOKEN.match(self.text, self.start, self.end + _TOKEN_WINDOW)
        token = ((head[0] if head else "") + (tail[0] if tail else "")).strip("-_/()")
        pattern = context.settings.index_pattern
        return bool(
            _INDEX.search(token)
            or (len(token) > len(self.digits) and pattern and re.fullmatch(pattern, token))
            or (self.label in _INDEX_LABELS and pattern and re.fullmatch(pattern, self.digits))
        )

    @property
    def continues_word(self) -> bool:
        """Return whether it continues a Latin word: part of a longer code."""
        preceding = self.text_before(8)
        label_match = re.search(r"(?i)(?:[^a-z]|^)(?:id|no|sfz|tel|card|mobile)$", preceding)
        return bool(re.search(r"[A-Za-z]$", preceding)) and not label_match


def find_numbers(span: TextSpan, lengths: range) -> Iterator[Number]:
    """Yield all stretches of digits that have one of the lengths once groups are put together."""
    printed = span.text
    if not printed.isascii():
        printed = normalize_digits(printed)
    if "&" in printed or "**" in printed:
        printed = decode_markup(printed)
    if not (_CODED_PREFILTER if SEPARATOR in printed else _PREFILTER).search(printed):
        return
    text = normalize_digits(span.text)
    for run in _RUN.finditer(text):
        groups = [(group.start(), group.end()) for group in _GROUP.finditer(text, *run.span())]
        for first in range(len(groups)):
            yield from _numbers_from_group(span, text, groups, first, lengths)


def _numbers_from_group(
    span: TextSpan, text: str, groups: list[tuple[int, int]], first: int, lengths: range
) -> Iterator[Number]:
    length = 0
    for last in range(first, len(groups)):
        length += len(_digits(text, groups[last]))
        if length > _MAX_LENGTH or (
            last - first >= _MAX_GROUPS and len(groups) > _MIN_TABLE_GROUPS
        ):
            return
        if length not in lengths:
            continue
        joined = groups[first : last + 1]
        digits = "".join(_digits(text, span) for span in joined).upper()
        if digits[:-1].isdigit() and not _FOLLOWED.match(text, joined[-1][1]):
            yield Number(
                digits,
                tuple(len(_digits(text, span)) for span in joined),
                _separator({text[a[1] : b[0]] for a, b in pairwise(joined)}),
                joined[0][0],
                joined[-1][1],
                text,
                span.label,
                is_isolated=first == 0 and last == len(groups) - 1,
            )


def _digits(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)].replace(ZERO_WIDTH, "")


def _separator(separators: set[str]) -> str:
    """Return the kind of separator between groups; all spaces are one kind."""
    kinds = {
        SEPARATOR if SEPARATOR in separator else "-" if "-" in separator else separator
        for separator in separators
    }
    if len(kinds) > 1:
        return "?" if "-" in kinds else " "
    return kinds.pop() if kinds else ""


def mask(number: str, head: int, tail: int) -> str:
    """Hide the middle of a number."""
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]


@dataclass(frozen=True, slots=True)
class DiagnosticTemplate:
    """A kind of diagnostic that a rule makes."""

    name: str
    message: str
    """What was found, with `{}` for what the mask leaves of it."""
    hint: str
    """The hint, with `{}` for the same."""
    severity: Severity = Severity.WARNING
    basis: str = BASIS


@dataclass(slots=True)
class Reporter:
    """Makes the diagnostics of one rule in one file, naming different secrets differently."""

    rule_id: str
    secrets_by_mask: dict[str, list[str]] = field(default_factory=dict)

    def report(
        self, span: TextSpan, start: int, secret: str, masked: str, template: DiagnosticTemplate
    ) -> Diagnostic:
        """Return one secret: where it stands, and what is left of it under the mask."""
        secrets = self.secrets_by_mask.setdefault(f"{template.name}:{masked}", [])
        if secret not in secrets:
            secrets.append(secret)
        ordinal = secrets.index(secret) + 1
        return Diagnostic(
            f"{self.rule_id}/{template.name}",
            template.severity,
            span.location_at(start) if span.location.line else span.location,
            f"{_location_label(span)}有{template.message.format(masked)}",
            template.hint.format(masked),
            template.basis,
            masked if ordinal == 1 else f"{masked}#{ordinal}",
        )


def _location_label(span: TextSpan) -> str:
    if span.kind == "name":
        return "文件名里"
    if span.kind == "field":
        return f"“{span.label}”里"
    return span.label or "这里"


def is_official_number(number: str, settings: Settings) -> bool:
    """Return whether the settings name a number as one that is open to everybody."""
    contact = settings.contact
    contacts = (contact.phone, contact.fax, contact.address, *settings.public_contacts)
    return any(number in re.sub(r"\D", "", normalize_digits(text)) for text in contacts)
