"""Rows that were cut in two at the end of a page, and rows that only number the columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from site_builder.importing.recognition.data_rows import DataRow, RowReader
from site_builder.importing.recognition.grids import is_blank

_MIN_NUMBERED = 3


def without_column_numbers(rows: Sequence[DataRow]) -> list[DataRow]:
    """Leave out rows that number the columns 1, 2, 3 …, where the same table has others."""
    others = {
        id(row.source)
        for row in rows
        if not row.targets and not _numbers_columns(row) and not _is_empty(row)
    }
    return [
        row
        for row in rows
        if row.targets or not _numbers_columns(row) or id(row.source) not in others
    ]


def without_empty_repeats(rows: Sequence[DataRow]) -> list[DataRow]:
    """Leave out empty rows without a label where the same table has one with figures."""
    with_figures = {id(row.source) for row in rows if not row.targets and not _is_empty(row)}
    return [
        row
        for row in rows
        if row.targets or row.labels or not _is_empty(row) or id(row.source) not in with_figures
    ]


def with_stray_numbers(rows: Sequence[DataRow]) -> frozenset[int]:
    """Return the ids of rows before whose label a number stands that does not number the rows."""
    numbered = Counter(
        (id(row.source), row.row_number.column) for row in rows if row.row_number is not None
    )
    return frozenset(
        id(row)
        for row in rows
        if row.row_number is not None
        and numbered[id(row.source), row.row_number.column] < _MIN_NUMBERED
    )


def join_cut_rows(rows: Sequence[DataRow], reader: RowReader) -> list[DataRow]:
    """Join two rows, one of them without figures, whose labels are one label of the form."""
    joined: list[DataRow] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above and above.labels and row.labels and _is_empty(above) != _is_empty(row):
            targets = reader.targets_of(above.labels[-1].text + row.labels[-1].text)
            is_cut = not row.targets and not (above.targets and not _is_empty(above))
            if targets and is_cut and not _same(above, targets):
                whole = row if _is_empty(above) else above
                labels = (*above.labels, *row.labels)
                joined[-1] = replace(whole, labels=labels, targets=targets)
                continue
        joined.append(row)
    return joined


def _same(row: DataRow, targets: Sequence[object]) -> bool:
    return tuple(row.targets) == tuple(targets)


def _is_empty(row: DataRow) -> bool:
    return all(map(is_blank, row.values))


def _numbers_columns(row: DataRow) -> bool:
    texts = [cell.text.strip() for cell in row.values if not is_blank(cell)]
    return len(texts) >= _MIN_NUMBERED and texts == [str(n) for n in range(1, len(texts) + 1)]
