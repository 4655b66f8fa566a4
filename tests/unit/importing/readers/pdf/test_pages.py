"""Tables over several pages, and what stands on each page and belongs to no text."""

from site_builder.importing.readers.pdf import read
from site_builder.model.original import Original, OriginalTable, TextBlock
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf

COLUMNS = [60, 100, 200, 260, 320]
HEADER = ["类别", "情形", "自然人", "总计"]


def _read(*pages: DrawnPage) -> Original:
    return read("报告.pdf", draw_pdf(*pages))


def _page(number: int, rows: list[list[str]], top: float = 100) -> DrawnPage:
    page = DrawnPage()
    page.grid(COLUMNS, [top + 20 * i for i in range(len(rows) + 1)], rows)
    page.text(280, 790, f"- {number} -")
    return page


def _rows(table: OriginalTable) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows.get(row, []) for row in range(table.row_count)]


def test_a_table_goes_on_over_page_numbers_and_repeated_headers() -> None:
    first = _page(1, [HEADER, ["结果", "（一）公开", "1", "1"], ["^", "（二）部分", "2", "2"]])
    second = _page(2, [HEADER, ["", "（三）不予", "3", "3"], ["^", "（四）其他", "4", "4"]])
    original = _read(first, second)
    (table,) = original.tables()
    assert _rows(table) == [
        HEADER,
        ["结果", "（一）公开", "1", "1"],
        ["（二）部分", "2", "2"],
        ["（三）不予", "3", "3"],
        ["（四）其他", "4", "4"],
    ]
    group = next(cell for cell in table.cells if cell.text == "结果")
    assert (group.row, group.row_span, group.doubt) == (1, 4, "")
    assert {cell.text: cell.origin.page for cell in table.cells if cell.column == 3}["3"] == 2
    assert [(o.text, o.reason) for o in original.omissions] == [
        ("- 1 -", "页码"),
        ("- 2 -", "页码"),
        (
            "类别情形自然人总计".replace("情形", " 情形 ").replace("总计", " 总计"),
            "跨页重复的表头、续表字样",
        ),
    ]


def test_a_row_that_the_page_end_cuts_is_one_row_and_doubted() -> None:
    first = _page(1, [HEADER, ["结果", "其他法律行政", "1", "1"]])
    second = _page(2, [["", "法规禁止公开", "", ""], ["合计", "", "1", "1"]])
    (table,) = _read(first, second).tables()
    assert _rows(table)[1:] == [
        ["结果", "其他法律行政法规禁止公开", "1", "1"],
        ["合计", "", "1", "1"],
    ]
    (label,) = [cell for cell in table.cells if cell.doubt]
    assert label.candidates == ("其他法律行政法规禁止公开", "其他法律行政", "法规禁止公开")


def test_a_row_of_blanks_on_the_next_page_stays_a_row() -> None:
    first = _page(1, [HEADER, ["甲", "（一）公开", "", ""]])
    second = _page(2, [["乙", "（二）部分", "", ""], ["丙", "（三）不予", "", ""]])
    (table,) = _read(first, second).tables()
    assert table.row_count == 4
    assert not any(cell.doubt for cell in table.cells)


def test_tables_of_other_columns_stay_two() -> None:
    first = _page(1, [HEADER, ["甲", "（一）公开", "1", "1"]])
    second = DrawnPage()
    second.grid(
        [60, 130, 230, 290, 320], [100, 120, 140], [["维持", "纠正", "其他", "总计"], ["0"] * 4]
    )
    assert len(list(_read(first, second).tables())) == 2


def test_page_numbers_within_a_table_are_no_text_of_it() -> None:
    pages = []
    for number in (1, 2, 3):
        page = DrawnPage()
        page.grid(COLUMNS, [100, 700, 830], [["甲", "乙", "丙", "丁"], ["戊", "", "1", "1"]])
        page.text(280, 790, str(number))
        pages.append(page)
    original = _read(*pages)
    assert [o.text for o in original.omissions if o.reason == "页码"] == ["1", "2", "3"]
    assert {cell.text for table in original.tables() for cell in table.cells} == set(
        "甲乙丙丁戊1"
    ) | {""}


def test_a_number_that_counts_no_pages_stays_in_its_table() -> None:
    page = DrawnPage()
    page.grid([60, 160, 260], [700, 780, 810], [["规章", "文件"], ["1", "2"]])
    (table,) = _read(page).tables()
    assert [cell.text for cell in table.cells] == ["规章", "文件", "1", "2"]


def test_what_each_page_repeats_in_its_margins_is_left_out_and_listed() -> None:
    pages = []
    for number in (1, 2, 3):
        page = DrawnPage()
        page.text(200, 30, "测试市年度报告")
        page.text(80, 300, f"这是第{number}段。")
        pages.append(page)
    original = _read(*pages)
    assert [b.text for b in original.blocks if isinstance(b, TextBlock)] == [
        "这是第1段。",
        "这是第2段。",
        "这是第3段。",
    ]
    assert {o.reason for o in original.omissions} == {"每页重复的页眉、页脚"}


def test_what_nobody_sees_is_left_out_and_listed() -> None:
    page = DrawnPage()
    page.text(80, 100, "看得见的文字。")
    page.text(80, 130, "透明的文字", mode=3)
    page.text(80, 160, "白色的文字", gray=1)
    page.text(900, 190, "页外的文字")
    page.text(80, 220, "遮住的文字")
    page.area(70, 215, 300, 240, gray=1)
    page.text(200, 400, "水印", 60, gray=0.8, matrix=(0.7, 0.7, -0.7, 0.7))
    original = _read(page)
    assert [b.text for b in original.blocks if isinstance(b, TextBlock)] == ["看得见的文字。"]
    assert [o.text for o in original.omissions] == [
        "透明的文字",
        "白色的文字",
        "页外的文字",
        "遮住的文字",
        "水印",
    ]


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    page = DrawnPage()
    page.area(60, 90, 400, 130, gray=0.2)
    page.text(80, 100, "深底白字。", gray=1)
    assert [b.text for b in _read(page).blocks if isinstance(b, TextBlock)] == ["深底白字。"]


def test_a_group_that_a_browser_ends_early_has_all_its_rows() -> None:
    first = _page(1, [HEADER, ["结果", "（一）公开", "1", "1"]])
    rows = [["", "（二）部分", "2", "2"], ["", "（三）不予", "3", "3"], ["合计", "", "6", "6"]]
    (table,) = _read(first, _page(2, rows)).tables()
    group = next(cell for cell in table.cells if cell.text == "结果")
    assert (group.row, group.row_span) == (1, 3)
    assert next(cell for cell in table.cells if cell.text == "合计").row_span == 1


def test_text_beside_a_table_does_not_part_it_from_its_rest() -> None:
    first = _page(1, [HEADER, ["结果", "（一）公开", "1", "1"]])
    first.text(400, 110, "旁注")
    second = _page(2, [["", "（二）部分", "2", "2"], ["合计", "", "3", "3"]])
    assert len(list(_read(first, second).tables())) == 1


def test_words_that_only_say_that_a_table_goes_on_part_it_not() -> None:
    first = _page(1, [HEADER, ["甲", "（一）公开", "1", "1"]])
    first.text(500, 160, "（转下页）")
    second = _page(2, [["乙", "（二）部分", "2", "2"], ["丙", "（三）不予", "3", "3"]])
    second.text(60, 70, "续表")
    original = _read(first, second)
    (table,) = original.tables()
    assert table.row_count == 4
    assert [o.text for o in original.omissions if "续表" in o.reason] == ["（转下页）", "续表"]


def test_a_blank_page_before_others_is_told() -> None:
    page = DrawnPage()
    page.text(80, 100, "正文。")
    (diagnostic,) = _read(DrawnPage(), page).diagnostics
    assert diagnostic.code == "import/blank-page"
    assert "第 1 页" in diagnostic.message
    assert not _read(page, DrawnPage()).diagnostics


def test_a_group_that_takes_a_whole_page_stays_a_column_of_it() -> None:
    first = _page(1, [HEADER, ["结果", "（一）公开", "1", "1"]])
    second = DrawnPage()
    rows = [["（二）部分", "2", "2"], ["（三）不予", "3", "3"]]
    second.grid(COLUMNS[1:], [100, 120, 140], rows)
    second.line(COLUMNS[0], 100, COLUMNS[0], 140)
    (table,) = _read(first, second).tables()
    assert _rows(table)[2:] == rows
    assert next(cell for cell in table.cells if cell.text == "结果").row_span == 3
