"""Tables of pages: each cell once, at its place, with what a browser shows in it."""

import pytest

from site_builder.core.errors import UnsupportedFileError
from tests.unit.importing.readers.web.pages import PROSE, grid, read, read_table, texts


def test_merged_cells_are_laid_into_a_grid() -> None:
    table = read_table(
        "<table><tr><td rowspan=2 colspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td>乙</td><td colspan=2>3</td></tr></table>"
    )
    assert grid(table) == [
        (0, 0, 2, 2, "甲"),
        (0, 2, 1, 1, "1"),
        (1, 2, 1, 1, "2"),
        (2, 0, 1, 1, "乙"),
        (2, 1, 1, 2, "3"),
    ]
    assert [(cell.origin.table, cell.origin.row, cell.origin.column) for cell in table.cells][
        -1
    ] == (1, 3, 2)


@pytest.mark.parametrize(
    ("span", "expected"),
    [("0", 1), ("", 1), ("abc", 1), ("-2", 1), ("2", 2), ("2abc", 2), ("99999", 3), (" 2 ", 2)],
)
def test_column_spans_are_read_as_browsers_read_them(span: str, expected: int) -> None:
    row = "<tr><td>1</td><td>2</td><td>3</td></tr>"
    table = read_table(f'<table><tr><td colspan="{span}">甲</td></tr>{row}</table>')
    assert table.cells[0].column_span == expected
    assert table.column_count == 3


@pytest.mark.parametrize(
    ("span", "expected"), [("0", 2), ("", 1), ("abc", 1), ("9", 2), ("99999", 2)]
)
def test_row_spans_end_with_their_group(span: str, expected: int) -> None:
    table = read_table(
        f'<table><tbody><tr><td rowspan="{span}">甲</td><td>1</td></tr><tr><td>2</td></tr></tbody>'
        "<tbody><tr><td>乙</td><td>3</td></tr></tbody></table>"
    )
    assert table.cells[0].row_span == expected
    assert grid(table)[-2:] == [(2, 0, 1, 1, "乙"), (2, 1, 1, 1, "3")]


def test_overlapping_cells_are_cut_and_reported() -> None:
    original = read(
        f"<div id=zoom>{PROSE}<table><tr><td>甲</td><td rowspan=2>1</td><td>2</td></tr>"
        "<tr><td colspan=2>乙</td><td>3</td></tr></table></div>"
    )
    (table,) = original.tables()
    places = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(places) == len(set(places))
    assert [diagnostic.code for diagnostic in original.diagnostics] == ["import/table"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<p><span><span>1</span></span><font>2</font>8</p>", "128"),
        ("<p class=MsoNormal><o:p>&nbsp;</o:p></p>", ""),
        ("&nbsp;", ""),
        ("", ""),
        ("商业<br/>企业", "商业\n企业"),
        ("<p>三</p><p>、</p><p>本</p>", "三\n、\n本"),
        ("1 2", "1 2"),
        ("1\n2", "1 2"),
        ("1<!-- 9 -->2", "12"),
        ("1<span style='display:none'>9</span>2", "12"),
        ("1<script>9</script>2", "12"),
        ("10<sup>4</sup>", "10⁴"),
        ("CO<sub>2</sub>", "CO₂"),
        ("<table><tr><td><b>7</b></td></tr></table>", "7"),
        ("<input type=text value=12>", "12"),
        ("<div>34（减）</div>", "34（减）"),
        ("\u202d12\u202c", "12"),
        ("\u202e12\u202c", "\u202e12\u202c"),
        ("＜5", "＜5"),
        ("&lt;5", "<5"),
    ],
)
def test_a_cell_holds_what_can_be_seen(cell: str, expected: str) -> None:
    table = read_table(
        f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>{cell}</td></tr></table>"
    )
    assert table.cells[3].text == expected
    assert not table.cells[3].doubt


def test_what_is_crossed_out_makes_a_cell_doubtful() -> None:
    table = read_table(
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td><s>20</s>26</td></tr></table>"
    )
    assert table.cells[3].text == "26"
    assert "20" in table.cells[3].doubt
    assert table.cells[3].candidates == ("26", "20", "2026")


def test_a_picture_instead_of_a_number_makes_a_cell_doubtful() -> None:
    table = read_table(
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td><img src=a.png></td></tr></table>"
    )
    assert table.cells[3].doubt


def test_a_character_that_was_lost_makes_a_cell_doubtful() -> None:
    table = read_table(
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>1\ufffd</td></tr></table>"
    )
    assert table.cells[3].doubt


def test_layout_tables_are_taken_apart_and_data_tables_stay() -> None:
    data = "<table><tr><td>信息内容</td><td>数量</td></tr><tr><td>规章</td><td>3</td></tr></table>"
    original = read(
        f"<table><tr><td><h1>标题</h1></td></tr><tr><td>{PROSE}<table><tr><td>{data}</td></tr></table>"
        "<p>后面的话，也是报告的一部分。</p></td></tr></table>"
    )
    (table,) = original.tables()
    assert [cell.text for cell in table.cells] == ["信息内容", "数量", "规章", "3"]
    assert texts(original)[0] == "标题"
    assert texts(original)[-1] == "后面的话，也是报告的一部分。"


def test_a_data_table_within_a_cell_stays_one() -> None:
    rows = "".join(f"<tr><td>第{number}行的名称</td><td>{number}</td></tr>" for number in range(9))
    inner = "<table><tr><td>甲</td><td>1</td></tr></table>"
    original = read(
        f"<div id=zoom>{PROSE}<table>{rows}<tr><td>乙</td><td>8{inner}</td></tr></table></div>"
    )
    outer, nested = original.tables()
    assert outer.cells[-1].text == "8"
    assert [cell.text for cell in nested.cells] == ["甲", "1"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><td>甲<td>1<tr><td>乙<td>2</table>",
        "<table><tr><td>甲<td>1<tr><td>乙<td>2",
        "<p><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></p>",
        "<table><tbody><tr><td>甲</td><td>1</td></tr></tbody><tr><td>乙</td><td>2</td></tr></table>",
        "<table><tfoot><tr><td>乙</td><td>2</td></tr></tfoot><tr><td>甲</td><td>1</td></tr></table>",
        "<table><tr><th>甲<td>1<tr style='display: none'><td>丙<td>9<tr><th>乙<td>2</table>",
    ],
)
def test_odd_tables_are_read_as_browsers_show_them(table: str) -> None:
    assert grid(read_table(table)) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (1, 0, 1, 1, "乙"),
        (1, 1, 1, 1, "2"),
    ]


def test_words_between_rows_are_not_lost() -> None:
    original = read(
        f"<div id=zoom>{PROSE}<table><caption>表一</caption>单位：件<tr><td>甲</td><td>1</td></tr>"
        "<tr><td>乙</td><td>2</td></tr></table></div>"
    )
    (table,) = original.tables()
    assert table.caption == "表一"
    assert "单位：件" in texts(original)


def test_a_table_of_ten_thousand_columns_is_refused() -> None:
    with pytest.raises(UnsupportedFileError, match="10000 列") as caught:
        read(f"<p>甲</p><table><tr>{'<td>1</td>' * 10_000}</tr></table>")
    assert caught.value.hint


def test_two_hundred_nested_tables_are_read() -> None:
    opening = "<table><tr><td>甲</td><td>1</td><td>" * 200
    original = read(f"{PROSE}{opening}乙{'</td></tr></table>' * 200}")
    assert "乙" in str(
        [*texts(original), *(cell.text for t in original.tables() for cell in t.cells)]
    )
