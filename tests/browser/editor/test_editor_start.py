"""The start page in a real browser: from an empty folder, in order, short, for anybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import assert_accessible, project_of, wait_until_kept
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer, run_preview
from tests.properties.small_site import document, small_site

LIMIT = 60_000
COUNT, LISTED = 60, 50
UNPUBLISHED = document(2021, 1).replace("发布日期: 2021-04-02\n", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = project_of(tmp_path_factory.mktemp("start"), small_site(2))
    for number in range(COUNT):
        project.edit(f"content/2020/documents/x{number:04d}.md", document(2020, 1000 + number))
    return project


def test_a_site_is_made_in_an_empty_folder(tmp_path: Path, page: Page, axe_source: str) -> None:
    folder = tmp_path / "not" / "there"
    with run_preview(folder, command_name="edit") as editor:
        page.goto(editor.url("_edit/"))
        assert_accessible(page, axe_source)
        field = page.get_by_label("公开信息的机关")
        field.fill("甲: <script>")
        page.keyboard.press("Enter")
        expect(page.locator(".editor-answer")).to_contain_text("机关的名称里不能有 : < >")
        assert list(folder.iterdir()) == []
        field.fill("示范区民政局")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="要做的事")).to_be_visible(timeout=LIMIT)
        expect(page.get_by_role("heading", name="法律要求的，还没有")).to_be_visible()
        expect(page.locator("summary", has_text="文稿里没有写完的地方")).to_contain_text("不能发布")
        expect(page.get_by_text("2025 年度报告要公布，还没有建")).to_be_visible()
    assert (folder / "content" / "guide.md").is_file()


def test_what_is_to_be_done_comes_in_order(tmp_path: Path, page: Page, axe_source: str) -> None:
    site = project_of(tmp_path, small_site(2))
    site.edit("config.yaml", "审核: 必须\n" + site.read("config.yaml"))
    site.remove("content/guide.md")
    site.edit("content/2021/documents/d0001.md", UNPUBLISHED)
    with run_preview(site.path, command_name="edit") as editor:
        page.goto(editor.url("_edit/text?path=content/2020/report.md"))
        page.locator("#source").press("End")
        page.keyboard.type("没有保存")
        wait_until_kept(site, "没有保存")
        page.goto(editor.url("_edit/"))
        headings = page.locator("main h2").all_inner_texts()
        assert [heading.split(" ")[0] for heading in headings] == [
            "法律要求的，还没有",
            "到期的事",
            "改了没有保存",
            "没有审签完",
            "检查发现的问题",
            "文稿",
            "新建",
        ]
        late = page.locator("section[aria-labelledby=due] li").first
        expect(late).to_contain_text("已经过期")
        expect(late).to_contain_text("20 个工作日内公开")
        assert_accessible(page, axe_source)
        signing = page.locator("section[aria-labelledby=unsigned] a").first
        assert "/_edit/review?path=" in (signing.get_attribute("href") or "")
        page.get_by_role("link", name="去改：content", exact=True).first.click()
        assert "path=content/guide.md" in page.url


def test_a_large_site_is_no_long_page(editor: PreviewServer, page: Page) -> None:
    page.goto(editor.url("_edit/"))
    expect(page.locator("summary", has_text=f"公开文件 {COUNT + 1} 份")).to_be_visible()
    lists = page.locator("main :is(ol, ul)")
    assert lists.evaluate_all("all => Math.max(...all.map(list => list.children.length))") == LISTED


def test_a_new_report_proposes_what_is_carried_over(editor: PreviewServer, page: Page) -> None:
    page.goto(editor.url("_edit/"))
    year = page.get_by_label("年度", exact=True)
    expect(year).to_have_value("2025")
    year.fill("2022")
    page.get_by_role("button", name="新建年度报告").click()
    cell = page.locator('[name="requests|carried-in|applicant.total"]')
    expect(cell).to_have_value("待核", timeout=LIMIT)
