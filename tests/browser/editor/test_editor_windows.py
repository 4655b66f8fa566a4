"""Two windows of one source, a window that outlives its program: no word is lost."""

from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.editor_pages import FIGURES, open_form, save, small_project
from tests.preview.preview_client import PreviewServer, run_preview

YEAR = 2023
TEXT = "content/2020/report.md"
NATURAL = '[name="requests|new|applicant.natural"]'
TOTAL = '[name="requests|new|applicant.total"]'


def _type(page: Page, cell: str, number: str) -> None:
    """Type into a cell, and wait until it is kept."""
    with page.expect_request_finished(lambda sent: number in _kept_text(sent)):
        page.locator(cell).fill(number)


def _kept_text(sent: Request) -> str:
    """Return what a request has kept."""
    return (sent.post_data or "") if sent.url.endswith("/keep") else ""


def _write_on(page: Page, editor: PreviewServer, text: str) -> None:
    page.goto(editor.url(f"_edit/text?path={TEXT}"))
    page.locator("#source").press("Control+End")
    with page.expect_request_finished(lambda sent: text in _kept_text(sent)):
        page.keyboard.type(text)


def _lose_two_windows(browser: Browser, editor: PreviewServer) -> None:
    """Type into two windows of one year, and end both without saving."""
    closed = browser.new_context()
    first, second = closed.new_page(), closed.new_page()
    for page in (first, second):
        open_form(page, editor, YEAR)
    _type(first, NATURAL, "1237")
    _type(second, TOTAL, "1239")
    closed.close()


def test_what_was_typed_outlives_windows_and_programs(
    tmp_path: Path, browser: Browser, page: Page
) -> None:
    site, other = (small_project(tmp_path / name, YEAR) for name in ("site", "other"))
    before = other.read(TEXT)
    answer = page.locator(".editor-answer")
    with run_preview(site.path, command_name="edit") as editor:
        _lose_two_windows(browser, editor)
        _write_on(page, editor, "写了")
    port = ("--port", str(editor.port))
    page.keyboard.type("一下午。")
    page.keyboard.press("Control+s")
    expect(answer).to_contain_text("是不是已经关掉了")
    with run_preview(other.path, *port, command_name="edit"):
        page.keyboard.press("Control+s")
        expect(answer).to_contain_text("这个网址现在编辑的是另一个文件夹，没有保存。")
    with run_preview(site.path, *port, command_name="edit") as editor:
        save(page)
        for cell, number in ((TOTAL, "1239"), (NATURAL, "1237")):
            open_form(page, editor, YEAR)
            expect(page.locator(cell)).to_have_value(number)
            save(page)
    assert "本年新收: [1237, ~, ~, ~, ~, ~, 1239]" in site.read(FIGURES.format(YEAR))
    assert site.read(TEXT).endswith("写了一下午。")
    assert other.read(TEXT) == before
    assert not list(other.path.glob(".build/edits/*"))


SLOW_KEEPING = """() => {
    const send = window.fetch;
    window.fetch = async (url, order) => {
        if (!url.endsWith("/keep")) return send(url, order);
        document.documentElement.dataset.keeping ||= "sent";
        await new Promise(done => setTimeout(done, 1500));
        const answer = await send(url, order);
        document.documentElement.dataset.keeping = "done";
        return answer;
    };
}"""


def test_what_is_kept_while_it_is_saved_is_not_kept_after_it(tmp_path: Path, page: Page) -> None:
    site = small_project(tmp_path / "site", YEAR)
    page.add_init_script(f"({SLOW_KEEPING})()")
    with run_preview(site.path, command_name="edit") as editor:
        open_form(page, editor, YEAR)
        page.locator(NATURAL).fill("1237")
        expect(page.locator("html")).to_have_attribute("data-keeping", "sent")
        save(page)
        expect(page.locator("html")).to_have_attribute("data-keeping", "done")
        assert not list(site.path.glob(".build/edits/*"))
    assert "本年新收: [1237, " in site.read(FIGURES.format(YEAR))
