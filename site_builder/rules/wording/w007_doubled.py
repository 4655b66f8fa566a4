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

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.prose import HAN, Occurrence, ProseText, extract_prose, to_diagnostics

_BASIS = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》（内容准确）"
_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_REPEATED = lazy_pattern(rf"([{HAN}]{{2,4}}?)\1")
_INTENDED = lazy_pattern(
    "(?:研究|讨论|商量|学习|了解|交流|打听|考虑|休息|锻炼|检查|调查|体验|认识|评价|宣传|帮助|比较"
    "|非常|很多|许多|永远|大家|逐个|逐项|多少|多次|规定|决定|要求){2}"
)
"""Words that are doubled on purpose, or that are noun and verb: 国家有关规定规定应当公开。"""
_SINGLE = lazy_pattern(
    "的的(?<![目标].的)(?![确士])|是是(?<![但还可总就若要只更凡于正或].是)(?![否非])"
    "|在在(?<![存现实所内潜正外自].在)|和和(?<![共总温饱缓柔平谐祥].和)(?!美气)"
    "|了了(?<![不为到除].了)(?![解然结却])|们们"
)
_PAIRS = ("的的", "是是", "在在", "和和", "了了", "们们")
_HAN = lazy_pattern(f"[{HAN}]")


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    yield from to_diagnostics("w007", _BASIS, _find_occurrences(prose), prose)


def _find_occurrences(prose: ProseText) -> Iterator[Occurrence]:
    for match in _REPEATED.finditer(prose.text) if _holds_repetition(prose.text) else ():
        word = match[1]
        if _is_mistake(word) and not _INTENDED.fullmatch(match[0]):
            message = f"“{word}”写了两遍：“{prose.excerpt(match.start(), match.end())}”"
            hint = f"请删去一个“{word}”。"
            fix = (match[0], word)
            yield Occurrence(match.start(), "word", word, message, hint, *fix, fix=fix)
    has_pair = any(pair in prose.text for pair in _PAIRS)
    for match in _SINGLE.finditer(prose.text) if has_pair else ():
        actual, at = match[0], match.start()
        message = f"“{actual[0]}”写了两遍：“{prose.excerpt(at, at + 2)}”"
        hint, fix = f"请删去一个“{actual[0]}”。", (actual, actual[0])
        yield Occurrence(at, "word", actual[0], message, hint, *fix, fix=fix)


def _holds_repetition(text: str) -> bool:
    """Return whether a text may hold a word twice: `_REPEATED` takes ten times as long to look.

    The text is compared with itself, shifted by the length of a word: equal characters are zeros.
    """
    data = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(data, "little")
    for length in range(2, 5):
        zeros = bytes(2 * length)
        same = (number ^ number >> 16 * length).to_bytes(len(data), "little")
        at = same.find(zeros)
        while at >= 0:
            is_character = at % 2 == 0
            if is_character and data[at + 1] >= _FIRST_HAN and _HAN.match(text, at // 2):
                return True
            at = same.find(zeros, at + 1 + is_character)
    return False


_FIRST_HAN = 0x30
"""The higher half of the number of 〇."""


def _is_mistake(word: str) -> bool:
    """Return whether a word twice is a mistake: numbers and one character thrice are not."""
    return len(set(word)) > 1 and not any(mark in _NUMERALS for mark in word)
