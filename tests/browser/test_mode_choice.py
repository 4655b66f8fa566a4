"""The choice of a reading mode: remembered, without scripts, from the keyboard, before paint."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.browser_pages import visit
from tests.browser.page_types import KINDS, SiteOf, pages_of
from tests.browser.reading_modes import FEW, GROUND, LARGE, MODES, new_page
from tests.helpers import Site

SIZE = "() => parseFloat(getComputedStyle(document.body).fontSize)"
BLACK = "rgb(0, 0, 0)"


def modes_of(page: Page) -> tuple[str, ...]:
    """Return the modes that a page shows, and nothing else than its boxes state."""
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
