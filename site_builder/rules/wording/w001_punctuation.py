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
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import MarkupElement, RuleContext, TextFile
from site_builder.rules.text.prose import (
    HAN,
    TITLES,
    Occurrence,
    ProseText,
    extract_prose,
    to_diagnostics,
)

_BASIS = "GB/T 15834—2011《标点符号用法》"
_FULL = dict(zip(",.;:?!", "，。；：？！", strict=True))
_NAMES = dict(zip(",.;:?!", ("逗号", "句号", "分号", "冒号", "问号", "叹号"), strict=True))

# Each pattern starts with the mark itself and matches backwards from there: a search stops at few
# characters only. Emphasis (**) and links ( ] ) may stand between a mark and its words.
_BEFORE = rf"(?:(?<=[{HAN}》〉”’）〕】].)|(?<=[{HAN}》〉”’）〕】]\*\*.)|(?<=\].))"
_AFTER = rf"\**[ ]?[{HAN}《“（]"
_HALF = lazy_pattern(
    rf"[,;:?!.](?:{_BEFORE}(?:(?={_AFTER})|(?<!\.)(?=[0-9]))|(?<=[{HAN}》〉”’）〕】].)(?=\**$))",
    re.MULTILINE,
)
_BRACKETS = lazy_pattern(rf"\((?=[^()\n]*[{HAN}])[^()\n]*\)")
_QUOTES = lazy_pattern(r'"[^"\n]*"')
_REPEATED = lazy_pattern(r"[，。；：、][，。；：、]+")
_ELLIPSIS = lazy_pattern(
    rf"\.{{3,}}(?:(?<=[{HAN}]\.\.\.)|(?<=[{HAN}]\.{{6}})|(?=[{HAN}，]))"
    rf"|…(?<!……)(?!…)(?:(?<=[{HAN}].)|(?=[{HAN}]))"
)
_DASH = lazy_pattern(rf"(?:--+|――+|──+)(?=[{HAN}“《])")
_NUMBER = lazy_pattern(
    r"^[#>*| \t\u3000\xa0-]*+(?:(?P<list>\d{1,2}、)(?![\d一二三四五六七八九十])"
    r"|(?P<level>[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]、)(?![（(])"
    r"|(?P<head>[一二三四五六七八九十]{1,3}[.．]))",
    re.MULTILINE,
)
_MAY_BE_NUMBER = lazy_pattern(r"[、.．](?<=[\d）)一二三四五六七八九十].)")
"""What `_NUMBER` ends with: it tries each line, and most have none."""
_BETWEEN = lazy_pattern(r"、(?:(?<=》.)(?=《)|(?<=”.)(?=“))")
_HAS_HAN = lazy_pattern(f"[{HAN}]")
_LATIN = lazy_pattern(r"[A-Za-z]")
_CLOSING_MARKS = ("。", "，", "；", "、")
_ARTICLE = lazy_pattern(r"第[一二三四五六七八九十百零〇\d]+条")


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    prose = extract_prose(text)
    occurrences = chain(
        _half_width(prose),
        _enclosed(prose),
        _repeated(prose),
        _long_marks(prose),
        _numbers(prose),
        _between(prose),
        _titles(prose),
    )
    yield from to_diagnostics("w001", _BASIS, occurrences, prose)
    yield from _headings(text.elements)


def _half_width(prose: ProseText) -> Iterator[Occurrence]:
    for match in _HALF.finditer(prose.text):
        mark, at = match[0], match.start()
        message = f"中文里用了半角{_NAMES[mark]}：“{prose.excerpt(at, at + 1)}”"
        hint = f"请改为全角的“{_FULL[mark]}”。"
        full = _FULL[mark]
        yield Occurrence(at, "half-width", mark, message, hint, mark, full, fix=(mark, full))


def _enclosed(prose: ProseText) -> Iterator[Occurrence]:
    """Find half-width brackets and straight quotation marks around Chinese."""
    if "(" in prose.text:
        for match in _BRACKETS.finditer(prose.text):
            before = prose.text[max(0, match.start() - 2) : match.start()]
            after = prose.text[match.end() : match.end() + 2]
            if not (_LATIN.search(before) and _LATIN.search(after)):
                message = f"中文里用了半角括号：“{_shorten(match[0])}”"
                hint = "请改为全角的“（）”。"
                fix = (match[0], f"（{match[0][1:-1]}）")
                yield Occurrence(
                    match.start(), "half-width", "()", message, hint, "()", "（）", fix=fix
                )
    if '"' in prose.text:
        for match in _QUOTES.finditer(prose.text):
            if _HAS_HAN.search(match[0]):
                message = f"中文里用了直引号：{_shorten(match[0])}"
                hint = "请改为“”。"
                at, fix = match.start(), (match[0], f"“{match[0][1:-1]}”")
                yield Occurrence(at, "straight-quotes", '"', message, hint, '""', "“”", fix=fix)


def _repeated(prose: ProseText) -> Iterator[Occurrence]:
    for match in _REPEATED.finditer(prose.text):
        marks, at = match[0], match.start()
        quoted = prose.excerpt(at, match.end())
        if len(marks) > 2 and set(marks) == {"。"}:  # noqa: PLR2004 - three dots
            message, hint = f"省略号写成了“{marks}”：“{quoted}”", "请改为“……”。"
            fix = (marks, "……")
            yield Occurrence(at, "ellipsis", marks, message, hint, marks, "……", fix=fix)
        else:
            message = f"标点“{marks}”连在一起：“{quoted}”"
            same = (marks, marks[0]) if len(set(marks)) == 1 else None
            yield Occurrence(at, "repeated", marks, message, "请只留一个。", marks, fix=same)


def _long_marks(prose: ProseText) -> Iterator[Occurrence]:
    has_dots = "..." in prose.text or "…" in prose.text
    for match in _ELLIPSIS.finditer(prose.text) if has_dots else ():
        message = f"省略号写成了“{match[0]}”：“{prose.excerpt(match.start(), match.end())}”"
        hint = "请改为“……”（六个点，占两个字的位置）。"
        at, fix = match.start(), (match[0], "……")
        yield Occurrence(at, "ellipsis", match[0][:3], message, hint, match[0], "……", fix=fix)
    has_dash = any(dash in prose.text for dash in ("--", "――", "──"))
    for match in _DASH.finditer(prose.text) if has_dash else ():
        if _HAS_HAN.match(prose.text, match.start() - 1):
            message = f"破折号写成了“{match[0]}”：“{prose.excerpt(match.start(), match.end())}”"
            hint = "请改为“——”（占两个字的位置）。"
            at, fix = match.start(), (match[0], "——")
            yield Occurrence(at, "dash", match[0], message, hint, match[0], "——", fix=fix)


def _numbers(prose: ProseText) -> Iterator[Occurrence]:
    """Find numbers of paragraphs with the wrong mark: at most one diagnostic for each form."""
    for match in _NUMBER.finditer(prose.text) if _MAY_BE_NUMBER.search(prose.text) else ():
        form = match.lastgroup or ""
        actual = match[form]
        at = match.start(form)
        if form == "list":
            message = f"层次序号写成了“{actual}”"
            expected = actual.replace("、", ".")
        elif form == "level":
            message = f"带括号的序号后面又用了顿号：“{actual}”"
            expected = actual[:-1]
        else:
            message = f"汉字序号后面没有用顿号：“{actual}”"
            expected = actual[:-1] + "、"
        hint = f"请改为“{expected}”；层次依次用“一、”“（一）”“1.”“（1）”。"
        if form == "list" and "#" in prose.text[match.start() : at]:
            hint, expected = "请按标题的层次改用“一、”“（一）”“1.”或“（1）”。", ""
        fix = (actual, expected) if expected else None
        yield Occurrence(at, "number", form, message, hint, actual, expected, fix=fix)


def _between(prose: ProseText) -> Iterator[Occurrence]:
    for match in _BETWEEN.finditer(prose.text):
        at = match.start()
        marks = prose.text[at - 1 : at + 2]
        message = f"并列的{'书名号' if marks[0] == '》' else '引号'}之间用了顿号"
        hint = "之间没有别的文字时，通常不用顿号；请看是否删去。"
        yield Occurrence(at, "between", marks, message, hint, marks, marks[0] + marks[2])


def _titles(prose: ProseText) -> Iterator[Occurrence]:
    for start, span in zip(prose.starts, prose.spans, strict=True):
        has_mark = span.kind == "field" and span.text.endswith(_CLOSING_MARKS)
        if has_mark and span.label.endswith(TITLES):
            mark = span.text[-1]
            message = f"“{span.label}”末尾有“{mark}”"
            hint = "标题末尾一般不用标点，请删去。"
            at = start + len(span.text) - 1
            yield Occurrence(at, "title-end", span.text, message, hint, mark, fix=(mark, ""))


def _headings(elements: tuple[MarkupElement, ...]) -> Iterator[Diagnostic]:
    for element in elements:
        words = element.text.rstrip("*").rstrip()
        if (
            element.kind == "heading"
            and words.endswith(_CLOSING_MARKS)
            and not _ARTICLE.match(words)
        ):
            message = f"标题“{_shorten(words)}”末尾有“{words[-1]}”"
            yield Diagnostic(
                "w001/title-end",
                Severity.WARNING,
                element.location,
                message,
                "标题末尾一般不用标点，请删去。",
                basis=_BASIS,
                subject=words,
                actual=words[-1],
            )


def _shorten(text: str) -> str:
    max_length = 20
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"
