"""What is published by others while the editor runs: its page shows what is so now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import assert_accessible, project_with_targets
from tests.deploy.commands.command_site import run
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer, run_preview
from tests.properties.small_site import document

PAGE = "content/2020/documents/d0000.md"
ADDRESS = "_edit/publish?target=正式"
LIMIT = 60_000
"""Milliseconds for what builds a site, on a machine that does other things too."""


@pytest.fixture
def site(tmp_path: Path) -> Project:
    return project_with_targets(tmp_path)


@pytest.fixture
def editor(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path, command_name="edit") as running:
        yield running


def _show_plan(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url(ADDRESS))
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator("#running")).to_have_count(0, timeout=LIMIT)


def test_a_release_of_a_colleague_is_shown_and_can_be_rolled_back_from(
    site: Project, editor: PreviewServer, page: Page, axe_source: str
) -> None:
    _show_plan(page, editor)
    page.get_by_label("发布人的姓名").first.fill("张三")
    page.get_by_role("button", name="发布到“正式”").click()
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    online = page.locator(".publish-releases li", has=page.get_by_text("正在公布"))
    first = online.locator(".editor-path").inner_text()

    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    exit_code, output = run(site, "deploy", "正式", "--author", "李四")
    assert exit_code == 0, output
    page.reload()
    expect(online).to_contain_text("李四 发布")
    expect(page.get_by_text("已经公布")).to_have_count(0)
    expect(page.locator(".publish-releases summary")).to_have_count(1)
    assert_accessible(page, axe_source)

    exit_code, output = run(site, "rollback", "正式", first, "--author", "王五")
    assert exit_code == 0, output
    page.reload()
    expect(online).to_contain_text(first)


def test_a_release_is_listed_though_this_run_did_nothing_yet(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    exit_code, output = run(site, "deploy", "正式", "--author", "李四")
    assert exit_code == 0, output
    page.goto(editor.url(ADDRESS))
    expect(page.locator(".publish-releases")).to_contain_text("李四 发布")


@pytest.mark.parametrize("remedy", ["settings", "folder"])
def test_a_failure_goes_when_its_cause_is_corrected(
    site: Project, editor: PreviewServer, page: Page, remedy: str
) -> None:
    right = site.read("config.yaml")
    site.edit("config.yaml", right.replace("../www", "../elsewhere"))
    _show_plan(page, editor)
    expect(page.locator(".publish-failed")).to_contain_text("elsewhere")
    page.reload()
    expect(page.locator(".publish-failed")).to_contain_text("elsewhere")
    if remedy == "settings":
        site.edit("config.yaml", right)
    else:
        (site.path.parent / "elsewhere").mkdir()
    page.reload()
    expect(page.locator(".publish-failed")).to_have_count(0)
    expect(page.get_by_text("上还没有发布过")).to_be_visible()
