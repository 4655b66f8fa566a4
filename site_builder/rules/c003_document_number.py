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
from site_builder.model.inspection import RuleContext, TextFile, TextSpan
from site_builder.model.rule import TextRule
from site_builder.rules.typed import Subjects, field_of

_BASIS = (
    "《党政机关公文格式》（GB/T 9704—2012）7.2.5：年份标全称，用六角括号“〔〕”括入；"
    "发文顺序号不加“第”字，不编虚位，在阿拉伯数字后加“号”字。"
)
_STANDARD = 2012
"""Year of the standard now in force; older numbers are quoted as they were."""
_NUMBER = re.compile(
    r"(?P<open>[\[(（［【〔〖﹝{｛])\s*(?P<year>(?:19|20)\d\d|\d\d)\s*(?P<nian>年?)\s*"
    r"\\?(?P<close>[\])）］】〕〗﹞}｝])\s*"
    r"(?P<nth>第?)\s*(?P<serial>\d{1,8})(?!\d)\s*(?P<hao>号?)"
)
_BODY = re.compile(r"[\u4e00-\u9fffA-Za-z]*(?=\s*\\?$)")
_OF_A_BODY = tuple("发函办字规通厅令复批告罚许")
"""Last characters of the abbreviations of bodies, as they stand before a number in a text."""
_OF_A_CASE = tuple("罚处许准强决案证撤执检字")
_DECREES = ("令", "公告", "通告")


def _find(text: TextFile, desk: RuleContext) -> Iterator[Diagnostic]:
    subjects = Subjects()
    for passage in text.spans:
        if passage.kind not in ("field", "body") or not _NUMBER.search(passage.text):
            continue
        field = field_of(passage, text, desk)
        if field is not None and field.id == "document_number":
            yield from _in_field(passage, subjects)
        else:
            yield from _in_text(passage, subjects)


def _in_field(passage: TextSpan, subjects: Subjects) -> Iterator[Diagnostic]:
    value = passage.text.strip()
    faults: list[str] = []
    right = value
    newest = 0
    for found in _NUMBER.finditer(value):
        wrong = _faults(found, value)
        if not found["hao"] and found.end() == len(value):
            wrong.append("末尾要写“号”")
        if wrong:
            faults += [one for one in wrong if one not in faults]
            right = right.replace(found[0], _right(found))
            newest = max(newest, int(_year(found)))
    if faults:
        yield Diagnostic(
            "c003/form",
            Severity.ERROR if newest >= _STANDARD else Severity.WARNING,
            passage.location,
            f"发文字号“{value}”写法不对：{'；'.join(faults)}",
            f"请改成“{right}”。",
            basis=_BASIS,
            subject=subjects.name(value),
            actual=value,
            expected=right,
        )


def _in_text(passage: TextSpan, subjects: Subjects) -> Iterator[Diagnostic]:
    for found in _NUMBER.finditer(passage.text):
        if not found["hao"] or not _body(found).endswith(_OF_A_BODY):
            continue
        faults = _faults(found, passage.text)
        if faults and not _is_w003(found):
            before = _body(found)[-_SHOWN:]
            start = passage.text.rindex(before, 0, found.start())
            stated = passage.text[start : found.end()]
            right = before + _right(found)
            yield Diagnostic(
                "c003/text",
                Severity.WARNING,
                passage.location_at(start),
                f"发文字号“{stated}”写法不对：{'；'.join(faults)}",
                f"请改成“{right}”；照录原件、原件如此的，可以接受。",
                basis=_BASIS,
                subject=subjects.name(stated),
                actual=stated,
                expected=right,
            )


_SHOWN = 6
"""Characters of a text shown before the bracket: where a body's abbreviation begins is unknown."""


def _body(found: re.Match[str]) -> str:
    """Give the letters that stand before a number's bracket."""
    before = _BODY.search(found.string, max(0, found.start() - _FAR), found.start())
    return before[0] if before else ""


_FAR = 20


def _is_w003(found: re.Match[str]) -> bool:
    """Tell whether the brackets are a matter of rule w003: look-alikes, or only one of a pair."""
    left, right = found["open"], found["close"]
    return left in "﹝〖" or right in "﹞〗" or (left == "〔") != (right == "〕")


def _faults(found: re.Match[str], text: str) -> list[str]:
    """List what is wrong with the form of one number."""
    body, after = _body(found), text[found.end() :].lstrip()
    decree = body.endswith(_DECREES) or after.startswith(_DECREES)
    if decree and found["nth"]:
        return []
    free = decree or body.endswith(_OF_A_CASE)
    wrong: list[str] = []
    if (found["open"], found["close"]) != ("〔", "〕"):
        wrong.append("年份要用六角括号〔〕")
    if len(found["year"]) != len("2021"):
        wrong.append("年份要写四位")
    if found["nian"]:
        wrong.append("年份后面不写“年”")
    if found["nth"] and not free:
        wrong.append("序号前不加“第”")
    if found["serial"].startswith(("0", "０")) and not free:
        wrong.append("序号不补零")
    return wrong


def _right(found: re.Match[str]) -> str:
    """Write a number as it should be, from its bracket on."""
    free = _body(found).endswith((*_DECREES, *_OF_A_CASE))
    nth, serial = (found["nth"], found["serial"]) if free else ("", str(int(found["serial"])))
    return f"〔{_year(found)}〕{nth}{serial}号"


def _year(found: re.Match[str]) -> str:
    year = str(int(found["year"])).zfill(2)
    if len(found["year"]) == len("2021"):
        return year
    return f"19{year}" if year > "49" else f"20{year}"


RULE = TextRule("c003", "发文字号的写法", _find)
