"""What an import of a Word file left in doubt is confirmed in the form, cell by cell."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import FIGURES, assert_accessible, save, small_project
from tests.helpers import Project
from tests.importing.office_files import write_file
from tests.preview.preview_client import PreviewServer

CASE = Path(__file__).parents[2] / "importing" / "cases" / "other-as-one-row" / "source.html"
YEAR = 2024
ROWS = ("other.not-completed", "other.fee-unpaid", "other.misc")
COLUMNS = ("applicant.organisation.welfare", "applicant.total")
NAMES = [f"requests|results.{row}|{column}" for row in ROWS for column in COLUMNS]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("doubts"))


def _import(page: Page, editor: PreviewServer, *, replace: bool = False) -> None:
    word = write_file(CASE.read_text(encoding="utf-8"), "docx")
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.goto(editor.url("_edit/"))
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "2024年报告.docx", "mimeType": media_type, "buffer": word}
    )
    page.get_by_label("这一年已经有报告的").set_checked(replace)
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("link", name=f"核对 {YEAR} 年统计数据").click(timeout=90_000)


def _comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


def test_doubtful_cells_of_a_word_file_are_confirmed_one_by_one(
    site: Project, editor: PreviewServer, page: Page, axe_source: str
) -> None:
    _import(page, editor)
    panel = page.get_by_role("region", name="待核的格子")
    expect(panel).to_contain_text("还有 6 格待核。")
    assert_accessible(page, axe_source)
    before = site.read(FIGURES.format(YEAR))
    assert before.count("待核,") + before.count("待核]") == 6
    page.keyboard.press("F8")
    expect(page.locator(f'[name="{NAMES[0]}"]')).to_be_focused()
    expect(panel).to_contain_text("社会公益组织")
    expect(panel).to_contain_text("见原件第 2 张表第")
    # The cell's own place, and no other cell's of its row.
    assert panel.inner_text().count("待核 ") == 1
    panel.get_by_role("button", name="填 5", exact=True).click()
    expect(panel).to_contain_text("还有 5 格待核。")
    expect(page.locator(f'[name="{NAMES[1]}"]')).to_be_focused()
    save(page)
    after = site.read(FIGURES.format(YEAR))
    lines = before.splitlines()
    row = next(place for place, line in enumerate(lines) if "待核," in line)
    assert "待核 社会公益组织" in lines[row - 2]
    lines[row - 2 : row + 1] = [lines[row - 1], lines[row].replace("待核", "5", 1)]
    assert after.splitlines() == lines
    for number in range(1, 6):
        expect(page.locator(f'[name="{NAMES[number]}"]')).to_be_focused()
        page.keyboard.type("0" if number != 1 else "5")
        page.keyboard.press("F8")
    expect(panel).to_contain_text("都核对了，请保存。")
    expect(page.get_by_role("button", name="下一个待核")).to_be_disabled()
    save(page)
    expect(panel).to_contain_text("都核对了，已经保存。")
    expect(panel.get_by_text("按 F8 到下一格")).to_be_hidden()
    done = site.read(FIGURES.format(YEAR))
    assert "待核," not in done
    assert "待核]" not in done
    assert _comments(done) == [line for line in _comments(before) if "待核" not in line]


def test_a_form_without_doubts_has_no_panel(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url("_edit/figures/2020"))
    expect(page.locator(".editor-verdict")).not_to_be_empty()
    assert page.locator(".doubts").evaluate_all("all => all.map(panel => panel.hidden)") == [True]
    first = page.locator(".editor-input").first
    first.focus()
    page.keyboard.press("F8")
    expect(first).to_be_focused()
    assert "待核" not in site.read(FIGURES.format(2020))


def test_what_is_still_open_is_told_when_all_is_confirmed(
    editor: PreviewServer, page: Page
) -> None:
    _import(page, editor, replace=True)
    panel = page.get_by_role("region", name="待核的格子")
    expect(panel).to_contain_text("还有 6 格待核。")
    for name in NAMES:
        page.locator(f'[name="{name}"]').fill("5")
    expect(panel).to_contain_text(re.compile("都核对了，请保存。[0-9] 条勾稽关系不成立。"))
    save(page)
    expect(panel).to_contain_text(re.compile("都核对了，已经保存。[0-9] 条勾稽关系不成立。"))
