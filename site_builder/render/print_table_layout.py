"""Statutory tables on paper: where cells start, how sections share columns, which marks are used.

Shared by the downloads that lay tables out: XLSX, DOCX, PDF.
"""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from site_builder.model.views.parts import HeaderCell, TableSectionView, TableView

LEGEND = "「缺」表示原报告未填；「/」表示不适用。"


def has_marked_cells(table: TableView) -> bool:
    """Return whether a table holds 缺 or `/`, so that they must be explained."""
    return any(
        cell.state != "number"
        for section in table.sections
        for row in section.rows
        for cell in row.cells
    )


def column_spans(columns: int, max_columns: int) -> list[int]:
    """Spread a section's columns over those of the widest: the last takes what is left."""
    return [1] * (columns - 1) + [max_columns - columns + 1]


def cell_positions(lines: Sequence[Sequence[HeaderCell]]) -> Iterator[tuple[int, int, HeaderCell]]:
    """Yield each header cell with the row and column at which it starts, from 0."""
    occupied: set[tuple[int, int]] = set()
    for row, cells in enumerate(lines):
        column = 0
        for cell in cells:
            while (row, column) in occupied:
                column += 1
            yield row, column, cell
            occupied.update(
                (row + row_offset, column + column_offset)
                for row_offset in range(cell.rowspan)
                for column_offset in range(cell.colspan)
            )
            column += cell.colspan


_INNERMOST_SHARE = 0.34
_OUTER_SHARE = 0.3
_MAX_LEVEL_SHARE = 0.1
"""Shares of the width that row labels take: the innermost, all others together, one of them."""
_TEXT_WIDTH = 442.2
"""Points between the margins: 156 mm."""
_DIGIT_WIDTH = 0.58
"""A digit's width, in its height."""


def column_widths(table: TableView, section: TableSectionView) -> list[float]:
    """Divide the width of a section's table among its columns; the parts of 1."""
    labels = _label_shares(table, section)
    max_columns = max(item.columns for item in table.sections)
    share = (1 - sum(labels)) / max_columns
    return [*labels, *(share * span for span in column_spans(section.columns, max_columns))]


def _label_shares(table: TableView, section: TableSectionView) -> tuple[float, ...]:
    """Return what each level of row labels takes; the innermost also what others have more."""
    depth = max(item.corner_colspan for item in table.sections)
    outer = min(_MAX_LEVEL_SHARE, _OUTER_SHARE / max(depth - 1, 1))
    shares = table.label_widths.print_shares or (*[outer] * (depth - 1), _INNERMOST_SHARE)
    levels = section.corner_colspan
    return (*shares[: levels - 1], sum(shares[levels - 1 :])) if levels else ()


def fitting_font_size(table: TableView, section: TableSectionView, default: float) -> float:
    """Return the size of type, in points, in which the longest number fits its column."""
    sizes = [default]
    data_widths = column_widths(table, section)[section.corner_colspan :]
    for row in section.rows:
        for column_width, cell in zip(data_widths, row.cells, strict=True):
            sizes.append(
                (column_width * _TEXT_WIDTH - _PADDING)
                / (_DIGIT_WIDTH * max(display_width(cell.text), 1))
            )
    return max(4, int(min(sizes) * 2) / 2)


_PADDING = 6
"""Points between a number and the rules next to it."""


def display_width(text: str) -> int:
    """Measure text in digits: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "FWA" else 1 for character in text)
