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

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.prose import HAN, Occurrence, ProseText, extract_prose, to_diagnostics

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
_MARKS = lazy_pattern(r"[《》〈〉“”（）()【】「」『』]")
_MARKS_OR_BREAKS = lazy_pattern(r"[《》〈〉“”（）()【】「」『』\n]")
_SIMPLE_PAIRS = ("《》", "“”", "（）", "()", "〈〉", "【】", "「」", "『』")
_INDENT = 200
"""Marks of Markdown that a line may begin with, at the most."""
_MAX_DEPTH = 20
"""Marks within marks that are searched for a partner."""
_HAN = lazy_pattern(f"[{HAN}）]")
_LIST_NUMBER = lazy_pattern(r"[0-9A-Za-z一二三四五六七八九十①-⑳]")


@dataclass(frozen=True, slots=True)
class _OpenMark:
    mark: str
    """In its full-width form."""
    offset: int
    paragraph: int


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    yield from to_diagnostics("w008", _BASIS, _find_occurrences(prose), prose)


def _find_occurrences(prose: ProseText) -> Iterator[Occurrence]:
    if _all_closed(prose.text):
        return
    opened: list[_OpenMark] = []
    quote: _OpenMark | None = None
    for match in _MARKS.finditer(prose.text):
        mark, at = match[0], match.start()
        paragraph = prose.paragraph(at)
        if opened and opened[-1].paragraph != paragraph:
            yield from (_unpaired(prose, open_mark) for open_mark in opened)
            opened.clear()
        if mark in "“”":
            new = _OpenMark(mark, at, paragraph)
            if _is_unpaired(prose, quote, new):
                yield _unpaired(prose, quote or new)
            quote = new if mark == "“" else None
        elif mark in _OTHER or mark == "(":
            if mark == "《" and opened and opened[-1].mark == "《":
                yield _nested(prose, at)
            opened.append(_OpenMark("（" if mark == "(" else mark, at, paragraph))
        else:
            yield from _close(prose, opened, mark, at)
    yield from (
        _unpaired(prose, open_mark) for open_mark in (*opened, *((quote,) if quote else ()))
    )


def _all_closed(text: str) -> bool:
    """Return whether all marks of each line make up simple pairs: most texts are so."""
    marks = "".join(_MARKS_OR_BREAKS.findall(text))
    for pair in _SIMPLE_PAIRS:
        marks = marks.replace(pair, "")
    return not marks.strip("\n")


def _is_unpaired(prose: ProseText, quote: _OpenMark | None, new: _OpenMark) -> bool:
    """Return whether a quotation mark does not go with the one before it.

    A quotation may run over paragraphs; then each of them opens it anew.
    """
    if new.mark == "”" or quote is None:
        return new.mark == "”" and quote is None
    return quote.paragraph == new.paragraph or not _starts_line(prose, new.offset)


def _starts_line(prose: ProseText, offset: int) -> bool:
    line = prose.starts[prose.index(offset)]
    return offset - line < _INDENT and not prose.text[line:offset].strip(" >*-")


def _close(prose: ProseText, opened: list[_OpenMark], mark: str, at: int) -> Iterator[Occurrence]:
    opening = _PAIRS[mark]
    if not any(open_mark.mark == opening for open_mark in opened[-_MAX_DEPTH:]):
        before = prose.text[at - 1 : at]
        if (_HAN.match(before) or mark != ")") and not _is_list_number(before, mark):
            yield _unpaired(prose, _OpenMark(mark, at, 0))
        return
    while opened[-1].mark != opening:
        yield _unpaired(prose, opened.pop())
    first = opened.pop().offset
    if opening == "（" and (prose.text[first] == "(") != (mark == ")"):
        quoted = prose.text[first : at + 1]
        if "\n" not in quoted:
            message = f"括号一半是全角、一半是半角：“{prose.excerpt(first, at + 1, 0)[:30]}”"
            pair = prose.text[first] + mark
            yield Occurrence(first, "mixed", pair, message, "请都改为全角的“（）”。", pair, "（）")


def _is_list_number(before: str, mark: str) -> bool:
    """Return whether a closing bracket stands after a number, as in 1）."""
    return mark in "）)" and _LIST_NUMBER.match(before) is not None


def _unpaired(prose: ProseText, open_mark: _OpenMark) -> Occurrence:
    other = _OTHER.get(open_mark.mark) or _PAIRS[open_mark.mark]
    mark = prose.text[open_mark.offset]
    quoted = prose.excerpt(open_mark.offset, open_mark.offset + 1, 6)
    message = f"{_mark_name(mark)}没有与它成对的{_mark_name(other)}：{quoted}"
    hint = f"请补上{_mark_name(other)}，或删去多的{_mark_name(mark)}。"
    return Occurrence(open_mark.offset, "unpaired", quoted, message, hint, mark, f"{mark}{other}")


def _mark_name(mark: str) -> str:
    return {"“": "左引号", "”": "右引号"}.get(mark, f"“{mark}”")


def _nested(prose: ProseText, at: int) -> Occurrence:
    end = prose.text.find("》", at, at + 60)
    name = prose.text[at + 1 : end if end > at else at + 12]
    message = f"书名号里又用了双书名号：“《{name}》”"
    return Occurrence(
        at, "nested", name, message, f"里层请改为“〈{name}〉”。", f"《{name}》", f"〈{name}〉"
    )
