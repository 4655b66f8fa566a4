"""Words of a narrative that state a number of the statutory tables, each by its kind.

A pattern takes the words of the form as reports vary them, with the number right after or before
them. Whether such a number is about this report's table at all is for claims.py to judge.
"""

import re
from collections.abc import Iterator

from site_builder.rules.numerals import NUMBER

_NUMBER = (
    rf"(?<![\d第一二三四五六七八九十百千万])(?<!\d[.,，])(?!一起[^\s，,、；：:（(）)])(?P<n>{NUMBER})\s*"
    r"(?:[件宗起份例](?P<times>次|[（(]次[）)])?|(?P<things>[条个项]))"
    r"(?!次|套|[/／件宗起份例]|以[上下内]|左右)"
)
_FEW = r"(?:的|总|件数|数|量|共|合|计|为|有|是|达到|达|了|[\s:：*])*"
_NORMATIVE = r"(?:行政)?规范性文件"
_WHO = (
    r"(?:公民、法人(?:和|或|或者|及|以及)?其[他它](?:社会)?组织(?:提出|提交)?的?"
    r"|社会公众|公众|群众|各类|各种|书面|有效|提出的)*"
)
ASKED = (
    rf"{_WHO}(?:政府|政务)?(?:信息)?(?:公开)?依?申请(?:公开)?(?:政府)?(?:信息)?(?:公开)?的?"
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
_SEEN = r"(?:(?:政府)?信息公开(?:案件|事项)?)"
_GONE = r"(?:结转|转结|顺延|延续)"
_LAST = r"(?:上年度?|上一年度?|去年|以前年度|(?P<last>20\d\d)年度?)"
_NEXT = r"(?:下年度?|下一年度?|次年度?|明年|(?P<next>20\d\d)年度?)"
_ON = rf"(?:继续)?(?:办理|答复|处理)?{_FEW}"
_SHORT_OF = r"[^\d，,。、；]{0,8}?"
RESULTS = {
    "granted": "(?<!不)予以公开",
    "partial": "部分公开",
    "refused": "不予公开",
    "unable": "无法提供",
    "not-processed": "不予处理",
    "other": "其他处理",
}
_RESULT = rf"(?:的|答复|决定|处理|情形|{_SEEN}?申请)*"
_COURT = r"(?:向(?:人民)?法院)?(?:提起|提出)?(?:行政)?(?:起诉|诉讼)(?:案件)?"
_SUITS = r"(?:案件|申请|事项)?"
_CAME = r"(?:发生|产生|引发|引起|收到|接到|被?提起|共有|办理)(?:了)?"
_WHY = r"(?:因)?(?:涉及)?(?:政府)?(?:信息公开)?(?:工作|申请)?(?:类|引起|引发)?的?"
_STOP = r"(?=\s*(?:$|[，,、；（）()]))"
_WHAT = rf"(?:{ASKED}|{_SEEN})?{_FEW}{_NUMBER}"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("new", rf"新(?:收到|收|受理|接收|接|增)(?:到|的)?{_WHAT}"),
    ("received", rf"(?<![新不未予多少再被增])(?:收到|受理|接收|接到|(?<=[共总])收)的?{_WHAT}"),
    ("received", rf"{_LEAD}(?P<bare>{ASKED}{_FEW}){_NUMBER}"),
    (
        "carried-in",
        rf"(?:包?含|包括)?{_LAST}{_GONE}[至到]?(?:本年度?|今年|(?P<now>20\d\d)年度?)?{_ON}{_WHAT}",
    ),
    ("carried-out", rf"{_GONE}[至到]?{_NEXT}{_ON}{_WHAT}"),
    ("carried-out", rf"{_NUMBER}(?:{ASKED})?{_SHORT_OF}{_GONE}[至到]?{_NEXT}"),
    ("carried", rf"{_GONE}{_ON}{_WHAT}"),
    ("finished", rf"(?<![未待])(?:办结|办理完毕|办毕){_WHAT}"),
    ("finished", rf"{_NUMBER}(?:申请)?(?:均|都|已|全部|按时|按期|如期|依法|及时)*办结{_STOP}"),
    ("answered", rf"(?<![未待续在])(?:答复|办理|处理)(?:完毕|完成)?{_WHAT}"),
    *((kind, rf"{word}{_RESULT}{_FEW}{_NUMBER}") for kind, word in RESULTS.items()),
    *((kind, rf"{_NUMBER}{word}{_STOP}") for kind, word in RESULTS.items()),
    ("review", rf"(?:行政)?复议{_SUITS}{_FEW}{_NUMBER}"),
    ("review", rf"{_CAME}{_NUMBER}{_WHY}行政复议{_SUITS}{_STOP}"),
    ("direct", rf"(?:未经(?:行政)?复议(?:直接)?|直接){_COURT}{_FEW}{_NUMBER}"),
    ("after-review", rf"复议后(?:又|再)?{_COURT}{_FEW}{_NUMBER}"),
    ("suit", rf"(?<!民事)(?<!刑事)(?<!公益)(?:行政)?(?:诉讼|应诉){_SUITS}{_FEW}{_NUMBER}"),
    ("suit", rf"{_CAME}{_NUMBER}{_WHY}行政诉讼{_SUITS}{_STOP}"),
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
_NONE = re.compile(
    rf"(?:没有|未|尚未)(?:收到|接到|接收到?|受理)(?:{ASKED})(?<=申请|公开|事项)(?=\s*(?:[,，；]|$))"
)


def heard(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Find what levelled text may state: the kind, and the words with the number if they have one.

    Each number gets the one kind whose words say most: 未经复议直接起诉, not 起诉.
    """
    best: dict[int, tuple[str, re.Match[str]]] = {}
    for kind, pattern in _COMPILED:
        for one in pattern.finditer(text):
            known = best.setdefault(one.start("n"), (kind, one))[1]
            if _rank(one) < _rank(known):
                best[one.start("n")] = kind, one
    yield from best.values()
    yield from (("done", one) for one in _DONE.finditer(text))
    yield from (("new", one) for one in _NONE.finditer(text))


def _rank(found: re.Match[str]) -> tuple[bool, int, int]:
    return "bare" in found.re.groupindex, found.start(), -found.end()
