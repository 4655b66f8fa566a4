"""索引号公布后不改。

查什么：
    上次生成的网站（输出文件夹里的 catalogue.json）中，同一网址的索引号与现在是否相同。改了，而
    “更正”的内容里没有先写原号、后写新号的，为错误；去掉索引号的，都是错误。第一次生成，或者没有选择
    下载格式 json 的，无从比较。
依据：
    《政府信息公开条例》第十二条（目录包括索引，供公众查找）。已经公布的索引号被引用、收藏，改了就
    查不到原来的信息。
错误示例：
    2021/documents/notice.html 公布时是 YLYQ-2021-00001，现在写成 YLYQ-2021-00009。
怎么改：
    改回原来的索引号。错误不能接受；原号确实错误、依照规定必须更正的，在“更正”里写一项，写明日期，
    内容写“索引号由 YLYQ-2021-00001 更正为 YLYQ-2021-00009”。页面上印出更正，拿着原号的人也查得到。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry
from site_builder.model.document_fields import Correction
from site_builder.model.rule_context import SiteContext

_BASIS = "《政府信息公开条例》第十二条：政府信息公开目录包括政府信息的索引。"


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    site = site_context.site
    for entry in site.entries:
        before, now = site_context.published.get(entry.url, ""), entry.index_number
        if before and before != now and not _is_declared(before, now, entry.corrections):
            yield _changed(entry, before, now)


def _is_declared(before: str, now: str, corrections: tuple[Correction, ...]) -> bool:
    """Return whether the page states that the one number became the other.

    The old one comes first: a change back is another change, and is reported as one.
    """
    change = re.compile(rf"{_number_pattern(before)}.*{_number_pattern(now)}", re.DOTALL)
    return bool(now) and any(change.search(correction.change) for correction in corrections)


def _number_pattern(number: str) -> str:
    return rf"(?<![0-9A-Za-z/-]){re.escape(number)}(?![0-9A-Za-z/-])"


def _changed(entry: CatalogueEntry, before: str, now: str) -> Diagnostic:
    message = f"已经公布的索引号是 {before}，现在改成了 {now}"
    hint = (
        f"请改回“索引号: {before}”；原号有误、必须更正的，在“更正”里写明日期，"
        f"内容写“索引号由 {before} 更正为 {now}”。"
    )
    if not now:
        message = f"已经公布的索引号是 {before}，现在去掉了"
        hint = f"请写回“索引号: {before}”。"
    return Diagnostic(
        "c002/changed",
        Severity.ERROR,
        entry.location_of("index_number"),
        message,
        hint,
        basis=_BASIS,
        subject=before,
        actual=now,
        expected=before,
    )
