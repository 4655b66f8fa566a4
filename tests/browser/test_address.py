"""A printed page states where it came from: its address in words, and a code that phones read."""

import io
import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import CASES, SiteOf, pages_of
from tests.browser.test_print import normalize, print_to_pdf

KINDS_WITHOUT_ADDRESS = {"404", "outside", "application-form", "search"}
"""What has no address, leads away, is to be filled in, or is nothing without a question."""
KINDS_WITH_CODE = {"document", "guide", "apply", "rule", "report-2019", "report-2021", "figures"}
"""What is filed and passed on as paper; of others the address in words is enough."""
KINDS = tuple(kind for site, kind in CASES if site == "built_example")


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_leads_back_to_the_page(kind: str, site_of: SiteOf, page: Page) -> None:
    site = site_of("built_example")
    url = pages_of(site, kind)[0]
    visit(page, site, url)
    address = page.locator(".page-address p")
    assert address.count() == (kind not in KINDS_WITHOUT_ADDRESS)
    code = page.locator(".page-address div")
    assert code.count() == (kind in KINDS_WITH_CODE)
    if not address.count():
        return
    assert not address.is_visible(), "on a screen the address stands above the page already"
    page.emulate_media(media="print")
    assert f"https://gk.shifan-park.example/{url}" in address.inner_text()
    if not code.count():
        page.emulate_media(media="null")
        return
    image = Image.open(io.BytesIO(code.screenshot()))
    page.emulate_media(media="null")
    (read,) = zxingcpp.read_barcodes(image)
    assert read.text == f"https://gk.shifan-park.example/{url}"


def test_it_is_on_paper(site_of: SiteOf, page: Page, tmp_path: Path) -> None:
    site = site_of("built_example")
    url = pages_of(site, "report-2021")[0]
    visit(page, site, url)
    sheets = print_to_pdf(page, tmp_path / "report.pdf")
    assert normalize(f"https://gk.shifan-park.example/{url}") in sheets[-1]
    assert sum("扫码打开" in sheet for sheet in sheets) == 1


def test_without_an_address_there_is_none(site_of: SiteOf) -> None:
    site = site_of("built_park")
    assert [url for url in site.pages if "page-address" in site.outcome.text(url)] == []


def test_the_code_is_data_and_no_style(site_of: SiteOf) -> None:
    """The policy of the web server forbids styles in a page, so the drawing must not have any."""
    text = site_of("built_example").outcome.text("2021/report.html")
    (svg,) = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert set(re.findall(r" ([\w-]+)=", svg)) == {"viewBox", "stroke", "d"}
    assert len(svg) < 4_000
