"""Reading aloud, with a browser's voices as a test has them: order, tables, stopping, messages."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import SiteOf, pages_of

# Chromium without a desktop has no voices: the system's half of the interface stands here.
SYSTEM = """voices => {
    window.said = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    const speech = new EventTarget();
    speech.getVoices = () => voices;
    speech.cancel = () => { window.stopped = true; };
    speech.speak = one => {
        window.said.push([one.text, one.voice.name, one.lang]);
        if (!window.hold) setTimeout(() => one.onend(), 0);
    };
    Object.defineProperty(window, "speechSynthesis", {value: speech});
}"""
OWN_VOICE = {"name": "own", "lang": "zh_CN", "localService": True}
OTHER_VOICES = [
    {"name": "service", "lang": "zh-CN", "localService": False},
    {"name": "english", "lang": "en-US", "localService": True},
    {"name": "cantonese", "lang": "zh-HK", "localService": True},
]


@contextmanager
def page_with_script(browser: Browser, script: str) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(script)
    yield context.new_page()
    context.close()


def system(*voices: dict[str, object]) -> str:
    return f"({SYSTEM})({str(list(voices)).replace('True', 'true').replace('False', 'false')})"


def test_a_report_is_read_in_order_with_its_tables(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with page_with_script(browser, system(*OTHER_VOICES, OWN_VOICE)) as page:
        visit(page, site, pages_of(site, "report-2021")[0])
        for reading in page.locator(".table-reading > summary").all():
            reading.click()  # unfolded, it must not give the figures a second time
        page.get_by_role("button", name="朗读", exact=True).press("Enter")
        page.get_by_text("读完了。").wait_for()
        utterances = page.evaluate("() => window.said")
        assert {tuple(utterance[1:]) for utterance in utterances} == {("own", "zh-CN")}
        assert max(len(utterance[0]) for utterance in utterances) < 250
        text = "".join(utterance[0] for utterance in utterances)
        heading = page.locator("h1").inner_text()
        assert text.startswith("".join(heading.split("\n")))
        parts = page.locator(".document__body h2").all_inner_texts()
        at = 0
        for part in parts:
            at = text.find(part, at) + 1
            assert at, f"{part} is not read, or out of order"
        assert "自然人" in text
        assert "商业企业" in text
        assert text.count("本年新收政府信息公开申请数量") == 1, (
            "a row's words once, not with each number"
        )
        assert text.count("本年处理决定数量 ") == 3, "each row names the column of its number"
        assert page.get_by_role("button", name="朗读", exact=True).is_visible()


def test_it_stops_when_asked_and_on_leaving(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with page_with_script(browser, system(OWN_VOICE) + "; window.hold = true") as page:
        visit(page, site, "guide.html")
        for stop in ("Space", "Escape"):
            page.get_by_role("button", name="朗读", exact=True).press("Space")
            page.wait_for_function("() => window.said.length > 0")
            page.evaluate("() => { window.said = []; window.stopped = false; }")
            button = page.get_by_role("button", name="停止朗读", exact=True)
            button.press(stop)
            assert page.evaluate("() => window.stopped")
            assert page.get_by_role("button", name="朗读", exact=True).is_visible()
        page.get_by_role("button", name="朗读", exact=True).press("Space")
        page.evaluate("() => { window.stopped = false; dispatchEvent(new Event('pagehide')); }")
        assert page.evaluate("() => window.stopped")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (system(*OTHER_VOICES), "没有中文语音"),
        ("Object.defineProperty(window, 'speechSynthesis', {value: undefined})", "不能朗读网页"),
    ],
)
def test_a_browser_without_a_voice_is_told(
    script: str, message: str, site_of: SiteOf, browser: Browser
) -> None:
    with page_with_script(browser, script) as page:
        visit(page, site_of("built_example"), "guide.html")
        page.get_by_role("button", name="朗读", exact=True).click()
        page.get_by_role("status").get_by_text(message).wait_for()
        assert page.get_by_role("button", name="朗读", exact=True).is_visible()


def test_the_large_pointer_is_that_of_the_large_mode(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    names = [url for url in site.outcome.files if url.endswith(".svg") and "assets/" in url]
    cursor_of = "selector => getComputedStyle(document.querySelector(selector)).cursor"
    with page_with_script(browser, "") as page:
        visit(page, site, "2021/index.html")
        assert page.evaluate(cursor_of, "main p") == "auto"
        page.check("#mode-elder")
        cursors = [page.evaluate(cursor_of, selector) for selector in ("main p", "main a[href]")]
        for text, name in zip(cursors, ("pointer", "hand"), strict=True):
            (url,) = [file for file in names if file.startswith(f"assets/{name}.")]
            assert url in text
