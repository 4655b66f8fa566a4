"""Rows copied from a spreadsheet into the editor: shown first, written when confirmed."""

import shutil

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.catalogue_pages import SCRIPT
from tests.browser.editor_pages import PASTE, assert_accessible, small_project
from tests.helpers import Project, read_tree
from tests.preview.preview_client import PreviewServer

ROWS = f"""标题\t索引号\t概述\t生成日期\t发布日期\t备注
"新的
通知"\tXX-2022-1\t第一份\t2022/3/1\t2022/3/2\tx
改过的名称\tCS-2020-00000\t第0号事项的概述。\t2020-03-01\t2020-04-01\tx
{SCRIPT}\tXX-2022-2\t{SCRIPT}\t2022-02-30\t2022-03-02\tx
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("additions"))


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_rows_are_shown_then_written(
    site: Project, editor: PreviewServer, browser: Browser, axe_source: str, kind: str
) -> None:
    new = site.path / "content" / "2022"
    shutil.rmtree(new, ignore_errors=True)
    page = browser.new_page()
    messages: list[str] = []
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(editor.url("_edit/catalogue-add"))
    before = read_tree(site.path / "content")
    area = page.get_by_label("粘贴的几行")
    area.focus()
    area.evaluate(PASTE, [kind, ROWS if kind == "text/plain" else _html()])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(
        "新的 1 份，改动 1 份，没有变化 0 份，不能写入 1 行。"
    )
    expect(page.locator("#outcome")).to_contain_text("没有“2022-02-30”这一天")
    expect(page.locator("#outcome")).to_contain_text("没有用到的列：“备注”")
    assert read_tree(site.path / "content") == before
    assert_accessible(page, axe_source)
    page.get_by_role("button", name="照这样写入").click()
    expect(page.get_by_role("status")).to_have_text("已写入 1 份。")
    (written,) = (new / "documents").iterdir()
    assert "名称: 新的通知\n" in written.read_text(encoding="utf-8")
    changed = "content/2020/documents/d0000.md"
    assert "改过的名称" not in site.read(changed)
    assert messages == []
    page.close()


def test_a_doubtful_change_is_written_when_it_is_ticked(
    site: Project, editor: PreviewServer, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(editor.url("_edit/catalogue-add"))
    path = "content/2020/documents/d0002.md"
    before = site.read(path)
    page.get_by_label("粘贴的几行").fill("索引号\t名称\nCS-2020-00002\t改过的名称\n")
    page.get_by_role("button", name="看会写什么").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="照这样写入").click()
    expect(page.get_by_role("status")).to_have_text("已写入 1 份。")
    assert site.read(path) == before.replace("关于第2号事项的通知", "改过的名称")
    page.get_by_label("粘贴的几行").fill("甲\t乙\n")
    page.get_by_role("button", name="看会写什么").click()
    expect(page.get_by_role("status")).to_contain_text("没有认出列名")
    page.close()


def _html() -> str:
    lines = ROWS.replace('"新的\n通知"', "新的<br>通知").replace(SCRIPT, "甲&lt;b&gt;").splitlines()
    cells = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"
