"""标点符号。

查什么：
    中文里的半角标点和直引号；重复的标点；省略号、破折号的写法；层次序号后面的标点；标题末尾的标点；
    并列的书名号、引号之间的顿号。代码、网址、小数、时间和英文里的标点不查。“更正”
    一项，和正文里更正时引用的错处（“……”更正为），不查。
依据：
    GB/T 15834—2011《标点符号用法》；层次序号见《党政机关公文格式》（GB/T 9704—2012）7.3.3。
错误示例：
    加强组织领导,落实责任。。（一）、总体情况
怎么改：
    改成提示里的写法。照原件录入、不能改动的，在文件开头的“接受”里写明编号和理由。
"""

import re
from collections.abc import Iterator
from itertools import chain

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import MarkupElement, RuleContext, TextFile
from site_builder.model.rule import TextRule
from site_builder.rules.words import HAN, TITLES, Prose, Slip, prose, told

_BASIS = "GB/T 15834—2011《标点符号用法》"
_FULL = dict(zip(",.;:?!", "，。；：？！", strict=True))
_NAMES = dict(zip(",.;:?!", ("逗号", "句号", "分号", "冒号", "问号", "叹号"), strict=True))

# Each pattern starts with the mark itself and looks back from there: so a search stops at few
# characters only. Emphasis (**) and links ( ] ) may stand between a mark and its words.
_BEFORE = rf"(?:(?<=[{HAN}》〉”’）〕】].)|(?<=[{HAN}》〉”’）〕】]\*\*.)|(?<=\].))"
_AFTER = rf"\**[ ]?[{HAN}《“（]"
_HALF = re.compile(
    rf"[,;:?!]{_BEFORE}(?=[0-9]|{_AFTER})|\.{_BEFORE}(?={_AFTER})"
    rf"|[,;:?!.](?<=[{HAN}》〉”’）〕】].)(?=\**$)",
    re.MULTILINE,
)
_BRACKETS = re.compile(rf"\((?=[^()\n]*[{HAN}])[^()\n]*\)")
_QUOTES = re.compile(r'"[^"\n]*"')
_REPEATED = re.compile(r"[，。；：、]{2,}")
_ELLIPSIS = re.compile(
    rf"\.{{3,}}(?:(?<=[{HAN}]\.\.\.)|(?<=[{HAN}]\.{{6}})|(?=[{HAN}，]))"
    rf"|…(?<!……)(?!…)(?:(?<=[{HAN}].)|(?=[{HAN}]))"
)
_DASH = re.compile(rf"(?:--+|――+|──+)(?=[{HAN}“《])")
_NUMBER = re.compile(
    r"^[#>*| \t\u3000\xa0-]*+(?:(?P<list>\d{1,2}、)(?![\d一二三四五六七八九十])"
    r"|(?P<level>[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]、)(?![（(])"
    r"|(?P<head>[一二三四五六七八九十]{1,3}[.．]))",
    re.MULTILINE,
)
_BETWEEN = re.compile(r"、(?:(?<=》.)(?=《)|(?<=”.)(?=“))")
_HAS_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z]")
_ENDS = ("。", "，", "；", "、")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")


def _find(text: TextFile, _desk: RuleContext) -> Iterator[Diagnostic]:
    words = prose(text)
    slips = chain(
        _half_width(words),
        _enclosed(words),
        _repeated(words),
        _long_marks(words),
        _numbers(words),
        _between(words),
        _titles(words),
    )
    yield from told("w001", _BASIS, slips, words)
    yield from _headings(text.elements)


def _half_width(words: Prose) -> Iterator[Slip]:
    for found in _HALF.finditer(words.text):
        mark, at = found[0], found.start()
        message = f"中文里用了半角{_NAMES[mark]}：“{words.around(at, at + 1)}”"
        hint = f"请改为全角的“{_FULL[mark]}”。"
        yield Slip(at, "half-width", mark, message, hint, mark, _FULL[mark])


def _enclosed(words: Prose) -> Iterator[Slip]:
    """Find half-width brackets and straight quotation marks around Chinese."""
    if "(" in words.text:
        for found in _BRACKETS.finditer(words.text):
            before = words.text[max(0, found.start() - 2) : found.start()]
            after = words.text[found.end() : found.end() + 2]
            if not (_LATIN.search(before) and _LATIN.search(after)):
                message = f"中文里用了半角括号：“{_short(found[0])}”"
                hint = "请改为全角的“（）”。"
                yield Slip(found.start(), "half-width", "()", message, hint, "()", "（）")
    if '"' in words.text:
        for found in _QUOTES.finditer(words.text):
            if _HAS_HAN.search(found[0]):
                message = f"中文里用了直引号：{_short(found[0])}"
                hint = "请改为“”。"
                yield Slip(found.start(), "straight-quotes", '"', message, hint, '""', "“”")


def _repeated(words: Prose) -> Iterator[Slip]:
    for found in _REPEATED.finditer(words.text):
        marks, at = found[0], found.start()
        quoted = words.around(at, found.end())
        if len(marks) > 2 and set(marks) == {"。"}:  # noqa: PLR2004 - three dots
            message, hint = f"省略号写成了“{marks}”：“{quoted}”", "请改为“……”。"
            yield Slip(at, "ellipsis", marks, message, hint, marks, "……")
        else:
            message = f"标点“{marks}”连在一起：“{quoted}”"
            yield Slip(at, "repeated", marks, message, "请只留一个。", marks)


def _long_marks(words: Prose) -> Iterator[Slip]:
    for found in _ELLIPSIS.finditer(words.text):
        message = f"省略号写成了“{found[0]}”：“{words.around(found.start(), found.end())}”"
        hint = "请改为“……”（六个点，占两个字的位置）。"
        yield Slip(found.start(), "ellipsis", found[0][:3], message, hint, found[0], "……")
    for found in _DASH.finditer(words.text):
        if _HAS_HAN.match(words.text, found.start() - 1):
            message = f"破折号写成了“{found[0]}”：“{words.around(found.start(), found.end())}”"
            hint = "请改为“——”（占两个字的位置）。"
            yield Slip(found.start(), "dash", found[0], message, hint, found[0], "——")


def _numbers(words: Prose) -> Iterator[Slip]:
    """Find numbers of paragraphs with the wrong mark: at most one finding for each form."""
    for found in _NUMBER.finditer(words.text):
        form = found.lastgroup or ""
        stated = found[form]
        at = found.start(form)
        if form == "list":
            message = f"层次序号写成了“{stated}”"
            expected = stated.replace("、", ".")
        elif form == "level":
            message = f"带括号的序号后面又用了顿号：“{stated}”"
            expected = stated[:-1]
        else:
            message = f"汉字序号后面没有用顿号：“{stated}”"
            expected = stated[:-1] + "、"
        hint = f"请改为“{expected}”；层次依次用“一、”“（一）”“1.”“（1）”。"
        if form == "list" and "#" in words.text[found.start() : at]:
            hint, expected = "请按标题的层次改用“一、”“（一）”“1.”或“（1）”。", ""
        yield Slip(at, "number", form, message, hint, stated, expected)


def _between(words: Prose) -> Iterator[Slip]:
    for found in _BETWEEN.finditer(words.text):
        at = found.start()
        marks = words.text[at - 1 : at + 2]
        message = f"并列的{'书名号' if marks[0] == '》' else '引号'}之间用了顿号"
        hint = "之间没有别的文字时，通常不用顿号；请看是否删去。"
        yield Slip(at, "between", marks, message, hint, marks, marks[0] + marks[2])


def _titles(words: Prose) -> Iterator[Slip]:
    for start, passage in zip(words.starts, words.passages, strict=True):
        titled = passage.kind == "field" and passage.label.endswith(TITLES)
        if titled and passage.text.endswith(_ENDS):
            mark = passage.text[-1]
            message = f"“{passage.label}”末尾有“{mark}”"
            hint = "标题末尾一般不用标点，请删去。"
            at = start + len(passage.text) - 1
            yield Slip(at, "title-end", passage.text, message, hint, mark)


def _headings(elements: tuple[MarkupElement, ...]) -> Iterator[Diagnostic]:
    for one in elements:
        words = one.text.rstrip("*").rstrip()
        if one.kind == "heading" and words.endswith(_ENDS) and not _ARTICLE.match(words):
            message = f"标题“{_short(words)}”末尾有“{words[-1]}”"
            yield Diagnostic(
                "w001/title-end",
                Severity.WARNING,
                one.location,
                message,
                "标题末尾一般不用标点，请删去。",
                basis=_BASIS,
                subject=words,
                actual=words[-1],
            )


def _short(text: str) -> str:
    most = 20
    return text if len(text) <= most else f"{text[: most - 1]}…"


RULE = TextRule("w001", "标点符号", _find)
