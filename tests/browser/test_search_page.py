"""The search page tells the truth at every step: box, address, filters, history, small screens."""

import json
import re
from collections.abc import Iterator

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Route

from tests.browser.test_axe import TAGS, axe_violations
from tests.browser.test_axe import UNFOLD_ALL as UNFOLD
from tests.browser.test_modes import SMALL
from tests.browser.test_reflow import OUTSIDE
from tests.browser.test_search import OPEN, ask, titles, wait_for_status
from tests.helpers import Outcome, Project, ProjectFactory
from tests.helpers.search_reference import make_library, serve
from tests.properties.small_site import as_text, document, small_site

LINE = "示管〔2022〕75号，“一网通办”和《示范办法》"
ELDER = "() => localStorage.setItem('reading-modes', 'elder')"


def texts() -> dict[str, str]:
    """A catalogue with standing texts that would fit its filters, and dates in all forms."""
    files = make_library(120)
    files["content/guide.md"] = "---\n标题: 政府信息公开指南\n---\n说明。\n"
    files["content/2020/index.md"] = "---\n标题: 2020年\n---\n本年情况。\n"
    rule = "---\n标题: 某制度\n施行日期: 2020-05-01\n有效性: 有效\n---\n要点。\n"
    files["content/rules/one.md"] = rule
    forms = ("2033年03月", "2033.3", "2033/3", "2033-03", "2033年3月")
    for number, form in enumerate(forms):
        files[f"content/2021/documents/m{number}.md"] = document(2021, number, body=f"自{form}起。")
    files["content/2021/documents/m9.md"] = document(2021, 9, body="在2033-10-05办。2033-1-9办。")
    pieces = document(2021, 8, title="自2022.8.10起施行", body=LINE).replace(
        "有效性", "体裁分类: 制度\n有效性"
    )
    files["content/2021/documents/m8.md"] = pieces
    return files


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    project = Project(tmp_path_factory.mktemp("page"))
    for path, text in texts().items():
        project.edit(path, text)
    built = project.build()
    assert built.exit_code == 0, built.output
    return project, built


@pytest.fixture(scope="module")
def address(outcome: tuple[Project, Outcome]) -> Iterator[str]:
    with serve(outcome[0].output) as url:
        yield url


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


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
    reader.wait_for_function("() => scrollY > 0")
    top = "q => document.querySelector(q).getBoundingClientRect().top"
    assert 0 <= reader.evaluate(top, "#search-status") < 100
    assert reader.evaluate(top, "#search-list a") < 740
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


def test_a_failure_is_told_of_what_was_asked(reader: Page, address: str) -> None:
    ask(reader, address, "?q=公开")
    reader.route("**/search/shard-*", lambda route: route.abort())
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


def test_every_list_agrees_with_its_search(
    reader: Page, address: str, outcome: tuple[Project, Outcome]
) -> None:
    lists = [
        url
        for url in outcome[1].files
        if re.fullmatch(r"catalogue/(?!.*page-)(?!index)[a-z0-9-]+\.html", url)
    ]
    reader.goto(f"{address}search.html")
    reader.wait_for_selector("#search-found", state="visible")
    assert len(lists) > 20
    for url in lists:
        tree = html.document_fromstring(outcome[1].text(url))
        (count,) = re.findall(r"共 (\d+) 条", tree.findtext(".//h2[@class='catalogue__count']"))
        (link,) = tree.xpath("//a[contains(@href, 'search.html?')]/@href")
        assert ask(reader, f"{address}catalogue/../", link.partition(".html")[2]).startswith(
            f"找到 {count} 条"
        ), (url, link)


@pytest.mark.parametrize(
    "query",
    [
        "示管〔2022〕75号",
        "示管〈2022〉75号",
        "示管<2022>75号",
        '"一网通办"',
        "「一网通办」",
        "『一网通办』",
        "<示范办法>",
        "〈示范办法〉",
    ],
)
def test_quotes_and_title_marks_are_one(reader: Page, address: str, query: str) -> None:
    ask(reader, address, f"?q={query.replace('<', '%3C')}")
    assert titles(reader) == ["自2022.8.10起施行"]


def test_dates_agree_in_every_form(reader: Page, address: str) -> None:
    reader.goto(f"{address}index.html")
    reader.evaluate(OPEN)

    def search(query: str) -> list[int]:
        return list(reader.evaluate("query => found(query)", query))

    months = ("2033年3月", "2033年03月", "2033.3", "2033/3", "2033-3", "2033-03", "2033 年 3 月")
    assert len({tuple(search(form)) for form in months}) == 1
    assert len(search("2033.3")) == 5
    assert len(search("2033-1")) == 1
    assert search("2033-1") == search("2033-10") == search("2033年1月9日")
    days = ("2022年8月10日", "2022 年 8 月 10 日", "２０２２年８月 10日", "2022-08-10", "20220810")
    assert {len(search(form)) for form in days} == {1}


@pytest.mark.parametrize("query", ["2022年8月10日", "20220810", "2022-08", "2022 年 08 月"])
def test_another_form_of_a_date_is_marked(reader: Page, address: str, query: str) -> None:
    ask(reader, address, f"?q={query} 示范")
    mark = reader.locator("#search-list h3 mark").inner_text()
    assert mark in ("2022.8.10", "2022.8")
    ask(reader, address, "?q=2033-03")
    assert reader.locator(".search-results__text mark").count() == 5


def test_a_fact_is_told_with_its_label(reader: Page, address: str) -> None:
    ask(reader, address, "?q=第二十条第（四）项")
    text = reader.locator(".search-results__text").first.inner_text()
    assert text.startswith("公开事项：")
    assert reader.locator(".search-results__text mark").first.inner_text() == "第二十条第（四）项"
    assert ask(reader, address, "?q=生成日期").startswith("没有找到")


def test_no_character_is_cut_in_half(reader: Page, address: str) -> None:
    reader.goto(f"{address}index.html")
    reader.evaluate(
        OPEN.replace("window.folded", "window.cut = snippet; window.terms = terms; window.folded")
    )
    query = "\U00020bb7" * 200
    for before in (query, f"一{query}"):
        for after in (query, f"{query}一"):
            text = reader.evaluate(
                "([line, word]) => cut({lines: [line], facts: []}, terms(word))"
                ".text.isWellFormed()",
                [f"{before}野家{after}", "野家"],
            )
            assert text


def test_on_paper_there_is_no_button_and_no_code(reader: Page, address: str) -> None:
    ask(reader, address, "?q=公开")
    reader.emulate_media(media="print")
    assert not reader.is_visible(".search-form__button")
    assert reader.locator(".page-address").count() == 0


def test_results_in_the_reading_modes(reader: Page, address: str, axe_source: str) -> None:
    reader.goto(f"{address}index.html")
    for modes in ("elder", "contrast", "elder contrast"):
        reader.evaluate("modes => localStorage.setItem('reading-modes', modes)", modes)
        for width in (320, 1280):
            reader.set_viewport_size({"width": width, "height": 900})
            ask(reader, address, "?q=号事项")
            reader.evaluate(UNFOLD)
            assert reader.evaluate(OUTSIDE) == []
            if "elder" in modes:
                assert reader.evaluate(SMALL, 60) == []
            # Words of a title and their marks are one text, however they are laid out.
            boxes = reader.evaluate(
                "() => [...document.querySelectorAll('#search-list h3 a')]"
                ".map(e => e.children.length)"
            )
            assert set(boxes) == {1}
            reader.evaluate(axe_source)
            assert not axe_violations(reader, TAGS), (modes, width)


def test_contacts_pages_and_figures_are_found(make_project: ProjectFactory) -> None:
    files = small_site()
    files["config.yaml"] += "联系方式:\n  电子邮箱: gk@example.gov.cn\n  传真: 0512-7654321\n"
    changed = "更正:\n  - {日期: 2021-09-13, 内容: 改正错字, 原因: 笔误}\n有效性"
    files["content/2021/documents/d0001.md"] = document(2021, 1).replace("有效性", changed)
    outcome = make_project(as_text(files)).build()
    assert outcome.exit_code == 0, outcome.output
    cards = {
        card["url"]: card
        for name, data in outcome.files.items()
        if name.startswith("search/cards-")
        for card in json.loads(data)
    }
    for url in ("guide.html", "apply.html", "accessibility.html"):
        assert "电子邮箱：gk@example.gov.cn" in cards[url]["lines"]
        assert "传真号码：0512-7654321" in cards[url]["lines"]
    named = {
        "apply-form.html": "政府信息公开申请表",
        "reports/figures.html": "历年统计数据",
        "data/index.html": "开放数据",
        "sitemap.html": "站点地图",
        "accessibility.html": "无障碍声明",
    }
    assert {url: cards[url]["title"] for url in named} == named
    lines = cards["2021/documents/d0001.html"]["lines"]
    assert any("2021年9月13日" in line and "改正错字" in line for line in lines)
    assert any(re.fullmatch(r"行政处罚.*：7", line) for line in cards["2021/report.html"]["lines"])
