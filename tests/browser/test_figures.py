"""The figures over the years in a browser: many years, large numbers, every state, on paper."""

import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.desktop import UNFOLD_ALL
from tests.browser.page_types import SiteOf
from tests.browser.test_axe import TAGS, axe_violations
from tests.browser.test_reflow import OUTSIDE
from tests.helpers import Site, build_site, format_list, skip_missing
from tests.helpers.shared_sites import build_once
from tests.series.series_sites import build_mixed_site, edit_figures, make_project

URL = "reports/figures.html"
NAMES = ("mixed", "long")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """A site with everything that is no number, and one of ten years and large numbers."""
    folder = tmp_path_factory.mktemp("figures")
    project = make_project(folder / "long-source", tuple(range(2019, 2029)))
    edit_figures(project, 2024, {"行政许可: [231]": "行政许可: [1234567890]"})
    edit_figures(project, 2025, {"行政事业性收费: [/]": "行政事业性收费: [123456789.012345]"})
    long = build_site("long", project.path, folder)
    return {"mixed": build_once(tmp_path_factory, "mixed", build_mixed_site), "long": long}


@pytest.mark.parametrize(
    ("name", "windows"),
    [
        ("mixed", ((320, "light"), (1280, "dark"))),
        ("long", ((320, "dark"), (1280, "light"))),
    ],
)
def test_axe(
    name: str,
    windows: tuple[tuple[int, Literal["light", "dark"]], ...],
    sites: dict[str, Site],
    page: Page,
    axe_source: str,
) -> None:
    visit(page, sites[name], URL)
    page.evaluate(UNFOLD_ALL)
    page.evaluate(axe_source)
    violations = []
    for width, scheme in windows:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        violations += [f"{width} px {scheme}: {line}" for line in axe_violations(page, TAGS)]
    assert not violations, format_list(violations)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_sticks_out(name: str, sites: dict[str, Site], page: Page) -> None:
    overflowing = []
    for width, size in ((320, ""), (320, "200%"), (768, ""), (1280, ""), (1280, "200%")):
        page.set_viewport_size({"width": width, "height": 900})
        visit(page, sites[name], URL)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        overflowing += [f"{width} px, letters {size}: {line}" for line in page.evaluate(OUTSIDE)]
    assert not overflowing, format_list(overflowing)


# What of a drawing's letters lies outside the drawing, or on a bar.
CLIPPED = """() => [...document.querySelectorAll(".series-charts__drawing")].flatMap(svg => {
    const box = svg.getBoundingClientRect();
    const bars = [...svg.querySelectorAll("rect")].map(bar => bar.getBoundingClientRect());
    return [...svg.querySelectorAll("text")].filter(text => {
        const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1 || bars.some(bar =>
            own.left < bar.right && bar.left < own.right
            && own.top + own.height / 2 > bar.top && own.top + own.height / 2 < bar.bottom);
    }).map(text => text.textContent);
})"""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_all_of_a_drawing_is_seen(
    name: str, width: int, sites: dict[str, Site], page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, sites[name], URL)
    assert page.locator(".series-charts__drawing").count() == 10
    assert page.evaluate(CLIPPED) == []
    size = "e => e.getBoundingClientRect().width / e.viewBox.baseVal.width * 16"
    letters = page.locator(".series-charts__drawing").first.evaluate(size)
    assert letters >= 14, f"letters of {letters} px"


def test_a_drawing_has_a_name_and_a_description(sites: dict[str, Site], page: Page) -> None:
    visit(page, sites["mixed"], URL)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    images = [
        (node["name"]["value"], node["description"]["value"])
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in ("image", "img")
    ]
    assert len(images) == 10
    assert all(name.endswith("，2019年至2024年") for name, _ in images)
    assert all(
        "从0画起" in description and "2023年：没有报告" in description for _, description in images
    )


def test_tables_stay_tables_on_a_phone(sites: dict[str, Site], page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    visit(page, sites["mixed"], URL)
    page.evaluate(UNFOLD_ALL)
    count = "() => document.querySelectorAll('.series-table td').length"
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    tables = page.locator(".series-table__table").count()
    assert roles.count("table") >= tables
    assert roles.count("cell") + roles.count("gridcell") >= page.evaluate(count) - tables


COLOURS = """() => {
    const colour = (selector, name) =>
        getComputedStyle(document.querySelector(selector))[name];
    return [colour(".series-charts__bar", "fill"), colour(".series-charts__drawing text", "fill"),
            colour("body", "color")];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chosen_colours_hold_for_drawings(scheme: str, sites: dict[str, Site], page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    visit(page, sites["mixed"], URL)
    bar, text, body = page.evaluate(COLOURS)
    page.emulate_media(forced_colors="none")
    assert bar == text == body


def test_print(sites: dict[str, Site], page: Page, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        skip_missing("pdftotext", "run `make test`")
    visit(page, sites["long"], URL)
    pdf = tmp_path / "figures.pdf"
    pdf.write_bytes(page.pdf(format="A4"))
    completed = subprocess.run(
        [reader, "-raw", pdf, "-"], capture_output=True, text=True, check=True
    )
    text = "".join(completed.stdout.split())
    assert "1234567890" in text
    assert "2028年" in text
    assert "数据表：" not in text, "what is folded away cannot be opened on paper"
    assert "政府信息公开指南" not in text, "navigation is printed"


# Cells of few years on paper in which a number stands below its words.
PARTED = """() => [...document.querySelectorAll(".series-table__cell--holds .series-table__value, "
    + ".series-table__change")].filter(e => {
        const range = document.createRange();
        range.selectNodeContents(e);
        return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
    }).map(e => e.textContent)"""


def test_few_years_find_room_on_paper(site_of: SiteOf, page: Page) -> None:
    page.set_viewport_size({"width": 643, "height": 900})  # a sheet of A4 without its margins
    visit(page, site_of("built_example"), URL)
    page.emulate_media(media="print")
    assert page.locator(".series-table__cell--holds").count() >= 10
    parted = page.evaluate(PARTED)
    page.emulate_media(media="null")
    assert parted == []
