"""A single Word file becomes a document, from the start page, with what is to be looked at said."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import assert_accessible, project_of
from tests.helpers import Project
from tests.importing.office_files import docx_file
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import small_site

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(tmp_path_factory.mktemp("documents"), small_site(2))


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    file = tmp_path / "tingshui.docx"
    lines = (
        "示办发〔2021〕3号",
        "关于停水的通知",
        f"现通知停水 {SCRIPT}。",
        "示范市办公室",
        "2021年3月5日",
    )
    file.write_bytes(docx_file([("p", line) for line in lines]))
    return file


def test_a_file_that_is_no_report_becomes_a_document(
    editor: PreviewServer, page: Page, axe_source: str, word_file: Path
) -> None:
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    page.goto(editor.url("_edit/"))
    page.get_by_label("文件", exact=True).set_input_files(word_file)
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("button", name="当作公开文件导入").click()
    form = page.locator("form[data-document]")
    expect(form.locator(".editor-answer")).to_have_text("导入完成，请照下面的说明核对。")
    expect(form).to_contain_text("名称“关于停水的通知”取自原件的标题。")
    expect(form).to_contain_text("发文字号：示办发〔2021〕3号。")
    assert "--" not in form.inner_text()
    assert_accessible(page, axe_source)
    page.keyboard.press("Enter")
    expect(page.get_by_label("名称", exact=False).first).to_have_value("关于停水的通知")
    expect(page.get_by_label("发文字号")).to_have_value("示办发〔2021〕3号")
    expect(page.get_by_label("生成日期").first).to_have_value("2021-03-05")
    frame = page.frame_locator(".editor-preview")
    expect(frame.get_by_text("现通知停水")).to_contain_text(SCRIPT)


def test_a_name_that_is_taken_and_a_file_that_is_broken(
    site: Project, editor: PreviewServer, page: Page, word_file: Path
) -> None:
    site.edit("content/2026/documents/taken.md", "有")
    page.goto(editor.url("_edit/"))
    form = page.locator("form[data-document]")
    form.get_by_label("从 Word").set_input_files(word_file)
    form.get_by_label("文件名").fill("taken")
    form.get_by_role("button", name="导入公开文件").click()
    expect(form.locator(".editor-answer")).to_contain_text("已经有 content/2026/documents/taken.md")
    assert site.read("content/2026/documents/taken.md") == "有"
    word_file.write_bytes(word_file.read_bytes()[:500])
    form.get_by_label("从 Word").set_input_files(word_file)
    form.get_by_role("button", name="导入公开文件").click()
    expect(form.locator(".editor-answer")).to_contain_text("损坏")
