"""The catalogue as a list in a real browser: narrowed, sorted, paged, usable by anybody."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.catalogue_pages import (
    COUNT,
    cell,
    open_sheet,
    path_of,
    row_names,
)
from tests.browser.editor_pages import assert_accessible
from tests.preview.preview_client import PreviewServer


def test_the_list_is_narrowed_sorted_and_counted(editor: PreviewServer, page: Page) -> None:
    open_sheet(page, editor)
    expect(page.get_by_role("status").first).to_contain_text(f"共 {COUNT + 2} 份")
    page.get_by_label("查找文字").fill("cs－2020 第4号")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#sheet-count")).to_contain_text("找到 1 份")
    expect(page).to_have_title("公开目录：1 份 - 编辑")
    assert row_names(page) == ["2020/documents/d0004.md"]
    page.get_by_role("link", name="全部列出").click()
    page.get_by_label("年份").select_option("2021")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#sheet-count")).to_contain_text("找到 4 份")
    page.get_by_role("button", name="索引号").click()
    expect(page.locator('th[aria-sort="ascending"]')).to_contain_text("索引号")
    documents = [f"2021/documents/d{number:04d}.md" for number in (1, 3, 5)]
    assert row_names(page) == [*documents, "2021/report.md"]
    page.get_by_role("button", name="索引号").click()
    expect(page.locator('th[aria-sort="descending"]')).to_contain_text("索引号")
    assert row_names(page) == [*documents[::-1], "2021/report.md"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?item=3", [2]),
        ("?theme=综合政务", [0, 2, 4, 1, 3, 5]),
        ("?theme=综合", []),
        ("?status=废止", []),
        ("?year=2020&sort=-created", [4, 2, 0]),
        ("?sort=-item&q=CS", [5, 4, 3, 2, 1, 0]),
    ],
)
def test_each_narrowing_and_order_without_scripts(
    editor: PreviewServer, browser: Browser, page: Page, query: str, numbers: list[int]
) -> None:
    page.context.close()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(editor.url(f"_edit/catalogue{query}"))
    listed = [row.get_attribute("data-path") for row in plain.locator("tr[data-path]").all()]
    expected = [path_of(number).removeprefix("content/") for number in numbers]
    assert [path for path in listed if path and "report" not in path] == expected
    context.close()


def test_pages_are_turned_with_what_is_not_saved(editor: PreviewServer, page: Page) -> None:
    open_sheet(page, editor, "?size=20&sort=title")
    page.goto(editor.url("_edit/catalogue?size=2&page=2"))
    expect(page.get_by_text("第 2 页，共 4 页")).to_be_visible()
    first = page.locator('[data-field="title"]').first
    first.fill("改了的名称")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".editor-verdict")).to_contain_text("其中 1 份不在这一页")
    page.get_by_label("只看改了没保存的").check()
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#sheet-count")).to_contain_text("找到 1 份")
    expect(page.locator('[data-field="title"]')).to_have_value("改了的名称")


@pytest.mark.parametrize("query", ["", "?q=none", "?size=2&page=2"])
def test_the_sheet_can_be_used_by_anybody(
    editor: PreviewServer, axe_source: str, page: Page, query: str
) -> None:
    open_sheet(page, editor, query)
    if not query:
        cell(page, 0, "created").fill("2020-02-30")
        expect(cell(page, 0, "created")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page, axe_source)
