"""The editor in a real browser: a year's figures by keys alone, by paste, and never lost."""

from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.content.figures import read_figures
from tests.browser.editor_pages import (
    FIGURES,
    assert_accessible,
    blank,
    cell_key,
    open_form,
    reset,
    save,
    small_project,
    typed_cells,
    wait_until_kept,
)
from tests.helpers import Project
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer

YEARS = (2020, 2023)


# Each field gone to, down and up again, that something else stands before.
HIDDEN = """() => {
    const fields = [...document.querySelectorAll(".editor-grid .editor-input")];
    return [...fields, ...fields.toReversed()].filter(field => {
        field.focus();
        const {left, top, width, height} = field.getBoundingClientRect();
        const shown = document.elementFromPoint(left + width * 0.3, top + height / 2);
        return !field.parentElement.contains(shown);
    }).map(field => field.name);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("editor"), *YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_a_whole_form_is_typed_by_keys_alone(
    site: Project, editor: PreviewServer, page: Page, year: int
) -> None:
    reset(site, year)
    typed = typed_cells(year)
    names = open_form(page, editor, year)
    page.locator(".editor-input").first.focus()
    for number, name in enumerate(names):
        page.keyboard.type(typed[cell_key(name)])
        if number + 1 < len(names):
            page.keyboard.press("Tab")
    expect(page.locator(".editor-verdict")).to_have_text("没有不成立的勾稽关系，格子都填了。")
    save(page)
    text = site.read(FIGURES.format(year))
    figures, _ = read_figures(text, "figures.yaml", year, STANDARDS.forms)
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(year))
    assert figures
    assert dict(figures.cells) == random_figures(form, Random(year))  # noqa: S311 - no secret
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert comments == [line for line in blank(year).splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("width", [320, 1280])
def test_what_stays_in_sight_hides_no_field_that_is_gone_to(
    site: Project, editor: PreviewServer, page: Page, width: int
) -> None:
    reset(site, 2023)
    page.set_viewport_size({"width": width, "height": 800})
    assert len(open_form(page, editor, 2023)) > 100
    assert page.evaluate(HIDDEN) == []
    page.set_viewport_size({"width": 1280, "height": 720})


def test_arrows_and_enter_move_and_wide_digits_are_digits(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    reset(site, 2023)
    open_form(page, editor, 2023)
    page.locator('[name="requests|new|applicant.natural"]').focus()
    page.keyboard.type("１２")
    page.keyboard.press("Enter")
    expect(page.locator('[name="requests|carried-in|applicant.natural"]')).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("ArrowRight")
    expect(
        page.locator('[name="requests|carried-in|applicant.organisation.business"]')
    ).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator('[name="requests|new|applicant.organisation.business"]')).to_be_focused()
    page.keyboard.press("Shift+Tab")
    save(page)
    assert "  本年新收: [12, ~, ~, ~, ~, ~, ~]" in site.read(FIGURES.format(2023))


def test_a_broken_sum_is_told_with_its_cell(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    reset(site, 2023)
    open_form(page, editor, 2023)
    page.locator('[name="remedies|value|review.upheld"]').fill("2")
    for outcome in ("corrected", "other", "pending"):
        page.locator(f'[name="remedies|value|review.{outcome}"]').fill("0")
    page.locator('[name="remedies|value|review.total"]').fill("3")
    broken = page.locator('.editor-identity[data-state="fails"]')
    expect(broken).to_have_count(1)
    expect(broken).to_contain_text("3 与 2，相差 1")
    undecided = page.locator('.editor-identity[data-state="undecided"]').first
    expect(undecided).to_contain_text("格没填）")
    page.locator('[name="remedies|value|review.total"]').fill("3件")
    expect(page.locator('[name="remedies|value|review.total"]')).to_have_attribute(
        "aria-invalid", "true"
    )
    cause = page.get_by_role("region", name="勾稽关系：政府信息公开行政复议").locator("li").first
    expect(cause).to_have_text("行政复议 › 总计：“3件”不是整数。只写数字：3；单位和说明写进正文。")


@pytest.mark.parametrize(
    ("typed", "advice"), [("44.7万", "不是整数"), ("½", "不能当数字用"), ("1 2", "一格填一个")]
)
def test_a_cell_that_cannot_be_read_is_counted_and_named(
    site: Project, editor: PreviewServer, page: Page, typed: str, advice: str
) -> None:
    reset(site, 2023)
    names = open_form(page, editor, 2023)
    page.locator(f'[name="{names[0]}"]').fill(typed)
    label = page.locator(f'[name="{names[0]}"]').get_attribute("aria-label") or ""
    expect(page.locator(".editor-verdict")).to_contain_text(f"1 格读不出数（{label}）")
    cause = page.locator(".editor-causes li").first
    expect(cause).to_contain_text(f"{label}：")
    expect(cause).to_contain_text(advice)
    expect(cause).not_to_contain_text("逗号")


def test_what_was_typed_is_there_again_and_nothing_of_others_is_overwritten(
    site: Project, editor: PreviewServer, browser: Browser, page: Page
) -> None:
    reset(site, 2023)
    name = '[name="requests|new|applicant.natural"]'
    open_form(page, editor, 2023)
    page.locator(name).fill("5")
    wait_until_kept(site, '"5"')
    page.close(run_before_unload=False)
    again = browser.new_context().new_page()
    open_form(again, editor, 2023)
    expect(again.locator(name)).to_have_value("5")
    expect(again.get_by_text("上次有没保存的改动")).to_be_visible()
    other = blank(2023).replace("上年结转: []", "上年结转: [1, 0, 0, 0, 0, 0, 1]")
    site.edit(FIGURES.format(2023), other)
    again.keyboard.press("Control+s")
    expect(again.get_by_text("已经和文件里的合在一起")).to_be_visible()
    assert site.read(FIGURES.format(2023)) == other
    expect(again.locator(name)).to_have_value("5")
    expect(again.locator('[name="requests|carried-in|applicant.natural"]')).to_have_value("1")
    save(again)
    text = site.read(FIGURES.format(2023))
    assert "上年结转: [1, 0, 0, 0, 0, 0, 1]" in text
    assert "本年新收: [5, ~, ~, ~, ~, ~, ~]" in text
    again.context.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "figures/2023",
        "text?path=content/2020/report.md",
        "versions?path=content/2023/figures.yaml",
    ],
)
def test_every_page_can_be_used_by_anybody(
    editor: PreviewServer, page: Page, axe_source: str, url: str
) -> None:
    page.goto(editor.url(f"_edit/{url}"))
    assert_accessible(page, axe_source)


REPORT = """示范园区管理委员会2021年政府信息公开工作年度报告

一、总体情况
见各表。
二、主动公开政府信息情况
{table}
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
没有。
六、其他需要报告的事项
没有。
"""
ROWS = """| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
| --- | --- | --- | --- |
| 规章 | 0 | 0 | 0 |
| 行政规范性文件 | 约五件 | 1 | 12 |
"""


def test_an_imported_report_is_confirmed_cell_by_cell(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url("_edit/"))
    source = REPORT.format(table=f"\n{ROWS}\n").encode()
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "2021年报告.md", "mimeType": "text/markdown", "buffer": source}
    )
    page.get_by_label("这一年已经有报告的").check()
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("link", name="核对 2021 年统计数据").click(timeout=60_000)
    field = page.locator('[name="proactive|normative|made"]')
    expect(field).to_have_value("待核")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[name="proactive|normative|repealed"]')).to_have_value("1")
    note = page.locator('[id="note-proactive|normative|made"]')
    page.locator("details", has=note).locator("summary").click()
    expect(note).to_contain_text("约五件")
    field.fill("5")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    save(page)
    assert "行政规范性文件: [5, 1, 12]" in site.read(FIGURES.format(2021))
