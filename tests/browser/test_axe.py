"""Every kind of page passes axe, with its stricter rules on, narrow and wide, light and dark."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.desktop import UNFOLD_ALL
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.helpers import format_list

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
WINDOWS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (320, "light"),
    (1280, "dark"),
    (320, "dark"),
    (1280, "light"),
)
STYLED = (
    "color-contrast",
    "color-contrast-enhanced",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
)
"""Rules whose result can depend on colours and letters: what is left where all others have judged
a page at the same width, or in another mode."""
UNDECIDABLE = {
    # axe asks a person; a person has looked.
    "p-as-heading": "the site's name above the navigation is bold and no heading",
    "hidden-content": "what one width hides is shown, and judged, at the other",
    "th-has-data-cells": "a line across a table names rows, and has no cells of its own",
    "label-content-name-mismatch": "the arrow back from a footnote is a sign, not a word",
}

# Rules are named one by one: a tag alone leaves out what axe has off by default.
RUN_AXE = """async ([tags, only]) => {
    const rules = axe.getRules(tags).map(rule => rule.ruleId)
        .filter(rule => !only.length || only.includes(rule));
    const found = await axe.run(document, {
        runOnly: {type: "rule", values: rules},
        resultTypes: ["violations", "incomplete"],
    });
    return {rules, violations: found.violations, incomplete: found.incomplete,
            passes: found.passes.length};
}"""


# A cell over several rows stands partly on rows that are not its own, so axe cannot tell what its
# background is. It is what is painted last below the text: its own, or its nearest ancestor's.
CONTRAST = """selector => {
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => channels(colour).slice(0, 3)
        .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const element = document.querySelector(selector);
    const style = getComputedStyle(element);
    let behind = "";
    for (let e = element; e && !behind; e = e.parentElement) {
        const {backgroundColor, backgroundImage, opacity} = getComputedStyle(e);
        if (backgroundImage !== "none" || opacity !== "1") return 0;
        const alpha = channels(backgroundColor)[3] ?? 1;
        if (alpha === 1) behind = backgroundColor;
        else if (alpha > 0) return 0;
    }
    const [low, high] = [style.color, behind].map(light).sort((a, b) => a - b);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
    return (high + 0.05) / (low + 0.05) / (large ? 4.5 : 7);
}"""


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_axe(site_name: str, kind: str, site_of: SiteOf, page: Page, axe_source: str) -> None:
    site = site_of(site_name)
    violations: list[str] = []
    for number, url in enumerate(pages_of(site, kind)):
        visit(page, site, url)
        page.evaluate(UNFOLD_ALL)
        page.evaluate(axe_source)
        # The first page of a kind is seen in every look, the others in two.
        for window, (width, scheme) in enumerate(WINDOWS[: 2 if number else None]):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            lines = axe_violations(page, TAGS, STYLED if window > 1 else ())
            violations += [f"{url} {width}px {scheme}: {line}" for line in lines]
    assert not violations, format_list(violations)


def axe_violations(page: Page, tags: list[str], only: tuple[str, ...] = ()) -> list[str]:
    """Run axe once on the page as it stands, with all rules or with these only."""
    results = page.evaluate(RUN_AXE, [tags, only])
    assert {"target-size", "color-contrast", *only} <= set(results["rules"])
    assert tags != TAGS or "color-contrast-enhanced" in results["rules"]
    assert results["passes"], "axe looked at nothing"
    undecided = [result for result in results["incomplete"] if result["id"] not in UNDECIDABLE]
    for result in undecided:
        if result["id"].startswith("color-contrast"):
            result["nodes"] = [
                node
                for node in result["nodes"]
                if len(node["target"]) > 1 or page.evaluate(CONTRAST, node["target"][0]) < 1
            ]
    return _lines(results["violations"]) + [f"undecided {line}" for line in _lines(undecided)]


def _lines(results: list[dict[str, Any]]) -> list[str]:
    """Return rule, place and what is wrong, one line for each element."""
    return [
        f"{result['id']}  {' '.join(map(str, node['target']))}  "
        + " ".join(str(node.get("failureSummary") or _checks(node)).split())
        for result in results
        for node in result["nodes"]
    ]


def _checks(node: dict[str, Any]) -> str:
    """Collect what the single checks of a result report."""
    return "; ".join(check["message"] for part in ("any", "all", "none") for check in node[part])
