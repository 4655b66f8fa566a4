"""The search page is correct at every step: box, address, filters, history, small screens."""

import pytest
from playwright.sync_api import Page, Route

from tests.browser.search.search_pages import ask, wait_for_status
from tests.helpers import Outcome, Project

ELDER = "() => localStorage.setItem('reading-modes', 'elder')"


def submit(page: Page, words: str) -> None:
    page.fill("#search-words", words)
    page.press("#search-words", "Enter")


def wait_for_status_text(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => document.getElementById('search-status').textContent.includes(words)", arg=words
    )


def test_back_brings_the_words_back(reader: Page, address: str) -> None:
    reader.goto(f"{address}search.html")
    submit(reader, "处罚")
    first = wait_for_status(reader)
    submit(reader, "预算")
    reader.wait_for_function("() => document.title.includes('预算')")
    wait_for_status(reader)
    reader.go_back()
    reader.wait_for_function("() => document.title.includes('处罚')")
    assert reader.input_value("#search-words") == "处罚"
    assert wait_for_status(reader) == first


def test_nothing_is_lost_before_the_index_is_there(reader: Page, address: str) -> None:
    waiting: list[Route] = []
    reader.route("**/search/index.json", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright marks it
    reader.goto(f"{address}search.html?q=公开&year=2018&sort=newest")
    reader.wait_for_function("() => document.getElementById('search-words').value === '公开'")
    reader.fill("#search-words", "预算")
    with reader.expect_event("framenavigated"):
        reader.press("#search-words", "Enter")
    assert reader.url.endswith("&year=2018&sort=newest")
    for pending_route in waiting:
        pending_route.continue_()
    assert "（已筛选）" in wait_for_status(reader)
    assert reader.input_value("#search-by-year") == "2018"
    assert reader.input_value("#search-sort") == "newest"


def test_a_filter_takes_the_words_as_typed(reader: Page, address: str) -> None:
    ask(reader, address, "?q=公开")
    reader.fill("#search-words", "预算")
    reader.select_option("#search-by-year", "2018")
    reader.wait_for_url("**year=2018")
    wait_for_status(reader)
    assert reader.input_value("#search-words") == "预算"
    assert "q=%E9%A2%84%E7%AE%97" in reader.url
    assert reader.inner_text("#search-chosen") == "（已选 1 项）"


def test_an_active_filter_is_told_on_a_phone(reader: Page, address: str) -> None:
    reader.set_viewport_size({"width": 375, "height": 740})
    assert ask(reader, address, "?q=公开&kind=公告&year=2019").endswith("（已筛选）")
    assert reader.inner_text("#search-narrowing summary") == "筛选和排序（已选 2 项）"
    assert ask(reader, address, "?q=没有这个&kind=公告").startswith("没有找到（已筛选）")


@pytest.mark.parametrize(("width", "elder"), [(320, False), (768, True), (320, True)])
def test_results_are_seen_on_arrival(
    reader: Page, address: str, width: int, *, elder: bool
) -> None:
    reader.set_viewport_size({"width": width, "height": 740})
    reader.goto(f"{address}index.html")
    if elder:
        reader.evaluate(ELDER)
    ask(reader, address, "?q=公开")
    reader.wait_for_function(
        "() => document.querySelector('#search-list a')?.getBoundingClientRect().bottom <= 740"
    )
    top = "q => document.querySelector(q).getBoundingClientRect().top"
    # Where the first result is in sight already, nothing moves.
    most = 100 if reader.evaluate("() => scrollY > 0") else 740
    assert 0 <= reader.evaluate(top, "#search-status") < most
    assert elder == (most == 100)
    assert reader.evaluate("() => document.activeElement === document.body")
    assert not reader.evaluate("() => document.getElementById('search-narrowing').open")


def test_the_page_of_results_is_told_where_it_begins(reader: Page, address: str) -> None:
    ask(reader, address, "?q=公开")
    reader.click("#search-pages a[data-page='2'] >> nth=0")
    wait_for_status_text(reader, "第 2 页")
    reader.wait_for_function("() => document.activeElement.id === 'search-heading'")
    top = reader.evaluate(
        "() => document.getElementById('search-status').getBoundingClientRect().top"
    )
    assert 0 <= top < 100


def test_history_holds_questions_only(reader: Page, address: str) -> None:
    ask(reader, address, "?q=公开+预算")
    length = reader.evaluate("() => history.length")
    ask(reader, address, "?q=公开%20预算")
    assert reader.evaluate("() => history.length") == length + 1
    submit(reader, "公开 预算")
    wait_for_status(reader)
    assert reader.evaluate("() => history.length") == length + 1
    submit(reader, "")
    wait_for_status_text(reader, "请输入检索词。")
    submit(reader, "　")
    wait_for_status_text(reader, "请输入检索词。")
    assert reader.evaluate("() => history.length") == length + 2
    reader.evaluate(
        """() => new MutationObserver(() => { document.body.dataset.told = "1"; })
        .observe(document.getElementById("search-status"), {childList: true})"""
    )
    reader.evaluate("() => { location.hash = 'main'; }")
    reader.wait_for_timeout(200)
    assert not reader.evaluate("() => document.body.dataset.told")
    reader.goto(f"{address}search.html?q=+")
    wait_for_status_text(reader, "请输入检索词。")


def test_marks_alone_are_no_question(reader: Page, address: str) -> None:
    reader.goto(f"{address}search.html")
    submit(reader, "，。")
    wait_for_status_text(reader, "检索时不看标点，请输入文字或数字。")


def test_a_failure_is_told_of_what_was_asked(reader: Page, address: str) -> None:
    ask(reader, address, "?q=公开")
    reader.route("**/search/*.bin*", lambda route: route.abort())
    submit(reader, "預算繪圖")
    wait_for_status_text(reader, "没有取到")
    assert "預算繪圖" in reader.title()


def test_from_a_folder_the_question_stands_in_the_box(
    reader: Page, outcome: tuple[Project, Outcome]
) -> None:
    reader.goto((outcome[0].output / "search.html").as_uri() + "?q=公开")
    assert reader.input_value("#search-words") == "公开"
    assert not reader.is_visible("#search-unscripted")
    assert reader.get_by_role("alert").is_visible()
    assert "serve" not in reader.inner_text("main")
