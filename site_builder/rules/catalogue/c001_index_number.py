"""索引号唯一，样子合规。

查什么：
    索引号是否重复；config.yaml 写了“索引号格式”的，是否符合。
依据：
    《政府信息公开条例》第十二条（目录包括索引）。索引号由本地规则规定，格式因此写在设置里。
错误示例：
    两个文件的索引号都是 SFYQ-2021-00003。
怎么改：
    给其中一个换上没有用过的号；已经公布的索引号不要改。
"""

import re
from collections.abc import Iterator
from operator import attrgetter

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry
from site_builder.model.rule_context import SiteContext

_BASIS = "《政府信息公开条例》第十二条：政府信息公开目录包括政府信息的索引。"


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    pattern = site_context.context.settings.index_pattern
    shape = re.compile(pattern) if pattern else None
    paths_by_number: dict[str, str] = {}
    for entry in sorted(site_context.site.entries, key=attrgetter("source.path")):
        number = entry.index_number
        if not number:
            continue
        if number in paths_by_number:
            message = f"索引号 {number} 与 {paths_by_number[number]} 重复"
            hint = "请给其中一个换上没有用过的号；已经公布的索引号不要改。"
            yield _error("unique", entry, message, hint)
        paths_by_number.setdefault(number, entry.source.display_path)
        if shape and not shape.fullmatch(number):
            message = f"索引号 {number} 不符合“索引号格式”（{pattern}）"
            hint = "请核对索引号，或修改 config.yaml。"
            yield _error("pattern", entry, message, hint, expected=pattern)


def _error(
    kind: str, entry: CatalogueEntry, message: str, hint: str, expected: str = ""
) -> Diagnostic:
    return Diagnostic(
        f"c001/{kind}",
        Severity.ERROR,
        entry.location_of("index_number"),
        message,
        hint,
        basis=_BASIS,
        subject=entry.index_number,
        actual=entry.index_number,
        expected=expected,
    )
