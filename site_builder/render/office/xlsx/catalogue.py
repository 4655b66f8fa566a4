"""The catalogue as an Excel sheet to sort and filter. Needs the extra `xlsx`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from site_builder.model.views.downloads import CatalogueDataView
from site_builder.model.views.parts import EntryRow
from site_builder.render.data.entries import ENTRY_FIELDS, YEAR_COLUMN, entry_texts
from site_builder.render.office.xlsx.base import build_workbook, to_excel_date, truncate_text
from site_builder.render.print_table_layout import display_width

_WIDTHS = {"title": 44, "summary": 60, "url": 48, "index_number": 20, "document_number": 22}
_DEFAULT_WIDTH = 14
_LINE_HEIGHT = 15
"""Points a line of text takes."""
_MAX_ROW_HEIGHT = 409
"""Points that Excel allows a row."""
_DATE_FIELDS = ("created", "published", "repealed", "corrected")


def catalogue_xlsx(view: CatalogueDataView) -> bytes:
    """Build the workbook: one sheet, a row for each entry."""

    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet = book.add_worksheet("公开目录")
        text_format = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        date_format = book.add_format(
            {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}
        )
        head = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
        for column, (name, label) in enumerate(ENTRY_FIELDS):
            sheet.set_column(column, column, _WIDTHS.get(name, _DEFAULT_WIDTH))
            sheet.write_string(0, column, label, head)
        for row, entry in enumerate(view.entries, 1):
            values = _values(entry, view.address)
            for column, value in enumerate(values):
                _write(sheet, (row, column), value, (text_format, date_format))
            sheet.set_row(row, _height(values))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, view.count, len(ENTRY_FIELDS) - 1)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.set_landscape()
        # On paper the main columns, two sheets wide: more would be too small to read.
        main = [name for name, _ in ENTRY_FIELDS].index("status")
        sheet.print_area(0, 0, view.count, main)
        sheet.repeat_columns(0, 1)
        sheet.fit_to_pages(2, 0)
        sheet.set_footer("&C— &P —")

    return build_workbook(f"{view.site}：公开目录", "", fill)


def _height(values: Iterable[object]) -> int:
    """Return the height in which all of a row's words are visible, in points."""
    lines = 1
    for (name, _), value in zip(ENTRY_FIELDS, values, strict=True):
        # A word that does not fit moves to the next line, so a line holds less than its width.
        max_width = _WIDTHS.get(name, _DEFAULT_WIDTH) - 3
        text = truncate_text(str(value))
        lines = max(
            lines, sum(-(-max(display_width(line), 1) // max_width) for line in text.split("\n"))
        )
    return min(_LINE_HEIGHT * lines + 2, _MAX_ROW_HEIGHT)


def _values(entry: EntryRow, address: str) -> list[object]:
    values: list[object] = list(entry_texts(entry))
    for column, (name, _) in enumerate(ENTRY_FIELDS):
        text = str(values[column])
        if name in _DATE_FIELDS:
            values[column] = to_excel_date(text) or text
        elif name == "url":
            values[column] = address + text
    values[YEAR_COLUMN] = entry.year
    return values


def _write(sheet: Any, cell: tuple[int, int], value: object, formats: tuple[Any, Any]) -> None:  # noqa: ANN401 - XlsxWriter has no types
    text_format, date_format = formats
    if isinstance(value, datetime):
        sheet.write_datetime(*cell, value, date_format)
    elif isinstance(value, int):
        sheet.write_number(*cell, value, text_format)
    elif value:
        sheet.write_string(*cell, truncate_text(str(value)), text_format)
