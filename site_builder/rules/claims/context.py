"""What stands around a number that a narrative states, and whether that makes it a claim.

Whatever narrows it — a class of applicants, last year, a month, a comparison — makes it no claim;
whatever may make it another body's, or another way of counting, makes it doubtful.
"""

import re
from dataclasses import dataclass

from site_builder.model.form import CLAIM_KINDS
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.rules.claims.numerals import NUMBER
from site_builder.rules.claims.usual_patterns import REQUEST, RESULTS
from site_builder.rules.text.report_sentences import ReportSentence

_REMEDIES = frozenset(("review", "direct", "after-review", "suit"))
_DECISIONS = frozenset(("licence", "penalty", "compulsion", "fee"))
_UNCERTAIN = frozenset(("answered", "carried"))
_WITHOUT_NOUN = frozenset(("new", "received", "finished", "answered"))
_SUBTOTALS = frozenset(("carried-in", "direct", "after-review"))
"""What 其中 itself introduces, as it does the results."""
_NORMATIVES = frozenset(("made", "repealed", "valid"))

_SEPARATOR = lazy_pattern(r"[，,、：:（）()]")
REFERENCE_PERIODS = lazy_pattern(
    r"[比较同与](?:上年度?|上一年度?|去年|前年|20\d\d年)(?:同期)?"
    r"|(?:上年度?|上一年度?|去年|以前年度|20\d\d年度?)(?:结转|转结)"
    r"|1月1日.{0,8}?12月31日|1月?[-—至到~～]12月|12月(?:31日|底)"
)
"""What names another time without moving the sentence there."""
OTHER_TIME = lazy_pattern(
    r"上年|上一年|去年|前年|往年|历年|累计|(?<!今年)(?<!本年)以来|季度|半年|(?:\d|[一二三四五六七八九十])月|平均|每[年月季周天]"
    r"|近[一二三两五\d]"
)
_COMPARED = lazy_pattern(r"[比较](?:上年|上一年|去年|前年|20\d\d年)|同比|环比")
_COMPARING = lazy_pattern(
    r"同比|环比|[比较与同](?:上年|上一年|去年|20\d\d年)|占|(?:增加|增长|减少|下降|上升)(?![到至])"
)
_SUMMED_UP = lazy_pattern(r"(?:全年|本年度?|今年|年内|20\d\d年度?).{0,12}累计")
_APPLICANTS = lazy_pattern(r"自然人|企业|法人|科研机构|公益组织|法律服务|其他组织|个人|公民|律师")
_TOTAL_COUNT = lazy_pattern(r"[件宗起份]次?[^件宗起份]{0,14}?(?:其中|包括|涉及|[（(]|按申请)")
_SELF_REFERENCE = lazy_pattern(
    r"[我本](?:局|委|办公室|办|单位|部门|机关|镇|乡|街道|区|市|县|省)(?!级)"
    r"|(?:涉及|有关|关于)?(?:(?:政府|政务)?信息公开|政务公开|依申请公开)(?:工作)?(?:方面|的)?"
)
"""Words for the reporting body and its subject: they narrow nothing."""
_NARROWED = lazy_pattern(
    r"当面|现场|网络|网站|网上|公众号|邮箱|信箱|线上|信函|邮寄|来信|传真|邮件|窗口|平台|系统|渠道|涉及|关于|有关|方面|增加|减少|增长"
    r"|下降|上升|升至|降至|超过|不足|至少|左右|率|撤回|撤销|补正|转办|转交|转送|再次|重复|重新|含|提前|当场"
    r"|即时|当日|逾期|超期|延期|延长|口头|电话|不服|败诉|胜诉|维持|纠正|纠错|驳回"
)
_SINGLE_REASON = lazy_pattern(
    r"(?:秘密|三安全|第三方|内部事务|过程性|案卷|查询|不掌握|现成|补正|信访|重复|出版物|反复|确认|缴费)"
    r"(?!.{0,8}等)"
)
"""Reasons that have a row of their own below a result."""
_PUBLISHED = lazy_pattern(r"公开|公示|公布|发布|归集|录入|推送|抽查|评查")
_OTHER_BODY = lazy_pattern(
    r"办公室|政府办|管委办|本级|代表|各部门|各单位|各级|街道|乡镇|镇政府|下属|所属|直属|部门|单位"
    r"|全省|全市|全区|全县|局"
)
OTHER_MATTER = lazy_pattern(
    r"建议|提案|信访|投诉|咨询|留言|热线|来信|信件|举报|12345|许可申请|补贴|资金|工单|诉求|来电|来访|办件|仲裁|赔偿|认定"
)
_DISCLOSURE = lazy_pattern(r"信息公开|依申请|政务公开|公开申请|收到和处理|概述")
_ASKING = lazy_pattern(r"信息公开.{0,2}申请|依申请|公开申请")
_ADJUDICATION = lazy_pattern(r"审理|审结|办理|受理|立案|代理|出庭|调解|化解|指导")
_REMEDY = lazy_pattern(r"复议|诉讼|起诉|应诉|法院")
_CONJUNCTION = lazy_pattern(
    r"(?:复议|诉讼|起诉|公开|提供|处理|许可|处罚|强制|新收|收到|受理|办结|结转|制发|废止)"
    r"(?:案件|申请|决定)?(?:和|、|及|与|或|以及)(?:被?提起)?$"
)
"""Two things with one number between them."""
_OTHER_REGULATIONS = lazy_pattern(r"规章|政策")
_UNFINISHED = lazy_pattern(r"尚[有未]|除.{0,20}外|其余|另有|仍")
_SUBJECT = lazy_pattern(r"(?P<remedy>(?:复议|诉讼|应诉)(?:申请|案件)?)|申请")
"""What is spoken of: 申请 after 复议 is a request for review."""
_REQUEST_NOUN = lazy_pattern(r"申请|结转")
_RECEIVED = lazy_pattern(rf"(?:收到?|受理|接收|接到)的?(?:{NUMBER}件)?{REQUEST}")
_NOUN = lazy_pattern(rf"\s*的?{REQUEST}")
_REQUEST_TYPE = lazy_pattern(r"信息公开|依申请|公开申请|[总量数]")
_HANDLED = lazy_pattern(r"办结|答复|办理|处理|结转|转结|公开[^申]*\d")
"""Before a bare 政府信息公开申请: it may be those finished, or handed on."""
_INSTANCE = lazy_pattern(r"[一二]审|上诉|再审")
_TAIL = lazy_pattern(
    rf"\s*(?:$|[，,、（()）]|的?(?:{REQUEST}|信息公开)|[均都已并]|全部|其中|同比|[比较])"
)
"""What may follow a number whose noun came before: 收到40件, but not 收到40件来稿."""
_SENTENCE_END = lazy_pattern(r"[。；！？;!?]")


def _is_decision(kind: str) -> bool:
    """Return whether it counts decisions; so does, in case of doubt, what a form has words for."""
    return kind in _DECISIONS or kind not in CLAIM_KINDS


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """A possible claim with the words around it."""

    text: str
    match: re.Match[str]
    sentence: ReportSentence

    @property
    def start(self) -> int:
        """Return where its own words begin."""
        return self.match.start("bare" if "bare" in self.match.re.groupindex else 0)

    @property
    def clause(self) -> tuple[int, int]:
        """Return bounds of the clause it stands in."""
        start = max(
            (separator.end() for separator in _SEPARATOR.finditer(self.text, 0, self.start)),
            default=0,
        )
        end = _SEPARATOR.search(self.text, self.match.end())
        return start, end.start() if end else len(self.text)

    @property
    def before(self) -> str:
        """Return what of the sentence comes before, without mere comparisons."""
        return REFERENCE_PERIODS.sub("", self.text[: self.start])

    @property
    def clause_rest(self) -> str:
        """Return what else the clause states."""
        start, end = self.clause
        after = _COMPARING.split(self.text[self.match.end() : end])[0]
        return _SELF_REFERENCE.sub("", self.text[start : self.start] + after)

    def is_claim(self, kind: str) -> bool:
        """Return whether it is about what the table counts, for the whole of this year."""
        return self._is_of_the_year() and not self._is_narrowed(kind) and self._is_about(kind)

    def _is_of_the_year(self) -> bool:
        year = int(self.sentence.span.location.file.split("/")[1])
        groups = self.match.groupdict()
        lead = self.text[self.clause[0] : self.start]
        time = _SUMMED_UP.sub("", REFERENCE_PERIODS.sub("", self.before + self.clause_rest))
        return not (
            OTHER_TIME.search(time)
            or _COMPARED.search(lead)
            or int(groups.get("last") or year - 1) != year - 1
            or int(groups.get("now") or year) != year
            or int(groups.get("next") or year + 1) != year + 1
            or any(int(year_text) != year for year_text in re.findall(r"(20\d\d)年", self.before))
        )

    def _is_narrowed(self, kind: str) -> bool:
        if _NARROWED.search(self.clause_rest) or _APPLICANTS.search(self.clause_rest):
            return True
        if self._has_group("doubt") and "不服" in self.before:
            return True
        if kind in RESULTS and _SINGLE_REASON.search(self.text[self.clause[0] : self.start]):
            return True
        earlier = "" if kind == "done" else self.before
        split = _APPLICANTS.search(earlier)
        # 收到40件，其中自然人30件，办结39件: what follows the split may be about the whole again.
        of_all = split and _TOTAL_COUNT.search(earlier, 0, split.start())
        return bool(split) and (kind in RESULTS or not of_all)

    def _is_about(self, kind: str) -> bool:
        if self._is_mixed(kind):
            return False
        if kind in _NORMATIVES:
            return "规范性文件" in self.text[: self.match.end()]
        if _is_decision(kind):
            return not _PUBLISHED.search(self.before + self.clause_rest)
        clause = self.text[slice(*self.clause)]
        asking = bool(_ASKING.search(clause))
        if OTHER_MATTER.search(clause if asking or kind in RESULTS else self.text) or (
            kind not in _REMEDIES and not self._is_of_requests(kind, asking=asking)
        ):
            return False
        if kind == "done":
            return self._is_finished()
        return self._is_about_disclosure or self._names_subject or self._follows_requests(kind)

    def _is_mixed(self, kind: str) -> bool:
        """Return whether the number counts two things, or what is not counted in that unit."""
        if (
            not self._is_first
            and kind != "answered"
            and _CONJUNCTION.search(self.text[: self.start])
        ):
            return True
        return (
            self._has_group("things") and "申请" not in self._claim_text and kind not in _NORMATIVES
        )

    @property
    def _claim_text(self) -> str:
        """Return its own words, with the noun after the number: 收到40件申请."""
        noun = _NOUN.match(self.text, self.match.end())
        return self.text[self.start : noun.end() if noun else self.match.end()]

    @property
    def _is_first(self) -> bool:
        """Return the number comes before the words: 39件全部办结."""
        return self._has_group("n") and self.match.start("n") == self.start

    def _has_group(self, name: str) -> bool:
        return bool(self.match.groupdict().get(name))

    def _is_of_requests(self, kind: str, *, asking: bool) -> bool:
        """Return whether it is requests, rather than reviews and suits, that are spoken of."""
        if _REMEDY.search(self.clause_rest) or asking:
            return asking and not _REMEDY.search(self.clause_rest)
        mentions = list(_SUBJECT.finditer(self.before))
        heading = f"{self.sentence.part}{self.sentence.topic}"
        if (mentions and mentions[-1]["remedy"]) or (
            _REMEDY.search(heading) and not _ASKING.search(self.text)
        ):
            return False
        counted = kind in _WITHOUT_NOUN and "申请" not in self._claim_text
        return not counted or bool(_TAIL.match(self.text, self.match.end()))

    def _is_finished(self) -> bool:
        handed_on = re.search(r"(?:上年度?|上一年度?|去年)结转", self.text[: self.match.end()])
        total = re.search(r"连同|共|合计|新收|收到", self.before)
        return not _UNFINISHED.search(self.text) and (not handed_on or bool(total))

    @property
    def _mentions_disclosure(self) -> bool:
        return bool(_DISCLOSURE.search(self.text + self.sentence.part))

    @property
    def _is_about_disclosure(self) -> bool:
        """Return whether sentence, heading or, without one, the report is about disclosure."""
        mentioned = self._mentions_disclosure or _DISCLOSURE.search(self.sentence.topic)
        if mentioned or self.sentence.span.kind == "field":
            return True
        return self._is_general and (self._names_subject or self._has_group("doubt"))

    @property
    def _is_general(self) -> bool:
        """Return whether the part has no subheadings and speaks of the whole year's work."""
        sentence = self.sentence
        return not sentence.topic and (sentence.role == "overview" or not sentence.part)

    def _follows_requests(self, kind: str) -> bool:
        """Return whether requests were spoken of before: for results, anywhere in the paragraph."""
        preceding = self.sentence.span.text[: self.sentence.start]
        last = next(
            (sentence for sentence in reversed(_SENTENCE_END.split(preceding)) if sentence.strip()),
            "",
        )
        return bool(_ASKING.search(preceding if kind in RESULTS else last))

    @property
    def _names_subject(self) -> bool:
        if _REMEDY.search(self.match[0]):
            return not self._is_adjudicated
        return bool(_REQUEST_NOUN.search(self._claim_text) or _RECEIVED.search(self.before))

    @property
    def _is_adjudicated(self) -> bool:
        """Return a body that decides reviews and suits speaks of those against others too."""
        stretch = re.split(r"[，,；]", self.text[: self.start])[-1]
        return bool(_ADJUDICATION.search(stretch + self.clause_rest))

    def is_uncertain(self, kind: str) -> bool:
        """Return whether it may well be about another body, or count in another way."""
        before = _SELF_REFERENCE.sub("", self.before)
        if self._has_group("doubt") or self._has_group("things") or "累计" in before:
            return True
        if _OTHER_BODY.search(before + self.clause_rest):
            return True
        if _is_decision(kind) or kind in _NORMATIVES:
            return _is_decision(kind) or bool(_OTHER_REGULATIONS.search(self.text))
        part = "其中" in before and kind not in RESULTS and kind not in _SUBTOTALS
        return part or not self._is_about_disclosure or self._is_implausible(kind)

    def _is_implausible(self, kind: str) -> bool:
        claim_text = self._claim_text
        bare = "bare" in self.match.re.groupindex
        return bool(
            kind in _UNCERTAIN
            or (kind == "finished" and self._is_first)
            or claim_text.startswith("新增")
            or _APPLICANTS.search(self.before)
            or ("信息公开" in claim_text and "申请" not in claim_text)
            or (self._has_group("times") and not re.search("[总数]?量|总数", claim_text))
            or (bare and (not _REQUEST_TYPE.search(claim_text) or _HANDLED.search(self.before)))
            or self._has_group("body")
            or (kind == "suit" and _INSTANCE.search(self.text))
            or (kind in _REMEDIES and self._is_adjudicated and not self._mentions_disclosure)
        )
