"""成对的标点。

查什么：
    括号、引号、书名号在一段里是否成对（引文可以跨段）；一对括号是否一半全角一半半角；书名号里面
    又用书名号。“更正”一项，和正文里更正时引用的错处（“……”更正为），不查。
依据：
    GB/T 15834—2011《标点符号用法》4.8、4.9、4.15：成对使用；书名号里还要用书名号时，外面用双书名
    号，里面用单书名号。
错误示例：
    《关于转发《依申请公开办法》的通知》；“办结、结转（含部分公开。
怎么改：
    补上缺的一半，或删去多的一半；里层的书名号改为〈〉。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.inspection import RuleContext, TextFile
from site_builder.model.rule import TextRule
from site_builder.rules.words import HAN, Prose, Slip, prose, told

_BASIS = "GB/T 15834—2011《标点符号用法》"
_PAIRS = {
    "》": "《",
    "〉": "〈",
    "”": "“",
    "）": "（",
    ")": "（",
    "】": "【",
    "』": "『",
    "」": "「",
}
_OTHER = {"《": "》", "〈": "〉", "“": "”", "（": "）", "【": "】", "『": "』", "「": "」"}
_MARKS = re.compile(r"[《》〈〉“”（）()【】「」『』]")
_INDENT = 200
"""Marks of Markdown that a line may begin with, at the most."""
_DEEP = 20
"""Marks within marks that are looked through for a partner."""
_HAN = re.compile(f"[{HAN}）]")
_LISTED = re.compile(r"[0-9A-Za-z一二三四五六七八九十①-⑳]")


@dataclass(frozen=True, slots=True)
class _Open:
    mark: str
    """In its full-width form."""
    offset: int
    paragraph: int


def _find(text: TextFile, _desk: RuleContext) -> Iterator[Diagnostic]:
    words = prose(text)
    yield from told("w008", _BASIS, _slips(words), words)


def _slips(words: Prose) -> Iterator[Slip]:
    opened: list[_Open] = []
    quote: _Open | None = None
    for found in _MARKS.finditer(words.text):
        mark, at = found[0], found.start()
        paragraph = words.paragraph(at)
        if opened and opened[-1].paragraph != paragraph:
            yield from (_unpaired(words, one) for one in opened)
            opened.clear()
        if mark in "“”":
            new = _Open(mark, at, paragraph)
            if _is_unpaired(words, quote, new):
                yield _unpaired(words, quote or new)
            quote = new if mark == "“" else None
        elif mark in _OTHER or mark == "(":
            if mark == "《" and opened and opened[-1].mark == "《":
                yield _nested(words, at)
            opened.append(_Open("（" if mark == "(" else mark, at, paragraph))
        else:
            yield from _close(words, opened, mark, at)
    yield from (_unpaired(words, one) for one in (*opened, *((quote,) if quote else ())))


def _is_unpaired(words: Prose, quote: _Open | None, new: _Open) -> bool:
    """Tell whether a quotation mark does not go with the one before it.

    A quotation may run over paragraphs; then each of them opens it anew.
    """
    if new.mark == "”" or quote is None:
        return new.mark == "”" and quote is None
    return quote.paragraph == new.paragraph or not _starts_line(words, new.offset)


def _starts_line(words: Prose, offset: int) -> bool:
    line = words.starts[words.index(offset)]
    return offset - line < _INDENT and not words.text[line:offset].strip(" >*-")


def _close(words: Prose, opened: list[_Open], mark: str, at: int) -> Iterator[Slip]:
    wanted = _PAIRS[mark]
    if not any(one.mark == wanted for one in opened[-_DEEP:]):
        before = words.text[at - 1 : at]
        if (_HAN.match(before) or mark != ")") and not _is_listed(before, mark):
            yield _unpaired(words, _Open(mark, at, 0))
        return
    while opened[-1].mark != wanted:
        yield _unpaired(words, opened.pop())
    first = opened.pop().offset
    if wanted == "（" and (words.text[first] == "(") != (mark == ")"):
        quoted = words.text[first : at + 1]
        if "\n" not in quoted:
            message = f"括号一半是全角、一半是半角：“{words.around(first, at + 1, 0)[:30]}”"
            pair = words.text[first] + mark
            yield Slip(first, "mixed", pair, message, "请都改为全角的“（）”。", pair, "（）")


def _is_listed(before: str, mark: str) -> bool:
    """Tell whether a closing bracket stands after a number, as in 1）."""
    return mark in "）)" and _LISTED.match(before) is not None


def _unpaired(words: Prose, one: _Open) -> Slip:
    other = _OTHER.get(one.mark) or _PAIRS[one.mark]
    mark = words.text[one.offset]
    quoted = words.around(one.offset, one.offset + 1, 6)
    message = f"{_named(mark)}没有与它成对的{_named(other)}：{quoted}"
    hint = f"请补上{_named(other)}，或删去多的{_named(mark)}。"
    return Slip(one.offset, "unpaired", quoted, message, hint, mark, f"{mark}{other}")


def _named(mark: str) -> str:
    return {"“": "左引号", "”": "右引号"}.get(mark, f"“{mark}”")


def _nested(words: Prose, at: int) -> Slip:
    end = words.text.find("》", at, at + 60)
    name = words.text[at + 1 : end if end > at else at + 12]
    message = f"书名号里又用了双书名号：“《{name}》”"
    return Slip(
        at, "nested", name, message, f"里层请改为“〈{name}〉”。", f"《{name}》", f"〈{name}〉"
    )


RULE = TextRule("w008", "成对的标点", _find)
