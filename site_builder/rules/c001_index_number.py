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

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.inspection import Inspection
from site_builder.model.rule import SiteRule


def _find(inspection: Inspection) -> Iterator[Diagnostic]:
    site = inspection.site
    pattern = re.compile(site.settings.index_pattern) if site.settings.index_pattern else None
    seen: dict[str, str] = {}
    for entry in sorted(site.entries, key=lambda one: one.source.path):
        number = entry.index_number
        if not number:
            continue
        if number in seen:
            message = f"索引号 {number} 与 {seen[number]} 重复"
            hint = "请给其中一个换上没有用过的号；已经公布的索引号不要改。"
            yield error("c001/unique", entry.index_place, message, hint)
        seen.setdefault(number, entry.source.file)
        if pattern and not pattern.fullmatch(number):
            message = f"索引号 {number} 不符合“索引号格式”（{site.settings.index_pattern}）"
            yield error(
                "c001/pattern", entry.index_place, message, "请核对索引号，或修改 config.yaml。"
            )


RULE = SiteRule("c001", "索引号唯一，样子合规", _find)
