"""索引号公布后不改。

查什么：
    上次生成的网站（输出文件夹里的 catalogue.json）中，同一网址的索引号与现在是否相同。第一次生成，
    或者没有选择下载格式 json 的，无从比较。
依据：
    《政府信息公开条例》第十二条（目录包括索引，供公众查找）。已经公布的索引号被引用、收藏，改了就
    查不到原来的信息。
错误示例：
    2021/documents/notice.html 公布时是 YLYQ-2021-00001，现在写成 YLYQ-2021-00009。
怎么改：
    改回原来的索引号；原号确实错误、必须更正的，接受这一提示并写明理由。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Inspection
from site_builder.model.rule import SiteRule

_BASIS = "《政府信息公开条例》第十二条：政府信息公开目录包括政府信息的索引。"


def _find(inspection: Inspection) -> Iterator[Diagnostic]:
    for entry in inspection.site.entries:
        before, now = inspection.published.get(entry.url, ""), entry.index_number
        if before and before != now:
            message = f"已经公布的索引号是 {before}，现在改成了 {now}"
            if not now:
                message = f"已经公布的索引号是 {before}，现在去掉了"
            yield Diagnostic(
                "c002/changed",
                Severity.ERROR,
                entry.place("index_number"),
                message,
                f"请改回“索引号: {before}”；原号有误、必须更正的，接受这一提示并写明理由。",
                basis=_BASIS,
                subject=before,
                stated=now,
                expected=before,
            )


RULE = SiteRule("c002", "索引号公布后不改", _find)
