"""What our own Word and PDF files add to a report is taken out again: no office wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Omission, Original, TextBlock

_PROPERTY = lazy_pattern(r"报告机关：.+")
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
    last = _properties_start(original.blocks)
    if last is None:
        return original
    blocks: list[Block] = []
    omissions = list(original.omissions)
    is_annex = False
    for number, block in enumerate(original.blocks):
        is_annex = is_annex or (number > last and _text(block) == _ANNEX)
        if is_annex or number in (last, last + 1) or _text(block) == _LEGEND:
            reason = _REPEATED if is_annex else _AROUND
            omissions += _omission(block, reason)
        else:
            blocks.append(_without_note(block))
    return replace(original, blocks=tuple(blocks), omissions=tuple(omissions))


def _properties_start(blocks: Sequence[Block]) -> int | None:
    """Return where the two lines begin with which our files end, or None."""
    for number in range(len(blocks) - 1):
        first, second = map(_text, blocks[number : number + 2])
        if _PROPERTY.fullmatch(first) and _FORM.fullmatch(second):
            return number
    return None


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
