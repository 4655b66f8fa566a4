"""Markdown of our own and of recognisers."""

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import markdown_text
from site_builder.model.original import (
    Footnote,
    Original,
    OriginalPicture,
    OriginalTable,
    TextBlock,
)


def read(text: str) -> Original:
    return markdown_text.read("a.md", text.encode())


def shape(original: Original) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text) for b in original.blocks if isinstance(b, TextBlock)]


def rows(table: OriginalTable) -> list[list[str]]:
    result: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        result[cell.row].append(cell.text)
    return result


def test_our_own_report_is_read_back() -> None:
    original = read(
        "---\n标题: 示范园区2024年报告\n机关: 示范园区\n发布日期: 2025-01-21\n---\n\n开头的话。\n\n"
        "## 一、总体情况\n\n"
        "全年**公开**的\n信息214条[^1]。\n\n- 甲\n- 乙\n\n1. 丙\n2. 丁\n\n"
        "表：各渠道（首列为行标题）\n"
        '```表格\n表头行数: 2\n合并: A1:A2、B1:C1\n\n渠道,政策,\n,"甲,乙",丙\n```\n\n'
        "> 引用。\n\n路径 Z:\\公示\\_名单\n\n[^1]: 脚注。\n"
    )
    assert (original.title, original.body, original.published) == (
        "示范园区2024年报告",
        "示范园区",
        "2025-01-21",
    )
    assert shape(original) == [
        ("paragraph", 0, "开头的话。"),
        ("heading", 2, "一、总体情况"),
        ("paragraph", 0, "全年公开的信息214条。"),
        ("list-item", 0, "甲"),
        ("list-item", 0, "乙"),
        ("list-item", 0, "丙"),
        ("list-item", 0, "丁"),
        ("quote", 0, "引用。"),
        ("paragraph", 0, "路径 Z:\\公示\\_名单"),
    ]
    blocks = [block for block in original.blocks if isinstance(block, TextBlock)]
    assert blocks[2].markdown == "全年**公开**的信息214条[^1]。"
    assert [block.numbered for block in blocks[3:7]] == [False, False, True, True]
    (table,) = original.tables()
    assert table.caption == "各渠道"
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 2, 1, "渠道"),
        (0, 1, 1, 2, "政策"),
        (1, 1, 1, 1, "甲,乙"),
        (1, 2, 1, 1, "丙"),
    ]
    assert [block.text for block in original.blocks if isinstance(block, Footnote)] == ["脚注。"]


def test_tables_of_recognisers() -> None:
    original = read(
        "# 报告\n\n| 信息内容 | 件数 |\n|---|:-:|\n| **规章**<br>（设区的市） | 1 000 |\n"
        "| a\\|b | |\n\n"
        "<table><tr><td rowspan=2>甲</td><td>1</td></tr>\n\n<tr><td>2<sup>①"
        "</sup></td></tr></table>\n\n"
        "| 丙 | 3 |\n| 丁 | 4 |\n"
    )
    first, second, third = original.tables()
    assert rows(first) == [["信息内容", "件数"], ["规章\n（设区的市）", "1 000"], ["a|b", ""]]
    assert first.cells[2].markdown == "**规章**\n（设区的市）"
    assert [(c.row_span, c.text) for c in second.cells] == [(2, "甲"), (1, "1"), (1, "2①")]
    assert second.origin.line == 8
    assert rows(third) == [["丙", "3"], ["丁", "4"]]
    assert [table.origin.table for table in original.tables()] == [1, 2, 3]


def test_no_cell_of_a_ragged_row_is_lost() -> None:
    original = read("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |\n")
    (table,) = original.tables()
    assert rows(table) == [["甲", "乙"], ["1", "2", "3"], ["4"]]
    assert [diagnostic.location.line for diagnostic in original.diagnostics] == [3]


def test_words_of_other_programs() -> None:
    original = read(
        "```markdown\n<!-- 第 1 页 -->\n#一、总体情况\n报告\n====\n（一）甲\n"
        "（二）乙\\_丙\\(1\\)&nbsp;丁\n3. 三项\n\n***\n\n\\- 5\n```\n"
    )
    assert shape(original) == [
        ("heading", 1, "一、总体情况"),
        ("heading", 1, "报告"),
        ("paragraph", 0, "（一）甲"),
        ("paragraph", 0, "（二）乙_丙(1) 丁"),
        ("paragraph", 0, "3. 三项"),
        ("paragraph", 0, "- 5"),
    ]


def test_short_lines_are_cells() -> None:
    assert [text for _, _, text in shape(read("规章\n3\n5\n74\n"))] == ["规章", "3", "5", "74"]


def test_lines_of_a_sentence_join_and_others_do_not() -> None:
    assert shape(read("全年在网站、公告栏和查阅点主动公开的各类\n信息共214条。\n联系人：甲"))[0][
        2
    ] == ("全年在网站、公告栏和查阅点主动公开的各类信息共214条。\n联系人：甲")


def test_pictures_are_read_or_named() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 9
    data = "![甲](a.png) ![乙](b.png)".encode()
    original = markdown_text.read("a.md", data, open_sibling={"a.png": png}.get)
    assert [b.data for b in original.blocks if isinstance(b, OriginalPicture)] == [png]
    assert ["b.png" in diagnostic.message for diagnostic in original.diagnostics] == [True]


@pytest.mark.parametrize("data", [b"", b"\n", b"<!-- a -->", bytes(range(256)) * 9])
def test_what_holds_no_text_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError) as caught:
        markdown_text.read("a.md", data)
    assert caught.value.hint
