"""Publishing from the editor in a real browser: plan, order, progress, failures, the way back."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from site_builder.deploy.remotes.local import LocalRemote
from site_builder.deploy.target_lock import locked
from tests.browser.editor_pages import assert_accessible, project_with_targets
from tests.deploy.releases import read_online
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer, run_preview
from tests.properties.small_site import document

PAGE = "content/2020/documents/d0000.md"
SCRIPT = "<script>alert(1)</script>"
LIMIT = 60_000
"""Milliseconds for what builds a site, on a machine that does other things too."""


@pytest.fixture
def site(tmp_path: Path) -> Project:
    return project_with_targets(tmp_path)


@pytest.fixture
def editor(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path, command_name="edit") as running:
        yield running


def www(site: Project) -> Path:
    return site.path.parent / "www"


def show_plan(page: Page, editor: PreviewServer, target: str = "正式") -> None:
    page.goto(editor.url(f"_edit/publish?target={target}"))
    page.get_by_role("button", name=re.compile("看看会改什么|再看一遍")).click()
    expect(page.get_by_role("button", name="再看一遍")).to_be_visible(timeout=LIMIT)


def publish(page: Page, name: str = "张三") -> None:
    page.get_by_label("发布人的姓名").first.fill(name)
    page.get_by_role("button", name="发布到“正式”").click()


def test_plan_publish_correct_and_go_back_by_keys(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    show_plan(page, editor)
    assert list(www(site).iterdir()) == []
    expect(page.get_by_role("link", name="关于第0号事项的通知")).to_be_visible()
    expect(page.get_by_text("上还没有发布过")).to_be_visible()
    publish(page)
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    first = read_online(www(site))
    assert b"0" in first["2020/documents/d0000.html"]

    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    site.remove("content/2021/documents/d0001.md")
    show_plan(page, editor)
    changed = page.locator("h3:has-text('修改') + ul")
    expect(changed.get_by_role("link", name="关于修改的通知")).to_be_visible()
    removed = page.locator("h3:has-text('删除') + ul")
    expect(removed).to_contain_text("关于第1号事项的通知")
    publish(page, "李四")
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    assert read_online(www(site)) != first

    page.locator(".publish-releases details summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("王五")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".publish-done")).to_contain_text("已经退回", timeout=LIMIT)
    assert read_online(www(site)) == first
    page.get_by_text("做过的事").click()
    expect(page.locator("details .publish-lines li").first).to_contain_text("王五 回退")


def test_what_may_not_go_online_is_listed_with_where_to_correct_it(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    site.edit("config.yaml", "审核: 必须\n" + site.read("config.yaml"))
    page.goto(editor.url("_edit/publish?target=正式"))
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator("[data-outcome]")).to_contain_text(
        "有错误，没有发布；网上的网站没有改动", timeout=LIMIT
    )
    expect(page.locator("[data-outcome]")).to_be_focused()
    expect(page.get_by_role("link", name="去改：content/2020/report.md")).to_be_visible()
    assert list(www(site).iterdir()) == []


def test_what_changed_after_the_plan_is_not_published(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    show_plan(page, editor)
    site.edit(PAGE, document(2020, 0, "看过以后才改的"))
    publish(page)
    expect(page.locator("[data-outcome]")).to_contain_text("看过以后，文稿又有改动", timeout=LIMIT)
    assert "current" not in {path.name for path in www(site).iterdir()}


@pytest.mark.parametrize(
    ("obstacle", "condition"),
    [
        ("releases/{digest}.part/2021", "网上的网站还是原来的。"),
        ("current.incoming/x", "不清楚换过去没有"),
    ],
)
def test_a_failure_in_the_middle_tells_what_is_online(
    site: Project, editor: PreviewServer, page: Page, obstacle: str, condition: str
) -> None:
    show_plan(page, editor)
    publish(page)
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    before = read_online(www(site))
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    show_plan(page, editor)
    digest = page.locator("input[name=digest]").get_attribute("value") or ""
    # Where a folder of the upload, or the new link, is to stand.
    file = www(site) / obstacle.format(digest=digest[:16])
    file.parent.mkdir(parents=True)
    file.write_text("x")
    publish(page)
    expect(page.locator("[data-outcome]")).to_contain_text("没有完成", timeout=LIMIT)
    expect(page.locator("[data-outcome]")).to_contain_text(condition)
    assert read_online(www(site)) == before
    shutil.rmtree(file.parent)
    show_plan(page, editor)
    publish(page)
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)


@contextmanager
def held_by_another(site: Project) -> Iterator[threading.Event]:
    """Hold the target's lock as another deployment does; renew it when the event is set."""
    renewal, taken, ended = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        remote = LocalRemote(www(site))
        with locked(remote, "李四", lambda _: None) as lock:
            taken.set()
            while not ended.wait(0.1):
                if renewal.is_set():
                    remote.write("lock.json", lock.content())

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(10)
    try:
        yield renewal
    finally:
        ended.set()
        thread.join()


def test_two_at_once_one_waits_and_is_told_why(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    show_plan(page, editor)
    with held_by_another(site) as renewal:
        publish(page)
        expect(page.locator("#running")).to_be_visible()
        second = page.context.new_page()
        second.goto(editor.url("_edit/publish"))
        expect(second.locator("#running")).to_contain_text("“正式”：正在发布")
        answer = second.evaluate(
            """async () => (await (await import("/_edit/static/requests.js"))
                .ask("publish-plan", {target: "正式"})).message"""
        )
        assert answer == "“正式”正在发布。请等它做完。"
        page.close()
        renewal.set()
        expect(second.locator("[data-outcome]")).to_contain_text(
            re.compile("李四（.*）正在发布到这里"), timeout=LIMIT
        )
    assert "current" not in {path.name for path in www(site).iterdir()}
    second.get_by_role("button", name="看看会改什么").click()
    expect(second.get_by_role("button", name="再看一遍")).to_be_visible(timeout=LIMIT)
    publish(second)
    expect(second.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)


def test_a_press_twice_publishes_once(site: Project, editor: PreviewServer, page: Page) -> None:
    show_plan(page, editor)
    page.get_by_role("button", name="发布到“正式”").dblclick()
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    assert len(list((www(site) / "records").glob("*.json"))) == 1


def test_an_archive_is_packed(site: Project, editor: PreviewServer, page: Page) -> None:
    show_plan(page, editor, "平台")
    page.get_by_role("button", name="打包").click()
    expect(page.locator(".publish-done")).to_contain_text("交给平台管理单位", timeout=LIMIT)
    assert [path.suffix for path in (site.path / "dist").iterdir()] == [".gz"]
    expect(page.get_by_text("各版和退回")).to_have_count(0)


def test_text_of_authors_and_records_is_text_here(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    site.edit(PAGE, document(2020, 0, f"'{SCRIPT}'"))
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    show_plan(page, editor)
    expect(page.get_by_role("link", name=SCRIPT)).to_be_visible()
    publish(page, SCRIPT)
    expect(page.get_by_text(f"{SCRIPT} 发布，")).to_be_visible(timeout=LIMIT)


def test_every_state_can_be_used_by_anybody(
    site: Project, editor: PreviewServer, page: Page, axe_source: str
) -> None:
    show_plan(page, editor)
    assert_accessible(page, axe_source)
    publish(page)
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    show_plan(page, editor)
    publish(page)
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)
    assert_accessible(page, axe_source)
    with held_by_another(site):
        page.get_by_role("button", name="确认退回").click()
        expect(page.locator("#running")).to_be_visible()
        assert_accessible(page, axe_source)
    site.edit("config.yaml", "审核: 必须\n" + site.read("config.yaml"))
    page.goto(editor.url("_edit/publish?target=正式"))
    page.get_by_role("button", name="看看会改什么").click(timeout=LIMIT)
    expect(page.locator("[data-outcome]")).to_contain_text("有错误", timeout=LIMIT)
    assert_accessible(page, axe_source)
