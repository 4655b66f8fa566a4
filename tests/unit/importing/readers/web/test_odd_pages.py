"""What portals do that no handbook describes, and damage: said aloud or read as it is shown."""

import random
import re

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import web_page
from site_builder.model.original import Footnote
from tests.unit.importing.readers.web.pages import (
    PROSE,
    grid,
    page,
    read,
    read_table,
    reasons,
    texts,
)

HEADER = "<tr><td>信息内容</td><td>字号</td><td>下载</td><td>日期：2024-01-02</td></tr>"


def test_cells_of_a_data_table_are_never_furniture() -> None:
    table = read_table(
        f"<table>{HEADER}<tr><td>打印</td><td>大</td><td>关闭</td><td>5</td></tr></table>"
    )
    assert len(table.cells) == 8
    assert (table.row_count, table.column_count) == (2, 4)


def test_a_hidden_table_of_figures_is_reported() -> None:
    rows = "".join(f"<tr><td>甲</td><td>{n}</td></tr>" for n in range(4))
    original = read(f"<div id=zoom>{PROSE}<table style='display:none'>{rows}</table></div>")
    assert not list(original.tables())
    assert [d.code for d in original.diagnostics] == ["import/hidden"]


def test_a_style_sheet_that_hides_the_whole_page_is_not_believed() -> None:
    original = read(f"<div class=app>{PROSE}</div>", "<style>.app{display:none}</style>")
    assert len(texts(original)) == 2


def test_a_size_of_zero_around_words_with_a_size_hides_nothing() -> None:
    table = read_table(
        "<table><tr><td>甲</td><td style='font-size:0'><b style='font-size:14px'>12</b></td></tr>"
        "<tr><td>乙</td><td>1<span style='font-size:0px'>9</span></td></tr></table>"
    )
    assert [cell.text for cell in table.cells] == ["甲", "12", "乙", "1"]


@pytest.mark.parametrize("pager", ["首页 上一页 1 2 下一页 尾页", "共3页 1 2 3 下一页"])
def test_an_article_that_goes_on_elsewhere_is_reported(pager: str) -> None:
    original = read(f"<div id=zoom>{PROSE}<p>{pager}</p></div>")
    assert len(texts(original)) == 2
    assert [d.code for d in original.diagnostics] == ["import/pages"]


def test_a_list_to_choose_from_shows_what_is_chosen() -> None:
    table = read_table(
        "<table><tr><td>甲</td><td><select><option>1<option selected>2</select></td></tr>"
        "<tr><td>乙</td><td><select><option>3<option>4</select></td></tr></table>"
    )
    assert [cell.text for cell in table.cells] == ["甲", "2", "乙", "3"]


def test_numbers_of_a_list_within_a_cell_are_words() -> None:
    table = read_table(
        "<table><tr><td><ol><li>属于国家秘密<li>其他</ol></td><td>1</td></tr>"
        "<tr><td>乙</td><td>2</td></tr></table>"
    )
    assert table.cells[0].text == "1. 属于国家秘密\n2. 其他"


def test_a_list_right_behind_another_keeps_its_own_numbers() -> None:
    lists = "<ol><li>甲<li>乙</ol>\n<p> </p><ol><li>丙<li>丁</ol>"
    items = texts(read(f"<div id=zoom>{PROSE}{lists}</div>"))[-4:]
    assert items == ["甲", "乙", "1. 丙", "2. 丁"]


def test_a_list_of_contents_makes_no_footnotes() -> None:
    section = f"<div id=s1><h2>一、总体情况</h2>{PROSE}<a href='#top'>返回</a></div>"
    original = read(
        f"<div id=zoom><a id=top href='#s1'>一</a>{section}<p>第二段，也是正文的话。</p></div>"
    )
    assert not [block for block in original.blocks if isinstance(block, Footnote)]
    assert "一、总体情况" in texts(original)


def test_headings_with_names_of_navigation_stay() -> None:
    original = read(f"<div id=zoom><div class='nav title'>一、总体情况</div>{PROSE}</div>")
    assert texts(original)[0] == "一、总体情况"


@pytest.mark.parametrize(
    "line",
    ["时间：2024年5月1日至5月31日", "审核：办公室", "日期：2024年1月2日", "见办法、规定、细则"],
)
def test_lines_behind_the_text_stay(line: str) -> None:
    assert texts(read(f"<div id=zoom>{PROSE}<p>{line}</p></div>"))[-1] == line


def test_lists_of_word_keep_their_numbers_and_lose_their_dots() -> None:
    item = (
        "<p class=MsoListParagraph><![if !supportLists]><span style='{}'>{}"
        "<span>&nbsp; </span></span><![endif]>{}</p>"
    )
    original = read(
        "<div id=zoom>"
        + PROSE
        + item.format("mso-list:Ignore", "1.", "完善制度")
        + item.format("font-family:Wingdings;mso-list:Ignore", "l", "加强培训")
        + "</div>"
    )
    assert texts(original)[-2:] == ["1. 完善制度", "加强培训"]


def test_a_page_whose_report_is_attached_names_the_file() -> None:
    with pytest.raises(UnsupportedFileError, match=r"附件“2024年报告\.pdf”") as caught:
        read("<div id=zoom><p>见附件</p><a href=/files/1.pdf>2024年报告.pdf</a></div>")
    assert "下载" in caught.value.hint


def test_links_start_from_where_the_page_was_saved() -> None:
    saved = "<!-- saved from url=(0041)https://www.example.gov.cn/2024/report.html -->"
    data = page(f"<div id=zoom>{PROSE}<p>见<a href=../rules.html>办法</a>。</p></div>")
    original = web_page.read("a.html", data.replace(b"<html>", f"<html>{saved}".encode()))
    (block,) = original.blocks[-1:]
    assert "](https://www.example.gov.cn/rules.html)" in str(block)
    assert not original.diagnostics


def test_the_box_of_fields_is_no_part_of_the_text() -> None:
    box = (
        "<table><tr><td>索 引 号：</td><td>0/2025-1</td><td>信息分类：</td><td>年报</td></tr><tr>"
        "<td>发布机构：</td><td>示范园区</td><td>发布日期：</td><td>2025年1月7日</td></tr><tr>"
        "<td>名称：</td><td colspan=3>报告</td></tr></table>"
    )
    original = read(f"<div id=zoom>{box}{PROSE}</div>")
    assert (original.body, original.published) == ("示范园区", "2025-01-07")
    assert reasons(original) == ["信息的索引栏"]
    assert not list(original.tables())


def test_characters_that_were_lost_twice_are_told() -> None:
    table = read_table(
        "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2锟斤拷</td></tr></table>"
    )
    assert table.cells[3].doubt


def test_one_table_in_three_keeps_its_order() -> None:
    tables = "".join(f"<table><tr><td>甲{n}</td><td>{n}</td></tr></table>" for n in (1, 2, 3))
    original = read(f"<div id=zoom>{PROSE}{tables}</div>")
    assert [grid(table)[1][4] for table in original.tables()] == ["1", "2", "3"]
    assert [table.origin.table for table in original.tables()] == [1, 2, 3]


ROWS = "".join(
    f"<tr><td rowspan=2>第{n}行</td><td colspan=1>{n}</td></tr><tr><td>{n * 7}</td></tr>"
    for n in range(1, 9)
)
WHOLE = page(
    f"<div class=a><div id=zoom>{PROSE}<p>二、主动公开</p><table>{ROWS}</table></div></div>"
)
TAGS = re.compile(rb"<[^>]*>")


def damage(data: bytes, rng: random.Random) -> bytes:
    kind = rng.randrange(4)
    if kind == 0:
        position = rng.randrange(len(data))
        return data[:position] + bytes([rng.randrange(256)]) + data[position + 1 :]
    if kind == 1:
        return data[: rng.randrange(len(data))]
    tag = rng.choice(list(TAGS.finditer(data)))
    if kind == 2:
        return data[: tag.start()] + data[tag.end() :]
    spans = list(re.finditer(rb"(?<=span=)[0-9]+", data))
    span = rng.choice(spans or [tag])
    return data[: span.start()] + str(rng.randrange(12)).encode() + data[span.end() :]


@pytest.mark.fuzz
def test_damage_ends_in_a_reading_or_in_a_cure(request: pytest.FixtureRequest) -> None:
    # Another seed gives other damage, the same one the same.
    rng = random.Random(int(request.config.getoption("--fuzz-seed")))  # noqa: S311 - no secret
    for _ in range(int(request.config.getoption("--fuzz")) or 60):
        data = WHOLE
        for _ in range(rng.randrange(1, 4)):
            data = damage(data, rng) if data else data
        try:
            original = web_page.read("a.html", data)
        except UnsupportedFileError:
            continue
        for table in original.tables():
            places = [
                (row, column)
                for cell in table.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert len(places) == len(set(places))
        assert reasons(original) is not None
