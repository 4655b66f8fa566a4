"""标题的层级。

查什么：
    标题是否逐级往下（## 后面是 ###，不能跳到 ####）；有没有空标题；整段加粗的文字是不是小标题。
依据：
    《无障碍环境建设法》第三十二条；GB/T 37668—2019《信息技术 互联网内容无障碍可访问性技术要求与测试
    方法》。读屏软件靠标题的层级了解全文。
错误示例：
    ## 一、总体情况
    #### 1. 主动公开
怎么改：
    按层级写 ##、###、####；小标题用 #，不要用加粗代替。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import MarkupElement, RuleContext, TextFile

_BASIS = "《无障碍环境建设法》第三十二条；GB/T 37668—2019"
_TITLE = 1
_BOLD = lazy_pattern(r"\s*(\*\*|__)(?=\S)([^*_]{1,40})\1[：:]?\s*")


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    yield from _levels([element for element in text.elements if element.kind == "heading"])
    lines = {span.location.line for span in text.spans if span.kind == "body"}
    for span in text.spans:
        if span.kind == "body" and span.text.lstrip().startswith(("**", "__")):
            match = _BOLD.fullmatch(span.text)
            line = span.location.line
            if match and line - 1 not in lines and line + 1 not in lines:
                yield Diagnostic(
                    "x001/bold",
                    Severity.WARNING,
                    span.location,
                    f"整段加粗的“{match[2]}”是小标题吗？",
                    "是小标题的，请去掉加粗，在前面写 ##、###；读屏软件认不出加粗的标题。",
                    basis=_BASIS,
                    subject=match[2],
                )


def _levels(headings: list[MarkupElement]) -> Iterator[Diagnostic]:
    last = _TITLE
    for heading in headings:
        if not heading.text.strip("*_ "):
            yield Diagnostic(
                "x001/empty",
                Severity.ERROR,
                heading.location,
                "标题是空的",
                "请补上标题的文字，或删去这一行。",
                basis=_BASIS,
            )
        if heading.level > last + 1:
            above = "前面还没有标题" if last == _TITLE else f"前一个标题用 {last} 个 #"
            expected = "#" * (last + 1)
            yield Diagnostic(
                "x001/level",
                Severity.WARNING,
                heading.location,
                f"标题“{heading.text}”跳了级：用了 {heading.level} 个 #，{above}",
                f"请改用 {expected}。",
                basis=_BASIS,
                subject=heading.text,
                actual="#" * heading.level,
                expected=expected,
            )
        last = heading.level
