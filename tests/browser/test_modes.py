"""长辈版 and 高对比度: one press on every page, remembered, without scripts too, fit to read."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browser_pages import visit
from tests.browser.desktop import UNFOLD_ALL
from tests.browser.page_types import KINDS, SiteOf, pages_of, urls_of
from tests.browser.reading_modes import FEW, GROUND, LARGE, MODES, SMALL, new_page
from tests.browser.test_axe import STYLED, TAGS, axe_violations
from tests.browser.test_print import print_to_pdf
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import Project, build_site, format_list
from tests.properties.small_site import LIGHT_CONFIG, figures, report

WINDOWS: tuple[tuple[int, Literal["light", "dark"], tuple[str, ...]], ...] = (
    (320, "light", ("elder",)),
    (1280, "dark", ("elder",)),
    (1280, "light", ("contrast",)),
    (320, "dark", ("elder", "contrast")),
)
every_kind = pytest.mark.parametrize("kind", KINDS)

# The body's letters, and the smallest of all: text, what styles put in, and what is typed into.
LETTERS = """() => {
    const sizes = new Map();
    const size = (e, part) => parseFloat(getComputedStyle(e, part).fontSize);
    for (const e of document.body.querySelectorAll("*")) {
        if (!e.checkVisibility()) continue;
        const name = e.getAttribute("class") || `${e.parentElement.className} ${e.tagName}`;
        // Letters of a drawing are as large as it is shown.
        const scale = e.closest("svg") ? e.getScreenCTM().a : 1;
        const typed = e.matches("select, textarea, input:not([type=checkbox])");
        if (typed || [...e.childNodes].some(one => one.nodeType === 3 && one.data.trim()))
            sizes.set(size(e) * scale, name);
        for (const part of ["::before", "::after"])
            if (/[\\p{L}\\p{N}]/u.test(getComputedStyle(e, part).content.replace("none", "")))
                sizes.set(size(e, part), name + part);
    }
    const least = Math.min(...sizes.keys());
    return [size(document.body), least, sizes.get(least)];
}"""

# All that is seen or read aloud, but for spaces; what only repeats in large is not read, and what
# is drawn stands in the table below the drawing too.
WORDS = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let words = "";
    for (let node; (node = walk.nextNode()); ) {
        const e = node.parentElement;
        if (e.checkVisibility() && !e.closest("[aria-hidden=true], svg")) words += node.data;
    }
    return words.replace(/\\s+/g, "");
}"""


# A script presses: that mouse and keys do is seen where the choice is tested, and takes longer
# than all that is looked at here.
PRESS = """modes => {
    for (const box of document.querySelectorAll("[id^=mode-]"))
        if (box.checked !== modes.includes(box.id.slice(5))) box.click();
    return [...document.querySelectorAll("[id^=mode-]:checked")].map(box => box.id.slice(5));
}"""


def choose(page: Page, modes: tuple[str, ...]) -> None:
    """Press what has to be pressed, so that these modes and no others are on."""
    assert page.evaluate(PRESS, modes) == [*modes]


@every_kind
def test_axe_in_every_mode(kind: str, site_of: SiteOf, page: Page, axe_source: str) -> None:
    site = site_of("built_example")
    url = pages_of(site, kind)[0]
    visit(page, site, url)
    page.evaluate(UNFOLD_ALL)
    page.evaluate(axe_source)
    lines: list[str] = []
    for number, (width, scheme, modes) in enumerate(WINDOWS):
        only = STYLED if number and kind not in FEW else ()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        choose(page, modes)
        violations = axe_violations(page, TAGS, only)
        lines += [f"{url} {width}px {scheme} {modes}: {line}" for line in violations]
    page.emulate_media(color_scheme="light")
    assert not lines, format_list(lines)


@every_kind
def test_the_elder_mode_is_large_and_loses_nothing(kind: str, site_of: SiteOf, page: Page) -> None:
    site = site_of("built_example")
    lines: list[str] = []
    for url in pages_of(site, kind)[:2]:
        page.set_viewport_size({"width": 320, "height": 900})
        visit(page, site, url)
        page.evaluate(UNFOLD_ALL)
        choose(page, ())
        words = page.evaluate(WORDS)
        choose(page, ("elder",))
        assert page.evaluate(WORDS) == words, url
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            body, smallest, where = page.evaluate(LETTERS)
            page_problems = [f"letters of the text: {body} px"] if body < LARGE - 0.1 else []
            page_problems += (
                [f"{where}: letters of {smallest} px"] if smallest < LARGE - 0.1 else []
            )
            page_problems += [*page.evaluate(SMALL, 60), *page.evaluate(OUTSIDE)]
            lines += [f"{url} {width} px: {line}" for line in page_problems]
    assert not lines, format_list(lines)


LONG = ("https://www.example.gov.cn/zwgk/index.html", "w" * 270)


@pytest.mark.parametrize("word", LONG, ids=["address", "letters"])
def test_a_long_word_in_a_title_stays_on_the_page(
    word: str, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("long")
    project = Project(folder / "source")
    project.edit("config.yaml", LIGHT_CONFIG)
    title = f"关于{word}的通知"
    head = f"---\n标题: {title}\n发布日期: 2021-03-02\n"
    project.edit("content/2021/documents/one.md", f"{head}公开事项: 履职依据\n---\n\n正文。\n")
    project.edit("content/rules/one.md", f"{head}---\n\n## {title}\n\n正文。\n\n## 其他\n\n无。\n")
    text = report(2021).replace("标题: ", f"标题: {word}")
    project.edit("content/2021/report.md", text)
    project.edit("content/2021/figures.yaml", figures(2021))
    site = build_site("long", project.path, folder)
    overflowing: list[str] = []
    pages = [url for url in site.pages if word in site.outcome.text(url)]
    assert {"index.html", "2021/report.html", "rules/one.html", "2021/documents/one.html"} <= set(
        pages
    )
    for url in pages:
        visit(page, site, url)
        choose(page, ("elder",))
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            overflowing += [f"{url} {width} px: {line}" for line in page.evaluate(OUTSIDE)]
    assert not overflowing, format_list(overflowing)


def test_forced_colours_stay_the_systems(site_of: SiteOf, browser: Browser) -> None:
    """No mode paints over them; what backgrounds distinguished, lines distinguish."""
    site = site_of("built_example")
    with new_page(browser) as page:
        page.emulate_media(forced_colors="active")
        for kind, marked in (
            ("home", ".site-nav a[aria-current]"),
            ("catalogue", ".pagination a[aria-current]"),
            ("report-2021", ".statutory-table td"),
            ("document", ".status-mark"),
        ):
            name = marked.partition(" ")[0].strip(".")
            urls = (url for url in urls_of(site, kind) if name in site.outcome.text(url))
            visit(page, site, next(urls))
            for modes in ((), ("elder",), ("contrast",)):
                choose(page, modes)
                assert page.evaluate(GROUND) == "rgb(255, 255, 255)", f"{kind} {modes}"
                line = page.evaluate(
                    """one => {
                        const {borderBottomWidth, borderBottomColor} =
                            getComputedStyle(document.querySelector(one));
                        return [parseFloat(borderBottomWidth), borderBottomColor];
                    }""",
                    marked,
                )
                assert line[0] >= 1, f"{kind} {modes}: {marked} has no line"
                assert line[1] != "rgb(255, 255, 255)", f"{kind} {modes}: {marked} is not seen"


@pytest.mark.parametrize("kind", ["report-2019", "report-2021", "document"])
def test_paper_is_the_same_in_every_mode(
    kind: str, site_of: SiteOf, page: Page, tmp_path: Path
) -> None:
    site = site_of("built_example")
    visit(page, site, pages_of(site, kind)[0])
    choose(page, ())
    plain = print_to_pdf(page, tmp_path / "plain.pdf")
    frame = ("长辈版", "高对比度", "所属网站", "首页", "本页目录", "其他年度", "本站服务")
    assert not [word for word in frame if word in "".join(plain)]
    choose(page, MODES)
    assert print_to_pdf(page, tmp_path / "modes.pdf") == plain


def test_nothing_moves(site_of: SiteOf) -> None:
    """So there is nothing to still for those who asked for less motion."""
    site = site_of("built_example")
    style = next(site.outcome.text(url) for url in site.outcome.files if url.endswith(".css"))
    moving = ("transition", "animation", "@keyframes", "scroll-behavior: smooth")
    assert not [word for word in moving if word in style]
