"""The start page in a real browser: from an empty folder, in order, short, for anybody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_axe import TAGS, UNFOLD_ALL, axe_violations
from tests.helpers import Project, format_list, split_files
from tests.preview.preview_client import run_preview
from tests.properties.small_site import as_text, document, small_site

LIMIT = 60_000
UNPUBLISHED = document(2021, 1).replace("发布日期: 2021-04-02\n", "")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def site(tmp_path: Path) -> Project:
    project = Project(tmp_path / "project")
    for path, text in split_files(as_text(small_site(2))).items():
        project.edit(path, text)
    return project


def _assert_accessible(page: Page, axe_source: str) -> None:
    page.evaluate(UNFOLD_ALL)
    page.evaluate(axe_source)
    sizes: tuple[tuple[int, Literal["dark", "light"]], ...] = ((320, "dark"), (1280, "light"))
    for width, scheme in sizes:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        problems = axe_violations(page, TAGS)
        assert not problems, format_list(problems)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_site_is_made_in_an_empty_folder(tmp_path: Path, page: Page, axe_source: str) -> None:
    folder = tmp_path / "not" / "there"
    with run_preview(folder, command_name="edit") as editor:
        page.goto(editor.url("_edit/"))
        _assert_accessible(page, axe_source)
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


def test_what_is_to_be_done_comes_in_order(site: Project, page: Page, axe_source: str) -> None:
    site.edit("config.yaml", "审核: 必须\n" + site.read("config.yaml"))
    site.remove("content/guide.md")
    site.edit("content/2021/documents/d0001.md", UNPUBLISHED)
    with run_preview(site.path, command_name="edit") as editor:
        page.goto(editor.url("_edit/text?path=content/2020/report.md"))
        page.locator("#source").press("End")
        page.keyboard.type("没有保存")
        page.wait_for_timeout(1500)
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
        _assert_accessible(page, axe_source)
        signing = page.locator("section[aria-labelledby=unsigned] a").first
        assert "/_edit/review?path=" in (signing.get_attribute("href") or "")
        page.get_by_role("link", name="去改：content", exact=True).first.click()
        assert "path=content/guide.md" in page.url


def test_a_large_site_is_no_long_page(site: Project, page: Page) -> None:
    for number in range(150):
        site.edit(f"content/2020/documents/x{number:04d}.md", document(2020, 1000 + number))
    with run_preview(site.path, command_name="edit") as editor:
        page.goto(editor.url("_edit/"))
        expect(page.locator("summary", has_text="公开文件 151 份")).to_be_visible()
        assert page.locator("a").count() < 160


def test_a_new_report_proposes_what_is_carried_over(site: Project, page: Page) -> None:
    with run_preview(site.path, command_name="edit") as editor:
        page.goto(editor.url("_edit/"))
        year = page.get_by_label("年度", exact=True)
        expect(year).to_have_value("2025")
        year.fill("2022")
        page.get_by_role("button", name="新建年度报告").click()
        cell = page.locator('[name="requests|carried-in|applicant.total"]')
        expect(cell).to_have_value("待核", timeout=LIMIT)
