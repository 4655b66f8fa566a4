"""Where a site is published, and settings with parts, filled in as forms: nobody sees YAML."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import assert_accessible, project_of, wait_until_kept
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import lawful_site

LIMIT = 60_000
"""Milliseconds for what builds a site, on a machine that does other things too."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("targets")
    (folder / "www").mkdir()
    return project_of(folder / "project", lawful_site(2))


@pytest.fixture(autouse=True)
def settings(site: Project) -> str:
    """Put the settings back as they were written, without a target, a comment at the end."""
    config = site.read("config.yaml").partition("部署:")[0].partition("# 完")[0]
    site.edit("config.yaml", f"{config}# 完\n")
    return site.read("config.yaml")


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").click()


def test_a_folder_is_added_and_published_to(
    site: Project, editor: PreviewServer, page: Page, settings: str
) -> None:
    page.goto(editor.url("_edit/publish"))
    assert "部署:" not in page.content()
    page.get_by_role("link", name="文件夹", exact=True).click()
    page.get_by_label("名称").fill("正式")
    page.get_by_label("目录").fill("../www")
    save(page)
    expect(page.get_by_role("heading", name="这次会改什么")).to_be_visible()
    assert (
        site.read("config.yaml")
        == f"{settings}部署:\n  正式:\n    方式: 文件夹\n    目录: '../www'\n"
    )
    page.get_by_role("button", name="看看会改什么").click()
    page.get_by_label("发布人的姓名").first.fill("张三", timeout=LIMIT)
    page.get_by_role("button", name="发布到“正式”").click()
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)


def test_what_deploy_would_refuse_is_said_beside_the_field(
    site: Project, editor: PreviewServer, page: Page, settings: str
) -> None:
    page.goto(editor.url("_edit/target?kind=SSH"))
    page.get_by_label("名称").fill("内网")
    page.get_by_label("目录").fill("/")
    page.get_by_text("更多项目").click()
    page.get_by_label("端口").fill("一")
    page.get_by_label("签名密钥").fill("key")
    save(page)
    about = page.locator("#about-folder .editor-finding")
    expect(about).to_contain_text("请写一个专用的文件夹")
    expect(page.locator("#about-port .editor-finding")).to_contain_text("1 到 65535")
    expect(page.locator("#about- .editor-finding")).to_contain_text("没有写“主机”。请填“主机”")
    assert site.read("config.yaml") == settings
    page.get_by_label("目录").fill("/srv/gk")
    page.get_by_label("端口").fill("2222")
    page.get_by_label("主机", exact=False).first.fill("web.example.gov.cn")
    save(page)
    expect(page.get_by_text("web.example.gov.cn:/srv/gk")).to_be_visible()
    assert site.read("config.yaml").endswith(
        "部署:\n  内网:\n    方式: SSH\n    目录: '/srv/gk'\n    主机: web.example.gov.cn\n"
        "    端口: 2222\n    签名密钥: key\n"
    )


def test_a_folder_that_is_not_there_is_saved_and_told_beside_its_field(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url("_edit/target?kind=文件夹"))
    page.get_by_label("名称").fill("共享")
    page.get_by_label("目录").fill("../not-mounted")
    save(page)
    about = page.locator("#about-folder .editor-finding")
    expect(about).to_contain_text("现在还不能发布：没有目标文件夹")
    expect(about).to_contain_text("请先建立它；是共享文件夹的，请先连接。")
    assert "目录: '../not-mounted'" in site.read("config.yaml")


def test_a_target_is_changed_becomes_another_kind_and_goes(
    site: Project, editor: PreviewServer, page: Page, settings: str
) -> None:
    typed = "部署:\n  # 内网的\n  甲: {方式: 文件夹, 目录: ../www}\n  乙:  # 平台\n"
    site.edit(
        "config.yaml", f"{settings}{typed}    方式: 文件夹\n    目录: dist # 在这里\n    保留: 3\n"
    )
    (site.path / "out").mkdir()
    page.goto(editor.url("_edit/publish?target=乙"))
    page.get_by_role("link", name="修改“乙”").click()
    page.get_by_label("目录").fill("out")
    save(page)
    expect(page.get_by_role("heading", name="这次会改什么")).to_be_visible()
    assert site.read("config.yaml").endswith("    目录: out # 在这里\n    保留: 3\n")
    page.get_by_role("link", name="修改“乙”").click()
    page.get_by_role("link", name="压缩包").click()
    expect(page.locator("[data-kind-link][aria-current]")).to_have_text("压缩包")
    expect(page.get_by_label("目录")).to_have_value("out")
    save(page)
    expect(page.get_by_role("heading", name="这次会改什么")).to_be_visible()
    expected = f"{settings}{typed}    方式: 压缩包\n    目录: out # 在这里\n"
    assert site.read("config.yaml") == expected
    page.get_by_role("link", name="修改“乙”").click()
    page.get_by_text("不再发布到").click()
    page.get_by_role("button", name="去掉“乙”").click()
    expect(page.get_by_role("heading", name="发布", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="修改“乙”")).to_have_count(0)
    assert site.read("config.yaml") == f"{settings}{typed.partition('  乙')[0]}"


def test_a_mistake_in_a_target_leads_to_its_form(
    site: Project, editor: PreviewServer, page: Page, settings: str
) -> None:
    site.edit("config.yaml", f"{settings}部署:\n  正式:\n    方式: 文件夹\n    保留: 很多\n")
    page.goto(editor.url("_edit/publish"))
    page.get_by_role("link", name="去改").first.click()
    about = page.locator("#about-targets")
    expect(about).to_contain_text("请写 2 到 50 的整数")
    page.get_by_role("link", name="正式").click()
    expect(page.locator("#about-keep")).to_contain_text("请写 2 到 50 的整数")
    page.get_by_label("保留").fill("5")
    page.get_by_label("目录").fill("../www")
    save(page)
    expect(page.get_by_role("heading", name="这次会改什么")).to_be_visible()


def test_what_is_typed_is_there_again(site: Project, editor: PreviewServer, page: Page) -> None:
    page.goto(editor.url("_edit/target?kind=文件夹"))
    page.get_by_label("名称").fill("正式")
    page.get_by_label("目录").fill("D:/网站")
    wait_until_kept(site, "D:/网站", "正式")
    page.close(run_before_unload=False)


def test_kept_target(site: Project, editor: PreviewServer, page: Page) -> None:
    page.goto(editor.url("_edit/target?kind=压缩包"))
    expect(page.get_by_label("目录")).to_have_value("D:/网站")
    expect(page.get_by_label("名称")).to_have_value("正式")
    page.get_by_role("button", name="不要这些内容").click()
    expect(page.get_by_label("目录")).to_have_value("")
    wait_until_kept(site)


def test_banned_wordings_are_rows(site: Project, editor: PreviewServer, page: Page) -> None:
    page.goto(editor.url("_edit/text?path=config.yaml#field-banned_terms"))
    page.get_by_role("button", name="添加用语").click()
    page.get_by_label("错", exact=True).fill("布署")
    page.get_by_label("对", exact=True).fill("部署")
    page.get_by_label("理由", exact=True).last.fill("别字, 常错")
    page.get_by_label("严重").select_option("是")
    save(page)
    expect(page.locator(".editor-answer")).to_have_text("已保存。")
    line = "用语:\n  - {错: 布署, 对: 部署, 理由: '别字, 常错', 严重: 是}\n"
    assert line in site.read("config.yaml")
    page.get_by_label("严重").select_option("否")
    save(page)
    expect(page.locator(".editor-answer")).to_have_text("已保存。")
    assert "'别字, 常错', 严重: 否}" in site.read("config.yaml")


@pytest.mark.parametrize("address", ["publish", "target?kind=对象存储", "target"])
def test_everybody_can_use_it(
    editor: PreviewServer, page: Page, axe_source: str, address: str
) -> None:
    page.goto(editor.url(f"_edit/{address}"))
    assert_accessible(page, axe_source)


def test_the_settings_page_is_usable(
    site: Project, editor: PreviewServer, page: Page, axe_source: str, settings: str
) -> None:
    site.edit("config.yaml", f"{settings}部署:\n  正式: {{方式: 文件夹, 目录: ../www}}\n")
    page.goto(editor.url("_edit/text?path=config.yaml"))
    assert_accessible(page, axe_source)


def test_what_is_not_written_is_said_beside_its_field(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    assert "主办单位" not in site.read("config.yaml")
    page.goto(editor.url("_edit/text?path=config.yaml"))
    expect(page.locator("#about-sponsor")).to_contain_text("没有写“站点 → 主办单位”")
