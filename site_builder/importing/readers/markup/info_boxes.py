"""The box of fields above an item of disclosure: 索引号, 发布机构, 生成日期."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from site_builder.importing.readers.markup.page_fields import read_day
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Omission, OriginalTable

_LABELS = frozenset(
    (
        *(
            "索引号",
            "信息索引号",
            "发布机构",
            "公开机构",
            "发文机关",
            "制发机关",
            "信息来源",
            "公开主体",
        ),
        *(
            "发布日期",
            "发布时间",
            "公开日期",
            "生成日期",
            "成文日期",
            "发文日期",
            "发文字号",
            "文号",
        ),
        *(
            "信息名称",
            "名称",
            "标题",
            "主题分类",
            "信息分类",
            "体裁分类",
            "服务对象分类",
            "主题词",
            "关键词",
        ),
        *(
            "公开方式",
            "公开形式",
            "公开范围",
            "公开时限",
            "有效性",
            "时效性",
            "效力状态",
            "废止日期",
            "内容概述",
        ),
    )
)
_BODIES = ("发布机构", "公开机构", "公开主体", "发文机关", "制发机关", "信息来源")
_DAYS = ("发布日期", "发布时间", "公开日期")
_PAIR = lazy_pattern(r"\s*([^：:]{2,12})[：:]\s*([\s\S]*)")
_MIN_LABELS = 3
REASON = "信息的索引栏"


@dataclass(slots=True)
class InfoBoxes:
    """What is left of a page's blocks, and the fields of its boxes."""

    blocks: list[Block] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str:
        """Return the publishing body; empty when no box names it."""
        return next((self.fields[label] for label in _BODIES if self.fields.get(label)), "")

    @property
    def published(self) -> str:
        """Return the day of publication as `2025-01-17`; empty when no box has it."""
        days = (read_day(self.fields.get(label, "")) for label in _DAYS)
        return next(filter(None, days), "")


def take_info_boxes(blocks: Iterable[Block]) -> InfoBoxes:
    """Take tables of fields out of a page; every other block stays."""
    result = InfoBoxes()
    for block in blocks:
        fields = _fields(block) if isinstance(block, OriginalTable) else {}
        if (
            isinstance(block, OriginalTable)
            and len(fields) >= _MIN_LABELS
            and "索引号" in str(fields)
        ):
            text = " ".join(cell.text for cell in block.cells if cell.text)
            result.omissions.append(Omission(text, REASON, block.origin))
            result.fields = {**fields, **result.fields}
        else:
            result.blocks.append(block)
    return result


def _fields(table: OriginalTable) -> dict[str, str]:
    """Return labels and what stands behind them; none where the table has other cells too."""
    texts = [cell.text for cell in table.cells]
    fields: dict[str, str] = {}
    position = 0
    while position < len(texts):
        label, value = _label(texts[position])
        position += 1
        if not label:
            if texts[position - 1].strip():
                return {}
            continue
        if not value and position < len(texts) and not _label(texts[position])[0]:
            value = texts[position]
            position += 1
        fields[label] = " ".join(value.split())
    return fields


def _label(text: str) -> tuple[str, str]:
    """Return the label in a cell, and the value in the same one; empty for other cells."""
    compact = "".join(text.split()).strip("【】[]：:")
    if compact in _LABELS:
        return compact, ""
    match = _PAIR.fullmatch(text)
    name = "".join(match[1].split()).strip("【】[]") if match else ""
    return (name, match[2]) if match and name in _LABELS else ("", "")
