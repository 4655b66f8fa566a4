"""表格的表头。

查什么：
    正文里的表格有没有表头：第一行是不是全空；表头和行标题有没有哪一格是空的。
依据：
    《无障碍环境建设法》第三十二条；GB/T 37668—2019。读屏软件念每一格时先念表头。
错误示例：
    |  |  |
    | --- | --- |
    | 长度 | 2.4千米 |
怎么改：
    在第一行写上各栏的名称，如“项目”“内容”；左上角的一格也要写，如“项目”“单位”。只是为了排版的，
    请改成列表。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.rule_context import MarkupElement, RuleContext, TextFile

_BASIS = "《无障碍环境建设法》第三十二条；GB/T 37668—2019"


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    number = 0
    for element in text.elements:
        number += element.kind == "table"
        if element.kind == "header":
            yield _unnamed(element, number)
        elif element.kind == "table" and not element.text.strip():
            yield Diagnostic(
                "x004/headers",
                Severity.WARNING,
                element.location,
                f"正文的第 {number} 张表格没有表头",
                "请在第一行写上各栏的名称。",
                basis=_BASIS,
                subject=str(number),
            )


def _unnamed(cell: MarkupElement, number: int) -> Diagnostic:
    return Diagnostic(
        "x004/headers",
        Severity.WARNING,
        cell.location,
        f"正文的第 {number} 张表格，{cell.target} 这一格是标题，却是空的",
        "请写上它下面（或右边）各格的名称，如“项目”。左上角一格是 A1，右边是 B1，下面是 A2。",
        basis=_BASIS,
        subject=f"{number}-{cell.target}",
    )
