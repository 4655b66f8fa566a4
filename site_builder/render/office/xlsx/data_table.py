"""A table of a rollup as an Excel file: its rows, and what the columns mean in a sheet of its own.

Needs the extra `xlsx`.
"""

from collections.abc import Sequence
from typing import Any

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.views.rollup import TableDataView, TableField
from site_builder.render.office.xlsx.base import build_workbook, to_exact_float, truncate_text

_NUMBER = lazy_pattern(r"-?[0-9]+(?:\.[0-9]+)?")
_WIDTH = 18
_MAX_ROWS = 1_000_000
"""Rows in a sheet; Excel has 1,048,576. More go to further sheets: none may be lost."""


def table_xlsx(view: TableDataView, max_rows: int = _MAX_ROWS) -> bytes:
    """Build the workbook."""

    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        head = book.add_format({"bold": True, "bg_color": "#F2F2F2", "text_wrap": True})
        rows, number = iter(view.build_rows()), 0
        row = next(rows, None)
        while number == 0 or row is not None:
            number += 1
            sheet = book.add_worksheet("数据" if number == 1 else f"数据{number}")
            sheet.set_column(0, len(view.fields) - 1, _WIDTH)
            sheet.freeze_panes(1, 1)
            for column, field in enumerate(view.fields):
                sheet.write_string(0, column, field.label, head)
            at = 0
            while row is not None and at < max_rows:
                at += 1
                _write_row(sheet, at, view.fields, row)
                row = next(rows, None)
        _write_notes(book.add_worksheet("说明"), view)

    # Hundreds of thousands of rows: they are not held in memory.
    return build_workbook(view.title, view.description, fill, is_long=True)


def _write_row(
    sheet: Any,  # noqa: ANN401 - XlsxWriter has no types
    number: int,
    fields: Sequence[TableField],
    row: Sequence[str],
) -> None:
    for column, (field, value) in enumerate(zip(fields, row, strict=True)):
        exact = to_exact_float(value) if field.is_number and _NUMBER.fullmatch(value) else None
        if exact is not None:
            sheet.write_number(number, column, exact)
        elif value:
            sheet.write_string(number, column, truncate_text(value))


def _write_notes(sheet: Any, view: TableDataView) -> None:  # noqa: ANN401 - XlsxWriter has no types
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, view.title)
    sheet.write_string(0, 1, view.description)
    for number, field in enumerate(view.fields, 1):
        sheet.write_string(number, 0, field.label)
        sheet.write_string(number, 1, field.description)
