"""Edits compared with what somebody else has written to the same source meanwhile.

Nothing is written here: what is settled, and what has to be chosen, goes back to the editor.
"""

from collections.abc import Mapping

from site_builder.content.text_parts import plain_line_ends, split_text, with_front_matter
from site_builder.content.typed_fields import FieldValue
from site_builder.core.errors import UsageError
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.merged_lines import MergedLines, merge_lines
from site_builder.model.figures import CellKey
from site_builder.model.saved_version import SourceText
from site_builder.model.standards import Standards
from site_builder.usecases.edit_text import BOM, SETTINGS, decode, read_fields
from site_builder.usecases.save_source import missing_source_error


def merge_text(base: str, mine: str, current: SourceText) -> tuple[MergedLines, ...]:
    """Join an edited text with what its file holds now. Raises ValueProblem.

    Of a file that is gone all is one choice: the lines that nobody edited are not dropped unasked.
    """
    if not current.digest:
        return (MergedLines(mine, "", is_conflict=bool(mine)),)
    return merge_lines(base, mine, editable_text(current))


def editable_text(source: SourceText) -> str:
    """Return a text as it is edited: without the mark of its encoding, lines apart by a line feed.

    Raises ValueProblem.
    """
    return plain_line_ends(decode(source).removeprefix(BOM))


def editable_fields(
    source: SourceText, standards: Standards
) -> tuple[Mapping[str, FieldValue | None], str]:
    """Return the fields of a source by their ids, and its body; nothing where it has none.

    Raises ValueProblem, and UsageError for a source that is gone, or has no fields any longer.
    """
    if not source.digest:
        raise missing_source_error(source.path)
    text = decode(source)
    if source.path != SETTINGS:
        text = with_front_matter(text)
    values, mistake = read_fields(source.path, text, standards)
    if values is None:
        line = f"第 {mistake.location.line} 行：{mistake.message}" if mistake else "没有说明"
        hint = "写的内容已经留着，请刷新网页再看。"
        raise UsageError(f"文件现在的写法有错，不能逐项填写（{line}）", hint)
    parts = split_text(text)
    return values, plain_line_ends(parts.body) if parts else ""


def conflicting_cells(
    base: Mapping[CellKey, str], mine: Mapping[CellKey, str], current: Mapping[CellKey, str]
) -> Mapping[CellKey, str]:
    """Return what a file holds now in those cells of `mine` that others typed anew as well.

    `base` is what the cells held before; a cell that both typed alike is no conflict.
    """
    now = {key: current.get(key, "") for key in mine}
    return {
        key: now[key]
        for key, typed in mine.items()
        if _folded(now[key]) not in (_folded(typed), _folded(base.get(key, "")))
    }


def _folded(typed: str) -> str:
    return to_halfwidth(typed).strip()
