"""发文字号的写法。

查什么：
    “发文字号”一项和文中提到的发文字号：年份是否写全四位、放在六角括号〔〕里，序号前有没有“第”，
    序号是否补了零，末尾有没有“号”。令和公告（如国务院令第711号、第5号公告）、处罚和许可等案件
    文书的编号另有规矩，不查“第”和补零。文中的写法可能是照录，2011年以前的文件当时写法不一，
    都只作提醒。
依据：
    《党政机关公文格式》（GB/T 9704—2012）7.2.5；《党政机关公文处理工作条例》第九条。
错误示例：
    示管发[2021]第02号
怎么改：
    写成“示管发〔2021〕2号”。文中照录原件、原件如此的，可以接受那条提醒；错误不能接受。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.rules.text.anchor_shapes import OPENING_BRACKETS
from site_builder.rules.text.front_matter_fields import UniqueSubjects, field_of

_BASIS = (
    "《党政机关公文格式》（GB/T 9704—2012）7.2.5：年份标全称，用六角括号“〔〕”括入；"
    "发文顺序号不加“第”字，不编虚位，在阿拉伯数字后加“号”字。"
)
_STANDARD = 2012
"""Year of the standard now in force; older numbers are quoted as they were."""
_NUMBER = lazy_pattern(
    rf"(?P<open>[{OPENING_BRACKETS}])\s*(?P<year>(?:19|20)\d\d|\d\d)\s*(?P<nian>年?)\s*"
    r"\\?(?P<close>[\])）］】〕〗﹞}｝])\s*"
    r"(?P<nth>第?)\s*(?P<serial>\d{1,8})(?!\d)\s*(?P<hao>号?)"
)
_ABBREVIATION = lazy_pattern(r"[\u4e00-\u9fffA-Za-z]*(?=\s*\\?$)")
_ORGANIZATION_SUFFIXES = tuple("发函办字规通厅令复批告罚许")
"""Last characters of the abbreviations of bodies, as they stand before a number in a text."""
_CASE_SUFFIXES = tuple("罚处许准强决案证撤执检字")
_DECREES = ("令", "公告", "通告")


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    subjects = UniqueSubjects()
    for span in text.spans:
        if span.kind not in ("field", "body") or not _NUMBER.search(span.text):
            continue
        field = field_of(span, text, context)
        if field is not None and field.id == "document_number":
            yield from _in_field(span, subjects)
        else:
            yield from _in_text(span, subjects)


def _in_field(span: TextSpan, subjects: UniqueSubjects) -> Iterator[Diagnostic]:
    value = span.text.strip()
    mistakes: list[str] = []
    expected = value
    newest = 0
    for match in _NUMBER.finditer(value):
        match_mistakes = _find_mistakes(match, value)
        if not match["hao"] and match.end() == len(value):
            match_mistakes.append("末尾要写“号”")
        if match_mistakes:
            mistakes += [mistake for mistake in match_mistakes if mistake not in mistakes]
            expected = expected.replace(match[0], _corrected(match))
            newest = max(newest, int(_year(match)))
    if mistakes:
        yield Diagnostic(
            "c003/form",
            Severity.ERROR if newest >= _STANDARD else Severity.WARNING,
            span.location,
            f"发文字号“{value}”写法不对：{'；'.join(mistakes)}",
            f"请改成“{expected}”。",
            basis=_BASIS,
            subject=subjects.unique(value),
            actual=value,
            expected=expected,
        )


def _in_text(span: TextSpan, subjects: UniqueSubjects) -> Iterator[Diagnostic]:
    for match in _NUMBER.finditer(span.text):
        if not match["hao"] or not _abbreviation(match).endswith(_ORGANIZATION_SUFFIXES):
            continue
        mistakes = _find_mistakes(match, span.text)
        if mistakes and not _is_w003(match):
            before = _abbreviation(match)[-_EXCERPT_LENGTH:]
            start = span.text.rindex(before, 0, match.start())
            actual = span.text[start : match.end()]
            expected = before + _corrected(match)
            yield Diagnostic(
                "c003/text",
                Severity.WARNING,
                span.location_at(start),
                f"发文字号“{actual}”写法不对：{'；'.join(mistakes)}",
                f"请改成“{expected}”；照录原件、原件如此的，可以接受。",
                basis=_BASIS,
                subject=subjects.unique(actual),
                actual=actual,
                expected=expected,
            )


_EXCERPT_LENGTH = 6
"""Characters of a text shown before the bracket: where a body's abbreviation begins is unknown."""


def _abbreviation(match: re.Match[str]) -> str:
    """Return the letters that stand before a number's bracket."""
    before = _ABBREVIATION.search(
        match.string, max(0, match.start() - _ABBREVIATION_REACH), match.start()
    )
    return before[0] if before else ""


_ABBREVIATION_REACH = 20


def _is_w003(match: re.Match[str]) -> bool:
    """Return whether the brackets are a matter of rule w003: look-alikes, or only one of a pair."""
    left, right = match["open"], match["close"]
    return left in "﹝〖" or right in "﹞〗" or (left == "〔") != (right == "〕")


def _find_mistakes(match: re.Match[str], text: str) -> list[str]:
    """Return what is wrong with the form of one number."""
    abbreviation, after = _abbreviation(match), text[match.end() :].lstrip()
    decree = abbreviation.endswith(_DECREES) or after.startswith(_DECREES)
    if decree and match["nth"]:
        return []
    free = decree or abbreviation.endswith(_CASE_SUFFIXES)
    mistakes: list[str] = []
    if (match["open"], match["close"]) != ("〔", "〕"):
        mistakes.append("年份要用六角括号〔〕")
    if len(match["year"]) != len("2021"):
        mistakes.append("年份要写四位")
    if match["nian"]:
        mistakes.append("年份后面不写“年”")
    if match["nth"] and not free:
        mistakes.append("序号前不加“第”")
    if match["serial"].startswith(("0", "０")) and not free:
        mistakes.append("序号不补零")
    return mistakes


def _corrected(match: re.Match[str]) -> str:
    """Write a number as it should be, from its bracket on."""
    free = _abbreviation(match).endswith((*_DECREES, *_CASE_SUFFIXES))
    nth, serial = (match["nth"], match["serial"]) if free else ("", str(int(match["serial"])))
    return f"〔{_year(match)}〕{nth}{serial}号"


def _year(match: re.Match[str]) -> str:
    year = str(int(match["year"])).zfill(2)
    if len(match["year"]) == len("2021"):
        return year
    return f"19{year}" if year > "49" else f"20{year}"
