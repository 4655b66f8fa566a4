"""Tables of PDF files: ruled grids, cells that were merged, doubts where lines or texts mislead."""

import io

import pikepdf

from site_builder.importing.readers.pdf import read
from site_builder.model.original import Original, OriginalTable
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf

COLUMNS = [60, 160, 260, 360]
HEADER = ["信息内容", "本年制发件数", "现行有效件数"]


def _read(*pages: DrawnPage) -> Original:
    return read("报告.pdf", draw_pdf(*pages))


def _tables(*pages: DrawnPage) -> list[OriginalTable]:
    return list(_read(*pages).tables())


def _grid(table: OriginalTable) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def _texts(table: OriginalTable) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[row] for row in sorted(rows)]


def test_merged_cells_have_their_spans() -> None:
    page = DrawnPage()
    rows = [["项目", "数量", "<"], ["^", "新收", "结转"], ["申请", "3", "0"]]
    page.grid(COLUMNS, [100, 120, 140, 160], rows)
    (table,) = _tables(page)
    assert _grid(table) == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "数量"),
        (1, 1, 1, 1, "新收"),
        (1, 2, 1, 1, "结转"),
        (2, 0, 1, 1, "申请"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "0"),
    ]
    assert not any(cell.doubt for cell in table.cells)
    assert table.cells[5].origin.page == 1
    assert (table.cells[5].origin.row, table.cells[5].origin.column) == (3, 2)


def test_a_frame_round_text_is_no_table() -> None:
    page = DrawnPage()
    page.grid([40, 550], [40, 800], [["提示"]])
    page.text(60, 100, "正文在一个框里。")
    assert not _tables(page)


def test_lines_of_a_cell_that_were_only_wrapped_are_joined() -> None:
    page = DrawnPage()
    page.grid([60, 124, 200], [100, 140, 160], [["本年度办\n理结果", "甲\n乙"], ["结转", "1"]])
    (table,) = _tables(page)
    assert _texts(table) == [["本年度办理结果", "甲\n乙"], ["结转", "1"]]


def test_labels_set_upright_or_sideways_read_the_same() -> None:
    page = DrawnPage()
    page.grid([60, 84, 160, 240], [100, 200, 220], [["", "", "甲"], ["", "", "乙"]])
    for number, letter in enumerate("办理结果"):
        page.text(66, 110 + 14 * number, letter)
    page.text(120, 180, "不予公开", matrix=(0, 1, -1, 0))
    (table,) = _tables(page)
    assert _texts(table)[0] == ["办理结果", "不予公开", "甲"]


def test_text_printed_twice_to_look_bold_is_there_once() -> None:
    page = DrawnPage()
    page.grid(COLUMNS, [100, 120, 140], [HEADER, ["规章", "11", "20"]])
    page.text(163.3, 123, "11")
    (table,) = _tables(page)
    assert _texts(table)[1] == ["规章", "11", "20"]


def test_two_numbers_without_a_line_between_are_doubted() -> None:
    page = DrawnPage()
    page.grid(COLUMNS, [100, 120, 140], [HEADER, ["规章", "1", "<"]])
    page.text(263, 123, "20")
    (table,) = _tables(page)
    assert [(cell.text, bool(cell.doubt)) for cell in table.cells[3:]] == [
        ("规章", False),
        ("1 20", True),
    ]


def test_text_across_a_line_is_doubted_on_both_sides() -> None:
    page = DrawnPage()
    page.grid(COLUMNS, [100, 120, 140], [HEADER, ["规章", "", "7"]])
    page.text(250, 123, "12345")
    (table,) = _tables(page)
    assert [bool(cell.doubt) for cell in table.cells[3:]] == [False, True, True]


def test_a_number_on_two_lines_is_doubted_unless_the_cell_is_too_narrow() -> None:
    page = DrawnPage()
    page.grid([60, 160, 186], [100, 130, 160], [["规章\n文件", "123\n45"], ["许可\n处罚", "7"]])
    page.text(63, 103, "")
    wide = DrawnPage()
    wide.grid([60, 160, 286], [100, 130, 160], [["规章", "123\n45"], ["许可", "7"]])
    (narrow,), (table,) = _tables(page), _tables(wide)
    assert [cell.text for cell in narrow.cells if cell.column == 1] == ["12345", "7"]
    doubted = [cell for cell in table.cells if cell.doubt]
    assert [(cell.text, cell.candidates) for cell in doubted] == [("123\n45", ("12345",))]


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    page = DrawnPage()
    page.grid(COLUMNS, [100, 120, 140], [["⼀、⺠间", "⽂件", "⻚数"], ["规章", "1", "2"]])
    (table,) = _tables(page)
    assert _texts(table)[0] == ["一、民间", "文件", "页数"]


def test_sides_of_a_table_may_lack_lines() -> None:
    page = DrawnPage()
    for top in (100, 120, 140):
        page.line(60, top, 360, top)
    for x in (160, 260):
        page.line(x, 100, x, 140)
    for row, texts in enumerate([HEADER, ["规章", "", "20"]]):
        for column, text in enumerate(texts):
            page.text(COLUMNS[column] + 3, 103 + 20 * row, text)
    (table,) = _tables(page)
    assert _texts(table) == [HEADER, ["规章", "", "20"]]


def test_rows_below_one_another_are_a_table_without_lines_and_doubted() -> None:
    page = DrawnPage()
    rows = [HEADER, ["规章", "1", "20"], ["文件", "", "7"], ["许可", "3", "14"]]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            page.text(COLUMNS[column], 103 + 20 * row, text)
    (table,) = _tables(page)
    assert _texts(table) == rows
    assert all(cell.doubt for cell in table.cells)


def test_a_table_without_lines_is_sure_where_nothing_is_empty_or_out_of_place() -> None:
    page = DrawnPage()
    rows = [HEADER, ["规章", "1", "20"], ["文件", "5", "7"], ["许可", "3", "14"]]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            page.text(COLUMNS[column], 103 + 20 * row, text)
    (table,) = _tables(page)
    assert _texts(table) == rows
    assert not any(cell.doubt for cell in table.cells)


def test_figures_without_lines_have_labels_of_several_lines_and_groups() -> None:
    page = DrawnPage()
    page.text(60, 60, "三、收到和处理政府信息公开申请情况")
    for x, text in ((250, "自然人"), (320, "企业"), (400, "总计")):
        page.text(x, 112, text)
    for row, values in enumerate((("13612", "252", "14"), ("3", "0", "3"), ("7", "", "7"))):
        for x, text in zip((252, 282 if row == 0 else 325, 405), values, strict=True):
            page.text(x, 140 + 40 * row, text)
    page.text(60, 180, "结果")
    for top, text in (
        (133, "本年度新"),
        (147, "收数量"),
        (180, "（一）公开"),
        (220, "（二）部分"),
    ):
        page.text(60 if top < 150 else 120, top, text)
    page.text(60, 197, "续")
    (table,) = _tables(page)
    assert [text for row in _texts(table) for text in row if text] == [
        "自然人",
        "企业",
        "总计",
        "本年度新收数量",
        "13612",
        "252",
        "14",
        "结果续",
        "（一）公开",
        "3",
        "0",
        "3",
        "（二）部分",
        "7",
        "7",
    ]
    group = next(cell for cell in table.cells if cell.text == "结果续")
    assert group.row_span == 2
    assert all(cell.doubt for cell in table.cells)


def test_a_page_on_its_side_is_read_as_a_person_turns_it() -> None:
    page = DrawnPage(842, 595, rotate=90)
    page.grid(COLUMNS, [100, 120, 140], [HEADER, ["规章", "1", "20"]])
    (table,) = _tables(page)
    assert _texts(table) == [HEADER, ["规章", "1", "20"]]


def test_a_table_wider_than_the_page_is_read_whole_and_doubted_there() -> None:
    page = DrawnPage(width=300)
    page.grid(COLUMNS, [100, 120, 140], [HEADER, ["规章", "12", "2034"]])
    page.text(310, 300, "页外")
    (table,) = _tables(page)
    assert _texts(table) == [HEADER, ["规章", "12", "2034"]]
    assert [cell.text for cell in table.cells if cell.doubt] == ["现行有效件数"]


def test_numbers_of_two_rows_without_a_line_between_are_doubted() -> None:
    page = DrawnPage()
    page.grid([60, 160, 186], [100, 140, 160], [["规章", "12"], ["许可", "7"]])
    page.text(163, 123, "64")
    (table,) = _tables(page)
    number = next(cell for cell in table.cells if cell.column == 1)
    assert number.doubt
    assert number.candidates == ("1264",)


def test_a_number_typed_into_a_field_or_note_of_the_page_is_in_its_cell() -> None:
    page = DrawnPage()
    page.grid(COLUMNS, [100, 120, 140], [HEADER, ["规章", "12", ""]])
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(draw_pdf(page))) as file:
        fonts = file.pages[0].Resources.Font
        appearance = file.make_stream(b"BT /F1 10.5 Tf 3 5 Td <00310032> Tj ET")
        appearance.Type, appearance.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        appearance.BBox = [0, 0, 100, 20]
        appearance.Resources = pikepdf.Dictionary(Font=fonts)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[260, 702, 360, 722],
            F=4,
            AP=pikepdf.Dictionary(N=appearance),
        )
        file.pages[0].Annots = [file.make_indirect(note)]
        file.save(buffer)
    (table,) = read("报告.pdf", buffer.getvalue()).tables()
    assert _texts(table)[1] == ["规章", "12", "12"]


def test_lines_of_dots_are_lines() -> None:
    page = DrawnPage()
    for x in COLUMNS:
        for step in range(27):
            page.area(x, 100 + 1.5 * step, x + 0.75, 100.75 + 1.5 * step, gray=0)
    for top in (100, 120, 140):
        for step in range(201):
            page.area(60 + 1.5 * step, top, 60.75 + 1.5 * step, top + 0.75, gray=0)
    for row, texts in enumerate([HEADER, ["规章", "", "20"]]):
        for column, text in enumerate(texts):
            page.text(COLUMNS[column] + 3, 103 + 20 * row, text)
    (table,) = _tables(page)
    assert _texts(table) == [HEADER, ["规章", "", "20"]]
    assert not any(cell.doubt for cell in table.cells)
