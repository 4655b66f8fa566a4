"""A text's fields and body in a real browser: by keys alone, saved at once, never lost."""

import re
import shutil

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editor_pages import assert_accessible, save, small_project, wait_until_kept
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer

TEXT = "content/2020/documents/notice.md"
WRITTEN = """---
# 录入：李某
索引号: 'SF-1'   # 不要改
名称: 关于窗口的通知
内容概述: 说明窗口。
生成日期: 2020年3月4日
发布日期: 2020-03-05
公开事项: 其他法定信息
主题词: [窗口, "一窗 通办"]
旧系统编号: {a: 1}
---

正文第一段。
"""
SCRIPT = "</textarea><script>document.title='run'</script>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = small_project(tmp_path_factory.mktemp("editor"))
    project.edit(TEXT, WRITTEN)
    return project


def _reset(site: Project, text: str = WRITTEN) -> None:
    """Write the text, and forget what other tests have left unsaved."""
    shutil.rmtree(site.path / ".build" / "edits", ignore_errors=True)
    site.edit(TEXT, text)


def _open(page: Page, editor: PreviewServer, path: str = TEXT) -> None:
    page.goto(editor.url(f"_edit/text?path={path}"))
    expect(page.locator("#text")).to_be_visible()


def test_fields_and_body_are_saved_at_once_by_keys_alone(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _reset(site)
    _open(page, editor)
    page.get_by_label("名称").focus()
    page.keyboard.press("End")
    page.keyboard.type("：# 试行")
    page.get_by_role("button", name="添加主题词").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("a, b")
    page.get_by_label("正文", exact=True).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("第二段。")
    save(page)
    expected = WRITTEN.replace("关于窗口的通知", "关于窗口的通知：# 试行")
    expected = expected.replace('"一窗 通办"]', "\"一窗 通办\", 'a, b']") + "第二段。"
    assert site.read(TEXT) == expected


def test_a_day_is_picked_or_typed_and_stays_as_it_was_typed(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _reset(site)
    _open(page, editor)
    expect(page.get_by_label("生成日期 必填", exact=True)).to_have_value("2020年3月4日")
    expect(page.get_by_label("用日历选生成日期")).to_have_value("2020-03-04")
    page.get_by_label("用日历选发布日期").fill("2020-03-09")
    save(page)
    assert site.read(TEXT) == WRITTEN.replace("2020-03-05", "2020-03-09")


def test_another_document_is_named_by_its_title(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _reset(site)
    _open(page, editor)
    page.get_by_text("更多项目").click()
    page.get_by_role("button", name="添加解读").click()
    offered = page.locator("#list-documents option").first
    title, name = offered.get_attribute("value"), offered.get_attribute("label")
    assert title
    page.keyboard.type(title)
    save(page)
    assert f"解读:\n  - {name}\n" in site.read(TEXT)


def test_a_draft_is_there_again_and_others_are_not_overwritten(
    site: Project, editor: PreviewServer, browser: Browser, page: Page
) -> None:
    _reset(site)
    _open(page, editor)
    page.get_by_label("内容概述").fill(SCRIPT)
    page.get_by_label("正文", exact=True).fill("新的正文。")
    wait_until_kept(site, "新的正文。")
    page.close(run_before_unload=False)
    again = browser.new_context().new_page()
    other = WRITTEN.replace("2020-03-05", "2020-03-06")
    _open(again, editor)
    expect(again.get_by_label("内容概述")).to_have_value(SCRIPT)
    expect(again.get_by_label("正文", exact=True)).to_have_value("新的正文。")
    site.edit(TEXT, other)
    again.keyboard.press("Control+s")
    expect(again.locator(".editor-answer")).to_contain_text("已经和文件里的合在一起")
    assert site.read(TEXT) == other
    expect(again.get_by_label("发布日期 必填", exact=True)).to_have_value("2020-03-06")
    expect(again.get_by_label("正文", exact=True)).to_have_value("新的正文。")
    save(again)
    head, _, _ = other.rpartition("\n正文")
    quoted = "'" + SCRIPT.replace("'", "''") + "'"
    assert site.read(TEXT) == head.replace("说明窗口。", quoted) + "新的正文。"
    assert again.title() != "run"
    again.context.close()


def test_what_two_people_changed_is_chosen(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _reset(site)
    _open(page, editor)
    page.get_by_label("内容概述").fill("我写的。")
    page.get_by_label("正文", exact=True).fill("我的正文。")
    site.edit(TEXT, WRITTEN.replace("说明窗口。", "别人写的。").replace("第一段", "别的段"))
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("group", name="内容概述").get_by_label("用文件里的").check()
    dialog.get_by_role("group", name="第 1 处").get_by_label("用我写的").check()
    dialog.get_by_role("button", name="照这样合并").click()
    expect(page.get_by_label("内容概述")).to_have_value("别人写的。")
    save(page)
    text = site.read(TEXT)
    assert "内容概述: 别人写的。" in text
    assert text.endswith("---\n我的正文。")


def test_a_broken_text_is_edited_as_a_whole_and_the_line_is_named(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    broken = WRITTEN.replace("内容概述: ", "内容概述：")
    _reset(site, broken)
    _open(page, editor)
    expect(page.get_by_text("不能逐项填写")).to_contain_text("第 5 行")
    expect(page.get_by_label("整个文件")).to_have_value(broken)
    page.get_by_label("整个文件").fill(WRITTEN)
    save(page)
    assert site.read(TEXT) == WRITTEN


def test_settings_are_controls(site: Project, editor: PreviewServer, page: Page) -> None:
    before = site.read("config.yaml")
    written = before + "审核: 不要求 # 小机关\n自己的: 1"
    site.edit("config.yaml", written)
    _open(page, editor, "config.yaml")
    page.get_by_label("审核", exact=True).select_option("必须")
    save(page)
    written = written.replace("审核: 不要求", "审核: 必须")
    assert site.read("config.yaml") == written
    page.get_by_role("button", name=re.compile("^接受….*传真")).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("没有传真机")
    page.keyboard.press("Enter")
    save(page)
    line = "  - {问题: 'settings/required:传真', 理由: 没有传真机}\n"
    assert site.read("config.yaml") == f"接受:\n{line}{written}"
    site.edit("config.yaml", before)


WRONG = """---
索引号: SF-1
名称: 关于窗口的通知。
内容概述: 说明窗口, 全文。
生成日期: 2020-03-04
发布日期: 2020-03-05
公开事项: 其他法定信息
主题分类: 综合政务
---
加强领导,落实责任。

2020年03月08日起施行；园區道路。
"""


def test_findings_stand_beside_their_lines_and_are_cured(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _reset(site, WRONG)
    page.wait_for_timeout(1500)
    _open(page, editor)
    expect(page.locator("#about-title")).to_contain_text("末尾有“。”")
    frame = page.frame_locator(".editor-preview")
    expect(frame.locator(".preview-panel")).to_be_attached()
    expect(frame.locator(".preview-panel")).to_be_hidden()
    markers = page.locator(".text-marker")
    expect(markers).to_have_count(2)
    expect(markers.nth(1)).to_have_attribute("aria-label", re.compile("^第 3 行有 2 处问题"))
    source = page.get_by_label("正文", exact=True)
    source.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    expect(markers.nth(1)).to_have_attribute("aria-label", re.compile("^第 4 行有 2 处问题"))
    page.keyboard.press("Backspace")
    for button in ("末尾有“。”", "半角逗号", "多余的 0", "“區”"):
        page.get_by_role("button", name=re.compile(f"^改正.*{button}")).click()
    page.keyboard.press("Control+s")
    expect(page.locator(".editor-answer")).to_have_text("已保存。")
    expected = WRONG.replace("通知。", "通知").replace(",", "，")
    expected = expected.replace("03月08日", "3月8日").replace("區", "区")
    assert site.read(TEXT) == expected
    expect(page.locator(".text-marker")).to_have_count(0, timeout=20_000)


def test_a_finding_is_accepted_with_a_reason_in_the_text_itself(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _reset(site, WRONG)
    page.wait_for_timeout(1500)
    _open(page, editor)
    page.get_by_role("button", name=re.compile("^接受….*繁体字")).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("地名原文如此: # 不改")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator(".editor-answer")).to_have_text("已保存。")
    line = "接受:\n  - {问题: 'w006/character:區', 理由: '地名原文如此: # 不改'}\n"
    assert site.read(TEXT) == WRONG.replace("主题分类: 综合政务\n", f"主题分类: 综合政务\n{line}")
    findings = page.locator("#findings")
    expect(findings.get_by_text("繁体字")).to_have_count(0, timeout=20_000)
    expect(findings.get_by_text("多余的 0")).to_be_visible()


@pytest.mark.parametrize("url", ["text?path=" + TEXT, "text?path=config.yaml"])
def test_every_field_can_be_used_by_anybody(
    site: Project, editor: PreviewServer, page: Page, axe_source: str, url: str
) -> None:
    _reset(site, WRONG)
    page.goto(editor.url(f"_edit/{url}"))
    assert_accessible(page, axe_source)
