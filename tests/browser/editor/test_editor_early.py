"""What is typed or pressed before a page's scripts listen is not lost, nor taken as saved."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.editor_pages import FIGURES, blank, project_with_targets, save
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer

YEAR = 2023
TOTAL = '[name="requests|new|applicant.total"]'
DOCUMENT = "content/2020/documents/d0000.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_with_targets(tmp_path_factory.mktemp("early"))


@contextmanager
def before_scripts(page: Page, address: str) -> Iterator[None]:
    """Open a page whose own script comes later: when this ends."""
    awaited: list[Route] = []
    page.route("**/requests.js", lambda route: awaited.extend([route]), times=1)
    page.goto(address, wait_until="commit")
    page.wait_for_selector("main")
    yield
    assert page.evaluate("document.readyState") != "complete"
    awaited[0].continue_()


def test_a_number_is_a_change(site: Project, editor: PreviewServer, page: Page) -> None:
    site.edit(FIGURES.format(YEAR), blank(YEAR))
    with before_scripts(page, editor.url(f"_edit/figures/{YEAR}")):
        page.locator(TOTAL).fill("37")
    expect(page.get_by_role("button", name="保存")).to_be_enabled()
    save(page)
    assert "37" in site.read(FIGURES.format(YEAR))
    site.remove(FIGURES.format(YEAR))


def test_a_field_and_a_text_are_changes(site: Project, editor: PreviewServer, page: Page) -> None:
    with before_scripts(page, editor.url(f"_edit/text?path={DOCUMENT}")):
        page.get_by_label("名称", exact=False).first.fill("很早改的名称")
        page.locator("#source").fill("很早写的正文。")
    expect(page.get_by_role("button", name="保存").first).to_be_enabled()
    save(page)
    assert "很早改的名称" in site.read(DOCUMENT)
    assert site.read(DOCUMENT).endswith("很早写的正文。")


def test_a_cell_of_the_catalogue_is_a_change(editor: PreviewServer, page: Page) -> None:
    with before_scripts(page, editor.url("_edit/catalogue")):
        page.locator("input.editor-input[data-field=title]").last.fill("目录里很早改的")
    expect(page.locator("#sheet [type=submit]")).to_be_enabled()


def test_a_folder_of_a_target_is_a_change(site: Project, editor: PreviewServer, page: Page) -> None:
    with before_scripts(page, editor.url("_edit/target?kind=压缩包&name=平台")):
        page.get_by_label("目录").fill("很早写的")
        page.get_by_role("button", name="保存").click(no_wait_after=True)
    expect(page.get_by_role("heading", name="这次会改什么")).to_be_visible()
    assert "目录: 很早写的" in site.read("config.yaml")


def test_a_button_waits_for_its_script(editor: PreviewServer, page: Page) -> None:
    with before_scripts(page, editor.url("_edit/publish?target=正式")):
        page.get_by_role("button", name="看看会改什么").click(no_wait_after=True)
    expect(page.get_by_role("button", name="再看一遍")).to_be_visible(timeout=60_000)
