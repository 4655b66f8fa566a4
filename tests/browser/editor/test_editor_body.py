"""Writing the body of a text in a real browser: the toolbar, links, tables as tables."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.body_pages import (
    DOCUMENT,
    PASTE,
    cells,
    open_body,
    put_caret,
    put_in,
    written,
)
from tests.browser.editor_pages import assert_accessible, save, small_project
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer

TABLE = """前。

表：收费（首列为行标题）
| 项目  |标准|
|---|---:|
|停车|5|
| 查档 | a\\|b<br>c |

后。
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("body"))


def test_the_toolbar_is_one_stop_and_arrows_move_in_it(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, "甲\n")
    page.get_by_role("button", name="小标题").focus()
    for key, name in (
        ("ArrowRight", "列表"),
        ("End", "图片"),
        ("ArrowRight", "小标题"),
        ("ArrowLeft", "图片"),
        ("Home", "小标题"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#source")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="小标题")).to_be_focused()


def test_headings_change_their_level_and_the_browser_undoes_it(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, "## 一\n\n甲\n\n乙\n")
    put_caret(page, "甲")
    lines = []
    for _ in range(4):
        page.keyboard.press("Control+Alt+2")
        lines.append(written(page).split("\n")[2])
    assert lines == ["## 甲", "### 甲", "#### 甲", "甲"]
    page.keyboard.press("Control+z")
    assert written(page).split("\n")[2] == "#### 甲"
    page.keyboard.press("Control+y")
    assert written(page) == "## 一\n\n甲\n\n乙\n"


def test_a_heading_of_a_report_leaves_the_parts_of_the_form_alone(
    editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url("_edit/text?path=content/2020/report.md"))
    put_caret(page, "现将情况")
    page.get_by_role("button", name="小标题").click()
    assert "\n### 现将情况" in f"\n{page.locator('#source').input_value()}"


def test_lists_are_set_apart_counted_and_taken_back(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, "分项：\n甲\n乙\n\n丙\n结尾。\n")
    put_caret(page, "甲", "甲\n乙\n\n丙")
    page.get_by_role("button", name="列表", exact=True).click()
    assert written(page) == "分项：\n\n- 甲\n- 乙\n\n- 丙\n\n结尾。\n"
    page.keyboard.press("Control+Shift+7")
    assert written(page) == "分项：\n\n1. 甲\n2. 乙\n\n3. 丙\n\n结尾。\n"
    page.keyboard.press("Control+Shift+7")
    assert written(page) == "分项：\n\n甲\n乙\n\n丙\n\n结尾。\n"
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert written(page) == "分项：\n甲\n乙\n\n丙\n结尾。\n"


def test_a_link_is_judged_before_it_is_put_in(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, "见公开指南。\n")
    put_caret(page, "公开指南", "公开指南")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("文字", exact=True)).to_have_value("公开指南")
    expect(page.get_by_label("地址")).to_be_focused()
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator("#body-link .body-answer")).to_contain_text("不能用的链接")
    expect(page.locator('#body-link-texts option[value="../report.md"]')).to_have_count(1)
    page.get_by_label("地址").fill("../report.md")
    page.keyboard.press("Enter")
    expect(page.locator("#body-link")).to_be_hidden()
    assert written(page) == "见[公开指南](../report.md)。\n"
    page.keyboard.press("Control+z")
    assert written(page) == "见公开指南。\n"


def test_a_table_is_opened_changed_by_keys_and_written_back(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, TABLE)
    put_caret(page, "查档")
    page.keyboard.press("Control+Alt+t")
    expect(page.get_by_label("表名")).to_have_value("收费")
    assert cells(page) == [["项目", "标准"], ["停车", "5"], ["查档", "a|b\nc"]]
    page.get_by_label("第 2 行第 2 列，标准").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("6|7")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("\\")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.type("新")
    page.keyboard.press("Enter")
    expect(page.get_by_label("第 4 行第 2 列，标准")).to_be_focused()
    put_in(page)
    assert written(page) == TABLE.replace("|停车|5|", "| 停车 | 6\\|7<br>\\ |\n|  | 新 |")
    save(page)
    assert site.read(DOCUMENT).endswith(written(page))
    page.keyboard.press("Control+z")
    assert written(page) == TABLE


def test_a_table_that_is_only_looked_at_keeps_its_bytes(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, TABLE)
    put_caret(page, "查档")
    page.get_by_role("button", name="表格", exact=True).click()
    put_in(page)
    expect(page.locator("#text .editor-answer")).to_have_text("表格没有改动。")
    assert written(page) == TABLE


def test_rows_and_columns_are_added_moved_merged_and_undone(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, TABLE)
    put_caret(page, "停车")
    page.keyboard.press("Control+Alt+t")
    page.get_by_label("第 2 行第 1 列，项目").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert [row[0] for row in cells(page)] == ["项目", "查档", "停车"]
    page.keyboard.press("Alt+ArrowRight")
    assert cells(page)[0] == ["标准", "项目"]
    page.keyboard.press("Alt+Shift+ArrowLeft")
    assert cells(page)[0] == ["标准", "", "项目"]
    page.keyboard.press("Alt+Shift+Backspace")
    page.keyboard.press("Alt+Shift+Delete")
    assert cells(page) == [["标准", "项目"], ["a|b\nc", "查档"]]
    for _ in range(5):
        page.keyboard.press("Control+z")
    assert cells(page) == [["项目", "标准"], ["停车", "5"], ["查档", "a|b\nc"]]
    page.get_by_label("第 1 行第 1 列").focus()
    page.get_by_role("button", name="向右合并").click()
    assert cells(page)[0] == ["项目\n标准"]
    page.get_by_label("第 1 行第 1 列").fill("收费标准")
    put_in(page)
    assert "```表格\n表头行数: 1\n合并: A1:B1\n\n收费标准,\n停车,5\n" in written(page)
    put_caret(page, "停车")
    page.keyboard.press("Control+Alt+t")
    assert cells(page)[0] == ["收费标准"]


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_table_is_pasted_from_a_spreadsheet(
    site: Project, editor: PreviewServer, page: Page, kind: str
) -> None:
    """Its words stay as they are: full-width signs, line breaks, what looks like a script."""
    open_body(site, editor, page, "先。\n\n前。\n")
    rows = [["（项目）", "１"], ["甲|乙", "<script>alert(1)</script>"], ["a\nb", "=1+1"]]
    plain = "\n".join("\t".join(f'"{x}"' if "\n" in x else x for x in row) for row in rows)
    page.locator("#source").focus()
    put_caret(page, "前。")
    items = [[kind, plain]]
    if kind == "text/html":
        html = "".join(
            "<tr>" + "".join(f"<td>{_escaped(x)}</td>" for x in row) + "</tr>" for row in rows
        )
        items = [[kind, f"<table>{html}</table>"], ["text/plain", "x\ty"]]
    page.locator("#source").evaluate(PASTE, items)
    assert cells(page) == rows
    put_in(page)
    assert written(page).split("\n") == [
        *("先。", "", "前。", ""),
        *("| （项目） | １ |", "| --- | --- |"),
        *("| 甲\\|乙 | <script>alert(1)</script> |", "| a<br>b | =1+1 |", ""),
    ]


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def test_a_block_is_pasted_into_a_table_which_grows(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, TABLE)
    put_caret(page, "停车")
    page.keyboard.press("Control+Alt+t")
    field = page.get_by_label("第 3 行第 2 列，标准")
    field.focus()
    field.evaluate(PASTE, [["text/plain", "1\t2\n3\t4\n"]])
    assert cells(page)[2:] == [["查档", "1", "2"], ["", "3", "4"]]
    page.keyboard.press("Escape")
    expect(page.locator("#body-table .body-answer")).to_contain_text("还没有写进正文")
    page.keyboard.press("Escape")
    expect(page.locator("#body-table")).to_be_hidden()
    assert written(page) == TABLE


def test_words_with_a_table_among_them_are_pasted_as_words(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_body(site, editor, page, "前。\n")
    html = "<p>一段话</p><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    page.locator("#source").evaluate(PASTE, [["text/html", html], ["text/plain", "一段话"]])
    expect(page.locator("#body-table")).to_be_hidden()


@pytest.mark.parametrize("name", ["", "表格", "链接"])
def test_every_view_can_be_used_by_anybody(
    site: Project, editor: PreviewServer, page: Page, axe_source: str, name: str
) -> None:
    open_body(site, editor, page, TABLE)
    if name:
        put_caret(page, "停车")
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page, axe_source)
