"""The search page in a browser: filters, keyboard, hostile text, narrow screens, no scripts."""

import re

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from tests.browser.search.search_pages import Library, ask, titles, wait_for_status
from tests.browser.test_axe import TAGS, WINDOWS, axe_violations
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import ProjectFactory
from tests.helpers.search_reference import scan
from tests.helpers.static_server import serve
from tests.properties.small_site import as_text, document, small_site


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
    marks = reader.locator("#search-list .status-mark")
    assert marks.count() == 0  # most are in force: what is not stands out
    reader.go_back()
    reader.wait_for_function("() => !location.search.includes('status')")
    wait_for_status(reader)
    reader.select_option("#search-by-status", "失效")
    reader.wait_for_url("**status=**")
    wait_for_status(reader)
    assert set(marks.all_text_contents()) == {"有效性：失效"}
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
    filters = [f"search-by-{name}" for name in ("year", "item", "theme", "kind", "status")]
    assert ids[:9] == ["BUTTON", "SUMMARY", *filters, "search-sort", "A"]
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
    page.route("**/search/*.bin*", lambda route: route.abort())
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
        for width, scheme in WINDOWS:
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
