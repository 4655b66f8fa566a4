"""Plain text: lines with their numbers, tables where cells are apart for certain."""

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import plain_text
from site_builder.model.original import Original, OriginalTable, TextBlock


def read(text: str, encoding: str = "utf-8") -> Original:
    return plain_text.read("a.txt", text.encode(encoding))


def lines(original: Original) -> list[tuple[int | None, str]]:
    return [(b.origin.line, b.text) for b in original.blocks if isinstance(b, TextBlock)]


def rows(table: OriginalTable) -> list[list[str]]:
    result: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        result[cell.row].append(cell.text)
    return result


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_each_line_is_a_paragraph(encoding: str, end: str) -> None:
    original = read(end.join(["一、总体情况", "", "\t规章", "\t３ ", "　　共3件。"]), encoding)
    assert lines(original) == [(1, "一、总体情况"), (3, "规章"), (4, "３"), (5, "共3件。")]
    assert not original.diagnostics


def test_fields_above_a_ruler_are_taken_off() -> None:
    original = read(
        "标题: 示范园区2024年报告\n发布时间: 2025-01-07 16:34\n发布机构: 示范园区\n"
        "==== 正文 ====\n一、总体情况"
    )
    assert (original.title, original.body, original.published) == (
        "示范园区2024年报告",
        "示范园区",
        "2025-01-07",
    )
    assert lines(original) == [(5, "一、总体情况")]
    assert len(original.omissions) == 3


@pytest.mark.parametrize(
    "text",
    [
        "规章\t3\t5\n文件\t\t984",
        "| 规章 | 3 | 5 |\n| 文件 |  | 984 |",
        "+----+---+---+\n|规章|3|5|\n+----+---+---+\n|文件||984|\n+----+---+---+",
        "┌──┬─┬──┐\n│规章│ 3│ 5│\n├──┼─┼──┤\n│文件│  │984│\n└──┴─┴──┘",
    ],
)
def test_cells_that_are_apart_make_a_table(text: str) -> None:
    original = read(f"前面的话。\n\n{text}\n\n后面的话。")
    (table,) = original.tables()
    assert rows(table) == [["规章", "3", "5"], ["文件", "", "984"]]
    assert table.cells[0].origin.table == 1
    assert [text for _, text in lines(original)] == ["前面的话。", "后面的话。"]


ASCII = dict.fromkeys(map(ord, "┌┬┐├┼┤└┴┘"), "+") | {ord("─"): "-"}
FRAMED = """┌──────┬──────────┐
│  甲  │    乙    │
│      ├────┬─────┤
│      │ 丙 │ 丁  │
├──────┼────┼─────┤
│ 行政 │  3 │     │
│ 许可 │    │ 1,5 │
├──────┴────┼─────┤
│ 总计      │  8  │
└───────────┴─────┘"""


WIDE = """┌───┬─────┐
│  甲  │    乙    │
│      ├──┬──┤
│      │ 丙 │ 丁 │
├───┼──┼──┤
│ 行政 │  3 │    │
│ 许可 │    │ 1,5│
├───┴──┼──┤
│ 总计       │  8 │
└──────┴──┘"""
"""As a font shows it that draws the frame as wide as a character."""


@pytest.mark.parametrize("text", [FRAMED, WIDE, FRAMED.replace("│", "|").translate(ASCII)])
def test_merged_cells_of_a_drawn_table(text: str) -> None:
    (table,) = read(text).tables()
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
        (2, 0, 1, 1, "行政\n许可"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "1,5"),
        (3, 0, 1, 2, "总计"),
        (3, 2, 1, 1, "8"),
    ]


def test_signs_of_numbers_draw_no_line() -> None:
    line = "+----+---+---+\n"
    (table,) = read(f"{line}|许可| +1| -2|\n{line}|处罚| -3| +4|\n{line}").tables()
    assert rows(table) == [["许可", "+1", "-2"], ["处罚", "-3", "+4"]]


def test_rows_of_tabs_without_their_merged_cells_keep_their_figures_in_columns() -> None:
    original = read(
        "项目\t申请人情况\n自然人\t商业企业\t总计\n一、新收\t3\t\t3\n"
        "三、结果\t（一）公开\t2\t0\t2\n"
        "（二）其他\t\t1（增）\t1\n后面的话。"
    )
    (table,) = original.tables()
    assert [(c.row, c.column, c.column_span, c.text) for c in table.cells] == [
        *((0, 0, 2, "一、新收"), (0, 2, 1, "3"), (0, 3, 1, ""), (0, 4, 1, "3")),
        *(
            (1, 0, 1, "三、结果"),
            (1, 1, 1, "（一）公开"),
            (1, 2, 1, "2"),
            (1, 3, 1, "0"),
            (1, 4, 1, "2"),
        ),
        *((2, 0, 2, "（二）其他"), (2, 2, 1, ""), (2, 3, 1, "1（增）"), (2, 4, 1, "1")),
    ]
    assert [text for _, text in lines(original)] == [
        *("项目", "申请人情况", "自然人", "商业企业", "总计", "后面的话。")
    ]


def test_columns_apart_by_blanks_make_a_table() -> None:
    (table,) = read("项目    本年    上年\n规章    3    5\n文件    20    984").tables()
    assert rows(table) == [["项目", "本年", "上年"], ["规章", "3", "5"], ["文件", "20", "984"]]


@pytest.mark.parametrize(
    "text",
    [
        "\t规章\n\t3\n\t5",
        "项目    本年\n规章    3",
        "示范园区    办公室    印\n二〇二四年    三月    七日",
        "规章|3|5",
    ],
)
def test_where_cells_are_not_certain_lines_stay_lines(text: str) -> None:
    original = read(text)
    assert not list(original.tables())
    assert "".join("".join(line.split()) for _, line in lines(original)) == "".join(text.split())


def test_a_wrong_encoding_is_told() -> None:
    data = "一、总体情况\n全年主动公开信息214条，比上年多8条，都在网站上公布。\n".encode() * 9
    original = plain_text.read("a.txt", data[:-20] + b"\xff\xfe" + data[-20:])
    (diagnostic,) = original.diagnostics
    assert diagnostic.code == "import/encoding"
    assert diagnostic.location.line == 18


@pytest.mark.parametrize("data", [b"", b" \n", bytes(range(256)) * 9, b"%PDF-1.7", b"\n" * 300_000])
def test_what_is_no_text_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError) as caught:
        plain_text.read("a.txt", data)
    assert caught.value.hint


def test_words_are_no_marks_in_markdown() -> None:
    block = read("**号**和[链接](a.md)").blocks[0]
    assert isinstance(block, TextBlock)
    assert block.text == "**号**和[链接](a.md)"
    assert block.markdown != block.text
