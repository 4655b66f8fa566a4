"""In a real browser, each figure of a statutory table names exactly its headers on the form."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browser_pages import visit
from tests.browser.form_labels import expected_labels, sections_of
from tests.browser.page_types import CASES, SiteOf, form_of, pages_of

REPORTS = tuple((site, kind) for site, kind in CASES if kind.startswith("report-2"))

# A statutory table is one whose cells name headers; a header must stand in the same table.
CELLS = """() => {
    const text = e => e.textContent.replace(/\\s+/g, "");
    return [...document.querySelectorAll("main table")]
        .filter(table => table.querySelector("th[id]"))
        .map(table => ({
            caption: table.caption ? text(table.caption) : "",
            cells: [...table.querySelectorAll("tbody td")].map(cell =>
                (cell.getAttribute("headers") || "").split(/\\s+/).filter(Boolean).map(id => {
                    const header = table.querySelector("#" + CSS.escape(id));
                    return header && header.matches("th") ? text(header) : `no header ${id}`;
                })),
            empty: [...table.querySelectorAll("tbody td")].filter(cell => !text(cell)).length,
            headers: [...table.querySelectorAll("th")].map(th => ({
                text: text(th), id: th.id, scope: th.scope,
                wide: th.colSpan, high: th.rowSpan, column: !!th.closest("thead"),
            })),
        }));
}"""


@pytest.mark.parametrize(("site_name", "kind"), REPORTS)
def test_each_figure_names_its_headers(
    site_name: str, kind: str, site_of: SiteOf, page: Page
) -> None:
    site = site_of(site_name)
    for url in pages_of(site, kind):
        expected = sections_of(form_of(url).tables())
        visit(page, site, url)
        tables = page.evaluate(CELLS)
        assert len(tables) == len(expected), f"{url}: one table for each block of the form"
        for table, band in zip(tables, expected, strict=True):
            assert table["cells"] == expected_labels(band), f"{url}: {band.id}"
            assert not table["empty"], f"{url}: {band.id} has cells that show nothing"
            assert "".join(band.title.split()) in table["caption"], f"{url}: {band.id} caption"


CUT = """() => [...document.querySelectorAll(".statutory-table")]
    .filter(region => region.scrollWidth > region.clientWidth)
    .map(region => `${region.getAttribute("aria-label")}: ${region.scrollWidth} px`)"""


@pytest.mark.parametrize(("site_name", "kind"), REPORTS)
def test_no_column_is_cut_at_any_width(
    site_name: str, kind: str, site_of: SiteOf, page: Page
) -> None:
    site = site_of(site_name)
    for url in pages_of(site, kind):
        visit(page, site, url)
        for width in range(320, 1441, 16):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(CUT) == [], f"{url} at {width} px"


@pytest.mark.parametrize(("site_name", "kind"), REPORTS)
def test_headers_have_ids_and_scopes(
    site_name: str, kind: str, site_of: SiteOf, page: Page
) -> None:
    site = site_of(site_name)
    for url in pages_of(site, kind):
        visit(page, site, url)
        for table in page.evaluate(CELLS):
            for header in table["headers"]:
                if not header["text"] or not header["scope"]:
                    continue  # a corner
                assert header["id"], f"{url}: {header['text']} has no id"
                # Without <colgroup> elements, `colgroup` is a scope of nothing.
                row = "rowgroup" if header["high"] > 1 else "row"
                expected = "col" if header["column"] else row
                assert header["scope"] == expected, f"{url}: {header}"


def test_each_table_is_read_as_text_by_one_key_without_scripts(
    site_of: SiteOf, browser: Browser
) -> None:
    site = site_of("built_example")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, site, "2021/report.html")
    folds = page.locator("details.table-reading")
    names = [" ".join(summary.split()) for summary in folds.locator("summary").all_text_contents()]
    tables = form_of("2021/report.html").tables()
    assert names == [f"以文字阅读本表：{table.title}" for table in tables]
    first = page.get_by_text("一、本年新收政府信息公开申请数量：")
    assert not first.is_visible()
    page.get_by_text(names[1].partition("：")[0]).nth(1).focus()
    page.keyboard.press("Enter")
    assert first.is_visible()
    reading = first.locator("..").inner_text().partition("：")[2]
    assert reading.replace("\N{NO-BREAK SPACE}", " ").startswith(
        "总计 30，自然人 19，法人或其他组织（"
    )
    page.emulate_media(media="print")
    assert not folds.nth(1).is_visible(), "on paper the table stands for itself"
    context.close()
