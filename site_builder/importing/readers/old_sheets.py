"""XLS, XLSB and the ET of WPS → sheets, by python-calamine. Needs the extra `import`.

It knows no formats and no formulas; of XLS, `xls_records` adds them.
"""

import io
from datetime import date, datetime, time, timedelta
from math import isfinite

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.number_formats import number_cell, plain_number
from site_builder.importing.readers.sheets import CellBudget, Sheet, SheetCell, SheetRange
from site_builder.importing.readers.xls_records import XlsRecords, read_xls_records

_Value = int | float | str | bool | time | date | datetime | timedelta


def read_old_workbook(data: bytes) -> tuple[list[Sheet], bool]:
    """Read all sheets, hidden ones too; and whether formats and formulas could be read.

    Raises UnsupportedFileError for a damaged workbook.
    """
    import python_calamine  # noqa: PLC0415 - optional, and slow to start

    try:
        sheets = _read_sheets(data)
    except python_calamine.PasswordError as exc:
        raise UnsupportedFileError("文件加了密码", "请先去掉密码，另存以后再导入。") from exc
    except (UnsupportedFileError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as exc:  # a damaged workbook fails in any way; a panic is no Exception
        raise UnsupportedFileError("文件损坏，打不开", "请重新下载或另存后再导入。") from exc
    records = read_xls_records(data)
    if records is None or not all(sheet.name in records.sheets for sheet in sheets):
        return sheets, False
    for sheet in sheets:
        _complete(sheet, records)
    return sheets, True


def _complete(sheet: Sheet, records: XlsRecords) -> None:
    """Read the numbers of a sheet as they are displayed, and add what is hidden or a formula."""
    own = records.sheets[sheet.name]
    for place, (number, style) in own.numbers.items():
        if place in sheet.cells and isfinite(number):
            code = records.format_code(style)
            sheet.cells[place] = number_cell(number, code, starts_1904=records.starts_1904)
    used_rows = {row for row, _ in sheet.cells}
    sheet.hidden_rows |= own.hidden_rows & used_rows
    sheet.hidden_columns += own.hidden_columns
    sheet.formulas += [place for place in own.formulas if place in sheet.cells]
    sheet.hides_zeros = own.hides_zeros


def _read_sheets(data: bytes) -> list[Sheet]:
    import python_calamine  # noqa: PLC0415 - optional, and slow to start

    workbook = python_calamine.load_workbook(io.BytesIO(data))
    budget = CellBudget()
    sheets = []
    for entry in workbook.sheets_metadata:
        if entry.typ == python_calamine.SheetTypeEnum.WorkSheet:
            hidden = entry.visible != python_calamine.SheetVisibleEnum.Visible
            sheet = Sheet(entry.name, hidden=hidden)
            _read_sheet(workbook.get_sheet_by_name(entry.name), sheet, budget)
            sheets.append(sheet)
    return sheets


def _read_sheet(source: object, sheet: Sheet, budget: CellBudget) -> None:
    import python_calamine  # noqa: PLC0415 - optional, and slow to start

    assert isinstance(source, python_calamine.CalamineSheet)  # noqa: S101 - for the type checker
    # Rows come from the first of the sheet on, columns from the first with content.
    first_column = (source.start or (0, 0))[1]
    for row, values in enumerate(source.iter_rows()):
        for column, value in enumerate(values, first_column):
            if not isinstance(value, str) or value.strip():
                budget.take()
                sheet.cells[row, column] = _cell(value)
    ranges = source.merged_cell_ranges or ()
    sheet.merged += [SheetRange(*start, *end) for start, end in ranges]


def _cell(value: _Value) -> SheetCell:
    if isinstance(value, bool):
        return SheetCell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        text = plain_number(value)
        if len(text.strip("-").partition(".")[0]) > 15:  # noqa: PLR2004 - digits a workbook stores
            return SheetCell(
                text, "数字超过 15 位，电子表格存不下，后面几位可能已经变成 0", (text,)
            )
        return SheetCell(text)
    if isinstance(value, str):
        return SheetCell(value.replace("\r\n", "\n").replace("\r", "\n"))
    return SheetCell(_time_text(value))


def _time_text(value: time | date | datetime | timedelta) -> str:
    if not isinstance(value, datetime):
        return str(value)
    is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
    return value.date().isoformat() if is_day else f"{value:%Y-%m-%d %H:%M}"
