"""What the page of results shows: agreement with lists, dates, facts, paper, reading modes."""

import re

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from tests.browser.desktop import UNFOLD_ALL as UNFOLD
from tests.browser.reading_modes import SMALL
from tests.browser.search.search_pages import OPEN, ask, titles
from tests.browser.test_axe import TAGS, axe_violations
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import Outcome, Project, ProjectFactory
from tests.helpers.search_reference import search_documents
from tests.helpers.static_server import serve
from tests.properties.small_site import as_text, document, small_site


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
        "75号一网通办和示范办法",
        "示管—2022、75号",
    ],
)
def test_quotes_and_title_marks_are_one(reader: Page, address: str, query: str) -> None:
    ask(reader, address, f"?q={query.replace('<', '%3C')}")
    assert titles(reader) == ["自2022.8.10起施行"]


@pytest.mark.parametrize(
    ("query", "expected", "mark"),
    [
        ("三公经费", ["第21号", "第20号"], "三公经费"),
        ("“三公”经费", ["第20号", "第21号"], "三公”经费"),
        ("《三公》经费。", ["第20号", "第21号"], "三公”经费"),
        ("1234.5元", ["第22号"], "1,234.5元"),
        ("1,234.5", ["第22号"], "1,234.5"),
        ("3、5天", ["第22号"], "3-5天"),
        ("35天", [], ""),
    ],
)
def test_marks_are_no_obstacle_and_as_typed_comes_first(
    reader: Page, address: str, query: str, expected: list[str], mark: str
) -> None:
    ask(reader, address, f"?q={query}")
    assert titles(reader) == expected
    if expected:
        expect(reader.locator(".search-results__text mark").first).to_have_text(mark)


def test_a_server_without_pieces_serves_the_search(
    reader: Page, outcome: tuple[Project, Outcome]
) -> None:
    with serve(outcome[0].output, serve_pieces=False) as whole:
        assert ask(reader, whole, "?q=75号一网通办和示范办法") == "找到 1 条"
        # What is still on its way must not meet a server that has gone.
        reader.goto("about:blank")


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
    expect(reader.locator(".search-results__text mark")).to_have_count(5)


def test_a_fact_is_told_with_its_label(reader: Page, address: str) -> None:
    ask(reader, address, "?q=第二十条第（四）项")
    text = reader.locator(".search-results__text").first
    expect(text).to_have_text(re.compile("^公开事项："))
    assert reader.locator(".search-results__text mark").first.inner_text() == "第二十条第（四）项"
    assert ask(reader, address, "?q=生成日期").startswith("没有找到")


def test_a_sentence_is_quoted_before_a_fact(reader: Page, address: str) -> None:
    reader.goto(f"{address}index.html")
    reader.evaluate(OPEN)
    fact = {"label": "主题分类", "text": "市场监管、安全生产监管"}
    other, sentence = ({"label": "", "text": text} for text in ("通报如下。", "安全检查三次。"))
    quote = "([lines, query]) => quotedFrom(lines, query)"
    assert reader.evaluate(quote, [[fact, other, sentence], "安全"]) == "安全检查三次。"
    assert reader.evaluate(quote, [[fact, other], "安全"]) == "主题分类：市场监管、安全生产监管"
    both = [fact, sentence]
    assert reader.evaluate(quote, [both, "安全 监管"]) == "主题分类：市场监管、安全生产监管"


def test_no_character_is_cut_in_half(reader: Page, address: str) -> None:
    reader.goto(f"{address}index.html")
    reader.evaluate(OPEN)
    query = "\U00020bb7" * 200
    for before in (query, f"一{query}"):
        for after in (query, f"{query}一"):
            text = reader.evaluate(
                "([line, word]) => quoted(line, word).isWellFormed()",
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
    by_url = {
        document.entry.url: document for document in search_documents(make_project(as_text(files)))
    }
    for url in ("guide.html", "apply.html", "accessibility.html"):
        assert "电子邮箱：gk@example.gov.cn" in by_url[url].body
        assert "传真号码：0512-7654321" in by_url[url].body
    named = {
        "apply-form.html": "政府信息公开申请表",
        "reports/figures.html": "历年统计数据",
        "data/index.html": "开放数据",
        "sitemap.html": "站点地图",
        "accessibility.html": "无障碍声明",
    }
    assert {url: by_url[url].entry.title for url in named} == named
    lines = by_url["2021/documents/d0001.html"].body
    assert any("2021年9月13日" in line and "改正错字" in line for line in lines)
    assert any(re.fullmatch(r"行政处罚.*：7", line) for line in by_url["2021/report.html"].body)
