"""A table of a rollup as an Excel file: the rows in one sheet, what the columns mean in another.

Needs the extra `xlsx`.
"""

from typing import Any

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.views.rollup import TableDataView
from site_builder.render.office.xlsx.base import build_workbook, to_exact_float, truncate_text

_NUMBER = lazy_pattern(r"-?[0-9]+(?:\.[0-9]+)?")
_WIDTH = 18


def table_xlsx(view: TableDataView) -> bytes:
    """Build the workbook."""

    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet = book.add_worksheet("数据")
        head = book.add_format({"bold": True, "bg_color": "#F2F2F2", "text_wrap": True})
        sheet.set_column(0, len(view.fields) - 1, _WIDTH)
        for column, field in enumerate(view.fields):
            sheet.write_string(0, column, field.label, head)
        for number, row in enumerate(view.build_rows(), 1):
            for column, (field, value) in enumerate(zip(view.fields, row, strict=True)):
                exact = (
                    to_exact_float(value) if field.is_number and _NUMBER.fullmatch(value) else None
                )
                if exact is not None:
                    sheet.write_number(number, column, exact)
                elif value:
                    sheet.write_string(number, column, truncate_text(value))
        sheet.freeze_panes(1, 1)
        notes = book.add_worksheet("说明")
        notes.set_column(0, 0, 24)
        notes.set_column(1, 1, 80)
        notes.write_string(0, 0, view.title)
        notes.write_string(0, 1, view.description)
        for number, field in enumerate(view.fields, 1):
            notes.write_string(number, 0, field.label)
            notes.write_string(number, 1, field.description)

    return build_workbook(view.title, view.description, fill)
