"""What the privacy rules share: numbers in running text, what stands around them, how to tell.

Findings travel: into JSON, SARIF, logs of other people's machines. None of them holds a number:
it is masked as an office would mask it, and the mask names the finding too. A digest would not do:
the four hidden digits of a telephone number can be tried out in no time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

from site_builder.identity import is_credit_code
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import AttachmentText, RuleContext, TextFile, TextSpan
from site_builder.model.settings import Settings
from site_builder.rules.halfwidth import APART, UNSEEN, decoded, half
from site_builder.rules.rejoined import rejoined

LINK = "链接里"
Words = TextFile | AttachmentText

BASIS = (
    "《政府信息公开条例》第十五条：涉及个人隐私等公开会对第三方合法权益造成损害的政府信息，不得公开；"
    "《个人信息保护法》第四条：与可识别的自然人有关的信息是个人信息。"
)

_CODED = r" ?\x01{1,40} ?"
"""Codes of spaces, two at most, and marks that `halfwidth` took out."""
_RUN = re.compile(
    rf"[0-9\x02]+[Xx]?(?:(?: {{1,2}}| ?-{{1,2}} ?|{_CODED})[0-9][0-9\x02]*[Xx]?(?![A-Za-z0-9])"
    rf"|(?: |-|{_CODED})[Xx](?![A-Za-z0-9]))*"
)
_FOLLOWED = re.compile("[A-Za-z0-9]")
_GROUP = re.compile(r"[0-9][0-9Xx\x02]*|[Xx]")
_ENOUGH = re.compile(r"\d(?:\D{0,3}\d){9}")
"""Fewer digits close together are no number that anybody looks for."""
_ENOUGH_CODED = re.compile(rf"\d(?:(?:\D{{0,3}}|{_CODED})\d){{9}}")
"""The same for the few lines that hold codes: every line would take half as long again."""
_LONGEST = 19
_TABLE = 40
"""A run of more groups is a row of figures; a number cut into single digits is not sought there."""
_MOST_GROUPS = 7

_UNIT = re.compile(
    r" {0,2}(?:吨|公斤|千克|克|斤|千瓦|度|平方|立方|公里|米|亩|公顷|人|户|个|件|份|次|条|家|辆"
    r"|台|套|万|亿|字节|%|‰|kWh|MW|KB|MB)"
)
_SUM = re.compile(r"\.\d| {0,2}[百千万亿]{0,2}[美欧日港]?元|,\d{3}(?!\d)")
_MONEY = re.compile(
    r"(?:[¥￥$€]|金额|总额|合计|共计|总计|预算|决算|投资|产值|收入|支出|资产|价款|造价|财政|（元）|\(元\)|万元|亿元)"
    r"[^，。；,;]{0,6}$"
)
_FILED = re.compile(
    r"(?:编号|文号|字号|索引号?|索取号|档号|案号|备案号?|登记号|注册号|许可证号?|批准号|批号|流水号|回单号?|交易号|凭证号|批次号|序列号|订单号?|单号|"
    r"项目代码|代码|标识码|标识|条形码|统一编码|合同号?|发票号?码?|票号|票据|物料|型号|学号|工号|版本|税号|识别号)"
    r"[^，。；,;]{0,4}$"
)
CREDIT = re.compile(r"(?:信用代码|机构代码|代码证|纳税人识别号|税号|营业执照)[^，。；,;]{0,8}$")
_TOKEN = re.compile(r"[0-9A-Za-z/()_-]+")
_TOKEN_REACH = 40
_INDEX = re.compile(
    r"(?:[0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{18})(?:/(?:19|20)\d{2}(?:\d{2})?-\d{1,6}|-(?:19|20)\d{2}-\d{1,7})"
)
_INDEX_LABELS = ("索引号", "索引")


@dataclass(frozen=True, slots=True)
class Number:
    """Digits in a passage that may be one number, typed together or in groups."""

    digits: str
    """Without what stands between groups; an X may end it."""
    shape: tuple[int, ...]
    """Lengths of its groups."""
    joint: str
    """What stands between them: spaces, a hyphen, another mark, nothing, or `?` for a mixture."""
    start: int
    end: int
    text: str
    """The whole passage in half-width characters, as long as the passage itself."""
    label: str
    """Of the passage."""
    alone: bool
    """No further digits are joined to it at either end."""

    def words(self, most: int) -> str:
        """Give what stands directly before it."""
        return self.text[max(0, self.start - most) : self.start]

    def before(self, pattern: re.Pattern[str], most: int = 24) -> bool:
        """Tell whether words shortly before it, or the name of its column, match."""
        words = self.words(most).rstrip(" :\"'=(|#“‘")
        return bool(pattern.search(words) or pattern.search(self.label))

    @property
    def counted(self) -> bool:
        """Tell whether it may count something: a unit follows."""
        return self.money or bool(_UNIT.match(self.text, self.end))

    @property
    def money(self) -> bool:
        """Tell whether it is a sum: a decimal point or the currency follows, or is told before."""
        return bool(_SUM.match(self.text, self.end)) or self.before(_MONEY, 12)

    @property
    def filed(self) -> bool:
        """Tell whether the words before it call it a number of something else."""
        return self.before(_FILED, 16)

    @property
    def credit(self) -> bool:
        """Tell whether it is a body's code, or stands in one, or is said to be one."""
        return is_credit_code(self.digits) or self.before(CREDIT, 16)

    def in_index(self, desk: RuleContext) -> bool:
        """Tell whether it is part of an index number."""
        words = self.words(_TOKEN_REACH)
        head = re.search(r"[0-9A-Za-z/()_-]*$", words)
        tail = _TOKEN.match(self.text, self.start, self.end + _TOKEN_REACH)
        token = ((head[0] if head else "") + (tail[0] if tail else "")).strip("-_/()")
        pattern = desk.settings.index_pattern
        return bool(
            _INDEX.search(token)
            or (len(token) > len(self.digits) and pattern and re.fullmatch(pattern, token))
            or (self.label in _INDEX_LABELS and pattern and re.fullmatch(pattern, self.digits))
        )

    @property
    def glued(self) -> bool:
        """Tell whether it continues a Latin word: part of a longer code."""
        words = self.words(8)
        known = re.search(r"(?i)(?:[^a-z]|^)(?:id|no|sfz|tel|card|mobile)$", words)
        return bool(re.search(r"[A-Za-z]$", words)) and not known


def numbers(passage: TextSpan, lengths: range) -> Iterator[Number]:
    """List all stretches of digits that have one of the lengths once groups are put together."""
    shown = passage.text
    if not shown.isascii():
        shown = half(shown)
    if "&" in shown or "**" in shown:
        shown = decoded(shown)
    if not (_ENOUGH_CODED if APART in shown else _ENOUGH).search(shown):
        return
    text = half(passage.text)
    for run in _RUN.finditer(text):
        groups = [(one.start(), one.end()) for one in _GROUP.finditer(text, *run.span())]
        for first in range(len(groups)):
            yield from _from_group(passage, text, groups, first, lengths)


def _from_group(
    passage: TextSpan, text: str, groups: list[tuple[int, int]], first: int, lengths: range
) -> Iterator[Number]:
    length = 0
    for last in range(first, len(groups)):
        length += len(_digits(text, groups[last]))
        if length > _LONGEST or (last - first >= _MOST_GROUPS and len(groups) > _TABLE):
            return
        if length not in lengths:
            continue
        mine = groups[first : last + 1]
        digits = "".join(_digits(text, span) for span in mine).upper()
        if digits[:-1].isdigit() and not _FOLLOWED.match(text, mine[-1][1]):
            yield Number(
                digits,
                tuple(len(_digits(text, span)) for span in mine),
                _joint({text[a[1] : b[0]] for a, b in pairwise(mine)}),
                mine[0][0],
                mine[-1][1],
                text,
                passage.label,
                alone=first == 0 and last == len(groups) - 1,
            )


def _digits(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)].replace(UNSEEN, "")


def _joint(joints: set[str]) -> str:
    """Name what stands between groups; spaces of several kinds are spaces all the same."""
    kinds = {APART if APART in one else "-" if "-" in one else one for one in joints}
    if len(kinds) > 1:
        return "?" if "-" in kinds else " "
    return kinds.pop() if kinds else ""


def mask(number: str, head: int, tail: int) -> str:
    """Hide the middle of a number."""
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]


def passages(words: Words, *, addresses: bool = False) -> Iterator[TextSpan]:
    """List all that is said in a file, with the addresses of mail and telephone links."""
    yield from words.spans
    yield from rejoined(words.spans)
    if isinstance(words, TextFile):
        for one in words.elements:
            scheme, _, rest = one.target.partition(":")
            wanted = scheme.lower() in ("mailto", "tel", "sms") or (addresses and rest)
            if wanted and (rest.startswith("//") or rest not in one.text):
                # What looks like a number in an address of a page may be its page's own.
                kind: Literal["body", "figures"] = "figures" if rest.startswith("//") else "body"
                yield TextSpan(kind, LINK, unquote(rest), one.location)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding that a rule makes."""

    name: str
    what: str
    """What was found, with `{}` for what the mask leaves of it."""
    hint: str
    """The cure, with `{}` for the same."""
    severity: Severity = Severity.WARNING
    basis: str = BASIS


@dataclass(slots=True)
class Teller:
    """Makes the findings of one rule in one file, naming different secrets differently."""

    rule: str
    known: dict[str, list[str]] = field(default_factory=dict)

    def tell(
        self, passage: TextSpan, start: int, secret: str, masked: str, kind: Kind
    ) -> Diagnostic:
        """Tell of one secret: where it stands, and what is left of it under the mask."""
        same = self.known.setdefault(f"{kind.name}:{masked}", [])
        if secret not in same:
            same.append(secret)
        turn = same.index(secret) + 1
        return Diagnostic(
            f"{self.rule}/{kind.name}",
            kind.severity,
            passage.location_at(start) if passage.location.line else passage.location,
            f"{_where(passage)}有{kind.what.format(masked)}",
            kind.hint.format(masked),
            kind.basis,
            masked if turn == 1 else f"{masked}#{turn}",
        )


def _where(passage: TextSpan) -> str:
    if passage.kind == "name":
        return "文件名里"
    if passage.kind == "field":
        return f"“{passage.label}”里"
    return passage.label or "这里"


def official(number: str, settings: Settings) -> bool:
    """Tell whether the settings name a number as one that is open to everybody."""
    contact = settings.contact
    known = (contact.phone, contact.fax, contact.address, *settings.public_contacts)
    return any(number in re.sub(r"\D", "", half(one)) for one in known)
