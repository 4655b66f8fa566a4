"""申请公开不要求说明用途。

查什么：
    依申请公开页面和公开指南里，是否还要求申请人说明、填写所需信息的用途，或者要求“自身生产、生活、
    科研等特殊需要”。说明“不需要写用途”“不得要求”的，不算；没有“应当”“请”一类字样、不能肯定是要求
    的，只作提醒。
依据：
    《政府信息公开条例》第二十九条第二款（申请应当包括的内容，没有用途）；2019年修订删去了“三需要”。
错误示例：
    申请表应当写明所需信息的用途。
怎么改：
    删去这一句；申请表里的“所需信息的用途”一栏也删去。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Desk, SourceText
from site_builder.model.rule import TextRule
from site_builder.rules.statements import Sentence, sentences
from site_builder.rules.typed import Subjects

_PAGES = ("apply.md", "guide.md")
_BASIS = (
    "《政府信息公开条例》第二十九条：申请包括申请人情况、信息的名称等描述、形式要求，没有用途。"
)
_VERB = r"(?:说明|写明|注明|填写|填明|载明|标明|列明|述明|告知|包括|描述)"
_PURPOSE = r"(?:信息|资料|申请|获取|公开)(?:内容)?的?(?:使用)?用途"
_ASKS = re.compile(
    rf"{_VERB}[^。；]{{0,30}}{_PURPOSE}|{_VERB}(?:其|具体|使用|申请|理由[和、])?的?用途"
    rf"|{_PURPOSE}[^。；，]{{0,4}}(?:说明|描述|证明)"
    r"|^(?:所需|申请公开的?|申请)?的?(?:政府)?信息(?:内容)?的?用途(?:说明)?[；。，]?$"
)
_REFUSES = re.compile(
    rf"(?:未|不|没有){_VERB}[^。；]{{0,20}}用途[^。；]{{0,6}}的?，?[^。；]{{0,6}}"
    r"(?:不予受理|不受理|退回|视为|补正)"
)
_SPARED = re.compile(
    r"[不无未勿免非没][^碍]|取消|删|自愿|自行|选填|可以|可不|是否|吗|[？?]|以前|过去|曾|修订前|旧"
)
_MUST = re.compile(r"应当|应该|必须|须|要求|(?<!申)请(?!求|示)|需要?(?:写|说|填|注|提)")
_NEEDS = re.compile(r"(?:自身)?生产、?生活、?(?:和)?科研等?(?:的)?特殊需要")


_OFFICE = re.compile(
    r"(?:收集|使用|处理|采集)[^。；，]{0,12}(?:个人)?信息|(?:我们|本机关|我局|我委|机关|单位)[^。；]{0,30}(?:应当?|须)?"
    r"(?:向|对|为)(?:您|申请人)[^。；]{0,6}说明"
)
"""The office tells what it wants the applicant's data for."""


def _find(text: SourceText, desk: Desk) -> Iterator[Diagnostic]:
    del desk
    if text.source.path not in _PAGES:
        return
    subjects = Subjects()
    for one in sentences(text):
        if _OFFICE.search(one.text):
            continue
        spared = _SPARED.search(one.text) or _SPARED.search(one.lead)
        if _REFUSES.search(one.text) or (_ASKS.search(one.text) and not spared):
            must = _MUST.search(one.text) or _MUST.search(one.lead) or _REFUSES.search(one.text)
            said = "要求申请人说明用途" if must else "像是要求申请人说明用途"
            severity = Severity.ERROR if must else Severity.WARNING
            yield _finding("purpose", severity, one, said, subjects)
        elif _NEEDS.search(one.text) and not spared:
            yield _finding("needs", Severity.WARNING, one, "“三需要”已经取消", subjects)


def _finding(
    kind: str, severity: Severity, one: Sentence, said: str, subjects: Subjects
) -> Diagnostic:
    return Diagnostic(
        f"s005/{kind}",
        severity,
        one.place,
        f"{said}：“{_short(one.text)}”",
        "2019年修订后的条例不再要求，请删去。",
        basis=_BASIS,
        subject=subjects.name(_short(one.text)),
        stated=one.text,
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


_LONG = 24

RULE = TextRule("s005", "申请公开不要求说明用途", _find)
