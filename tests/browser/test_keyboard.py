"""Every page works from the keyboard: skip link first, every link reachable, focus visible."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.helpers import format_list

FOCUS_STYLE = """e => {
    const s = getComputedStyle(e);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow].join(" ");
}"""

# Number what can take the focus and note how each looks without it.
NUMBER = f"""() => {{
    const styleOf = {FOCUS_STYLE};
    window.resting = [];
    return [...document.querySelectorAll(
        "a[href], area[href], button, input, select, textarea, summary, [tabindex]"
    )].filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility()).map((e, i) => {{
        e.dataset.stop = i;
        window.resting[i] = styleOf(e);
        return e.outerHTML.slice(0, 100);
    }});
}}"""

FOCUSED = f"""async () => {{
    const styleOf = {FOCUS_STYLE};
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const seen = () => {{
        const box = e.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0
            && box.left < innerWidth && box.top < innerHeight;
    }};
    // The page may take a few frames to scroll to the focus.
    for (let i = 0; i < 30 && !seen(); i++) await new Promise(requestAnimationFrame);
    const style = getComputedStyle(e);
    return {{
        stop: e.dataset.stop === undefined ? -1 : Number(e.dataset.stop),
        changed: e.dataset.stop === undefined || styleOf(e) !== window.resting[e.dataset.stop],
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
            || style.boxShadow !== "none",
        seen: seen(),
        href: e.getAttribute("href") || "",
        html: e.outerHTML.slice(0, 100),
    }};
}}"""


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_keyboard(site_name: str, kind: str, site_of: SiteOf, page: Page) -> None:
    site = site_of(site_name)
    url = pages_of(site, kind)[0]
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, site, url)
    stops: list[str] = page.evaluate(NUMBER)
    assert stops, f"{url}: nothing takes the focus"
    path = _walk(page, 2 * len(stops) + 10)
    _first_is_skip_link(page, url, path[0])
    problems = [f"no visible focus: {s['html']}" for s in path if not (s["changed"] and s["ring"])]
    problems += [f"focus out of sight: {stop['html']}" for stop in path if not stop["seen"]]
    reached = {stop["stop"] for stop in path}
    problems += [f"not reachable: {what}" for i, what in enumerate(stops) if i not in reached]
    order = [stop["stop"] for stop in path if stop["stop"] >= 0]
    if order != sorted(order):
        problems.append("the focus does not follow the order of the page")
    assert not problems, f"{url}:\n" + format_list(problems)


def _walk(page: Page, max_steps: int) -> list[dict[str, Any]]:
    """Press Tab from the top until the focus leaves the page."""
    path: list[dict[str, Any]] = []
    for _ in range(max_steps):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (path and stop["stop"] == path[0]["stop"] >= 0):
            return path
        path.append(stop)
    raise AssertionError(f"the focus never leaves the page; last: {path[-1]['html']}")


def _first_is_skip_link(page: Page, url: str, first: dict[str, Any]) -> None:
    """The first stop leads to the main content, by Enter."""
    assert first["href"].startswith("#"), f"{url}: first stop is no skip link: {first['html']}"
    assert first["seen"], f"{url}: the skip link stays hidden when focused"
    within = page.evaluate(
        """id => { const e = document.getElementById(id);
                   return !!e && (e.matches("main, main *") || !!e.querySelector("main")); }""",
        first["href"][1:],
    )
    assert within, f"{url}: the skip link does not lead to the main content"
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    page.focus(f"a[href='{first['href']}']")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    goes_on = page.evaluate(
        """id => {
            const main = document.getElementById(id);
            const next = [...document.querySelectorAll("[data-stop]")].find(e =>
                e !== main && main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
            return !next || document.activeElement === next;
        }""",
        first["href"][1:],
    )
    assert goes_on, f"{url}: after the skip link, Tab does not go on in the main content"
