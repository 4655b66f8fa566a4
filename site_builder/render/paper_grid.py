"""Statutory tables on paper: where cells start, how bands share columns, which marks are used.

Shared by the downloads that lay tables out: XLSX, DOCX, PDF.
"""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from site_builder.model.parts import HeaderCell, TableSectionView, TableView

LEGEND = "「缺」表示原报告未填；「/」表示不适用。"


def marked(table: TableView) -> bool:
    """Tell whether a table holds 缺 or `/`, so that they must be explained."""
    return any(
        cell.state != "number" for band in table.sections for row in band.rows for cell in row.cells
    )


def spans(columns: int, most: int) -> list[int]:
    """Spread a band's columns over those of the widest band: the last takes what is left."""
    return [1] * (columns - 1) + [most - columns + 1]


def starts(lines: Sequence[Sequence[HeaderCell]]) -> Iterator[tuple[int, int, HeaderCell]]:
    """Yield each header cell with the row and column at which it starts, from 0."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(lines):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield row, column, cell
            taken.update(
                (row + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            )
            column += cell.colspan


_LABELS = {0: (), 1: (0.34,), 2: (0.16, 0.28), 3: (0.055, 0.115, 0.36)}
"""Shares of the width that row labels take, by how many columns they stand in."""
_WIDTH = 442.2
"""Points between the margins: 156 mm."""
_DIGIT = 0.58
"""A digit's width, in its height."""


def shares(table: TableView, band: TableSectionView) -> list[float]:
    """Divide the width of a band's table among its columns; the parts of 1."""
    labels = _LABELS[band.corner_colspan]
    most = max(one.columns for one in table.sections)
    share = (1 - sum(labels)) / most
    return [*labels, *(share * wide for wide in spans(band.columns, most))]


def size(table: TableView, band: TableSectionView, usual: float) -> float:
    """Give the size of type, in points, in which the longest number fits its column."""
    sizes = [usual]
    data = shares(table, band)[band.corner_colspan :]
    for row in band.rows:
        for share, cell in zip(data, row.cells, strict=True):
            sizes.append((share * _WIDTH - _PADDING) / (_DIGIT * max(width(cell.text), 1)))
    return max(4, int(min(sizes) * 2) / 2)


_PADDING = 6
"""Points between a number and the rules beside it."""


def width(text: str) -> int:
    """Measure text in digits: a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "FWA" else 1 for one in text)
