"""What stands on the first screen, on a phone and on a desktop, in every mode."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.browser_pages import visit
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.browser.reading_modes import new_page
from tests.browser.test_modes import choose
from tests.helpers import Project, build_site, format_list
from tests.helpers.static_server import serve
from tests.properties.small_site import CONFIG, document

PHONE: ViewportSize = {"width": 375, "height": 812}
HEADER = 200
"""Pixels that header, modes, search and navigation may take of a phone."""
ELDER_HEADER = PHONE["height"] / 2
"""The same with large letters."""

# The notice is the office's own text, as long as it has to be.
HEIGHT = "document.querySelector({selector!r})?.getBoundingClientRect().height ?? 0"
NOTICE_HEIGHT = HEIGHT.format(selector=".site-header__notice")
HEADER_HEIGHT = f"({HEIGHT.format(selector='.site-header')}) - ({NOTICE_HEIGHT})"
MENU = ".site-header__menu summary"

SCREENS = ((375, 812), (1440, 900))
SMALL_PHONE = (375, 667)
APPEARANCES: tuple[tuple[tuple[str, ...], Literal["light", "dark"]], ...] = (
    ((), "light"),
    ((), "dark"),
    (("contrast",), "light"),
)
LARGE_APPEARANCES: tuple[tuple[tuple[str, ...], Literal["light", "dark"]], ...] = (
    (("elder",), "light"),
    (("elder", "contrast"), "dark"),
)
REPORTS = ("report-2019", "report-2021")
WITH_FILES = (*REPORTS, "document")
WITH_TEXT = (*WITH_FILES, "rule", "guide", "apply")
# The line that ends lowest of: the heading, the files to take away, the first line of the text.
LOWEST = """() => {
    const bottom = e => e ? e.getBoundingClientRect().bottom : 0;
    const prose = document.querySelector(".document__body .prose") ?? document.createElement("p");
    const text = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT, node =>
        node.data.trim() && !node.parentElement.closest("h2, h3")
            ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP).nextNode();
    const range = document.createRange();
    if (text) range.selectNode(text);
    // Files that are folded are reached by the summary.
    const files = [...document.querySelectorAll(".download-links :is(summary, li)")];
    return [
        ["heading", bottom(document.querySelector("h1"))],
        ["files", Math.max(0, ...files.filter(e => e.checkVisibility()).map(bottom))],
        ["text", text ? range.getClientRects()[0].bottom : 0],
    ];
}"""


@pytest.mark.parametrize(("site_name", "kind"), CASES)
def test_header_and_heading_leave_the_screen_to_the_page(
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
            at = page.locator("h1").evaluate("e => e.getBoundingClientRect().bottom")
            if at - ("elder" in modes) * page.evaluate(NOTICE_HEIGHT) > PHONE["height"]:
                problems.append(f"{url} {modes}: the heading ends at {at} px")
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


@pytest.mark.parametrize(
    ("site_name", "kind"), [(site, kind) for site, kind in CASES if kind in WITH_FILES]
)
def test_heading_files_and_text_stand_on_the_first_screen(
    site_name: str, kind: str, site_of: SiteOf, page: Page
) -> None:
    site = site_of(site_name)
    problems: list[str] = []
    for url in pages_of(site, kind):
        visit(page, site, url)
        for modes, scheme in APPEARANCES:
            page.emulate_media(color_scheme=scheme)
            choose(page, modes)
            # On a page without a sentence on its validity there is room on a smaller phone, too.
            plain = page.locator(".document__head .callout").count() == 0
            for width, height in (*SCREENS, *((SMALL_PHONE,) if plain else ())):
                page.set_viewport_size({"width": width, "height": height})
                problems += [
                    f"{url} {modes} {width} px: {name} at {bottom}, the screen ends at {height}"
                    for name, bottom in page.evaluate(LOWEST)
                    if bottom > height
                ]
    page.emulate_media(color_scheme="light")
    assert not problems, format_list(problems)


@pytest.mark.parametrize(
    ("site_name", "kind"), [(site, kind) for site, kind in CASES if kind in WITH_TEXT]
)
def test_large_letters_leave_room_for_the_text(
    site_name: str, kind: str, site_of: SiteOf, page: Page
) -> None:
    """A screen and a half at most; one for heading and files, and for the text of reports."""
    site = site_of(site_name)
    problems: list[str] = []
    for url in pages_of(site, kind):
        visit(page, site, url)
        for modes, scheme in LARGE_APPEARANCES:
            page.emulate_media(color_scheme=scheme)
            choose(page, modes)
            warned = page.locator(".document__head .callout, [href='#corrections-heading']").count()
            for width, height in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                notice = page.evaluate(NOTICE_HEIGHT)
                for name, bottom in page.evaluate(LOWEST):
                    on_first = not warned and (name != "text" or kind in REPORTS or width > 1000)
                    if bottom > 1.5 * height or (on_first and bottom - notice > height):
                        problems.append(f"{url} {modes} {width} px: {name} at {bottom}")
    page.emulate_media(color_scheme="light")
    choose(page, ())
    assert not problems, format_list(problems)


def test_files_folded_in_large_letters_open_without_scripts(
    site_of: SiteOf, browser: Browser
) -> None:
    site = site_of("built_example")
    with new_page(browser, scripts=False) as page:
        page.set_viewport_size(PHONE)
        visit(page, site, "2022/report.html")
        links = page.locator(".download-links a")
        assert links.count() > 1
        assert links.first.is_visible()
        choose(page, ("elder",))
        assert not links.first.is_visible()
        page.click(".download-links summary")
        assert all(link.is_visible() for link in links.all())
        # Where there is room they are not folded, and nothing says so.
        page.click(".download-links summary")
        page.set_viewport_size({"width": 1440, "height": 900})
        assert all(link.is_visible() for link in links.all())
        assert not page.locator(".download-links summary").is_visible()


@pytest.mark.parametrize("kind", WITH_FILES)
def test_nothing_is_folded_on_paper(kind: str, site_of: SiteOf, page: Page) -> None:
    """What the law wants on a page stands on it, and on paper without a press."""
    site = site_of("built_example")
    for url in pages_of(site, kind):
        visit(page, site, url)
        fields = page.locator(".document__head :is(dt, dd)")
        assert fields.count() > 2
        assert "索引号" in fields.all_text_contents()
        page.emulate_media(media="print")
        assert all(field.is_visible() for field in fields.all())
        page.emulate_media(media="screen")


def test_a_file_is_saved_under_a_name_that_tells_what_it_is(
    site_of: SiteOf, browser: Browser
) -> None:
    site = site_of("built_example")
    with serve(site.folder) as address, new_page(browser) as page:
        page.goto(f"{address}2022/report.html")
        for suffix in ("pdf", "docx"):
            with page.expect_download() as saving:
                page.click(f".download-links a[href$='report.{suffix}']")
            name = saving.value.suggested_filename
            assert name == f"示范园区管理委员会-2022年政府信息公开工作年度报告.{suffix}"


HOME = (
    ".search-box input",
    ".report-card a",
    ".brief-figures > :nth-child(4)",
    ".home__actions a[href='apply.html']",
    ".entry-lines li:first-child a",
)
"""Search, the newest report and four of its figures, how to apply, what is new."""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_home_page_begins_with_what_people_come_for(
    width: int, height: int, site_of: SiteOf, page: Page
) -> None:
    site = site_of("built_example")
    page.set_viewport_size({"width": width, "height": height})
    for modes, scheme in APPEARANCES:
        page.emulate_media(color_scheme=scheme)
        visit(page, site, "index.html")
        choose(page, modes)
        boxes = {name: page.locator(name).first.bounding_box() for name in HOME}
        below = [
            name for name, box in boxes.items() if not box or box["y"] + box["height"] > height
        ]
        assert not below, f"{modes} {scheme} {width} px"
    choose(page, ())
    page.emulate_media(color_scheme="light")


def test_a_document_has_word_and_pdf_on_its_first_screen(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("papers")
    project = Project(folder / "source")
    project.edit("config.yaml", CONFIG.replace("下载: [", "公文下载: 是\n下载: [pdf, docx, "))
    project.edit("content/2021/documents/one.md", document(2021, 0, body="正文第一句。"))
    site = build_site("papers", project.path, folder)
    visit(page, site, "2021/documents/one.html")
    formats = page.locator(".download-links a").all_inner_texts()
    assert [text.split()[1] for text in formats] == ["PDF", "Word"]
    for width, height in (*SCREENS, SMALL_PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert all(bottom <= height for _, bottom in page.evaluate(LOWEST)), width
