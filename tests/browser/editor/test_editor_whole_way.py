"""The whole way of a new user in the browser alone: from an empty folder to a rollback."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desktop import UNFOLD_ALL
from tests.browser.editor_pages import LAWFUL_SETTINGS
from tests.deploy.releases import read_online
from tests.importing.office_files import write_file
from tests.preview.preview_client import PreviewServer, run_preview

pytestmark = pytest.mark.slow
CASE = Path(__file__).parents[2] / "importing" / "cases" / "other-as-one-row" / "source.html"
LIMIT = 90_000
"""Milliseconds for what builds a site, on a machine that does other things too."""
REPORT = "content/2024/report.md"
ORGANIZATION = "content/2026/documents/organization.md"
DOCUMENT = "content/2026/documents/tongzhi.md"
FIXED_PAGES = ("content/index.md", "content/guide.md", "content/apply.md")
NAMES = {"初审": "张三", "复审": "李四", "终审": "王五"}
FIELDS: Mapping[str, Mapping[str, str]] = {
    REPORT: {
        "index_number": "SF-2025-00001",
        "summary": "2024年政府信息公开工作情况和统计数据。",
        "created": "2025年1月20日",
        "published": "2025-01-22",
        "item": "其他法定信息",
        "theme": "综合政务\\政务公开",
    },
    ORGANIZATION: {
        "index_number": "SF-2026-00001",
        "created": "2026-01-12",
        "published": "2026-01-15",
    },
    DOCUMENT: {
        "index_number": "SF-2026-00002",
        "summary": "开展安全生产检查的时间、范围和要求。",
        "created": "2026-01-19",
        "published": "2026-01-20",
        "item": "监督检查",
        "theme": "综合政务\\政务公开",
        "status": "有效",
    },
}


def _save(page: Page) -> None:
    page.locator("form#text button[type=submit]").first.click()
    expect(page.locator("form#text .editor-answer").first).to_have_text(
        re.compile("^已保存"), timeout=LIMIT
    )


def _edit(page: Page, editor: PreviewServer, path: str, fields: Mapping[str, str]) -> None:
    """Open a text and fill in its fields; it is not saved yet."""
    page.goto(editor.url(f"_edit/text?path={path}"))
    page.evaluate(UNFOLD_ALL)
    for name, value in fields.items():
        control = page.locator(f'[data-field="{name}"] [data-part]').first
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def _rewrite(page: Page, old: str, new: str) -> None:
    """Type another text for one that stands in the body."""
    source = page.locator("#source")
    text = source.input_value()
    assert old in text
    source.fill(text.replace(old, new))


def _make_site(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url("_edit/"))
    page.get_by_label("公开信息的机关").fill("示范园区管理委员会")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="要做的事")).to_be_visible(timeout=LIMIT)


def _import_report(page: Page) -> None:
    word = write_file(CASE.read_text(encoding="utf-8"), "docx")
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "2024年报告.docx", "mimeType": "application/octet-stream", "buffer": word}
    )
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("link", name="核对 2024 年统计数据").click(timeout=LIMIT)


def _confirm_doubtful_cells(page: Page) -> None:
    panel = page.get_by_role("region", name="待核的格子")
    expect(panel).to_contain_text("还有 6 格待核。")
    page.keyboard.press("F8")
    for left, number in zip((5, 4, 3, 2, 1, 0), (5, 5, 0, 0, 0, 0), strict=True):
        panel.get_by_role("button", name=f"填 {number}", exact=True).click()
        expect(panel).to_contain_text(f"还有 {left} 格待核。" if left else "都核对了")
    page.keyboard.press("Control+s")
    expect(page.locator("#figures .editor-answer").first).to_have_text("已保存。", timeout=LIMIT)


def _add_document(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url("_edit/"))
    form = page.locator("form[data-document]")
    form.get_by_label("名称").fill("关于开展安全生产检查的通知")
    form.get_by_label("放在哪一年").fill("2026")
    form.get_by_label("文件名").fill("tongzhi")
    form.get_by_role("button", name="新建公开文件").click()
    expect(page.locator("#source")).to_be_visible(timeout=LIMIT)
    _edit(page, editor, DOCUMENT, FIELDS[DOCUMENT])
    page.locator("#source").fill("## 一、时间\n\n自2026年2月1日至2月28日。\n")
    _save(page)


def _clear_findings(page: Page, editor: PreviewServer) -> None:
    _edit(page, editor, "config.yaml", {**LAWFUL_SETTINGS, "review": "必须"})
    _save(page)
    _edit(page, editor, REPORT, FIELDS[REPORT])
    _save(page)
    _edit(page, editor, ORGANIZATION, FIELDS[ORGANIZATION])
    _rewrite(page, "待补充", "由管理委员会办公室说明。")
    _save(page)
    _edit(page, editor, "content/guide.md", {})
    _rewrite(page, "待补充（写明机构代码、年份、顺序号怎样排）", "机构代码、年份、顺序号")
    _save(page)
    page.goto(editor.url("_edit/"))
    expect(page.locator("summary", has_text="不能发布")).to_have_count(0, timeout=LIMIT)
    expect(page.get_by_role("heading", name="没有审签完 6 份")).to_be_visible()


def _sign(page: Page, editor: PreviewServer, path: str, level: str) -> None:
    page.goto(editor.url(f"_edit/review?path={path}"))
    form = page.locator('form[data-action="sign"]')
    form.get_by_label("姓名").fill(NAMES[level])
    form.get_by_label("级别").select_option(level)
    form.get_by_role("button", name="审签").click()
    expect(page.locator(".review-state")).to_contain_text(f"{level} {NAMES[level]}", timeout=LIMIT)


def _send_back(page: Page, editor: PreviewServer) -> None:
    """The last level asks for a change; it is made, answered and closed."""
    page.goto(editor.url(f"_edit/review?path={DOCUMENT}"))
    form = page.locator("#remark")
    form.get_by_label("姓名").fill(NAMES["终审"])
    form.get_by_label("级别").select_option("终审")
    form.get_by_label("对哪一段").select_option(index=1)
    form.locator("textarea").fill("写明检查哪些单位。")
    form.get_by_role("button", name="提出意见").click()
    expect(page.locator(".review-state")).to_have_text("有 1 条意见没有结案", timeout=LIMIT)
    page.goto(editor.url(f"_edit/text?path={DOCUMENT}"))
    expect(page.get_by_text("写明检查哪些单位。").first).to_be_visible()
    _rewrite(page, "至2月28日。", "至2月28日，检查园区内的全部单位。")
    _save(page)
    page.goto(editor.url(f"_edit/review?path={DOCUMENT}"))
    for name, level, words, button in (
        ("赵六", "", "写上了。", "答复"),
        (NAMES["终审"], "终审", "好。", "结案"),
    ):
        answer = page.locator("#remark-1 form")
        answer.get_by_label("姓名").fill(name)
        answer.get_by_label("级别").select_option(level)
        answer.locator("textarea").fill(words)
        answer.get_by_role("button", name=button).click()
        expect(page.locator("#remark-1")).to_contain_text(words, timeout=LIMIT)


def _name_target(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url("_edit/publish"))
    page.get_by_role("link", name="文件夹", exact=True).click()
    page.get_by_label("名称").fill("正式")
    page.get_by_label("目录").fill("../www")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="这次会改什么")).to_be_visible(timeout=LIMIT)


def _publish(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url("_edit/publish?target=正式"))
    page.get_by_role("button", name=re.compile("看看会改什么|再看一遍")).click()
    expect(page.get_by_role("button", name="再看一遍")).to_be_visible(timeout=LIMIT)
    page.get_by_label("发布人的姓名").first.fill("钱七")
    page.get_by_role("button", name="发布到“正式”").click()
    expect(page.locator(".publish-done")).to_contain_text("已经公布", timeout=LIMIT)


def _correct(page: Page, editor: PreviewServer) -> None:
    _edit(page, editor, DOCUMENT, {})
    _rewrite(page, "2月28日", "3月10日")
    field = page.locator('[data-field="corrections"]')
    field.get_by_role("button", name="添加更正").click()
    for part, value in {
        "day": "2026-01-26",
        "what": "检查的截止日期改为3月10日。",
        "why": "排印有误。",
    }.items():
        field.locator(f'[data-part="{part}"]').first.fill(value)
    _save(page)
    for level in NAMES:
        _sign(page, editor, DOCUMENT, level)


def _roll_back(page: Page, editor: PreviewServer) -> None:
    page.goto(editor.url("_edit/publish?target=正式"))
    release = page.locator(".publish-releases details").first
    release.locator("summary").click()
    release.get_by_label("发布人的姓名").fill("钱七")
    release.get_by_role("button", name="确认退回这一版").click()
    expect(page.locator(".publish-done")).to_contain_text("已经退回", timeout=LIMIT)


def test_from_an_empty_folder_to_a_rollback(tmp_path: Path, page: Page) -> None:
    www = tmp_path / "www"
    www.mkdir()
    with run_preview(tmp_path / "site", command_name="edit") as editor:
        _make_site(page, editor)
        _import_report(page)
        _confirm_doubtful_cells(page)
        _add_document(page, editor)
        _clear_findings(page, editor)
        for path in (*FIXED_PAGES, REPORT, ORGANIZATION):
            for level in NAMES:
                _sign(page, editor, path, level)
        _sign(page, editor, DOCUMENT, "初审")
        _sign(page, editor, DOCUMENT, "复审")
        _send_back(page, editor)
        for level in NAMES:
            _sign(page, editor, DOCUMENT, level)
        _name_target(page, editor)
        _publish(page, editor)
        first = read_online(www)
        assert "检查园区内的全部单位".encode() in first["2026/documents/tongzhi.html"]
        _correct(page, editor)
        _publish(page, editor)
        second = read_online(www)
        assert "检查的截止日期改为".encode() in second["2026/documents/tongzhi.html"]
        _roll_back(page, editor)
        now = read_online(www)
        assert now["2026/documents/tongzhi.html"] == first["2026/documents/tongzhi.html"]
