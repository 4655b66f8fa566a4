"""The catalogue as an Excel sheet to edit: every cell is text, so nothing typed is converted.

Needs the extra `xlsx`.
"""

from collections.abc import Sequence
from typing import Any

from site_builder.render.office.xlsx.base import build_workbook, truncate_text

_WIDTHS = {"名称": 44, "内容概述": 60, "来源文件": 36, "年份": 8, "导出校验": 20}
_DEFAULT_WIDTH = 16
_SPARE_COLUMNS = 40
"""Columns beyond the last that are text as well."""
_NOTES = (
    "改单元格，就是改文稿里的那一项；清空单元格，就是删去那一项。",
    "在末尾添一行，就是添一份文稿：“来源文件”和“导出校验”空着。",
    "删去一行，什么也不会发生；不改的列可以删去，次序可以换。",
    "“来源文件”和“导出校验”不要改：靠它们找到文稿，并且看出导出以后有没有别人改过。",
    "改好后保存，运行 site-builder import 这个文件：先列出由什么改成什么，再写。",
)


def sheet_xlsx(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Build the workbook: the entries in one sheet, what may be done with them in another."""

    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet = book.add_worksheet("公开目录")
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        fixed = book.add_format(
            {"num_format": "@", "valign": "top", "font_color": "#808080", "bg_color": "#F2F2F2"}
        )
        head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#F2F2F2"})
        formats = [fixed if label in ("来源文件", "导出校验") else text for label in header]
        for column, label in enumerate(header):
            sheet.set_column(column, column, _WIDTHS.get(label, _DEFAULT_WIDTH), formats[column])
            sheet.write_string(0, column, label, head)
        sheet.set_column(len(header), len(header) + _SPARE_COLUMNS, _DEFAULT_WIDTH, text)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value:
                    cell_format = formats[column]
                    sheet.write_string(number, column, truncate_text(value), cell_format)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
        notes = book.add_worksheet("怎样改")
        notes.set_column(0, 0, 90)
        for number, note in enumerate(_NOTES):
            notes.write_string(number, 0, note)

    return build_workbook("公开目录", "", fill)
