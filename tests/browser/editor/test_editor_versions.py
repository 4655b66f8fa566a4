"""What a file was before: looked at, and taken back, also when the file can no longer be read."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.editor_pages import FIGURES, assert_accessible, open_form, small_project
from tests.preview.preview_client import run_preview

YEAR = 2023


def test_a_broken_file_is_taken_back(tmp_path: Path, page: Page, axe_source: str) -> None:
    site = small_project(tmp_path, YEAR)
    path = FIGURES.format(YEAR)
    before = site.read(path)
    with run_preview(site.path, command_name="edit") as editor:
        open_form(page, editor, YEAR)
        page.locator(".editor-input").first.fill("7")
        page.keyboard.press("Control+s")
        expect(page.locator(".editor-answer").first).to_have_text("已保存。")
        site.edit(path, site.read(path).replace("本年新收:", "本年新收", 1))
        page.goto(editor.url(f"_edit/figures/{YEAR}"))
        assert_accessible(page, axe_source)
        page.get_by_role("link", name="恢复成以前的样子").press("Enter")
        page.get_by_role("link", name="看看").first.press("Enter")
        expect(page.locator("pre")).to_contain_text("本年新收:")
        assert_accessible(page, axe_source)
        page.get_by_role("button", name="恢复成这样").first.press("Enter")
        expect(page.locator("pre")).to_have_count(1)
        page.get_by_role("link", name="回到编辑").press("Enter")
        expect(page.locator(".editor-input").first).to_be_visible()
    assert site.read(path) == before
