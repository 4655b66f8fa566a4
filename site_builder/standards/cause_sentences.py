"""Likely causes in Chinese: which cells, what they hold, what they would have to hold."""

from collections.abc import Sequence
from decimal import Decimal

from site_builder.model.failure import CauseKind, CellChange, LikelyCause
from site_builder.model.figures import Figures
from site_builder.model.form import Header, Table, TableSection, all_leaves
from site_builder.standards.header_grid import header_chain

_REMARKS: dict[CauseKind, str] = {
    "digit-dropped": "少打了一位",
    "digit-doubled": "一位数字打了两遍",
    "digit-added": "多打了一位",
    "digits-swapped": "两位数字打颠倒了",
    "digit-mistyped": "一位数字打错",
    "sign": "正负号错了",
    "decimal-point": "小数点错位",
    "unit": "元和万元弄混了",
    "blank": "漏填",
    "cells-swapped": "两格填反了",
}
_MAX_LABEL = 20
"""Characters. Of longer labels the author knows the key of figures.yaml better."""


def cause_sentence(
    table: Table,
    figures: Figures,
    kind: CauseKind,
    changes: tuple[CellChange, ...],
    *,
    is_total: bool,
) -> str:
    """Return what a correction changes, and by which slip the number may have come about."""
    if kind == "row-shifted":
        return _shift_sentence(table, changes)
    line = _common_line(table, kind, changes)
    if line:
        return f"{line}{_moved_texts(table, figures, kind, changes)}"
    texts = [
        f"{'上年报告的' if change.previous_year else ''}{cell_label(table, change.key)}"
        f"{_change_text(figures, change)}"
        for change in changes
    ]
    remarks = [_REMARKS.get(kind, ""), "这一格是总计，各项不用改" if is_total else ""]
    remark = "；".join(filter(None, remarks))
    return "，同时".join(texts) + (f"（{remark}）" if remark else "")


def _change_text(figures: Figures, change: CellChange) -> str:
    location = None if change.previous_year else figures.locations.get(change.key)
    place = f"（第 {location.line} 行第 {location.column} 列）" if location else ""
    now = "没有数字" if change.current is None else f"现在是 {change.current:f}"
    return f"{place}{now}，应为 {change.proposed:f}"


def _common_line(table: Table, kind: CauseKind, changes: Sequence[CellChange]) -> str:
    """Return the row or column that the cells of a correction share; empty for none."""
    if kind not in ("column", "row", "cells-swapped"):
        return ""
    year = "上年报告的" if changes[0].previous_year else ""
    row, column = row_label(table, changes[0].key), column_label(table, changes[0].key)
    if len({change.key[1] for change in changes}) == 1 and row:
        return f"{year}“{row}”行："
    if len({change.key[2] for change in changes}) == 1:
        return f"{year}“{column}”列："
    return ""


def _moved_texts(
    table: Table, figures: Figures, kind: CauseKind, changes: Sequence[CellChange]
) -> str:
    across = len({change.key[1] for change in changes}) == 1
    label = column_label if across else row_label
    texts = [f"“{label(table, change.key)}”{_change_text(figures, change)}" for change in changes]
    if kind == "cells-swapped":
        remark = _REMARKS[kind]
    else:
        whole = any(not change.proposed or not change.current for change in changes)
        moved = "数" if whole else f"{_amount(changes[0])} 件"
        remark = f"{moved}填错了{'列' if across else '行'}"
    return f"{'；'.join(texts)}（{remark}）"


def _amount(change: CellChange) -> str:
    return f"{abs(change.proposed - (change.current or Decimal(0))):f}"


def _shift_sentence(table: Table, changes: Sequence[CellChange]) -> str:
    row = row_label(table, changes[0].key)
    numbers = "、".join(
        f"“{column_label(table, change.key)}”{change.proposed:f}" for change in changes
    )
    return f"“{row}”行的数错了一列，应为{numbers}"


def cell_label(table: Table, key: tuple[str, str, str]) -> str:
    """Return the labels that name a cell, quoted: of its row, and of its column."""
    row, columns = row_label(table, key), _column_labels(table, key)
    labels = [row, columns[-1]] if row else columns[-2:]
    return "的".join(f"“{label}”" for label in labels)


def row_label(table: Table, key: tuple[str, str, str]) -> str:
    """Return the label of a cell's row; empty in a table of one row."""
    chain = header_chain(_section(table, key).rows, key[1])
    return _label(chain[-1]) if chain else ""


def column_label(table: Table, key: tuple[str, str, str]) -> str:
    """Return the label of a cell's column."""
    return _column_labels(table, key)[-1]


def _column_labels(table: Table, key: tuple[str, str, str]) -> list[str]:
    return [_label(header) for header in header_chain(_section(table, key).columns, key[2])]


def _section(table: Table, key: tuple[str, str, str]) -> TableSection:
    return next(
        section
        for section in table.sections
        if any(leaf.path == key[1] for leaf in all_leaves(section.rows))
    )


def _label(header: Header) -> str:
    return header.label if len(header.label) <= _MAX_LABEL else header.key


def group_summary(table: Table, causes: Sequence[LikelyCause], count: int, *, decided: bool) -> str:
    """Return what a group's causes come to; `count` is how many corrections there are in all."""
    if not causes:
        return "错在哪里，勾稽关系无法判断。"
    if decided:
        return f"多半是{causes[0].sentence}；这样改，有关的勾稽关系就都成立。"
    joined = "；或者".join(cause.sentence for cause in causes)
    if count == 1:
        return f"很可能是{joined}。"
    if count <= len(causes):
        return f"可能是{joined}。是哪一种，勾稽关系无法判断。"
    moved = _moved_summary(table, causes)
    return f"{moved}改法有 {count} 种，比较像的是：{joined}。是哪一种，勾稽关系无法判断。"


def _moved_summary(table: Table, causes: Sequence[LikelyCause]) -> str:
    """Return the two columns, or rows, that all causes move the same amount between."""
    kind = causes[0].kind
    if kind not in ("column", "row") or any(cause.kind != kind for cause in causes):
        return ""
    axis, unit = (2, "列") if kind == "column" else (1, "行")
    moves = {
        tuple(
            (change.key[axis], change.proposed - (change.current or Decimal(0)))
            for change in cause.changes
        )
        for cause in causes
    }
    if len(moves) > 1:
        return ""
    labels = []
    for change in causes[0].changes:
        sign = "少" if change.proposed > (change.current or Decimal(0)) else "多"
        name = (column_label if kind == "column" else row_label)(table, change.key)
        labels.append(f"“{name}”{unit}{sign} {_amount(change)}")
    return f"{'，'.join(labels)}，多半是填错了{unit}。"
