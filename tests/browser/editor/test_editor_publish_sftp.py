"""Publishing from the editor to a server that speaks SFTP alone: order, failure, the way back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import project_of
from tests.deploy.commands.command_site import run
from tests.deploy.releases import read_online
from tests.helpers import Project
from tests.helpers.servers import SshServer, open_ssh
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import document, lawful_site

DOCUMENT = "content/2020/documents/d0000.md"
PAGE = "2020/documents/d0000.html"
LIMIT = 60_000
"""Milliseconds for what builds a site, on a machine that does other things too."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    folder = tmp_path_factory.mktemp("sftp") / "s"
    with open_ssh(folder, "ForceCommand internal-sftp") as running:
        yield running


@pytest.fixture(scope="module")
def site(server: SshServer, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = project_of(tmp_path_factory.mktemp("site"), lawful_site(1))
    target = server.target(str(server.home / "www"))
    lines = (
        "部署:",
        "  正式:",
        "    方式: SSH",
        f"    主机: {target.host}",
        f"    端口: {target.port}",
        f"    用户: {target.user}",
        f"    密钥文件: {target.key_file}",
        f"    主机名单: {target.known_hosts}",
        f"    目录: {target.folder}",
    )
    project.edit("config.yaml", "\n".join((project.read("config.yaml"), *lines, "")))
    return project


def _publish(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url("_edit/publish?target=正式"))
    page.get_by_role("button", name=re.compile("看看会改什么|再看一遍")).click()
    page.get_by_label("发布人的姓名").first.fill("张三", timeout=LIMIT)
    page.get_by_role("button", name="发布到“正式”").click()
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)


def test_a_site_gets_to_an_sftp_server_and_back(
    server: SshServer, site: Project, editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url("_edit/publish?target=正式"))
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator("[data-outcome]")).to_contain_text("上没有目录", timeout=LIMIT)
    (server.home / "www").mkdir()
    _publish(page, editor)
    www: Path = server.home / "www"
    first = read_online(www)
    site.edit(DOCUMENT, document(2020, 0, "关于修改的通知"))
    _publish(page, editor)
    assert "关于修改的通知" in read_online(www)[PAGE].decode()
    page.locator(".publish-releases summary").click()
    page.locator(".publish-releases").get_by_label("姓名").fill("李四")
    page.locator(".publish-releases button").click()
    expect(page.locator(".publish-done")).to_contain_text("已经退回", timeout=LIMIT)
    assert read_online(www)[PAGE] == first[PAGE]

    exit_code, output = run(site, "deploy", "正式", "--author", "王五")
    assert exit_code == 0, output
    page.reload()
    expect(page.get_by_text("看到的，以后别处发布、退回的还没有算进来")).to_be_visible()
    page.get_by_role("button", name="看看现在有哪几版").click()
    online = page.locator(".publish-releases li", has=page.get_by_text("正在公布"))
    expect(online).to_contain_text("王五 发布", timeout=LIMIT)
    expect(page.get_by_text("已经退回")).to_have_count(0)
