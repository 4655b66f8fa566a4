"""Words of a narrative that state a number of the statutory tables, each by its kind.

A pattern takes the words of the form as reports vary them, with the number right after or before
them. Whether such a number is about this report's table at all is for `context` to decide.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.rules.claims.numerals import NUMBER

_NUMBER = (
    rf"(?<![\d第一二三四五六七八九十百千万])(?<!\d[.,，])(?!一起[^\s，,、；：:（(）)])(?P<n>{NUMBER})\s*"
    r"(?:[件宗起份例](?P<times>次|[（(]次[）)])?|[（(][件宗起份例][）)]|(?P<things>[条个项]))"
    r"(?!次|套|[/／件宗起份例]|以[上下内]|左右)"
)
_FILL = r"(?:的|总|件数|数|量|共|合|计|为|有|是|达到|达|了|[\s:：*])*"
_NORMATIVE = r"(?:行政)?规范性文件"
_BY = (
    r"(?:公民、法人(?:和|或|或者|及|以及)?其[他它](?:社会)?组织(?:提出|提交)?的?"
    r"|社会公众|公众|群众|各类|各种|书面|有效|提出的)*"
)
REQUEST = (
    rf"{_BY}(?:政府|政务)?(?:信息)?(?:公开)?依?申请(?:公开)?(?:政府)?(?:信息)?(?:公开)?的?"
    r"(?:申请|请求)?(?:(?:办理|受理)?事项|案件|[件书表])?"
)
_TIMES = (
    r"(?:20\d\d年度?|全年度?|本年度?|年度|今年|当年|年内|一年来|共有|共|总计|合计|累计|[的\s*]"
    r"|[我本全](?:省|市|区|县|镇|乡|局|委|办|厅|院|街道|园区|单位|部门|机关))*"
)
_LEAD = (
    r"(?:^|(?<=[，,：:；（(])|(?<=[件宗起份例条次]、))[\s*]*"
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）).、．]|[-+·•]|[一二三四五六]是)?"
    rf"{_TIMES}(?P<body>[一-龥]{{1,12}}?(?:省|市|区|县|镇|乡|局|委|办|厅|院|街道|办事处|会))?{_TIMES}"
)
"""What may come between the beginning of a clause and a bare 政府信息公开申请."""
_TOPIC = r"(?:(?:政府)?信息公开(?:案件|事项)?)"
_CARRY = r"(?:结转|转结|顺延|延续)"
_LAST = r"(?:上年度?|上一年度?|去年|以前年度|(?P<last>20\d\d)年度?)"
_NEXT = r"(?:下年度?|下一年度?|次年度?|明年|(?P<next>20\d\d)年度?)"
_ON = rf"(?:继续)?(?:办理|答复|处理)?{_FILL}"
_SHORT_OF = r"[^\d，,。、；]{0,8}?"
RESULTS = {
    "granted": "(?<!不)予以公开",
    "partial": "部分公开",
    "refused": "不予公开",
    "unable": "无法提供",
    "not-processed": "不予处理",
    "other": "其他处理",
}
_RESULT = rf"(?:的|答复|决定|处理|情形|{_TOPIC}?申请)*"
_COURT = r"(?:向(?:人民)?法院)?(?:提起|提出)?(?:行政)?(?:起诉|诉讼)(?:案件)?"
_SUITS = r"(?:案件|申请|事项)?"
_AROSE = r"(?:发生|产生|引发|引起|收到|接到|被?提起|共有|办理)(?:了)?"
_CAUSE = r"(?:因)?(?:涉及)?(?:政府)?(?:信息公开)?(?:工作|申请)?(?:类|引起|引发)?的?"
_STOP = r"(?=\s*(?:$|[，,、；（）()]))"
_NO_UNIT = (
    rf"(?:[（(](?:单位[:：]?)?[件宗起份][）)])?{_FILL}(?<![\d.,，])(?P<n>{NUMBER})(?!\s*、){_STOP}"
)
"""A number without its unit, as after a label of the table: that it is one is only asked."""
_MONEY = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<money>[千万百亿]{0,2}元)"
TEN_THOUSANDS = {
    unit: Decimal(worth) / 10_000
    for unit, worth in (
        *(("元", 1), ("百元", 100), ("千元", 1000), ("万元", 10_000)),
        *(("百万元", 10**6), ("千万元", 10**7), ("亿元", 10**8), ("万万元", 10**8)),
    )
}
"""What a unit of money is in 万元, the form's unit."""
_MANY = r"(?:数量|件数|总数|总量|数|量)"
_REQUESTS = rf"(?:{REQUEST})?{_MANY}?"
_COUNTED = rf"(?:{REQUEST}|{_TOPIC})?{_FILL}{_NUMBER}"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("new", rf"新(?:收到|收|受理|接收|接|增)(?:到|的)?{_COUNTED}"),
    ("received", rf"(?<![新不未予多少再被增])(?:收到|受理|接收|接到|(?<=[共总])收)的?{_COUNTED}"),
    ("received", rf"{_LEAD}(?P<bare>{REQUEST}{_FILL}){_NUMBER}"),
    (
        "carried-in",
        rf"(?:包?含|包括)?{_LAST}{_CARRY}[至到]?(?:本年度?|今年|(?P<now>20\d\d)年度?)?{_ON}{_COUNTED}",
    ),
    ("carried-out", rf"{_CARRY}[至到]?{_NEXT}{_ON}{_COUNTED}"),
    ("carried-out", rf"{_NUMBER}(?:{REQUEST})?{_SHORT_OF}{_CARRY}[至到]?{_NEXT}"),
    ("carried", rf"{_CARRY}{_ON}{_COUNTED}"),
    ("finished", rf"(?<![未待])(?:办结|办理完毕|办毕){_COUNTED}"),
    ("finished", rf"{_NUMBER}(?:申请)?(?:均|都|已|全部|按时|按期|如期|依法|及时)*办结{_STOP}"),
    ("answered", rf"(?<![未待续在])(?:答复|办理|处理)(?:完毕|完成)?{_COUNTED}"),
    *((kind, rf"{word}{_RESULT}{_FILL}{_NUMBER}") for kind, word in RESULTS.items()),
    *((kind, rf"{_NUMBER}{word}{_STOP}") for kind, word in RESULTS.items()),
    ("review", rf"(?:行政)?复议{_SUITS}{_FILL}{_NUMBER}"),
    ("review", rf"{_AROSE}{_NUMBER}{_CAUSE}行政复议{_SUITS}{_STOP}"),
    ("direct", rf"(?:未经(?:行政)?复议(?:直接)?|直接){_COURT}{_FILL}{_NUMBER}"),
    ("after-review", rf"复议后(?:又|再)?{_COURT}{_FILL}{_NUMBER}"),
    ("suit", rf"(?<!民事)(?<!刑事)(?<!公益)(?:行政)?(?:诉讼|应诉){_SUITS}{_FILL}{_NUMBER}"),
    ("suit", rf"{_AROSE}{_NUMBER}{_CAUSE}行政诉讼{_SUITS}{_STOP}"),
    ("made", rf"(?:制发|制定|制作|出台)(?:了|印发|出台)?{_NORMATIVE}{_FILL}{_NUMBER}"),
    ("repealed", rf"废止(?:了)?(?:{_NORMATIVE})?{_FILL}{_NUMBER}"),
    ("valid", rf"现行有效(?:的)?(?:{_NORMATIVE})?{_FILL}{_NUMBER}"),
    ("licence", rf"行政许可(?:决定|案件)?{_FILL}{_NUMBER}"),
    ("penalty", rf"行政处罚(?:决定|案件)?{_FILL}{_NUMBER}"),
    ("compulsion", rf"行政强制(?:决定|案件|措施)?{_FILL}{_NUMBER}"),
    (
        "fee",
        rf"(?<!减免)(?<!取消)(?<!降低)(?<!免收)(?<!免征)(?<!停征)(?P<doubt>行政事业性收费)(?:项目)?(?:[总合]?[金数]?额|收入)?{_FILL}{_MONEY}",
    ),
    ("new", rf"(?P<doubt>新收)到?的?{_REQUESTS}{_NO_UNIT}"),
    (
        "received",
        rf"(?<![新不未予多少再被增])(?P<doubt>收到|受理|接收)的?{REQUEST}{_MANY}{_NO_UNIT}",
    ),
    ("carried-in", rf"(?P<doubt>{_LAST}{_CARRY}){_REQUESTS}{_NO_UNIT}"),
    ("carried-out", rf"(?P<doubt>{_CARRY}[至到]?{_NEXT}){_ON}{_MANY}?{_NO_UNIT}"),
    ("carried", rf"(?P<doubt>{_CARRY}){_REQUESTS}{_NO_UNIT}"),
    ("finished", rf"(?<![未待])(?P<doubt>办结)的?{_REQUESTS}{_NO_UNIT}"),
)
_COMPILED = tuple((kind, lazy_pattern(pattern)) for kind, pattern in _PATTERNS)
_DONE = lazy_pattern(
    r"(?:全部|均已?|都已?)(?:按期|按时|按规定|依法|依规|及时|在?(?:法定|规定)的?(?:期限|时限|时间)内?)*"
    r"(?:办结|办理完毕|办理完成|答复完毕)|(?:没有|无|未)(?:发生|产生|出现|形成|有)?(?:申请)?结转(?!的)"
    r"|办结率(?:为|达到?|均为)?\s*(?:100\s*%|百分之百)"
)
_NONE = lazy_pattern(
    rf"(?:没有|未|尚未)(?:收到|接到|接收到?|受理)(?:{REQUEST})(?<=申请|公开|事项)(?=\s*(?:[,，；]|$))"
)


_NO = r"(?P<doubt>没有|[尚从并均]未|未曾?|[均并]?无)"
_ABOUT = (
    r"(?:[因由]于?|涉及|有关|关于|[我本](?:局|委|办|区|市|县|镇|乡|机关|单位|部门)|(?:政府|政务)?信息公开|依申请公开"
    r"|政务公开|工作|申请人?|公民|他人|方面|答复|行为|而|被|引[起发]|产生|导致|发生|收到|接到|出现|存在|提[起出]|任何|新增?|的)*"
)
_SORT = r"(?:(?:案件|申请|事项|情况|情形|案例|现象|发生|产生|的)*)"
_AND = r"(?:、|和|及|以及|与|或|或者|[，,]也?(?:没有|未|无)?)"
_REVIEWS = rf"(?:申请)?行政复议{_SORT}"
_SUING = rf"(?:被?提[起出]|发生|产生|引发)*(?:行政)?(?:诉讼|应诉){_SORT}"
_NO_REVIEW = lazy_pattern(rf"{_NO}{_ABOUT}{_REVIEWS}(?={_AND}{_SUING}{_STOP}|{_STOP})")
_NO_SUIT = lazy_pattern(rf"{_NO}{_ABOUT}(?:{_REVIEWS}{_AND})?{_SUING}{_STOP}")
_BOTH_NONE = lazy_pattern(
    rf"行政复议{_SORT}(?:、|和|及|与)(?:行政)?(?:诉讼|应诉){_SORT}(?:[件数]?数?量)?"
    rf"(?P<doubt>[均都皆]为|[均都皆]是|[均都皆]|为|是)\s*[0零〇]\s*[件宗起例]?{_STOP}"
)
_NO_RESULT = tuple(
    (
        kind,
        lazy_pattern(
            rf"{_NO}(?:作出|出现|发生|存在|任何|的)*{word}(?:的|答复|决定|处理)*"
            rf"(?:情况|情形|申请|案件|事项|件|政府信息)+{_STOP}"
        ),
    )
    for kind, word in RESULTS.items()
)
_SAYS_NONE = lazy_pattern("没有|未|无|[0零〇]")


def count_after(words: str) -> str:
    """Return a pattern for words with a number of cases after them."""
    return rf"{words}{_FILL}{_NUMBER}"


def amount_after(words: str) -> str:
    """Return a pattern for words with a sum of money after them."""
    return rf"{words}(?:[总合]?[金数]?额|收入)?{_FILL}{_MONEY}"


def find_candidates(
    text: str, form_patterns: tuple[tuple[str, re.Pattern[str]], ...] = ()
) -> Iterator[tuple[str, re.Match[str]]]:
    """Find what levelled text may state: the kind, and the words with the number if they have one.

    Each number gets the one kind whose words are most specific: 未经复议直接起诉, not 起诉.
    """
    best: dict[int, tuple[str, re.Match[str]]] = {}
    for kind, pattern in (*_COMPILED, *form_patterns):
        for match in pattern.finditer(text):
            best_match = best.setdefault(match.start("n"), (kind, match))[1]
            if _rank(match) < _rank(best_match):
                best[match.start("n")] = kind, match
    yield from best.values()
    yield from (("done", match) for match in _DONE.finditer(text))
    yield from (("new", match) for match in _NONE.finditer(text))
    if _SAYS_NONE.search(text):
        yield from _find_negations(text)


def _find_negations(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Find what the text states to be none; it may be none of some sort, so it is doubtful."""
    for kind, pattern in (
        *(("review", _NO_REVIEW), ("suit", _NO_SUIT)),
        *(("review", _BOTH_NONE), ("suit", _BOTH_NONE)),
        *_NO_RESULT,
    ):
        yield from ((kind, match) for match in pattern.finditer(text))


def _rank(match: re.Match[str]) -> tuple[bool, int, int]:
    return "bare" in match.re.groupindex, match.start(), -match.end()
