"""表式和模板里的说明文字没有删去。

查什么：
    正文、标题和概述里有没有表式、模板留下的说明文字（“该部分以表格形式报告”“（具体网址）”“（文字
    描述）”“〔待填〕”“此处填写”），或者还没有填的“××年”“XX件”“____年”。后面没有单位的空可能是有意
    隐去的，只作提醒；写在引号里的（“××局”一类的写法）、后面句子还没有完的（“（待填）栏由……填写”），
    像是说到这些字样，也只作提醒。隐去姓名的“张××”，成对的、把文字加粗的 __ 不算；两边都是汉字的
    __ 印不出粗体，会照原样印出来，算是没有填的空。
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
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.rules.placeholders.leftovers import Leftover, find_leftovers, instructions_of
from site_builder.rules.text.report_sentences import number_subjects

_BOLD = "要加粗的，用 **……**。"
_MESSAGES = {"form-text": "是模板的说明文字，没有删去", "unfilled": "还没有填"}
_BASIS = "《政府信息公开条例》第十七条：公布以前应当审查。"


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    yield from number_subjects(_diagnostics(text, context))


def _diagnostics(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    report = text.source.kind == "report"
    instructions = instructions_of(context.standards.forms)
    for span in text.spans:
        if span.kind in ("field", "body"):
            for leftover in find_leftovers(span.text, report=report, instructions=instructions):
                yield _diagnostic(span, leftover)


def _diagnostic(span: TextSpan, leftover: Leftover) -> Diagnostic:
    severity = Severity.WARNING
    if leftover.quoted:
        message = f"这里的“{leftover.text}”是不是没有填的空，或者模板的说明文字？"
        hint = "是的，请填上实际的内容或者删去；只是说到、引用这些字样的，不用改。"
    elif leftover.kind == "blank":
        message = f"这里的“{leftover.text}”是不是没有填的空？"
        hint = "没有填的，请填上实际的内容；有意隐去的，不用改。" + _BOLD * (leftover.text == "__")
    else:
        severity, message = Severity.ERROR, f"“{leftover.text}”{_MESSAGES[leftover.kind]}"
        bold = _BOLD if re.match("__[^_]", leftover.text) else ""
        hint = f"请填上实际的内容；不需要的说明文字请删去。{bold}"
    return Diagnostic(
        f"r004/{'quoted' if leftover.quoted else leftover.kind}",
        severity,
        span.location_at(leftover.start),
        message,
        hint,
        basis=_BASIS,
        subject=leftover.text,
    )
