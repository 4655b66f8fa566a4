"""What stands around a number that a narrative states, and whether that makes it a claim.

Whatever narrows it — a class of applicants, last year, a month, a comparison — makes it no claim;
whatever may make it another body's, or another way of counting, makes it doubtful.
"""

import re
from dataclasses import dataclass

from site_builder.rules.claim_words import ASKED, RESULTS
from site_builder.rules.numerals import NUMBER
from site_builder.rules.sentences import Sentence

_REMEDIES = frozenset(("review", "direct", "after-review", "suit"))
_DECISIONS = frozenset(("licence", "penalty", "compulsion", "fee"))
_DOUBTFUL = frozenset(("answered", "carried"))
_WITHOUT_NOUN = frozenset(("new", "received", "finished", "answered"))
_PARTS = frozenset(("carried-in", "direct", "after-review"))
"""What 其中 itself introduces, as it does the results."""
_NORMATIVES = frozenset(("made", "repealed", "valid"))

_SEPARATOR = re.compile(r"[，,、：:（）()]")
STANDING = re.compile(
    r"[比较同与](?:上年度?|上一年度?|去年|前年|20\d\d年)(?:同期)?"
    r"|(?:上年度?|上一年度?|去年|以前年度|20\d\d年度?)(?:结转|转结)"
    r"|1月1日.{0,8}?12月31日|1月?[-—至到~～]12月|12月(?:31日|底)"
)
"""What names another time without moving the sentence there."""
OTHER_TIME = re.compile(
    r"上年|上一年|去年|前年|往年|历年|累计|(?<!今年)(?<!本年)以来|季度|半年|(?:\d|[一二三四五六七八九十])月|平均|每[年月季周天]"
    r"|近[一二三两五\d]"
)
_COMPARED = re.compile(r"[比较](?:上年|上一年|去年|前年|20\d\d年)|同比|环比")
_COMPARING = re.compile(
    r"同比|环比|[比较与同](?:上年|上一年|去年|20\d\d年)|占|(?:增加|增长|减少|下降|上升)(?![到至])"
)
_SUMMED_UP = re.compile(r"(?:全年|本年度?|今年|年内|20\d\d年度?).{0,12}累计")
_APPLICANTS = re.compile(r"自然人|企业|法人|科研机构|公益组织|法律服务|其他组织|个人|公民|律师")
_OF_THE_WHOLE = re.compile(r"[件宗起份]次?[^件宗起份]{0,14}?(?:其中|包括|涉及|[（(]|按申请)")
_OWN = re.compile(
    r"[我本](?:局|委|办公室|办|单位|部门|机关|镇|乡|街道|区|市|县|省)(?!级)"
    r"|(?:涉及|有关|关于)?(?:(?:政府|政务)?信息公开|政务公开|依申请公开)(?:工作)?(?:方面|的)?"
)
"""Words for the reporting body and its subject: they narrow nothing."""
_NARROWED = re.compile(
    r"当面|现场|网络|网站|网上|公众号|邮箱|信箱|线上|信函|邮寄|来信|传真|邮件|窗口|平台|系统|渠道|涉及|关于|有关|方面|增加|减少|增长"
    r"|下降|上升|升至|降至|超过|不足|至少|左右|率|撤回|撤销|补正|转办|转交|转送|再次|重复|重新|含|提前|当场"
    r"|即时|当日|逾期|超期|延期|延长|口头|电话|不服|败诉|胜诉|维持|纠正|纠错|驳回"
)
_ONE_REASON = re.compile(
    r"(?:秘密|三安全|第三方|内部事务|过程性|案卷|查询|不掌握|现成|补正|信访|重复|出版物|反复|确认|缴费)"
    r"(?!.{0,8}等)"
)
"""Reasons that have a row of their own below a result."""
_SHOWN = re.compile(r"公开|公示|公布|发布|归集|录入|推送|抽查|评查")
_OTHER_BODY = re.compile(
    r"办公室|政府办|管委办|本级|代表|各部门|各单位|各级|街道|乡镇|镇政府|下属|所属|直属|部门|单位"
    r"|全省|全市|全区|全县|局"
)
OTHER_MATTER = re.compile(
    r"建议|提案|信访|投诉|咨询|留言|热线|来信|信件|举报|12345|许可申请|补贴|资金|工单|诉求|来电|来访|办件|仲裁|赔偿|认定"
)
_DISCLOSURE = re.compile(r"信息公开|依申请|政务公开|公开申请|收到和处理|概述")
_ASKING = re.compile(r"信息公开.{0,2}申请|依申请|公开申请")
_JUDGING = re.compile(r"审理|审结|办理|受理|立案|代理|出庭|调解|化解|指导")
_REMEDY = re.compile(r"复议|诉讼|起诉|应诉|法院")
_JOINT = re.compile(
    r"(?:复议|诉讼|起诉|公开|提供|处理|许可|处罚|强制|新收|收到|受理|办结|结转|制发|废止)"
    r"(?:案件|申请|决定)?(?:和|、|及|与|或|以及)(?:被?提起)?$"
)
"""Two things with one number between them."""
_BOTH = re.compile(r"规章|政策")
_UNDONE = re.compile(r"尚[有未]|除.{0,20}外|其余|另有|仍")
_WORDS = re.compile(r"(?P<remedy>(?:复议|诉讼|应诉)(?:申请|案件)?)|申请")
"""What is spoken of: 申请 after 复议 is a request for review."""
_NAMED = re.compile(r"申请|结转")
_TOLD = re.compile(rf"(?:收到?|受理|接收|接到)的?(?:{NUMBER}件)?{ASKED}")
_NOUN = re.compile(rf"\s*的?{ASKED}")
_SORT = re.compile(r"信息公开|依申请|公开申请|[总量数]")
_TURNED = re.compile(r"办结|答复|办理|处理|结转|转结|公开[^申]*\d")
"""Before a bare 政府信息公开申请: it may be those finished, or handed on."""
_INSTANCE = re.compile(r"[一二]审|上诉|再审")
_TAIL = re.compile(
    rf"\s*(?:$|[，,、（()）]|的?(?:{ASKED}|信息公开)|[均都已并]|全部|其中|同比|[比较])"
)
"""What may follow a number whose noun was said before: 收到40件, but not 收到40件来稿."""
_SENTENCE_END = re.compile(r"[。；！？;!?]")


@dataclass(frozen=True, slots=True)
class Around:
    """A possible claim with the words around it."""

    text: str
    found: re.Match[str]
    sentence: Sentence

    @property
    def start(self) -> int:
        """Where its own words begin."""
        return self.found.start("bare" if "bare" in self.found.re.groupindex else 0)

    @property
    def clause(self) -> tuple[int, int]:
        """Bounds of the clause it stands in."""
        start = max((one.end() for one in _SEPARATOR.finditer(self.text, 0, self.start)), default=0)
        end = _SEPARATOR.search(self.text, self.found.end())
        return start, end.start() if end else len(self.text)

    @property
    def before(self) -> str:
        """What of the sentence comes before, without mere comparisons."""
        return STANDING.sub("", self.text[: self.start])

    @property
    def beside(self) -> str:
        """What else the clause says."""
        start, end = self.clause
        after = _COMPARING.split(self.text[self.found.end() : end])[0]
        return _OWN.sub("", self.text[start : self.start] + after)

    def is_meant(self, kind: str) -> bool:
        """Tell whether it is about what the table counts, for the whole of this year."""
        return self._is_of_the_year() and not self._is_narrowed(kind) and self._is_about(kind)

    def _is_of_the_year(self) -> bool:
        year = int(self.sentence.passage.location.file.split("/")[1])
        named = self.found.groupdict()
        lead = self.text[self.clause[0] : self.start]
        time = _SUMMED_UP.sub("", STANDING.sub("", self.before + self.beside))
        return not (
            OTHER_TIME.search(time)
            or _COMPARED.search(lead)
            or int(named.get("last") or year - 1) != year - 1
            or int(named.get("now") or year) != year
            or int(named.get("next") or year + 1) != year + 1
            or any(int(one) != year for one in re.findall(r"(20\d\d)年", self.before))
        )

    def _is_narrowed(self, kind: str) -> bool:
        if _NARROWED.search(self.beside) or _APPLICANTS.search(self.beside):
            return True
        if self._counts("doubt") and "不服" in self.before:
            return True
        if kind in RESULTS and _ONE_REASON.search(self.text[self.clause[0] : self.start]):
            return True
        earlier = "" if kind == "done" else self.before
        split = _APPLICANTS.search(earlier)
        # 收到40件，其中自然人30件，办结39件: what follows the split may be about the whole again.
        whole = split and _OF_THE_WHOLE.search(earlier, 0, split.start())
        return bool(split) and (kind in RESULTS or not whole)

    def _is_about(self, kind: str) -> bool:
        if self._is_mixed(kind):
            return False
        if kind in _NORMATIVES:
            return "规范性文件" in self.text[: self.found.end()]
        if kind in _DECISIONS:
            return not _SHOWN.search(self.before + self.beside)
        clause = self.text[slice(*self.clause)]
        asking = bool(_ASKING.search(clause))
        if OTHER_MATTER.search(clause if asking or kind in RESULTS else self.text) or (
            kind not in _REMEDIES and not self._is_of_requests(kind, asking=asking)
        ):
            return False
        if kind == "done":
            return self._is_finished()
        return self._is_placed or self._is_named or self._is_near(kind)

    def _is_mixed(self, kind: str) -> bool:
        """Tell whether the number counts two things, or what is not counted in that unit."""
        if not self._is_first and kind != "answered" and _JOINT.search(self.text[: self.start]):
            return True
        return self._counts("things") and "申请" not in self._own and kind not in _NORMATIVES

    @property
    def _own(self) -> str:
        """Its own words, with the noun after the number: 收到40件申请."""
        noun = _NOUN.match(self.text, self.found.end())
        return self.text[self.start : noun.end() if noun else self.found.end()]

    @property
    def _is_first(self) -> bool:
        """The number comes before the words: 39件全部办结."""
        return self._counts("n") and self.found.start("n") == self.start

    def _counts(self, name: str) -> bool:
        return bool(self.found.groupdict().get(name))

    def _is_of_requests(self, kind: str, *, asking: bool) -> bool:
        """Tell whether it is requests, rather than reviews and suits, that are spoken of."""
        if _REMEDY.search(self.beside) or asking:
            return asking and not _REMEDY.search(self.beside)
        mentions = list(_WORDS.finditer(self.before))
        heading = f"{self.sentence.part}{self.sentence.topic}"
        if (mentions and mentions[-1]["remedy"]) or (
            _REMEDY.search(heading) and not _ASKING.search(self.text)
        ):
            return False
        counted = kind in _WITHOUT_NOUN and "申请" not in self._own
        return not counted or bool(_TAIL.match(self.text, self.found.end()))

    def _is_finished(self) -> bool:
        handed_on = re.search(r"(?:上年度?|上一年度?|去年)结转", self.text[: self.found.end()])
        whole = re.search(r"连同|共|合计|新收|收到", self.before)
        return not _UNDONE.search(self.text) and (not handed_on or bool(whole))

    @property
    def _is_told(self) -> bool:
        return bool(_DISCLOSURE.search(self.text + self.sentence.part))

    @property
    def _is_placed(self) -> bool:
        """The sentence, its heading, or for want of one the whole report is about disclosure."""
        told = self._is_told or _DISCLOSURE.search(self.sentence.topic)
        if told or self.sentence.passage.kind == "field":
            return True
        return self._is_general and (self._is_named or self._counts("doubt"))

    @property
    def _is_general(self) -> bool:
        """A part without subheadings, which speaks of the whole year's work."""
        part, topic = self.sentence.part, self.sentence.topic
        return not topic and ("总体" in part or not part)

    def _is_near(self, kind: str) -> bool:
        """Tell whether requests were spoken of before: for results, anywhere in the paragraph."""
        told = self.sentence.passage.text[: self.sentence.start]
        last = next((one for one in reversed(_SENTENCE_END.split(told)) if one.strip()), "")
        return bool(_ASKING.search(told if kind in RESULTS else last))

    @property
    def _is_named(self) -> bool:
        if _REMEDY.search(self.found[0]):
            return not self._is_judged
        return bool(_NAMED.search(self._own) or _TOLD.search(self.before))

    @property
    def _is_judged(self) -> bool:
        """A body that decides reviews and suits speaks of those against others too."""
        stretch = re.split(r"[，,；]", self.text[: self.start])[-1]
        return bool(_JUDGING.search(stretch + self.beside))

    def is_doubtful(self, kind: str) -> bool:
        """Tell whether it may well be about another body, or count in another way."""
        before = _OWN.sub("", self.before)
        if self._counts("doubt") or self._counts("things") or "累计" in before:
            return True
        if _OTHER_BODY.search(before + self.beside):
            return True
        if kind in _DECISIONS | _NORMATIVES:
            return kind in _DECISIONS or bool(_BOTH.search(self.text))
        part = "其中" in before and kind not in RESULTS and kind not in _PARTS
        return part or not self._is_placed or self._is_odd(kind)

    def _is_odd(self, kind: str) -> bool:
        own = self._own
        bare = "bare" in self.found.re.groupindex
        return bool(
            kind in _DOUBTFUL
            or (kind == "finished" and self._is_first)
            or own.startswith("新增")
            or _APPLICANTS.search(self.before)
            or ("信息公开" in own and "申请" not in own)
            or (self._counts("times") and not re.search("[总数]?量|总数", own))
            or (bare and (not _SORT.search(own) or _TURNED.search(self.before)))
            or self._counts("body")
            or (kind == "suit" and _INSTANCE.search(self.text))
            or (kind in _REMEDIES and self._is_judged and not self._is_told)
        )
