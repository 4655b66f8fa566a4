"""Edits compared with what somebody else has written to the same source meanwhile.

Nothing is written here: what is settled, and what has to be chosen, goes back to the editor.
"""

from collections.abc import Mapping

from site_builder.core.errors import ValueProblem
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.merged_lines import MergedLines, merge_lines
from site_builder.model.figures import CellKey
from site_builder.model.saved_version import SourceText


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
    try:
        return source.data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        hint = "请用记事本另存为 UTF-8 再编辑。"
        raise ValueProblem(f"{source.path} 不是 UTF-8 编码", hint) from None


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
