"""What our own Word and PDF files add to a report is taken out again: no office wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Omission, Original, TextBlock

_OFFICE = lazy_pattern(r"报告机关：.+")
_PROPERTY = lazy_pattern(r"(?:报告机关|索引号|发文字号|发布日期|表式|网址|审签)：.+")
_FORM = lazy_pattern(r"表式：.+（国办公开办函〔\d{4}〕\d+号）")
_ANNEX = "附：统计表文字版"
_LEGEND = "「缺」表示原报告未填；「/」表示不适用。"
_EXTERNAL_NOTE = "（外部链接）"
_AROUND = "本程序加在报告后面的说明"
_REPEATED = "表格的文字读法，与表格重复"


def without_own_parts(original: Original) -> Original:
    """Return a file without the legends, the properties and the annex that this program adds.

    A file of another origin is returned as it is: ours state office and form at the end.
    """
    properties = _property_lines(original.blocks)
    if not properties:
        return original
    blocks: list[Block] = []
    omissions = list(original.omissions)
    is_annex = False
    for number, block in enumerate(original.blocks):
        is_annex = is_annex or (number >= properties.stop and _text(block) == _ANNEX)
        if is_annex or number in properties or _text(block) == _LEGEND:
            reason = _REPEATED if is_annex else _AROUND
            omissions += _omission(block, reason)
        else:
            blocks.append(_without_note(block))
    return replace(original, blocks=tuple(blocks), omissions=tuple(omissions))


def _property_lines(blocks: Sequence[Block]) -> range:
    """Return which lines our files end with: the office, and after it the form. None elsewhere."""
    texts = [*map(_text, blocks)]
    for start, text in enumerate(texts):
        if _OFFICE.fullmatch(text):
            lines = [*takewhile(_PROPERTY.fullmatch, texts[start:])]
            if any(map(_FORM.fullmatch, lines)):
                return range(start, start + len(lines))
    return range(0)


def _text(block: Block) -> str:
    return block.text.strip() if isinstance(block, TextBlock) else ""


def _omission(block: Block, reason: str) -> Iterator[Omission]:
    if isinstance(block, TextBlock):
        yield Omission(block.text, reason, block.origin)


def _without_note(block: Block) -> Block:
    """Return a block without the note that is put behind each link that leaves the site."""
    if not isinstance(block, TextBlock) or _EXTERNAL_NOTE not in block.text:
        return block
    return replace(
        block,
        text=block.text.replace(_EXTERNAL_NOTE, ""),
        markdown=block.markdown.replace(_EXTERNAL_NOTE, ""),
    )
