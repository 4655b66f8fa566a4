"""表格的表头。

查什么：
    正文里的表格有没有表头：第一行是不是全空。
依据：
    《无障碍环境建设法》第三十二条；GB/T 37668—2019。读屏软件念每一格时先念表头。
错误示例：
    |  |  |
    | --- | --- |
    | 长度 | 2.4千米 |
怎么改：
    在第一行写上各栏的名称，如“项目”“内容”；只是为了排版的，请改成列表。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Desk, SourceText
from site_builder.model.rule import TextRule

_BASIS = "《无障碍环境建设法》第三十二条；GB/T 37668—2019"


def _find(text: SourceText, _desk: Desk) -> Iterator[Diagnostic]:
    tables = (one for one in text.elements if one.kind == "table")
    for number, one in enumerate(tables, 1):
        if not one.text.strip():
            yield Diagnostic(
                "x004/headers",
                Severity.WARNING,
                one.place,
                f"正文的第 {number} 张表格没有表头",
                "请在第一行写上各栏的名称。",
                basis=_BASIS,
                subject=str(number),
            )


RULE = TextRule("x004", "表格的表头", _find)
