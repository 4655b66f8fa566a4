"""申请公开不要求说明用途。

查什么：
    依申请公开页面和公开指南里，是否还要求申请人说明、填写所需信息的用途，或者要求“自身生产、生活、
    科研等特殊需要”（提醒）。句子的主语是申请人、您，或者没有主语的，才算；机关说明自己收集、使用信息
    的用途，不算。说明“不需要写用途”“不得要求”的，不算；没有“应当”“请”一类字样、不能肯定是要求的，
    只作提醒。
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
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.front_matter_fields import UniqueSubjects
from site_builder.rules.text.sentences import Sentence, split_sentences

_PAGES = ("apply.md", "guide.md")
_BASIS = (
    "《政府信息公开条例》第二十九条：申请包括申请人情况、信息的名称等描述、形式要求，没有用途。"
)
_VERB = r"(?:说明|写明|注明|填写|填明|载明|标明|列明|述明|告知|包括|描述)"
_PURPOSE = r"(?:信息|资料|申请|获取|公开)(?:内容)?的?(?:使用)?用途"
_ASKS = lazy_pattern(
    rf"{_VERB}(?:其|具体|使用|申请|理由[和、])?的?用途|{_VERB}[^。；]{{0,30}}?{_PURPOSE}"
    rf"|{_PURPOSE}(?:[^。；，]{{0,4}}|应?当?由[^。；，]{{1,8}})(?:说明|描述|证明)"
    r"|^(?:所需|申请公开的?|申请)?的?(?:政府)?信息(?:内容)?的?用途(?:说明)?[；。，]?$"
)
_REFUSES = lazy_pattern(
    rf"(?:未|不|没有){_VERB}[^。；]{{0,20}}用途[^。；]{{0,6}}的?，?[^。；]{{0,6}}"
    r"(?:不予受理|不受理|退回|视为|补正)"
)
_EXEMPT = lazy_pattern(
    r"[不无未勿免非没][^碍]|取消|删|自愿|自行|选填|可以|可不|是否|吗|[？?]|以前|过去|曾|修订前|旧"
)
_MUST = lazy_pattern(r"应当|应该|必须|须|要求|(?<!申)请(?!求|示)|需要?(?:写|说|填|注|提)")
_NEEDS = lazy_pattern(r"(?:自身)?生产、?生活、?(?:和)?科研等?(?:的)?特殊需要")
_DROPPED = lazy_pattern(
    r"(?:[不无未勿免非没][^碍]|取消|删去|以前|过去|曾|修订前|旧)[^。；]{0,60}特殊需要"
    r"|特殊需要(?:[^。；]{0,30}(?:取消|删[去除]|不再|废止)|[^，。；]{0,4}[不无])|是否|吗|[？?]"
)
"""Unlike a purpose, the needs are named as a choice: the old regulation itself wrote 可以."""

_VERBS = lazy_pattern(_VERB)
_OFFICE = (
    r"(?:我们|(?:我|本|该)(?:机关|单位|局|委|办|厅|会|院|所|处|中心|园区|管委会)|行政机关|机关|管委会|委员会"
    r"|办公室|(?:受理|工作|公开)机构|工作人员|网站|平台|部门|政府(?!信息))"
)
_APPLICANT = "(?:申请人|申请者|您|你|公民|法人)"
_EITHER = rf"(?:{_OFFICE}|{_APPLICANT})(?:[、和或及者]+(?:{_OFFICE}|{_APPLICANT}|其他组织))*"
_NOT_THE_SUBJECT = lazy_pattern(
    rf"(?:按照?|根据|依照)[^，。；]{{0,12}}(?:要求|规定)|应{_EITHER}的?要求|{_EITHER}的"
    rf"|(?:向|对|为|给|与|(?<!共)同|经|供|替|便于|方便|根据|按照?|依照|收集|采集|处理|使用|核[对实]|保护){_EITHER}"
)
"""Where office and applicant are named, but not as the one who does something."""
_ACTOR = lazy_pattern(rf"(?P<office>{_OFFICE})|(?P<applicant>{_APPLICANT})|要求|(?<!申)请(?!求|示)")
_IN_ORDER_TO = lazy_pattern(
    r"(?:为了|以便|为便于|便于|用于|(?<![作认视成称因])为)(?:更好地?|清楚地?|如实|向[^，。；]{1,8})?$"
)
"""Before a verb that states why something else is done: 为了说明信息的用途，网站……."""
_COLLECTS = lazy_pattern(r"(?:收集|采集)[^。；，]{0,12}信息|(?:使用|处理)[^。；，]{0,12}个人信息")
"""The office states what it needs the applicant's data for, often without naming itself."""


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    if text.source.path not in _PAGES:
        return
    subjects = UniqueSubjects()
    for sentence in split_sentences(text):
        is_exempt = _EXEMPT.search(sentence.text) or _EXEMPT.search(sentence.lead)
        refuses = _is_asked(_REFUSES, sentence.text)
        if refuses or (not is_exempt and _is_asked(_ASKS, sentence.text)):
            must = _MUST.search(sentence.text) or _MUST.search(sentence.lead) or refuses
            message = "要求申请人说明用途" if must else "像是要求申请人说明用途"
            severity = Severity.ERROR if must else Severity.WARNING
            yield _diagnostic("purpose", severity, sentence, message, subjects)
        elif _NEEDS.search(sentence.text) and not _DROPPED.search(sentence.lead + sentence.text):
            yield _diagnostic("needs", Severity.WARNING, sentence, "“三需要”已经取消", subjects)


def _is_asked(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether a sentence asks for a purpose, and the one asked is not the office itself."""
    for match in pattern.finditer(text):
        verbs = [word.start() for word in _VERBS.finditer(match[0])]
        end = match.start() + (verbs[-1] if verbs else len(match[0]))
        if _IN_ORDER_TO.search(text[:end]):
            continue
        before = _NOT_THE_SUBJECT.sub("", text[max(0, end - _SUBJECT_REACH) : end])
        actor = max(_ACTOR.finditer(before), key=lambda word: word.start(), default=None)
        if actor and actor["applicant"]:
            return True
        if not (actor and actor["office"]) and not _COLLECTS.search(text):
            return True
    return False


def _diagnostic(
    kind: str, severity: Severity, sentence: Sentence, message: str, subjects: UniqueSubjects
) -> Diagnostic:
    return Diagnostic(
        f"s005/{kind}",
        severity,
        sentence.location,
        f"{message}：“{_shorten(sentence.text)}”",
        "2019年修订后的条例不再要求，请删去。",
        basis=_BASIS,
        subject=subjects.unique(_shorten(sentence.text)),
        actual=sentence.text,
    )


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}…"


_MAX_LENGTH = 24
_SUBJECT_REACH = 200
"""Characters before a verb in which its subject is searched for."""
