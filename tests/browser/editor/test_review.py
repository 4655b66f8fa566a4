"""Review in a real browser: three levels, a remark sent back, answered, closed; by keys alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from site_builder.model.review import Reviewer
from tests.browser.editor_pages import assert_accessible, project_of, wait_until_kept
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import small_site
from tests.sign.sign_site import MUST, REPORT

FIGURES = "content/2020/figures.yaml"
PAGE = f"_edit/review?path={REPORT}"
RECORDS = ("content/2020/report.sign.yaml", "content/2020/report.remarks.yaml")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    files = {path: text for path, text in small_site(0).items() if "2021" not in path}
    return project_of(tmp_path_factory.mktemp("review"), {**files, "config.yaml": MUST})


@pytest.fixture
def page(browser: Browser, site: Project) -> Iterator[Page]:
    for path in RECORDS:
        (site.path / path).unlink(missing_ok=True)
    for path, text in small_site(0).items():
        if path in (REPORT, FIGURES):
            site.edit(path, text)
    context = browser.new_context(viewport={"width": 320, "height": 800})
    yield context.new_page()
    context.close()


def _press_to(page: Page, target: Locator) -> None:
    """Reach something by Tab alone, as whoever has no mouse."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"cannot be reached by Tab: {target}")


def _sign(page: Page, editor: PreviewServer, name: str) -> None:
    page.goto(editor.url(PAGE))
    form = page.locator('form[data-action="sign"]')
    form.get_by_label("姓名").fill(name)
    form.get_by_role("button", name="审签").click()


def _sign_by_keys(page: Page, editor: PreviewServer, name: str) -> None:
    page.goto(editor.url(PAGE))
    form = page.locator('form[data-action="sign"]')
    _press_to(page, form.get_by_label("姓名"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(name)
    _press_to(page, form.get_by_role("button", name="审签"))
    page.keyboard.press("Enter")


def _act(form: Locator, reviewer: Reviewer, text: str, button: str) -> None:
    form.get_by_label("姓名").fill(reviewer.name)
    form.get_by_label("级别").select_option(reviewer.level)
    form.locator("textarea").fill(text)
    form.get_by_role("button", name=button).click()


def test_a_remark_is_sent_back_answered_and_closed_between_three_sign_offs(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    _sign_by_keys(page, editor, "张三")
    expect(page.locator(".review-state")).to_have_text("已有 初审 张三，还要复审、终审")
    _sign(page, editor, "李四")
    expect(page.locator(".review-state")).to_have_text("已有 初审 张三、复审 李四，还要终审")
    form = page.locator("#remark")
    form.get_by_label("对哪一段").select_option(label="第 1 段：现将情况报告如下。")
    _act(form, Reviewer("王五", "终审"), "<img src=x onerror=alert(1)>写明年度。", "提出意见")
    remark = page.locator("#remark-1")
    expect(remark).to_contain_text("<img src=x onerror=alert(1)>写明年度。")
    expect(page.locator(".review-state")).to_have_text("有 1 条意见没有结案")
    _sign(page, editor, "王五")
    expect(page.locator('form[data-action="sign"] .editor-answer')).to_contain_text("没有结案")
    site.edit(REPORT, site.read(REPORT).replace("现将情况", "现将2020年情况"))
    site.edit(FIGURES, site.read(FIGURES).replace("本年新收: [0,", "本年新收: [4,", 1))
    page.goto(editor.url(PAGE))
    expect(remark).to_contain_text("原文已改。现在是：")
    _act(remark.locator("form"), Reviewer("赵六", ""), "写上了。", "答复")
    expect(remark).to_contain_text("作者 赵六 答复")
    _act(remark.locator("form"), Reviewer("赵六", ""), "", "结案")
    expect(remark.locator(".editor-answer")).to_contain_text("作者不能自己结案")
    page.goto(editor.url(f"{PAGE}&level=终审"))
    changes = page.locator('section[aria-labelledby="changes"]')
    expect(changes.locator("ins").first).to_contain_text("4")
    expect(changes).to_contain_text("本年新收")
    expect(changes.locator("ins").last).to_contain_text("2020")
    site.edit(FIGURES, site.read(FIGURES).replace("本年新收: [4,", "本年新收: [0,", 1))
    page.goto(editor.url(PAGE))
    _act(remark.locator("form"), Reviewer("王五", "终审"), "好。", "结案")
    expect(remark).to_contain_text("已结案")
    for name in ("张三", "李四", "王五"):
        _sign(page, editor, name)
        expect(page.locator(".review-state")).to_contain_text(name)
    expect(page.locator(".review-state")).to_have_text(
        "各级已审签：初审 张三、复审 李四、终审 王五"
    )
    assert f"{REPORT} 错误" not in site.build().output


def test_half_written_remarks_and_answers_are_there_again(
    site: Project, editor: PreviewServer, page: Page, browser: Browser
) -> None:
    page.goto(editor.url(PAGE))
    _act(page.locator("#remark"), Reviewer("张三", "初审"), "请核对。", "提出意见")
    answer = page.locator("#remark-1").locator("textarea")
    answer.fill("正在核")
    page.locator("#remark").get_by_label("对哪一段").select_option(index=2)
    page.locator("#remark textarea").fill("还有一处")
    wait_until_kept(site, "正在核", "还有一处")
    page.close(run_before_unload=False)
    other = browser.new_context().new_page()
    other.goto(editor.url(PAGE))
    expect(other.locator("#remark-1 textarea")).to_have_value("正在核")
    expect(other.locator("#remark textarea")).to_have_value("还有一处")
    place = other.locator("#remark").get_by_label("对哪一段").input_value()
    assert place == "paragraph:2"
    _act(other.locator("#remark-1 form"), Reviewer("赵六", ""), "核对了。", "答复")
    expect(other.locator("#remark-1")).to_contain_text("作者 赵六 答复")
    expect(other.locator("#remark-1 textarea")).to_have_value("")
    expect(other.locator("#remark textarea")).to_have_value("还有一处")
    other.locator("#remark textarea").fill("")
    wait_until_kept(site)
    other.context.close()


def test_what_changed_behind_the_page_is_not_signed(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url(PAGE))
    site.edit(REPORT, site.read(REPORT).replace("现将", "兹将"))
    form = page.locator('form[data-action="sign"]')
    form.get_by_label("姓名").fill("张三")
    form.get_by_role("button", name="审签").click()
    expect(form.locator(".editor-answer")).to_contain_text("又改过")
    form = page.locator("#remark")
    _act(form, Reviewer("张三", "初审"), "很长的意见", "提出意见")
    expect(form.locator(".editor-answer")).to_contain_text("写的意见还在")
    page.reload()
    expect(form.locator("textarea")).to_have_value("很长的意见")
    assert not [path for path in RECORDS if (site.path / path).exists()]
    form.get_by_role("button", name="提出意见").click()
    expect(page.locator("#remark-1")).to_contain_text("很长的意见")
    page.goto(editor.url(f"_edit/text?path={REPORT}"))
    expect(page.get_by_role("region", name="审核意见")).to_contain_text("很长的意见")


def test_a_remark_on_a_cell_stands_at_its_figures(
    site: Project, editor: PreviewServer, page: Page
) -> None:
    page.goto(editor.url(PAGE))
    form = page.locator("#remark")
    form.get_by_label("对哪一段").select_option("cell:requests|new|applicant.total")
    _act(form, Reviewer("李四", "复审"), "总计请核对。", "提出意见")
    expect(page.locator("#remark-1")).to_contain_text("总计")
    page.goto(editor.url("_edit/figures/2020"))
    expect(page.get_by_role("region", name="审核意见")).to_contain_text("总计请核对。")
    site.edit(RECORDS[1], site.read(RECORDS[1]).replace("总计请核对。", "不用核对。"))
    page.goto(editor.url(PAGE))
    expect(page.get_by_text("审核意见的记录不完整，或者被改动过").first).to_be_visible()
    page.goto(editor.url("_edit/figures/2020"))
    expect(page.locator(".editor-input").first).to_be_visible()


def test_reviews_can_be_read_by_anybody(
    site: Project, editor: PreviewServer, page: Page, axe_source: str
) -> None:
    page.goto(editor.url(PAGE))
    _act(page.locator("#remark"), Reviewer("李四", "复审"), "请核对。", "提出意见")
    expect(page.locator("#remark-1")).to_be_visible()
    site.edit(REPORT, site.read(REPORT).replace("现将", "兹将"))
    for url in ("_edit/review", f"{PAGE}&level=复审", f"_edit/text?path={REPORT}"):
        page.goto(editor.url(url))
        assert_accessible(page, axe_source)
