"""`build --wechat`: a report as an article that the editor of an official account keeps."""

import re
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, Page

from tests.helpers import Expected, Outcome, Project, ProjectFactory, run_cli
from tests.properties.small_site import CONFIG, figures, report
from tests.test_golden import typed_values

GOLDEN = Path(__file__).parents[1] / "golden" / "wechat"
ALLOWED_TAGS = {
    *("section", "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "span"),
    *("blockquote", "table", "tbody", "tr", "th", "td", "br", "hr", "code", "pre", "sup"),
}
"""Elements that its editor leaves as they are."""
ALLOWED_ATTRIBUTES = {"style", "colspan", "rowspan", "scope", "start"}
STRIPPED_STYLES = re.compile(
    r"position|transform|float|flex|grid|animation|url\(|var\(|expression|@|!important"
)
"""Of a style, what the editor takes out, or what needs something from elsewhere."""


def build_wechat(project: Project, today: str = "2022-06-01") -> Outcome:
    """Build the articles of a project."""
    return project.build(wechat=True, output=project.path / "wechat", today=today)


def parse_article(text: str) -> lxml.html.HtmlElement:
    (element,) = lxml.html.document_fromstring(text).iter("article")
    return element


def test_one_file_for_each_report_and_nothing_else(articles: tuple[Path, Outcome]) -> None:
    urls = sorted(url for url in articles[1].files if not url.startswith("."))
    assert urls == [f"{year}-report.html" for year in (2020, 2021, 2022)]
    text = articles[1].text("2021-report.html")
    assert re.findall(r"(?:src|href|srcset)=", text) == [], "nothing is loaded, nothing led to"
    assert "<script" not in text


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_only_what_the_editor_keeps(year: int, articles: tuple[Path, Outcome]) -> None:
    article = parse_article(articles[1].text(f"{year}-report.html"))
    elements = [element for element in article.iterdescendants() if isinstance(element.tag, str)]
    assert {element.tag for element in elements} <= ALLOWED_TAGS
    assert {str(name) for element in elements for name in element.attrib} <= ALLOWED_ATTRIBUTES
    styles = {str(element.get("style", "")) for element in elements}
    assert len(styles) > 5
    assert [style for style in styles if STRIPPED_STYLES.search(style)] == []
    bare = [
        element.tag
        for element in elements
        if element.tag in ("p", "td", "th") and not element.get("style")
    ]
    assert bare == [], "without a style of its own it would look like nothing"


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_every_figure_as_it_was_typed(year: int, articles: tuple[Path, Outcome]) -> None:
    article = parse_article(articles[1].text(f"{year}-report.html"))
    # Tables of the text have bodies; those of the form have none here.
    cells = article.xpath(".//table/tr/td")
    printed = [" ".join(cell.text_content().split()) for cell in cells]
    expected = typed_values(year)
    assert [value.removeprefix("+") for value in printed][: len(expected)] == [
        value.removeprefix("+") for value in expected
    ]
    assert max(len(row.findall("td")) for row in article.iter("tr")) <= 7


def test_what_the_article_says(articles: tuple[Path, Outcome], expected: Expected) -> None:
    article = parse_article(articles[1].text("2021-report.html"))
    blocks = article.iter("p", "h2", "h3", "h4", "li", "tr")
    lines = (
        " | ".join(" ".join(t.split()) for t in block.itertext() if t.strip()) for block in blocks
    )
    expected(GOLDEN / "2021-report.txt", "".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize("year", [2020, 2021])
def test_it_fits_a_telephone(year: int, articles: tuple[Path, Outcome], page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto((articles[0] / f"{year}-report.html").as_uri())
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 375
    cut = page.evaluate(
        "() => [...document.querySelectorAll('th, td')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert cut == []


def test_select_all_takes_the_article_and_not_the_help(
    articles: tuple[Path, Outcome], browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((articles[0] / "2021-report.html").as_uri())
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    editor = context.new_page()
    editor.set_content("<div contenteditable style='min-height:9em'></div>")
    editor.locator("div").click()
    editor.keyboard.press("Control+V")
    text = editor.locator("div[contenteditable]").first.inner_text()
    assert "一、总体情况" in text
    assert "网页版：https://gk.shifan-park.example/2021/report.html" in text
    assert "怎样复制到公众号" not in text
    pasted = editor.locator("h2").first.get_attribute("style") or ""
    assert "border-left" in pasted
    context.close()


# --- what an author may have written -------------------------------------------------------------


def make_small_project(make_project: ProjectFactory, words: str) -> Project:
    text = report(2021).replace("2021 年的总体情况。", words, 1)
    return make_project(
        f"--- config.yaml\n{CONFIG}--- content/2021/report.md\n{text}\n"
        f"--- content/2021/figures.yaml\n{figures(2021)}"
    )


def test_links_become_addresses_and_pictures_notes(make_project: ProjectFactory) -> None:
    new = make_small_project(
        make_project,
        "见[条例](https://flk.npc.gov.cn/a?b=1&c=2)、[外站](https://other.example/x)和"
        "[指南](../index.md)。脚注[^1]再引[^1]，![园区图](files/park.png)\n\n[^1]: 说明。",
    )
    new.edit("content/2021/files/park.png", b"\x89PNG\r\n\x1a\n")
    outcome = build_wechat(new)
    assert outcome.exit_code == 0, outcome.output
    text = parse_article(outcome.text("2021-report.html")).text_content()
    assert (
        "见条例（https://flk.npc.gov.cn/a?b=1&c=2）、外站（https://other.example/x）和"
        "指南（https://gk.example.gov.cn/index.html）。脚注[1]再引[1]，" in text
    )
    assert "[图：园区图]" in text
    assert "外部链接" not in text
    assert "↩" not in text
    assert "files/park.png" in outcome.text("2021-report.html"), "whoever pastes it must know which"


LONG = "https://www.example.gov.cn/" + "Ab1_Cd2_" * 40


def test_a_long_address_is_no_wider_than_the_telephone(
    make_project: ProjectFactory, page: Page
) -> None:
    word = LONG.replace("_", "\\_")
    kinds = f"{word}\n\n- {word}\n\n> {word}\n\n词 {word}\n: {word}\n\n```\n{LONG}\n```\n\n"
    table = f"### {word}\n\n|甲|乙|\n|--|--|\n|{word}|1|\n"
    new = make_small_project(make_project, kinds + table)
    outcome = build_wechat(new)
    assert outcome.exit_code == 0, outcome.output
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto((new.path / "wechat" / "2021-report.html").as_uri())
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 375
    justified = page.evaluate(
        "() => [...document.querySelectorAll('article *')]"
        ".filter(e => getComputedStyle(e).textAlign === 'justify').length"
    )
    assert justified == 0, "a word in Latin letters tears such a line apart"


def test_without_a_report_there_is_nothing_to_lay_out(make_project: ProjectFactory) -> None:
    outcome = build_wechat(
        make_project(f"--- config.yaml\n{CONFIG}--- content/index.md\n---\n标题: 首页\n---\n好。\n")
    )
    assert outcome.exit_code == 1
    assert "没有可以公布的年度报告" in outcome.output
    assert "已排好" not in outcome.output
    assert outcome.files == {}


def test_an_unsigned_report_is_no_article(make_project: ProjectFactory) -> None:
    new = make_small_project(make_project, "情况。")
    new.edit("config.yaml", CONFIG + "审核: 必须\n")
    outcome = build_wechat(new)
    assert outcome.exit_code == 1
    assert outcome.files == {}


def test_articles_are_no_site(make_project: ProjectFactory) -> None:
    new = make_small_project(make_project, "情况。")
    assert new.build(wechat=True, output=new.output).exit_code == 1
    both = new.build(wechat=True, drafts=True)
    assert both.exit_code == 2
    assert "不能一起用" in both.output
    assert build_wechat(new).exit_code == 0
    new.edit("config.yaml", CONFIG + "部署:\n  本机: {方式: 文件夹, 目录: www}\n")
    (new.path / "www").mkdir()
    output = run_cli(
        "deploy", "本机", "--project", str(new.path), "--from", str(new.path / "wechat")
    )
    assert output[0] == 1
    assert "公众号文章" in output[1]
