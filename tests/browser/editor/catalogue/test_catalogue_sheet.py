"""The catalogue as a sheet in a real browser: edited by keys and by paste, saved by cells."""

from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.catalogue_pages import (
    COUNT,
    SCRIPT,
    cell,
    open_sheet,
    path_of,
    row_of,
    save,
)
from tests.browser.editor_pages import PASTE, wait_until_kept
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer


def test_cells_are_edited_by_keys_alone_and_nothing_else_changes(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_sheet(page, editor, "?q=CS")
    before = {number: site.read(path_of(number)) for number in range(COUNT)}
    cell(page, 0, "created").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2020年3月9日")
    page.keyboard.press("Enter")
    expect(cell(page, 2, "created")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(cell(page, 2, "item")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell(page, 2, "status")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, 2, "status")).to_have_value("已修改")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+d")
    expect(cell(page, 1, "status")).to_be_focused()
    expect(page.locator(".editor-cell--changed")).to_have_count(3)
    expect(page.locator(".editor-verdict")).to_have_text("改了 3 份文稿的 3 格。")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_contain_text("将改动 3 份文件的 3 处")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .editor-answer")).to_have_text("已保存 3 份。")
    expect(page.locator(".editor-cell--changed")).to_have_count(0)
    expect(cell(page, 0, "created")).to_have_value("2020-03-09")
    changed = {
        0: before[0].replace("生成日期: 2020-03-01", "生成日期: 2020-03-09"),
        2: before[2].replace("有效性: 有效", "有效性: 已修改"),
        4: before[4].replace("有效性: 有效", "有效性: 已修改"),
    }
    assert {number: site.read(path_of(number)) for number in before} == {**before, **changed}
    history = site.path / ".build" / "history" / path_of(0)
    assert [file.read_text(encoding="utf-8") for file in history.iterdir()][-1:] == [before[0]]


def test_a_block_is_pasted_undone_and_filled_down(editor: PreviewServer, page: Page) -> None:
    open_sheet(page, editor, "?q=CS")
    titles = [cell(page, number, "title") for number in (0, 2, 4)]
    before = [title.input_value() for title in titles]
    titles[0].focus()
    block = '甲（试行）\t"第一行\n第二行"\n乙\t概述\n'
    titles[0].evaluate(PASTE, ["text/plain", block])
    expect(titles[0]).to_have_value("甲（试行）")
    expect(cell(page, 0, "summary")).to_have_value("第一行\n第二行")
    expect(titles[1]).to_have_value("乙")
    page.keyboard.press("Control+z")
    assert [title.input_value() for title in titles] == before
    page.keyboard.press("Control+y")
    expect(titles[1]).to_have_value("乙")
    titles[2].evaluate(
        PASTE,
        ["text/html", "<table><tr><td>丙<br>丁</td><td>a</td></tr><tr><td>戊</td></tr></table>"],
    )
    expect(titles[2]).to_have_value("丙丁")
    cell(page, 0, "status").evaluate(PASTE, ["text/plain", "废止"])
    expect(cell(page, 0, "status")).to_have_value("废止")
    cell(page, 0, "item").evaluate(PASTE, ["text/plain", "3"])
    cell(page, 0, "item").focus()
    page.get_by_role("button", name="向下填满").click()
    assert cell(page, 5, "item").input_value() == cell(page, 0, "item").input_value() != ""


def test_a_block_that_does_not_fit_is_shown_first(editor: PreviewServer, page: Page) -> None:
    open_sheet(page, editor, "?q=CS-2021-00005")
    cell(page, 5, "title").focus()
    cell(page, 5, "title").evaluate(PASTE, ["text/plain", f"{SCRIPT}\t甲\n乙\t丙\n"])
    expect(page.get_by_role("dialog")).to_contain_text(SCRIPT)
    page.get_by_role("button", name="取消").click()
    expect(cell(page, 5, "title")).to_have_value("关于第5号事项的通知")


def test_problems_are_told_at_the_cell_and_never_saved(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_sheet(page, editor, "?q=CS")
    before = site.read(path_of(0)), site.read(path_of(2))
    cell(page, 0, "created").fill("2020-02-30")
    cell(page, 0, "theme").fill("综合政务\\没有的")
    cell(page, 2, "title").fill("改好的名称")
    problem = page.locator(f"#{cell(page, 0, 'created').get_attribute('aria-describedby')}")
    expect(cell(page, 0, "created")).to_have_attribute("aria-invalid", "true")
    problem = page.locator(f"#{cell(page, 0, 'created').get_attribute('aria-describedby')}")
    expect(problem).to_contain_text("没有“2020-02-30”这一天")
    expect(cell(page, 0, "theme")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".editor-verdict")).to_contain_text("1 份有问题，先不保存")
    cell(page, 4, "index_number").fill("CS-2020-00002")
    expect(cell(page, 4, "index_number")).to_have_attribute("aria-invalid", "true")
    save(page, "已保存 1 份。")
    assert site.read(path_of(0)) == before[0]
    assert site.read(path_of(2)) == before[1].replace("关于第2号事项的通知", "改好的名称")
    expect(cell(page, 0, "created")).to_have_value("2020-02-30")
    cell(page, 0, "title").fill("")
    expect(cell(page, 0, "title")).to_have_attribute("aria-invalid", "true")


def test_a_row_that_is_right_has_no_problem(editor: PreviewServer, page: Page) -> None:
    open_sheet(page, editor, "?q=CS")
    cell(page, 0, "title").fill("另一个名称")
    cell(page, 0, "status").select_option("撤回")
    # The verdict is shown together with what is wrong, once the program has judged both cells.
    expect(page.locator(".editor-verdict")).to_have_text("改了 1 份文稿的 2 格。")
    expect(cell(page, 0, "title")).not_to_have_attribute("aria-invalid", "true")
    expect(row_of(page, 0).locator(".sheet-problem")).to_have_count(0)


def test_what_others_wrote_meanwhile_is_not_overwritten(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    open_sheet(page, editor, "?q=CS")
    cell(page, 0, "title").fill("我的名称")
    cell(page, 2, "title").fill("第二份")
    expect(page.locator(".editor-verdict")).to_have_text("改了 2 份文稿的 2 格。")
    theirs = site.read(path_of(0)).replace("关于第0号事项的通知", "别人的名称")
    site.edit(path_of(0), theirs)
    save(page, "已保存 1 份。")
    assert site.read(path_of(0)) == theirs
    row = row_of(page, 0)
    expect(row).to_contain_text("名称现在是“别人的名称”")
    row.get_by_role("button", name="在现在的内容上改").click()
    expect(cell(page, 0, "title")).to_have_value("我的名称")
    save(page, "已保存 1 份。")
    assert site.read(path_of(0)) == theirs.replace("别人的名称", "我的名称")
    cell(page, 2, "title").fill("又改")
    (site.path / path_of(2)).unlink()
    page.keyboard.press("Control+s")
    expect(row_of(page, 2)).to_contain_text("已经不在了")


def test_what_was_typed_is_there_again(
    site: Project, editor: PreviewServer, browser: Browser, page: Page
) -> None:
    open_sheet(page, editor, "?q=CS")
    cell(page, 0, "title").fill("没保存的名称")
    cell(page, 0, "item").evaluate(PASTE, ["text/plain", "没有这一项"])
    wait_until_kept(site, "没保存的名称", "没有这一项")
    leaving: list[str] = []

    def stay(dialog: Dialog) -> None:
        leaving.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="要做的事").click()
    assert leaving == ["beforeunload"]
    again = browser.new_context().new_page()
    open_sheet(again, editor, "?q=CS")
    expect(cell(again, 0, "title")).to_have_value("没保存的名称")
    expect(cell(again, 0, "item")).to_have_value("没有这一项")
    expect(again.get_by_text("上次没保存的改动已经放回格子里。")).to_be_visible()
    again.get_by_role("button", name="不要这些改动").click()
    expect(cell(again, 0, "title")).to_have_value("关于第0号事项的通知")
    wait_until_kept(site)
    again.context.close()


def test_text_of_authors_is_text_in_every_cell(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    quoted = SCRIPT.replace("'", "''")
    keys = ("索引号", "名称", "内容概述", "生成日期", "公开事项", "主题分类", "有效性", "语种")
    values = "".join(f"{key}: '{quoted}'\n" for key in keys)
    site.edit(path_of(0), f"---\n{values}---\n{SCRIPT}\n")
    site.edit(path_of(2), "---\n名称: [\n---\n")
    messages: list[str] = []

    def leave(dialog: Dialog) -> None:
        messages.append(dialog.message)
        dialog.accept()

    page.on("dialog", leave)
    open_sheet(page, editor, "?year=2020&sort=-title")
    expect(cell(page, 0, "title")).to_have_value(SCRIPT)
    expect(cell(page, 0, "status")).to_have_value(SCRIPT)
    expect(cell(page, 2, "title")).to_have_attribute("readonly", "")
    for field in ("title", "summary", "created", "theme", "index_number"):
        cell(page, 4, field).fill(SCRIPT)
    cell(page, 4, "status").evaluate(PASTE, ["text/plain", SCRIPT])
    expect(cell(page, 4, "created")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Control+s")
    page.goto(editor.url(f"_edit/catalogue?q={SCRIPT}&sort={SCRIPT}&item={SCRIPT}&page=-1&size=x"))
    expect(page.get_by_label("查找文字")).to_have_value(SCRIPT)
    assert page.title() != "run"
    assert [text for text in messages if text] == []
