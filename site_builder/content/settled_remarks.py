"""What an import wrote about cells in doubt: it goes with the doubt, and no other remark does."""

from collections.abc import Iterator, Mapping, Sequence

from site_builder.content.figure_rows import CellList
from site_builder.core.text.suggest import normalize_label
from site_builder.model.figures import UNCONFIRMED, CellKey
from site_builder.model.form import Form
from site_builder.model.lazy_pattern import lazy_pattern

_DOUBT = lazy_pattern(
    rf"\s*# {UNCONFIRMED} ([^：]+)：(?:.*；)?(?:可能是 |原件作“|见原件|原件的表里|上年报告结转)"
)
"""As `importing.drafts.figures_file` and `standards.blank_files` write it; by hand it is put
otherwise, and stays."""
_COUNT = lazy_pattern(rf"(?m)^# 有 [0-9]+ 格认不准，写作 {UNCONFIRMED}：.*(?:\r?\n|$)")


def settled_remarks(
    text: str, lists: Sequence[CellList], changes: Mapping[CellKey, str], form: Form
) -> Iterator[tuple[int, int]]:
    """Yield from where to where remarks stand whose cells are settled by some changes."""
    columns = {
        (table.id, row.path, column.path): column
        for table in form.tables()
        for _, row, column in table.cells()
    }
    is_left = has_settled = False
    for cells in lists:
        items = cells.node.items if cells.node.items is not None else (cells.node,)
        settled: set[str] = set()
        left: set[str] = set()
        for key, item in zip(cells.keys, items, strict=False):
            if _is_unconfirmed(item.text or ""):
                is_settled = changes.get(key, "").strip() and not _is_unconfirmed(changes[key])
                (settled if is_settled else left).add(columns[key].label)
        is_left, has_settled = is_left or bool(left), has_settled or bool(settled)
        yield from _lines_above(text, cells.node.start, settled - left)
    if has_settled and not is_left and (match := _COUNT.search(text)):
        yield match.span()


def _is_unconfirmed(typed: str) -> bool:
    return normalize_label(typed) == UNCONFIRMED


def _lines_above(text: str, position: int, labels: set[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines of an import about columns, above the row in which a place is."""
    end = text.rfind("\n", 0, position) + 1
    while end > 0:
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start:end]
        if not line.lstrip().startswith("#"):
            return
        match = _DOUBT.match(line)
        if match and match[1] in labels:
            yield start, end
        end = start
