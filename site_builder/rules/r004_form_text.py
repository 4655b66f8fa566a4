"""表式和模板里的说明文字没有删去。

查什么：
    正文、标题和概述里有没有表式、模板留下的说明文字（“该部分以表格形式报告”“（具体网址）”“（文字
    描述）”“〔待填〕”“此处填写”），或者还没有填的“××年”“XX件”“____年”。后面没有单位的空可能是有意
    隐去的，只作提醒。隐去姓名的“张××”，成对的、把文字加粗的 __ 不算；两边都是汉字的 __ 印不出粗体，
    会照原样印出来，算是没有填的空。
依据：
    国办公开办函〔2021〕30号：年度报告的内容要真实、完整；公布以前要审查（《政府信息公开条例》
    第十七条）。
错误示例：
    全年新收政府信息公开申请××件。
怎么改：
    填上实际的内容；不需要的说明文字删去。要加粗的，用 **……**。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Desk, Passage, SourceText
from site_builder.model.rule import TextRule
from site_builder.rules.blanks import BLANK, UNFILLED, WORTH_IT, is_kept_back
from site_builder.rules.sentences import numbered

_OPEN, _CLOSE = r"[〔【\[（(<〈《]\s*", r"\s*[〕】\]）)>〉》]"
_ANYWHERE = re.compile(rf"{_OPEN}待填写?{_CLOSE}|^\s*此处(?:填写|填入|插入|粘贴)(?!申请人|您|本人)")
_OF_FORMS = re.compile(
    r"该部分以表格形式报告(?:[。，,.]?\s*表格如下[:：]?)?|(?<!^)此处(?:填写|填入|插入|粘贴)"
    rf"|{_OPEN}(?:具体网址|文字描述|此处为表格|单位名称|机关名称|请填写|填写内容){_CLOSE}"
)
_BOLD = "要加粗的，用 **……**。"
_BASIS = "《政府信息公开条例》第十七条：公布以前应当审查。"


def _find(text: SourceText, _desk: Desk) -> Iterator[Diagnostic]:
    yield from numbered(_all(text))


def _all(text: SourceText) -> Iterator[Diagnostic]:
    for passage in text.passages:
        if passage.kind in ("field", "body"):
            yield from _each(passage, "form-text", _ANYWHERE)
            if text.source.kind == "report":
                yield from _each(passage, "form-text", _OF_FORMS)
                if WORTH_IT.search(passage.text):
                    yield from _each(passage, "unfilled", UNFILLED)
                    yield from _doubtful(passage)


def _each(passage: Passage, name: str, pattern: re.Pattern[str]) -> Iterator[Diagnostic]:
    for found in pattern.finditer(passage.text):
        if name == "unfilled" and is_kept_back(passage.text, found):
            continue
        words = found[0].strip()
        told = "还没有填" if name == "unfilled" else "是模板的说明文字，没有删去"
        bold = _BOLD if re.match("__[^_]", words) else ""
        yield Diagnostic(
            f"r004/{name}",
            Severity.ERROR,
            passage.at(found.start()),
            f"“{words}”{told}",
            f"请填上实际的内容；不需要的说明文字请删去。{bold}",
            basis=_BASIS,
            subject=words,
        )


def _doubtful(passage: Passage) -> Iterator[Diagnostic]:
    """Ask about blanks that may also stand for a name that is kept back."""
    for found in BLANK.finditer(passage.text):
        kept = is_kept_back(passage.text, found)
        if not kept and not UNFILLED.match(passage.text, found.start()):
            yield Diagnostic(
                "r004/blank",
                Severity.WARNING,
                passage.at(found.start()),
                f"这里的“{found[0]}”是不是没有填的空？",
                "没有填的，请填上实际的内容；有意隐去的，不用改。" + _BOLD * (found[0] == "__"),
                basis=_BASIS,
                subject=found[0],
            )


RULE = TextRule("r004", "表式和模板里的说明文字没有删去", _find)
