"""What an import says in the browser: all that the command says, until somebody has read it."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import assert_accessible, small_project
from tests.helpers import Project, run_cli
from tests.importing.office_files import write_file
from tests.preview.preview_client import PreviewServer

CASE = Path(__file__).parents[2] / "importing" / "cases" / "other-as-one-row" / "source.html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>"
SUM = "<td>30</td><td>4</td><td>65</td>"
LIMIT = 90_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("notes"))


def _word_file() -> bytes:
    """Return a report with a hidden digit in a cell, and a total that is not that of its parts."""
    html = CASE.read_text(encoding="utf-8").replace(SUM, SUM.replace("65", "66"))
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_file(html, "docx"))) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = data.decode()
                place = text.rindex("</w:p></w:tc>")
                data = f"{text[:place]}{HIDDEN}{text[place:]}".encode()
            target.writestr(name, data)
    return buffer.getvalue()


def test_all_that_the_command_says_is_shown_until_it_is_dismissed(
    editor: PreviewServer, page: Page, tmp_path: Path, axe_source: str
) -> None:
    word = _word_file()
    (tmp_path / "2024年报告.docx").write_bytes(word)
    _, _, output = run_cli("import", str(tmp_path / "2024年报告.docx"), "--dry-run")
    lines = [line.strip().replace(f"{tmp_path}/", "") for line in output.splitlines()]
    lines = [line for line in lines if line and not line.startswith("只是预演")]
    assert any("有隐藏的文字，没有读进来" in line for line in lines)
    assert any(line.startswith("原件上对不上的勾稽关系") for line in lines)

    page.goto(editor.url("_edit/"))
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "2024年报告.docx", "mimeType": WORD, "buffer": word}
    )
    page.get_by_role("button", name="导入", exact=True).click()
    link = page.get_by_role("link", name="核对 2024 年统计数据")
    link.wait_for(timeout=LIMIT)
    listed = page.locator("[data-import] .editor-imported")
    for line in lines:
        expect(listed).to_contain_text(line)
    expect(listed).to_contain_text("已写入 content/2024/report.md")
    assert_accessible(page, axe_source)
    link.click()

    notes = page.get_by_role("region", name="导入时发现的")
    for line in lines:
        expect(notes).to_contain_text(line)
    assert_accessible(page, axe_source)
    page.reload()
    notes.get_by_role("button", name="看过了").click()
    expect(notes).to_have_count(0)
    page.reload()
    expect(page.locator(".editor-verdict")).not_to_be_empty()
    expect(notes).to_have_count(0)
