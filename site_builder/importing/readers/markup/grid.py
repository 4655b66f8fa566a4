"""Cells with spans → places of a grid, as browsers lay them out, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.core.errors import UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_COLUMNS = 300
_MAX_AREA = 2_000_000
"""Places that the cells of one table may cover."""
_MAX_SPAN = 1_000
_USUAL_SPAN = 60
"""No cell of a form is wider; what claims more means “the whole row”."""
_HINT = "请核对是不是选错了文件；表格确实这么大的，请另存为 .xlsx，只留统计表，再导入。"
_INTEGER = lazy_pattern(r"\s*\+?([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell as its source declares it."""

    element: Element
    row_span: int
    """0: down to the end of its group of rows."""
    column_span: int


@dataclass(frozen=True, slots=True)
class PositionedCell:
    """A cell with its place, counted from 0; no two cover the same one."""

    element: Element
    row: int
    column: int
    row_span: int
    column_span: int
    is_cut: bool = False
    """Another cell stood where it should reach: it was made narrower."""


def read_span(value: str | None, default: int) -> int:
    """Return a span as browsers read it: `3abc` is 3, what is no number the default."""
    match = _INTEGER.match(value or "")
    return min(int(match[1]), _MAX_SPAN) if match else default


def place_cells(groups: Sequence[Sequence[Sequence[SpannedCell]]]) -> tuple[PositionedCell, ...]:
    """Return the cells of groups of rows at their places.

    A cell reaches no further than its group. Raises UnsupportedFileError beyond the bounds.
    """
    width = _width(groups)
    if width > MAX_COLUMNS:
        raise UnsupportedFileError(f"有一个表格有 {width} 列，超过 {MAX_COLUMNS} 列", _HINT)
    placed: list[PositionedCell] = []
    area = first = 0
    for group in groups:
        covered: set[tuple[int, int]] = set()
        end = first + len(group)
        for row, cells in enumerate(group, first):
            column = 0
            for cell in cells:
                while (row, column) in covered:
                    column += 1
                result = _place(cell, (row, column), end, width, covered)
                placed.append(result)
                area += result.row_span * result.column_span
                if area > _MAX_AREA or column > MAX_COLUMNS:
                    raise UnsupportedFileError("有一个表格合并的单元格大得不合理", _HINT)
                covered.update(
                    (line, position)
                    for line in range(row, row + result.row_span)
                    for position in range(column, column + result.column_span)
                )
                column += result.column_span
        first = end
    return tuple(placed)


def _width(groups: Sequence[Sequence[Sequence[SpannedCell]]]) -> int:
    """Return how many columns the rows have, without spans that no form has."""
    return max(
        (
            sum(cell.column_span if cell.column_span <= _USUAL_SPAN else 1 for cell in row)
            for group in groups
            for row in group
        ),
        default=0,
    )


def _place(
    cell: SpannedCell, place: tuple[int, int], end: int, width: int, covered: set[tuple[int, int]]
) -> PositionedCell:
    row, column = place
    row_span = min(cell.row_span or end - row, end - row)
    column_span = max(1, cell.column_span)
    if column_span > _USUAL_SPAN:
        column_span = max(1, width - column)
    for offset in range(1, column_span):
        if (row, column + offset) in covered:
            return PositionedCell(cell.element, row, column, row_span, offset, is_cut=True)
    return PositionedCell(cell.element, row, column, row_span, column_span)
