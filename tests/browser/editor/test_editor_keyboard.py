"""The whole way by keys alone: nothing needs a mouse, and whatever has the focus is seen."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editor_pages import LAWFUL_SETTINGS
from tests.deploy.releases import read_online
from tests.preview.preview_client import run_preview

pytestmark = pytest.mark.slow
LIMIT = 90_000
"""Milliseconds for what builds a site, on a machine that does other things too."""
MOST_TABS = 400
IS_SEEN = """() => {
    const focused = document.activeElement;
    const box = focused.getBoundingClientRect();
    const style = getComputedStyle(focused);
    const [x, y] = [box.left + Math.min(box.width, 8) / 2, box.top + Math.min(box.height, 8) / 2];
    const top = document.elementFromPoint(x, y);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
        && Boolean(top) && (focused.contains(top) || top.contains(focused));
}"""
REPORT = {
    "index_number": "SF-2026-00001",
    "summary": "2025年政府信息公开工作情况和统计数据。",
    "created": "2026-01-20",
    "published": "2026-01-22",
}
ORGANIZATION = {
    "index_number": "SF-2026-00002",
    "created": "2026-01-12",
    "published": "2026-01-15",
}


def go(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus, and see that it has."""
    expect(target).to_be_attached(timeout=LIMIT)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert page.evaluate(IS_SEEN), target
            return
    pytest.fail(f"cannot be reached by Tab: {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    go(page, target)
    page.keyboard.press(key)


def type_into(page: Page, target: Locator, text: str) -> None:
    go(page, target)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator(".editor-answer").first).to_have_text(re.compile("^已保存"), timeout=LIMIT)


def open_link(page: Page, name: str) -> None:
    """Go by the links in the header, on every page the same."""
    press(page, page.locator(".editor-header").get_by_role("link", name=name, exact=True))


def unfold(page: Page) -> None:
    """Open what is folded above the fields."""
    for summary in page.locator("#fields details:not([open]) > summary").all():
        press(page, summary)


def fill_in(page: Page, fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        type_into(page, page.locator(f'[data-field="{name}"] [data-part]').first, text)


def rewrite(page: Page, pattern: str, words: str) -> None:
    source = page.locator("#source")
    text, count = re.subn(pattern, words, source.input_value())
    assert count
    type_into(page, source, text)


def open_text(page: Page, title: str) -> None:
    """Go from the start page to a text, through the list it stands in."""
    open_link(page, "要做的事")
    links = page.locator("a", has_text=re.compile(title))
    fold = page.locator("details.start-year").filter(has=links).first
    expect(fold).to_be_attached(timeout=LIMIT)
    if not fold.evaluate("fold => fold.open"):
        press(page, fold.locator("summary").first)
    press(page, fold.locator("a", has_text=re.compile(title)).first)


def fill_figures(page: Page) -> None:
    """Type every cell of the statutory tables."""
    expect(page.locator(".editor-verdict")).not_to_be_empty(timeout=LIMIT)
    fields = page.locator(".editor-input")
    go(page, fields.first)
    for _ in range(fields.count()):
        page.keyboard.press("0")
        page.keyboard.press("Tab")
    assert set(fields.evaluate_all("all => all.map(field => field.value)")) == {"0"}
    save(page)


def sign(page: Page) -> None:
    open_link(page, "审核")
    press(page, page.get_by_role("link", name=re.compile("2025年")))
    form = page.locator('form[data-action="sign"]')
    type_into(page, form.get_by_label("姓名"), "张三")
    press(page, form.get_by_role("button", name="审签"))
    expect(page.locator(".review-state")).to_contain_text("初审 张三", timeout=LIMIT)


def publish(page: Page) -> None:
    open_link(page, "发布")
    press(page, page.get_by_role("link", name="文件夹", exact=True))
    type_into(page, page.get_by_label("名称"), "正式")
    type_into(page, page.get_by_label("目录"), "../www")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="看看会改什么"))
    expect(page.get_by_role("button", name="再看一遍")).to_be_visible(timeout=LIMIT)
    type_into(page, page.get_by_label("发布人的姓名").first, "李四")
    page.keyboard.press("Enter")
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    expect(page.locator(".publish-done")).to_be_focused()


def test_from_an_empty_folder_to_publishing(tmp_path: Path, page: Page) -> None:
    www = tmp_path / "www"
    www.mkdir()
    with run_preview(tmp_path / "site", command_name="edit") as editor:
        page.goto(editor.url("_edit/"))
        type_into(page, page.get_by_label("公开信息的机关"), "示范园区管理委员会")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="要做的事")).to_be_visible(timeout=LIMIT)
        press(page, page.get_by_role("button", name="新建年度报告"))
        fill_figures(page)
        open_text(page, "2025.*年度报告")
        fill_in(page, REPORT)
        rewrite(page, r"(?m)^(## .*)$", r"\1\n\n按照规定办理。")
        save(page)
        open_text(page, "机构职能")
        fill_in(page, ORGANIZATION)
        rewrite(page, "待补充", "由管理委员会办公室说明。")
        save(page)
        open_text(page, "指南")
        rewrite(page, "待补充（写明机构代码、年份、顺序号怎样排）", "机构代码、年份、顺序号")
        save(page)
        open_link(page, "设置")
        unfold(page)
        fill_in(page, LAWFUL_SETTINGS)
        save(page)
        sign(page)
        publish(page)
        assert "示ICP备00000000号".encode() in read_online(www)["index.html"]
