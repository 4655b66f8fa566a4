"""Workbooks: what an office sees of a cell is what is read, and what is odd is said."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from site_builder.importing.readers import workbook
from site_builder.model.original import Original, OriginalTable, TextBlock


def saved(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written(fill: Callable[[Any], None]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def sheet_of(rows: list[list[object]], formats: dict[str, str] | None = None) -> bytes:
    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        for row in rows:
            book.active.append(row)
        for cell, code in (formats or {}).items():
            book.active[cell].number_format = code

    return saved(fill)


def texts(original: Original) -> list[list[str]]:
    return next(grid(table) for table in original.tables())


def grid(table: OriginalTable) -> list[list[str]]:
    lines = [["·"] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        lines[cell.row][cell.column] = cell.text
    return lines


@pytest.mark.parametrize(
    ("value", "code", "text", "doubt"),
    [
        (12.0, "General", "12", ""),
        (12, "0", "12", ""),
        (12, "00000", "00012", ""),
        (12, '"测"0000', "测0012", ""),
        (0.5, "#.##", "0.5", ""),
        (0.1 + 0.2, "General", "0.3", ""),
        (1234567.5, "#,##0.00", "1234567.50", ""),
        (24252.311082, '0.000000"万元"', "24252.311082万元", ""),
        (24252.311082, "0.000000\\万\\元", "24252.311082万元", ""),
        (5, "+0;-0;0", "+5", ""),
        (-5, "+0;-0;0", "-5", ""),
        (0, "+0;-0;0", "0", ""),
        (0.125, "0.0%", "12.5%", ""),
        (0.125, "0%", "13%", "显示为 13%，存的是 12.5%"),
        (12.345, "0.00", "12.35", "显示为 12.35，存的是 12.345"),
        (-12, "0_);(0)", "-12", ""),
        (-12, "0;[Red]0", "-12", ""),
        (-12, "0;0", "-12", "存的是负数，显示的没有负号"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0", ""),
        (1234, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "1234", ""),
        (0, "0;-0;;@", "0", "填的是 0，显示为空白"),
        (123456, '0.0,"千"', "123456", "单元格的格式比较特别，显示的可能是另一个样子"),
        (1e-05, "General", "0.00001", ""),
        (123456789012345678, "0", "123456789012346000", "数字超过 15 位"),
        (44000, "yyyy-mm-dd", "2020-06-18", ""),
        (44000.5, "yyyy/m/d h:mm", "2020-06-18 12:00", ""),
        (44000, 'yyyy"年"m"月"d"日"', "2020-06-18", ""),
        (44000, 'yyyy"年"m"月"', "2020年6月", ""),
        (44000, 'm"月"d"日"', "2020-06-18", "单元格里没有显示年份"),
        (44000, "[$-804]yyyy/m/d;@", "2020-06-18", ""),
        (44000, "General", "44000", ""),
        (0.5, "h:mm", "12:00", ""),
        (1, "yyyy-mm-dd", "1900-01-01", ""),
        (60, "yyyy-mm-dd", "60", "不是能显示的日期"),
        ("00012", "@", "00012", ""),
        ("12.0", "General", "12.0", ""),
        (1234, "¥#,##0", "¥1234", ""),
        (1234, "[$￥-804]#,##0", "￥1234", ""),
    ],
)
def test_a_number_is_read_as_it_is_displayed(
    value: object, code: str, text: str, doubt: str
) -> None:
    data = sheet_of([["甲", "乙"], [value, "x"]], {"A2": code})
    cell = next(cell for cell in table(data).cells if (cell.row, cell.column) == (1, 0))
    assert (cell.text, cell.doubt[: len(doubt) or None]) == (text, doubt)


def table(data: bytes) -> OriginalTable:
    return next(workbook.read("表.xlsx", data).tables())


def test_titles_and_notes_are_text_and_merged_cells_keep_their_spans() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet = book.active
        sheet.title = "第二十条"
        sheet["A1"], sheet["A2"] = "主动公开政府信息情况", "测试市　2021年度"
        sheet.merge_cells("A1:D1")
        sheet["A3"], sheet["B3"], sheet["B4"], sheet["C4"], sheet["D4"] = (
            "项",
            "数",
            "甲",
            "乙",
            "丙",
        )
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:D3")
        for column, value in zip("ABCD", ("规章", 1, 2, 3), strict=True):
            sheet[f"{column}5"] = value
        sheet["A7"] = "注：数据截至年底"

    original = workbook.read("表.xlsx", saved(fill))
    kinds = [block.text for block in original.blocks if isinstance(block, TextBlock)]
    assert kinds == ["主动公开政府信息情况", "测试市　2021年度", "注：数据截至年底"]
    (merged,) = original.tables()
    assert merged.caption == "第二十条"
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in merged.cells}
    assert spans["项"] == (2, 1)
    assert spans["数"] == (1, 3)
    assert [cell.text for cell in merged.cells][-4:] == ["规章", "1", "2", "3"]
    assert merged.cells[-1].origin.row == 5
    assert original.diagnostics == ()


def test_tables_below_each_other_are_cut_at_their_titles() -> None:
    rows: list[list[object]] = [
        ["一、甲表"],
        ["列", "数"],
        ["行", 1],
        [],
        ["二、乙表"],
        ["列", "数"],
        ["行", 2],
    ]
    original = workbook.read("表.xlsx", sheet_of(rows))
    assert [grid(each) for each in original.tables()] == [
        [["列", "数"], ["行", "1"]],
        [["列", "数"], ["行", "2"]],
    ]


def test_an_empty_row_inside_of_a_table_does_not_cut_it() -> None:
    rows: list[list[object]] = [["列", "数"], ["行", 1], [], ["行", 2]]
    assert texts(workbook.read("表.xlsx", sheet_of(rows))) == [
        ["列", "数"],
        ["行", "1"],
        ["", ""],
        ["行", "2"],
    ]


def test_a_blank_form_stays_one_table() -> None:
    rows: list[list[object]] = [["信息内容", "制发数", "废止数"], ["规章"], ["规范性文件"]]
    assert texts(workbook.read("表.xlsx", sheet_of(rows))) == [
        ["信息内容", "制发数", "废止数"],
        ["规章", "", ""],
        ["规范性文件", "", ""],
    ]


def test_what_is_hidden_is_read_and_said() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet = book.active
        for row in (["列", "数"], ["行", 1], ["密", 2]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        second = book.create_sheet("旧表")
        second.append(["列", "数"])
        second.sheet_state = "hidden"

    original = workbook.read("表.xlsx", saved(fill))
    assert texts(original)[-1] == ["密", "2"]
    messages = [diagnostic.message for diagnostic in original.diagnostics]
    assert messages == [
        "工作表“Sheet”有 1 行是隐藏的（第 3 行）",
        "工作表“Sheet”有 1 列是隐藏的（B 列）",
        "工作表“旧表”是隐藏的",
    ]


def test_what_a_formula_came_to_is_read_and_said() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["列", "数"])
        sheet.write_formula(1, 1, "=6*7", None, 42)
        sheet.write_formula(2, 1, "=1+1")
        sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")

    original = workbook.read("表.xlsx", written(fill))
    cells = {cell.row: cell for cell in next(original.tables()).cells if cell.column == 1}
    assert (cells[1].text, cells[1].doubt) == ("42", "")
    assert (cells[2].text, cells[2].candidates) == ("", ("0",))
    assert "没有算出结果" in cells[2].doubt
    assert cells[3].doubt
    assert "个单元格是公式（B2" in original.diagnostics[0].message


def test_a_formula_that_was_never_calculated_is_a_doubt() -> None:
    data = sheet_of([["列", "数"], ["行", "=1+1"]])
    cell = table(data).cells[-1]
    assert (cell.text, bool(cell.doubt)) == ("", True)


def test_lines_in_cells_and_odd_characters_stay() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["上\n下", "_x000D_", " 空 "])

    assert texts(workbook.read("表.xlsx", written(fill))) == [["上\n下", "_x000D_", " 空 "]]


def test_what_is_crossed_out_or_set_above_the_line_is_a_doubt() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet = book.add_worksheet()
        struck = book.add_format({"font_strikeout": True})
        above = book.add_format({"font_script": 1})
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(0, 0, struck, "5", bold, "6")
        sheet.write_rich_string(0, 1, "12", above, "1", " ")
        sheet.write_rich_string(0, 2, "面积m", above, "2", bold, "以上")
        sheet.write(0, 3, 7, struck)

    cells = next(workbook.read("表.xlsx", written(fill)).tables()).cells
    assert [(cell.text, cell.candidates, bool(cell.doubt)) for cell in cells] == [
        ("6", ("6", "56"), True),
        ("12 ", ("12 ", "121 "), True),
        ("面积m2以上", (), False),
        ("7", ("7", ""), True),
    ]
