"""What stands on the first screen, on a phone and on a desktop, in every mode."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.browser.reading_modes import new_page
from tests.browser.test_modes import choose
from tests.helpers import format_list

PHONE = {"width": 375, "height": 812}
HEADER = 200
"""Pixels that header, modes, search and navigation may take of a phone."""
ELDER_HEADER = PHONE["height"] / 2
"""The same with large letters."""

# The notice is the office's own text, as long as it has to be.
HEADER_HEIGHT = """() => {
    const height = one => document.querySelector(one)?.getBoundingClientRect().height ?? 0;
    return height(".site-header") - height(".site-header__notice");
}"""
MENU = ".site-header__menu summary"


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_the_header_leaves_the_screen_to_the_page(
    site_name: str, kind: str, site_of: SiteOf, page: Page
) -> None:
    site = site_of(site_name)
    page.set_viewport_size(PHONE)
    problems: list[str] = []
    for url in pages_of(site, kind):
        visit(page, site, url)
        for modes, limit in (((), HEADER), (("contrast",), HEADER), (("elder",), ELDER_HEADER)):
            choose(page, modes)
            height = page.evaluate(HEADER_HEIGHT)
            assert height > 0
            if height > limit:
                problems.append(f"{url} {modes}: {height} px, at most {limit}")
    choose(page, ())
    assert not problems, format_list(problems)


def test_the_menu_opens_without_scripts(site_of: SiteOf, browser: Browser) -> None:
    site = site_of("built_example")
    with new_page(browser, scripts=False) as page:
        for url in (pages_of(site, "report-2021")[0], "search.html"):
            page.set_viewport_size(PHONE)
            visit(page, site, url)
            links = page.locator(".site-nav a")
            assert links.count() > 1
            assert not links.first.is_visible()
            page.click(MENU)
            assert all(link.is_visible() for link in links.all())
            page.locator(MENU).press("Enter")
            assert not links.first.is_visible()
            # Where there is room nothing is folded, and nothing says so.
            page.set_viewport_size({"width": 768, "height": 1024})
            assert all(link.is_visible() for link in links.all())
            assert not page.locator(MENU).is_visible()
