"""The search finds what a plain scan of all texts finds, fast, and everybody can use it."""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Browser, Page

from site_builder.search.fold import fold
from tests.browser.test_axe import LOOKS, TAGS, axe_violations
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import ROOT, Outcome, Project, ProjectFactory
from tests.helpers.search_reference import (
    SearchText,
    make_library,
    sample_queries,
    scan,
    serve,
    texts_of,
)
from tests.properties.small_site import as_text, document, small_site

PARTS = ROOT / "templates" / "assets" / "search"
MODULES = "\n".join(
    (PARTS / f"{name}.js").read_text("utf-8") for name in ("fold", "index", "marks", "state")
)
OPEN = f"""async () => {{ {MODULES}
    const index = await openIndex("search/");
    window.found = async query => (await index.search(terms(query))).map(hit => hit.text);
    window.folded = texts => texts.map(fold);
    window.marked = (line, query) => marksIn(line, terms(query));
}}"""
"""The real script without its page, for questions by the hundred."""


@dataclass(frozen=True)
class Library:
    """A built site of many documents, served."""

    address: str
    outcome: Outcome
    texts: list[SearchText]


@pytest.fixture(scope="module")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """600 documents, every fourth so repetitive that the small index has common pairs too."""
    project = Project(tmp_path_factory.mktemp("books"))
    for path, text in make_library(600, repetitive=4).items():
        project.edit(path, text)
    outcome = project.build()
    assert outcome.exit_code == 0, outcome.output
    assert len(json.loads(outcome.files["search/index.json"])["common"].split()) > 5
    with serve(project.output) as address:
        yield Library(address, outcome, texts_of(outcome.files))


@pytest.fixture(scope="module")
def script(browser: Browser, small_library: Library) -> Iterator[Page]:
    """A page in which the script's own functions can be called."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{small_library.address}index.html")
    page.evaluate(OPEN)
    yield page
    context.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Somebody with a browser of their own, who sees whatever goes wrong in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"error: {error}"))
    yield page
    context.close()
    assert not messages


def ask(page: Page, address: str, query: str = "") -> str:
    """Open the search page on a question and wait for the answer; gives what it announces."""
    page.goto(f"{address}search.html{query}")
    return wait_for_status(page)


def wait_for_status(page: Page) -> str:
    page.wait_for_function(
        "() => /^(找到|没有找到)/.test(document.getElementById('search-status').textContent)"
    )
    return page.inner_text("#search-status")


def titles(page: Page) -> list[str]:
    return page.locator("#search-list h3 a").all_inner_texts()


def test_the_browser_folds_as_the_builder_does(script: Page) -> None:
    every = [
        chr(code) for code in range(0x30000) if unicodedata.category(chr(code)) not in ("Cs", "Cn")
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
    assert not different, different[:3]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=30), min_size=20, max_size=20))
def test_any_text_folds_alike(script: Page, texts: list[str]) -> None:
    # What Unicode has no name for yet may get one in the browser's newer tables.
    assigned = [
        "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Cn")) for text in texts
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
    """Not only what the index says it holds: the words of the pages themselves."""
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


def test_filters_narrow_and_count(reader: Page, small_library: Library) -> None:
    status = ask(reader, small_library.address, "?q=公开")
    total = int(re.findall(r"\d+", status)[0])
    years = reader.locator("#search-by-year option").all_inner_texts()
    counts = {group[0]: int(group[1]) for group in re.findall(r"(\d{4})（(\d+)）", " ".join(years))}
    assert (
        sum(counts.values()) + sum(map(int, re.findall(r"未注明（(\d+)）", " ".join(years))))
        == total
    )
    reader.select_option("#search-by-year", "2019")
    assert reader.url.endswith("&year=2019")
    assert wait_for_status(reader).startswith(f"找到 {counts['2019']} 条")
    kinds = dict(
        re.findall(
            r"(\S+)（(\d+)）", " ".join(reader.locator("#search-by-kind option").all_inner_texts())
        )
    )
    reader.select_option("#search-by-kind", "公告")
    reader.wait_for_url("**kind=**")
    assert wait_for_status(reader).startswith(f"找到 {kinds['公告']} 条")
    assert all("公告" in title for title in titles(reader))
    reader.select_option("#search-by-status", "有效")
    reader.wait_for_url("**status=**")
    wait_for_status(reader)
    assert set(reader.locator("#search-list .status-mark").all_text_contents()) == {"有效性：有效"}
    reader.go_back()
    reader.wait_for_function("() => !location.search.includes('status')")
    assert wait_for_status(reader).startswith(f"找到 {kinds['公告']} 条")
    reader.click("#search-clear")
    reader.wait_for_function("() => !location.search.includes('year')")
    assert wait_for_status(reader) == status


def test_filters_alone_list_the_catalogue(reader: Page, small_library: Library) -> None:
    page = html.document_fromstring(small_library.outcome.text("catalogue/item-3.html"))
    (link,) = page.xpath("//a[contains(@href, 'search.html?')]/@href")
    reader.goto(f"{small_library.address}catalogue/{link}")
    (count,) = re.findall(r"共 (\d+) 条", page.findtext(".//h2[@class='catalogue__count']"))
    assert wait_for_status(reader).startswith(f"找到 {count} 条")
    ask(reader, small_library.address, "?item=没有这个事项")
    assert reader.locator("#search-lists").is_visible()


def test_the_keyboard_is_enough(reader: Page, small_library: Library) -> None:
    reader.goto(f"{small_library.address}catalogue/index.html")
    reader.focus("#search-box")
    reader.keyboard.type("处罚")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search.html?q=*")
    status = wait_for_status(reader)
    reader.focus("#search-words")
    reader.keyboard.press("Escape")
    assert reader.input_value("#search-words") == ""
    reader.keyboard.type("依申请公开 附表")
    reader.keyboard.press("Enter")
    reader.wait_for_function(
        "said => document.getElementById('search-status').textContent !== said", arg=status
    )
    assert wait_for_status(reader).startswith(
        f"找到 {len(scan(small_library.texts, '依申请公开 附表'))} 条"
    )
    assert reader.evaluate("() => document.activeElement.id") == "search-words"
    ids = []
    for _ in range(12):
        reader.keyboard.press("Tab")
        ids.append(
            reader.evaluate("() => document.activeElement.id || document.activeElement.tagName")
        )
    assert ids[:9] == ["BUTTON", "SUMMARY", "search-by-year", "search-by-item", "search-by-theme",
                        "search-by-kind", "search-by-status", "search-sort", "A"]  # fmt: skip
    reader.focus("#search-pages a[data-page='2'] >> nth=0")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**page=2")
    assert "第 2 页" in wait_for_status(reader)
    assert reader.evaluate("() => document.activeElement.id") == "search-heading"
    assert reader.evaluate("() => document.getElementById('search-list').start") == 11
    reader.go_back()
    reader.wait_for_function("() => !location.search.includes('page')")
    assert "第 1 页" in wait_for_status(reader)


def test_without_scripts_the_lists_are_there(browser: Browser, small_library: Library) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small_library.address)
    page.fill("#search-box", "公开")
    page.press("#search-box", "Enter")
    assert page.url.endswith("/search.html?q=%E5%85%AC%E5%BC%80")
    assert "从下面的目录查找" in page.inner_text("#search-unscripted")
    assert not page.is_visible("#search-found")
    links = page.locator("#search-lists a")
    urls = [str(links.nth(at).get_attribute("href")) for at in range(links.count())]
    lists = {
        url
        for url in small_library.outcome.files
        if re.fullmatch(r"catalogue/(?!.*page-)[a-z0-9-]+\.html", url)
    }
    assert lists <= set(urls)
    assert any("status-" in url for url in lists)
    assert any("kind-" in url for url in lists)
    context.close()


def test_from_a_folder_it_says_what_to_do(browser: Browser, make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    assert site.build().exit_code == 0
    context = browser.new_context()
    page = context.new_page()
    page.goto((site.output / "search.html").as_uri() + "?q=公开")
    assert "请用网址打开本站" in page.inner_text("#search-folder")
    assert page.locator("#search-lists").is_visible()
    context.close()


def test_a_missing_index_is_told(browser: Browser, small_library: Library) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/shard-*", lambda route: route.abort())
    page.goto(f"{small_library.address}search.html?q=公开")
    page.wait_for_function(
        "() => document.getElementById('search-status').textContent.includes('没有取到')"
    )
    assert page.locator("#search-lists").is_visible()
    context.close()


HOSTILE = "<img src=x onerror=alert(1)>&lt;b&gt;<script>alert(1)</script>“'\"</template>"


def test_what_authors_wrote_stays_text(reader: Page, make_project: ProjectFactory) -> None:
    files = small_site()
    title = f"关于{HOSTILE}的通知".replace('"', "")
    body = f"正文\\{HOSTILE}里有\U00020bb7野家和é、ﬁ、㎡。"
    files["content/2020/documents/d0000.md"] = document(
        2020, 0, title="'" + title.replace("'", "''") + "'", body=body
    )
    site = make_project(as_text(files))
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    with serve(site.output) as address:
        for query in (
            "onerror",
            "<img src",
            "\U00020bb7",
            "\U00020bb7野",
            "é、fi",
            "m2",
            "<script>",
        ):
            reader.goto(f"{address}index.html")
            reader.fill("#search-box", query)
            reader.press("#search-box", "Enter")
            reader.wait_for_url("**/search.html?*")
            assert wait_for_status(reader) == "找到 1 条", query
            assert titles(reader) == [title]
            assert reader.locator("#search-list").locator("img, script, b").count() == 0
            assert reader.locator("#search-list mark").count() > 0, query


def test_a_question_is_a_link(reader: Page, small_library: Library) -> None:
    status = ask(reader, small_library.address, "?q=公开&year=2018&sort=newest&page=2")
    assert "第 2 页" in status
    assert reader.input_value("#search-words") == "公开"
    assert reader.input_value("#search-by-year") == "2018"
    assert reader.input_value("#search-sort") == "newest"
    assert reader.title().startswith("“公开”的检索结果")


@pytest.mark.parametrize("size", ["", "200%"])
def test_results_fit_a_narrow_screen(reader: Page, small_library: Library, size: str) -> None:
    # 1280 px at 400 % is a viewport of 320 px.
    reader.set_viewport_size({"width": 320, "height": 900})
    ask(reader, small_library.address, "?q=公开")
    reader.evaluate("size => { document.documentElement.style.fontSize = size }", size)
    reader.click("#search-narrowing summary")
    assert reader.evaluate("() => document.scrollingElement.scrollWidth") <= 320
    assert reader.evaluate(OUTSIDE) == []


def test_marks_are_seen_in_forced_colours(reader: Page, small_library: Library) -> None:
    reader.emulate_media(forced_colors="active")
    ask(reader, small_library.address, "?q=公开")
    grounds = "q => getComputedStyle(document.querySelector(q)).backgroundColor"
    assert reader.evaluate(grounds, "mark") != reader.evaluate(grounds, "body")
    borders = reader.evaluate(
        "() => ['.search-form__input', '.search-form__button', '#search-by-year']"
        ".map(q => getComputedStyle(document.querySelector(q)).borderTopWidth)"
    )
    assert "0px" not in borders


def test_axe_on_results(reader: Page, small_library: Library, axe_source: str) -> None:
    for query in ("?q=公开", "?q=没有这个词", ""):
        for width, scheme in LOOKS:
            reader.set_viewport_size({"width": width, "height": 900})
            reader.emulate_media(color_scheme=scheme)
            reader.goto(f"{small_library.address}search.html{query}")
            reader.wait_for_selector(
                "#search-narrowing" if not query else "#search-status:not(:empty)", state="attached"
            )
            if query:
                wait_for_status(reader)
            reader.evaluate(
                "() => document.querySelectorAll('details').forEach(e => { e.open = true })"
            )
            reader.evaluate(axe_source)
            assert not axe_violations(reader, TAGS), (query, width, scheme)
