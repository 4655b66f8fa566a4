"""重复的字词。

查什么：
    两个至四个字的词紧接着又写了一遍；“的的”“是是”“和和”一类重复的字。“研究研究”“方方面面”“目的的”
    “参与与”之类本来就这样用的不查。“更正”一项，和正文里更正时引用的错处（“……”更正为），
    不查。
依据：
    政府网站检查通报的常见问题“重复用词”；《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）。
错误示例：
    拨付资金资金200万元；园区的的道路。
怎么改：
    删去重复的一个；确实要重复的，在“接受”里写明理由。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.inspection import RuleContext, TextFile
from site_builder.model.rule import TextRule
from site_builder.rules.words import HAN, Prose, Slip, prose, told

_BASIS = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》（内容准确）"
_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_REPEATED = re.compile(rf"([{HAN}]{{2,4}}?)\1")
_MEANT = re.compile(
    "(?:研究|讨论|商量|学习|了解|交流|打听|考虑|休息|锻炼|检查|调查|体验|认识|评价|宣传|帮助|比较"
    "|非常|很多|许多|永远|大家|逐个|逐项|多少|多次|规定|决定|要求){2}"
)
"""Words that are said twice on purpose, or that are noun and verb: 国家有关规定规定应当公开。"""
_SINGLE = re.compile(
    "的的(?<![目标].的)(?![确士])|是是(?<![但还可总就若要只更凡于正或].是)(?![否非])"
    "|在在(?<![存现实所内潜正外自].在)|和和(?<![共总温饱缓柔平谐祥].和)(?!美气)"
    "|了了(?<![不为到除].了)(?![解然结却])|们们"
)


def _find(text: TextFile, _desk: RuleContext) -> Iterator[Diagnostic]:
    words = prose(text)
    yield from told("w007", _BASIS, _slips(words), words)


def _slips(words: Prose) -> Iterator[Slip]:
    for found in _REPEATED.finditer(words.text):
        word = found[1]
        if _is_slip(word) and not _MEANT.fullmatch(found[0]):
            message = f"“{word}”写了两遍：“{words.around(found.start(), found.end())}”"
            hint = f"请删去一个“{word}”。"
            yield Slip(found.start(), "word", word, message, hint, found[0], word)
    for found in _SINGLE.finditer(words.text):
        stated, at = found[0], found.start()
        message = f"“{stated[0]}”写了两遍：“{words.around(at, at + 2)}”"
        yield Slip(at, "word", stated[0], message, f"请删去一个“{stated[0]}”。", stated, stated[0])


def _is_slip(word: str) -> bool:
    """Tell whether saying a word twice is a slip: numbers and one character thrice are not."""
    return len(set(word)) > 1 and not any(mark in _NUMERALS for mark in word)


RULE = TextRule("w007", "重复的字词", _find)
