"""六角括号。

查什么：
    年份外面的六角括号是否用了别的字符（﹝﹞、〖〗），是否一边是六角括号、另一边不是。全用圆括号或
    方括号的，由发文字号的规则检查。“更正”一项，和正文里更正时引用的错处（“……”更正为），不查。
依据：
    GB/T 9704—2012《党政机关公文格式》7.2.5：年份应标全称，用六角括号“〔〕”括入。
错误示例：
    国办发﹝2020﹞12号；国办发〔2020）12号。
怎么改：
    改为〔2020〕。输入法里打“六角括号”可以找到〔〕。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.prose import Occurrence, ProseText, extract_prose, to_diagnostics

_BASIS = "GB/T 9704—2012《党政机关公文格式》7.2.5"
_YEAR = lazy_pattern(r"[〔﹝（(\[【〖［]\s?(\d{2,4})\s?[〕﹞）)\]】〗］]")
_WRONG_BRACKETS = "﹝﹞〖〗"


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    yield from to_diagnostics("w003", _BASIS, _find_occurrences(prose), prose)


def _find_occurrences(prose: ProseText) -> Iterator[Occurrence]:
    for match in _YEAR.finditer(prose.text):
        actual, year = match[0], match[1]
        left, right = actual[0], actual[-1]
        expected = f"〔{year}〕"
        if left in _WRONG_BRACKETS or right in _WRONG_BRACKETS:
            message = f"六角括号用了别的字符：“{actual}”"
        elif (left == "〔") != (right == "〕"):
            message = f"六角括号只有一边：“{actual}”"
        else:
            continue
        hint = f"请改为“{expected}”。"
        yield Occurrence(match.start(), "hexagonal", actual, message, hint, actual, expected)
