"""长辈版 and 高对比度: one press on every page, remembered, without scripts too, fit to read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.browser_pages import visit
from tests.browser.page_types import KINDS, SiteOf, pages_of
from tests.browser.test_axe import TAGS, UNFOLD_ALL, axe_violations
from tests.browser.test_print import print_to_pdf
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import Project, Site, build_site, format_list
from tests.properties.small_site import CONFIG, figures, report

MODES = ("elder", "contrast")
LOOKS: tuple[tuple[int, Literal["light", "dark"], tuple[str, ...]], ...] = (
    (320, "light", ("elder",)),
    (1280, "dark", ("elder",)),
    (1280, "light", ("contrast",)),
    (320, "dark", ("elder", "contrast")),
)
FEW = ("home", "report-2021", "catalogue", "document")
"""Kinds that every rule judges in every look; the others only in the first and the third."""
STYLED = (
    "color-contrast",
    "color-contrast-enhanced",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
)
"""Rules that can judge the same page otherwise in another look: they judge each kind in each."""

every_kind = pytest.mark.parametrize("kind", KINDS)

# What is pressed, and stands alone: links in sentences may be as high as text.
SMALL = """least => [...document.querySelectorAll("a[href], input, summary, button")]
    .map(e => e.closest("label") ?? e)
    .filter(e => e.checkVisibility() && !e.closest(".prose, .skip-link"))
    .filter(e => e.getBoundingClientRect().height < least - 0.5)
    .map(e => `${e.className || e.parentElement.className} ${e.textContent.slice(0, 12)} is `
        + `${Math.round(e.getBoundingClientRect().height)} px high`)"""

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

# All that can be seen or heard, but for spaces; what only repeats in large is not heard, and what
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

GROUND = "() => getComputedStyle(document.body).backgroundColor"
SIZE = "() => parseFloat(getComputedStyle(document.body).fontSize)"
BLACK = "rgb(0, 0, 0)"
LARGE = 24
"""18 pt in CSS pixels: the accessibility statement says that nothing is smaller."""


def choose(page: Page, modes: tuple[str, ...]) -> None:
    """Press what has to be pressed, so that these modes and no others are on."""
    for mode in MODES:
        page.set_checked(f"#mode-{mode}", mode in modes)


@every_kind
def test_axe_in_every_mode(kind: str, site_of: SiteOf, page: Page, axe_source: str) -> None:
    site = site_of("built_example")
    url = pages_of(site, kind)[0]
    visit(page, site, url)
    page.evaluate(UNFOLD_ALL)
    page.evaluate(axe_source)
    lines: list[str] = []
    for number, (width, scheme, modes) in enumerate(LOOKS):
        only = STYLED if number % 2 and kind not in FEW else ()
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
    project.edit("config.yaml", CONFIG)
    title = f"关于{word}的通知"
    head = f"---\n标题: {title}\n发布日期: 2021-03-02\n"
    project.edit("content/2021/documents/one.md", f"{head}公开事项: 履职依据\n---\n\n正文。\n")
    project.edit("content/rules/one.md", f"{head}---\n\n## {title}\n\n正文。\n\n## 其他\n\n无。\n")
    text = report(2021).replace("标题: ", f"标题: {word}")
    project.edit("content/2021/report.md", text)
    project.edit("content/2021/figures.yaml", figures(2021))
    site = build_site("long", project.path, folder)
    overflowing: list[str] = []
    for url in site.pages:
        visit(page, site, url)
        choose(page, ("elder",))
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            overflowing += [f"{url} {width} px: {line}" for line in page.evaluate(OUTSIDE)]
    assert not overflowing, format_list(overflowing)


@contextmanager
def new_page(browser: Browser, *, scripts: bool = True) -> Iterator[Page]:
    """Open a browser that remembers nothing yet."""
    context = browser.new_context(java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def modes_of(page: Page) -> tuple[str, ...]:
    """Give the modes that a page shows, and nothing else than its boxes say."""
    modes = tuple(
        mode
        for mode, on in (
            ("elder", page.evaluate(SIZE) >= LARGE - 0.1),
            ("contrast", page.evaluate(GROUND) == BLACK),
        )
        if on
    )
    assert modes == tuple(mode for mode in MODES if page.is_checked(f"#mode-{mode}"))
    return modes


def serve_at_address(page: Page, site: Site) -> str:
    """Answer as a server would. Returns the address of the site."""

    def answer(route: Route) -> None:
        path: Path = site.folder / route.request.url.removeprefix(address)
        route.fulfill(path=path)

    address = "http://www.park.example/zwgk/"
    page.context.route(f"{address}**", answer)
    return address


@pytest.mark.parametrize("opened_from", ["server", "folder"])
def test_the_choice_is_remembered(opened_from: str, site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with new_page(browser) as page:
        start = (
            serve_at_address(page, site) if opened_from == "server" else site.folder.as_uri() + "/"
        )
        page.goto(f"{start}index.html")
        assert modes_of(page) == ()
        page.check("#mode-elder")
        page.goto(f"{start}2021/report.html")
        assert modes_of(page) == ("elder",)
        page.check("#mode-contrast")
        page.reload()
        assert modes_of(page) == MODES
        page.go_back()
        page.wait_for_function("() => document.getElementById('mode-contrast').checked")
        assert modes_of(page) == MODES
        with second_tab(page, f"{start}catalogue/index.html") as other:
            assert modes_of(other) == MODES
            other.uncheck("#mode-elder")
            page.wait_for_function("() => !document.getElementById('mode-elder').checked")
            assert modes_of(page) == modes_of(other) == ("contrast",)
        page.uncheck("#mode-contrast")
        page.goto(f"{start}guide.html")
        assert modes_of(page) == ()


@contextmanager
def second_tab(page: Page, address: str) -> Iterator[Page]:
    """Open a second tab."""
    other = page.context.new_page()
    other.goto(address)
    yield other
    other.close()


def test_one_press_without_scripts(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with new_page(browser, scripts=False) as page:
        for kind in KINDS:
            visit(page, site, pages_of(site, kind)[0])
            assert modes_of(page) == (), kind
            page.get_by_role("checkbox", name="长辈版", exact=True).click()
            assert modes_of(page) == ("elder",), kind
            page.get_by_role("checkbox", name="高对比度", exact=True).click()
            assert modes_of(page) == MODES, kind


def test_modes_from_the_keyboard(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with new_page(browser) as page:
        visit(page, site, pages_of(site, "report-2021")[0])
        for _ in range(5):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.id") == "mode-elder":
                break
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert modes_of(page) == MODES
        page.keyboard.press("Space")
        assert modes_of(page) == ("elder",)
        ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
        assert float(ring.removesuffix("px")) >= 3


WATCH = """() => new MutationObserver((_, watch) => {
    if (!document.documentElement?.dataset.modes) return;
    window.early = !document.body;
    watch.disconnect();
}).observe(document, {attributes: true, childList: true, subtree: true})"""


def test_the_choice_stands_before_anything_is_painted(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with new_page(browser) as page:
        page.add_init_script(f"({WATCH})()")
        for kind in FEW:
            visit(page, site, pages_of(site, kind)[0])
            page.check("#mode-contrast")
            page.reload()
            assert page.evaluate("() => window.early") is True, f"{kind}: painted in another mode"


def test_forced_colours_stay_the_systems(site_of: SiteOf, browser: Browser) -> None:
    """No mode paints over them; what grounds told apart, lines tell."""
    site = site_of("built_example")
    with new_page(browser) as page:
        page.emulate_media(forced_colors="active")
        for kind, marked in (
            ("home", ".site-nav__link[aria-current]"),
            ("catalogue", ".pagination__link[aria-current]"),
            ("report-2021", ".statutory-table__cell"),
            ("document", ".status-mark"),
        ):
            visit(page, site, pages_of(site, kind)[0])
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
