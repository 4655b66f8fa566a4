"""Numbers that a report's narrative states about what the statutory tables hold.

Each claim is a word of the form with a number right after (or before) it, in one clause. Whatever
narrows it — a class of applicants, last year, a month, a comparison — makes it no claim; whatever
may make it another body's makes it doubtful.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from site_builder.rules.numerals import LEVEL, number_of
from site_builder.rules.sentences import Sentence

CELLS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "new": (("requests new",),),
    "received": (("requests new",), ("requests new", "requests carried-in")),
    "carried-in": (("requests carried-in",),),
    "carried-out": (("requests carried-out",),),
    "carried": (("requests carried-out",), ("requests carried-in",)),
    "finished": (("requests results.total",),),
    "answered": (
        ("requests results.total",),
        ("requests new",),
        ("requests new", "requests carried-in"),
    ),
    "granted": (("requests results.granted",),),
    "partial": (("requests results.partial",),),
    "refused": (("requests results.refused",),),
    "unable": (("requests results.unable",),),
    "not-processed": (("requests results.not-processed",),),
    "other": (("requests results.other",),),
    "done": (("requests carried-out",),),
    "review": (("remedies value review.total",),),
    "direct": (("remedies value suit.direct.total",),),
    "after-review": (("remedies value suit.after-review.total",),),
    "suit": (("remedies value suit.direct.total", "remedies value suit.after-review.total"),),
    "made": (("proactive normative made",),),
    "repealed": (("proactive normative repealed",),),
    "valid": (("proactive normative valid",),),
    "licence": (("proactive licence decisions",),),
    "penalty": (("proactive penalty decisions",),),
    "compulsion": (("proactive compulsion decisions",),),
}
"""Cells a kind of claim may be about: any of the groups, each added up. The first is quoted."""

_LABELS = {
    "granted": "（一）予以公开",
    "partial": "（二）部分公开",
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not-processed": "（五）不予处理",
    "other": "（六）其他处理",
    "received": "一、本年新收政府信息公开申请数量",
    "review": "行政复议 总计",
    "direct": "未经复议直接起诉 总计",
    "after-review": "复议后起诉 总计",
    "suit": "行政诉讼 总计",
    "made": "规范性文件（本年制发）",
    "repealed": "规范性文件（本年废止）",
    "valid": "规范性文件（现行有效）",
}

_NUMBER = (
    r"(?<![\d.,，第])(?P<n>\d{1,3}(?:,\d{3})+|\d+|[零〇一二两三四五六七八九十百千]+)"
    r"(?![\d.%％万亿余多几])\s*[件宗起份](?!次|套|均|[/／])"
)
_FEW = r"(?:的|共|共计|合计|总计|为|有|是|计|约定|了|数量|数|[ :：])*"
_NORMATIVE = r"(?:行政)?规范性文件"
_WHO = r"(?:公民、法人(?:和|或|或者|及)其[他它]组织(?:提出)?的?|各类|各种|书面|有效|提出的)*"
_ASKED = rf"{_WHO}(?:政府)?(?:信息)?(?:公开)?依?申请(?:公开)?(?:政府)?(?:信息)?的?(?:数量|事项|件)?"
_ONWARD = r"结转[至到]?(?:下年度?|下一年度?|次年度?|明年)(?:继续)?(?:办理|答复|处理)?"
_SHORT_OF = r"[^\d，,。、；]{0,8}?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("new", rf"(?:新收|新收到|新受理|新增)(?:到|的)?(?:{_ASKED})?{_FEW}{_NUMBER}"),
    ("received", rf"(?<!新)(?:收到|受理|接收|接到)(?:的)?(?:{_ASKED})?{_FEW}{_NUMBER}"),
    ("carried-in", rf"(?:上年度?|上一年度?|去年|以前年度)结转{_FEW}(?:{_ASKED})?{_FEW}{_NUMBER}"),
    ("carried-out", rf"{_ONWARD}{_FEW}(?:{_ASKED})?{_FEW}{_NUMBER}"),
    ("carried-out", rf"{_NUMBER}(?:{_ASKED})?{_SHORT_OF}(?:结转|顺延)[至到]?[下次明]"),
    ("finished", rf"办结(?:了)?(?:{_ASKED})?{_FEW}{_NUMBER}"),
    ("answered", rf"(?:答复|办理|处理)(?:了)?{_ASKED}{_FEW}{_NUMBER}"),
    ("granted", rf"(?<!不)予以公开{_FEW}{_NUMBER}"),
    ("partial", rf"部分公开{_FEW}{_NUMBER}"),
    ("refused", rf"不予公开{_FEW}{_NUMBER}"),
    ("unable", rf"无法提供{_FEW}{_NUMBER}"),
    ("not-processed", rf"不予处理{_FEW}{_NUMBER}"),
    ("other", rf"其他处理(?:情形)?{_FEW}{_NUMBER}"),
    ("review", rf"行政复议(?:申请|案件)?{_FEW}{_NUMBER}"),
    ("direct", rf"(?:未经复议|未经行政复议)?直接(?:起诉|诉讼)(?:案件)?{_FEW}{_NUMBER}"),
    ("after-review", rf"复议后(?:起诉|诉讼)(?:案件)?{_FEW}{_NUMBER}"),
    ("suit", rf"行政诉讼(?:案件)?{_FEW}{_NUMBER}"),
    ("made", rf"(?:制发|制定|制作|出台)(?:了|印发|出台)?{_NORMATIVE}{_FEW}{_NUMBER}"),
    ("repealed", rf"废止(?:了)?(?:{_NORMATIVE})?{_FEW}{_NUMBER}"),
    ("valid", rf"现行有效(?:的)?(?:{_NORMATIVE})?{_FEW}{_NUMBER}"),
    ("licence", rf"行政许可(?:决定|案件)?{_FEW}{_NUMBER}"),
    ("penalty", rf"行政处罚(?:决定|案件)?{_FEW}{_NUMBER}"),
    ("compulsion", rf"行政强制(?:决定|案件|措施)?{_FEW}{_NUMBER}"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_DONE = re.compile(
    r"(?:全部|均已?|都已?)(?:按期|按时|按规定|依法|依规|及时|在?(?:法定|规定)的?(?:期限|时限|时间)内?)*"
    r"(?:办结|办理完毕|办理完成|答复完毕)|(?:没有|无|未)(?:发生)?(?:申请)?结转(?!的)"
    r"|办结率(?:为|达到?|均为)?\s*(?:100\s*%|百分之百)"
)
_NONE = re.compile(rf"(?:没有|未|尚未)(?:收到|接到|受理)(?:{_ASKED})(?<=申请)(?=\s*(?:[,，；]|$))")
_OUTCOMES = frozenset(("granted", "partial", "refused", "unable", "not-processed", "other"))
_REMEDIES = frozenset(("review", "direct", "after-review", "suit"))
_DECISIONS = frozenset(("licence", "penalty", "compulsion"))
_NORMATIVES = frozenset(("made", "repealed", "valid"))
_DOUBTFUL = frozenset(("answered", "carried", "suit")) | _DECISIONS

_SEPARATOR = re.compile(r"[，,、：:（）()]")
_STANDING = re.compile(
    r"[比较同与](?:上年度?|上一年度?|去年|前年|20\d\d年)(?:同期)?"
    r"|(?:上年度?|上一年度?|去年|以前年度|20\d\d年度?)结转"
    r"|1月1日.{0,8}?12月31日"
)
"""What names another time without moving the sentence there."""
_OTHER_TIME = re.compile(
    r"上年|上一年|去年|前年|往年|历年|累计|以来|季度|半年|(?:\d|[一二三四五六七八九十])月|平均|每[年月季周天]"
    r"|近[一二三两五\d]"
)
_APPLICANTS = re.compile(r"自然人|企业|法人|科研机构|公益组织|法律服务|其他组织|个人|公民|律师")
_NARROWED = re.compile(
    r"当面|现场|网络|网上|线上|信函|邮寄|来信|传真|邮件|窗口|平台|系统|渠道|涉及|关于|有关|方面|增加|减少|增长"
    r"|下降|上升|升至|降至|超过|不足|至少|左右|率|撤回|撤销|补正|转办|转交|转送|再次|重复|重新|含"
)
_SHOWN = re.compile(r"公开|公示|公布|发布|归集|录入|推送|抽查|评查")
_OTHER_BODY = re.compile(
    r"办公室|政府办|管委办|本级|代表|各部门|各单位|各级|街道|乡镇|镇政府|下属|所属|直属|部门|单位"
    r"|全省|全市|全区|全县|局"
)
_OTHER_MATTER = re.compile(
    r"建议|提案|信访|投诉|咨询|留言|热线|来信|信件|举报|12345|许可申请|补贴|资金|工单|诉求|仲裁|赔偿|认定"
)
_DISCLOSURE = re.compile(r"信息公开|依申请|政务公开|公开申请|收到和处理|概述")
_TOGETHER = re.compile(r"复议(?:案件|申请)?(?:和|、|及|与|或|以及)(?:被?提起)?$")
_BOTH = re.compile(r"规章|政策")
_UNDONE = re.compile(r"尚[有未]|除.{0,20}外|其余|另有|仍")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the narrative states."""

    kind: str
    number: Decimal
    sentence: Sentence
    start: int
    """Where in the sentence it begins."""
    quoted: str
    doubt: bool
    """It may well be about something else."""

    @property
    def label(self) -> str:
        """Name what the table holds; empty where the row's own label does."""
        return _LABELS.get(self.kind, "")


def claims(sentence: Sentence) -> Iterator[Claim]:
    """Find what a sentence states."""
    text = sentence.text.translate(LEVEL)
    found = [(kind, one) for kind, pattern in _COMPILED for one in pattern.finditer(text)]
    found += [("done", one) for one in _DONE.finditer(text)]
    found += [("new", one) for one in _NONE.finditer(text)]
    for kind, one in found:
        around = _Around(text, one, sentence)
        if around.is_meant(kind):
            number = number_of(one["n"]) if "n" in one.re.groupindex else Decimal(0)
            start, end = around.clause
            quoted = text[start:end].strip() if end - start <= _SHORT else one[0].strip()
            spot = one.start("n") if "n" in one.re.groupindex else one.start()
            yield Claim(kind, number, sentence, spot, quoted, around.is_doubtful(kind))


_SHORT = 30


@dataclass(frozen=True, slots=True)
class _Around:
    """A possible claim with the words around it."""

    text: str
    found: re.Match[str]
    sentence: Sentence

    @property
    def clause(self) -> tuple[int, int]:
        """Bounds of the clause it stands in."""
        start = max((one.end() for one in _SEPARATOR.finditer(self.text, 0, self.found.start())),
                    default=0)  # fmt: skip
        end = _SEPARATOR.search(self.text, self.found.end())
        return start, end.start() if end else len(self.text)

    @property
    def before(self) -> str:
        """What of the sentence comes before, without mere comparisons."""
        return _STANDING.sub("", self.text[: self.found.start()])

    @property
    def beside(self) -> str:
        """What else the clause says."""
        start, end = self.clause
        return self.text[start : self.found.start()] + self.text[self.found.end() : end]

    def is_meant(self, kind: str) -> bool:
        """Tell whether it is about what the table counts, for the whole of this year."""
        time = self.before + self.beside
        year = self.sentence.passage.place.file.split("/")[1]
        if _OTHER_TIME.search(_STANDING.sub("", time)) or any(
            one != year for one in re.findall(r"(20\d\d)年", self.before)
        ):
            return False
        earlier = "" if kind == "done" else self.before
        if _NARROWED.search(self.beside) or _APPLICANTS.search(earlier + self.beside):
            return False
        return self._is_about(kind)

    def _is_about(self, kind: str) -> bool:
        topics = f"{self.text}{self.sentence.part}{self.sentence.topic}"
        if kind in _NORMATIVES:
            return "规范性文件" in self.text[: self.found.end()]
        if kind in _DECISIONS:
            return not _SHOWN.search(self.before + self.beside)
        if _OTHER_MATTER.search(self.text) or not (
            _DISCLOSURE.search(topics) or self.sentence.passage.kind == "field"
        ):
            return False
        if kind == "suit":
            return not _TOGETHER.search(self.text[: self.found.start()])
        if kind == "done":
            handed_on = re.search(r"(?:上年度?|上一年度?|去年)结转", self.text[: self.found.end()])
            whole = re.search(r"连同|共|合计|新收|收到", self.before)
            return not _UNDONE.search(self.text) and (not handed_on or bool(whole))
        return True

    def is_doubtful(self, kind: str) -> bool:
        """Tell whether it may well be about another body, or count in another way."""
        if kind in _DOUBTFUL or _OTHER_BODY.search(self.before + self.beside):
            return True
        if kind in _NORMATIVES:
            return bool(_BOTH.search(self.text))
        return "其中" in self.before and kind not in _OUTCOMES and kind != "carried-in"
