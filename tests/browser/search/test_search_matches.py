"""The search finds exactly what a plain scan finds, however it was typed."""

import random
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Browser, Page

from site_builder.search.fold import FIELD_BREAK, LINE_BREAK, fold
from tests.browser.search.search_pages import OPEN, Library, ask, titles, wait_for_status
from tests.helpers.search_reference import sample_queries, scan

BREAKS = (LINE_BREAK, FIELD_BREAK)
"""No line has one."""


@pytest.fixture(scope="module")
def script(browser: Browser, small_library: Library) -> Iterator[Page]:
    """A page in which the script's own functions can be called."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{small_library.address}index.html")
    page.evaluate(OPEN)
    yield page
    context.close()


def test_the_browser_folds_as_the_builder_does(script: Page) -> None:
    every = [
        chr(code)
        for code in range(0x30000)
        if unicodedata.category(chr(code)) not in ("Cs", "Cn") and chr(code) not in BREAKS
    ]
    lines = ["".join(every[at : at + 64]) for at in range(0, len(every), 64)]
    random.Random(3).shuffle(every)  # noqa: S311 - the same every time
    lines += ["".join(every[at : at + 64]) for at in range(0, len(every), 64)]
    mine = [fold(line) for line in lines]
    different = [
        (line, from_builder, from_browser)
        for line, from_builder, from_browser in zip(
            lines, mine, script.evaluate("t => folded(t)", lines), strict=True
        )
        if from_builder != from_browser
    ]
    assert not different, [list(map(ascii, case)) for case in different[:3]]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=30), min_size=20, max_size=20))
def test_any_text_folds_alike(script: Page, texts: list[str]) -> None:
    # What Unicode has no name for yet may get one in the browser's newer tables.
    assigned = [
        "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Cn") and c not in BREAKS)
        for text in texts
    ]
    assert script.evaluate("texts => folded(texts)", assigned) == [fold(text) for text in assigned]


def test_finds_what_a_plain_scan_finds(script: Page, small_library: Library) -> None:
    queries = sample_queries(small_library.texts, 200)
    queries += [
        "罚",
        "，",
        "2021",
        "依申请公开",
        "ABC",
        "group ltd",
        "政府信息公开工作年度报告",
        "没有这个",
        "2019年3月",
    ]
    for query in queries:
        matches = script.evaluate("query => found(query)", query)
        assert matches == scan(small_library.texts, query), query


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_piece_is_found_exactly(
    script: Page, small_library: Library, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(data.draw(st.sampled_from(small_library.texts)).lines))
    start = data.draw(st.integers(0, len(line)))
    query = line[start : start + data.draw(st.integers(1, 60))]
    if query:
        assert script.evaluate("query => found(query)", query) == scan(
            small_library.texts, query
        ), query


def test_whatever_a_page_says_is_found(script: Page, small_library: Library) -> None:
    """Not only what the index claims to hold: the words of the pages themselves."""
    draw = random.Random(11)  # noqa: S311 - the same every time
    urls = [text.url for text in small_library.texts]
    for url in draw.sample([url for url in urls if "/documents/" in url], 30):
        page = html.document_fromstring(small_library.outcome.text(url))
        words = draw.choice(page.xpath("//*[contains(@class, 'prose')]//p")).text_content()
        start = draw.randrange(max(1, len(words) - 8))
        matches = script.evaluate("query => found(query)", words[start : start + 8])
        assert urls.index(url) in matches, (url, words[start : start + 8])


@pytest.mark.parametrize(
    "query",
    [
        "测管发〔2021〕7号",
        "测管发[2021]7号",
        "测管发(2021)7号",
        "测管发（２０２１）７号",
        "测管发【2021】7号",
    ],
)
def test_numbers_are_found_in_any_brackets(
    reader: Page, small_library: Library, query: str
) -> None:
    expected = scan(small_library.texts, "测管发(2021)7号")
    assert ask(reader, small_library.address, f"?q={query}") == f"找到 {len(expected)} 条"
    assert reader.locator("#search-list mark").first.inner_text() == "测管发〔2021〕7号"


def test_a_date_is_found_however_it_is_written(script: Page, small_library: Library) -> None:
    lines = next(text.lines for text in small_library.texts if "/documents/" in text.url)
    line = next(line for line in lines if re.fullmatch(r"\d{4}年\d+月\d+日", line))
    year, month, day = map(int, re.findall(r"\d+", line))
    forms = (
        line,
        f"{year}-{month:02}-{day:02}",
        f"{year}.{month}.{day}",
        f"{year}/{month:02}/{day:02}",
        f"{year}年{month:02}月{day:02}日",
    )
    results = [script.evaluate("query => found(query)", form) for form in forms]
    assert results[0] == scan(small_library.texts, line)
    assert all(set(matches) >= set(results[0]) for matches in results)
    marked = script.evaluate("([line, query]) => marked(line, query)", [f"于{forms[1]}起", line])
    assert marked == [[1, 11]]


def test_title_first_then_number_then_text_then_the_newest(
    reader: Page, small_library: Library
) -> None:
    ask(reader, small_library.address, "?q=行政处罚")
    days = reader.locator(".search-results__fact:first-child").all_inner_texts()
    assert all("行政处罚" in title for title in titles(reader))
    assert days == sorted(days, reverse=True)
    ask(reader, small_library.address, "?q=行政处罚&sort=oldest")
    days = reader.locator(".search-results__fact:first-child").all_inner_texts()
    assert len(days) == 10
    assert days == sorted(days)
    last = re.search(r"共 (\d+) 页", wait_for_status(reader))
    assert last
    ask(reader, small_library.address, f"?q=行政处罚&page={last[1]}")
    assert not any("行政处罚" in title for title in titles(reader))
