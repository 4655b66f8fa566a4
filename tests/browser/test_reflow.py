"""Nothing is lost on a narrow screen, at 400 % zoom, or with letters twice the size."""

import pytest
from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.helpers import format_list

# What sticks out of the page, unless it stands in a box of its own that scrolls.
OUTSIDE = """() => {
    const page = document.documentElement;
    const width = page.clientWidth;
    const scrolls = element => {
        for (let e = element.parentElement; e; e = e.parentElement)
            if (e !== document.body && e !== page &&
                ["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return true;
        return false;
    };
    const hidden = element => {
        const box = element.getBoundingClientRect();
        return box.width <= 1 || box.height <= 1 || box.right <= 0 || box.bottom <= 0
            || getComputedStyle(element).clipPath !== "none";
    };
    const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "")
        + [...e.classList].map(c => "." + c).join("");
    const out = [...document.body.querySelectorAll("*")]
        .filter(e => e.checkVisibility() && !hidden(e) && !scrolls(e)
            && e.getBoundingClientRect().right > width + 1)
        .map(e => `${name(e)} ends at ${Math.round(e.getBoundingClientRect().right)}`);
    if (document.scrollingElement.scrollWidth > width + 1)
        out.unshift(`page is ${document.scrollingElement.scrollWidth} px wide`);
    return out.slice(0, 8);
}"""

# 1280 px at 400 % is a viewport of 320 px, so that zoom and a phone are one case.
WINDOWS = ((320, ""), (1280, ""), (1280, "200%"))


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_no_sideways_scrolling(site_name: str, kind: str, site_of: SiteOf, page: Page) -> None:
    site = site_of(site_name)
    problems: list[str] = []
    for url in pages_of(site, kind):
        visit(page, site, url)
        for width, size in WINDOWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            problems += [
                f"{url} {width} px, letters {size or '100%'}: {line}"
                for line in page.evaluate(OUTSIDE)
            ]
    assert not problems, format_list(problems)


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_larger_letters_are_larger(site_name: str, kind: str, site_of: SiteOf, page: Page) -> None:
    site = site_of(site_name)
    url = pages_of(site, kind)[0]
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, site, url)
    measure = "() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    before = page.evaluate(measure)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert page.evaluate(measure) > before * 1.5, f"{url}: the heading does not grow with the text"
