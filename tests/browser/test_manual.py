"""`site-builder manual` in a browser: it is searched, its sheet is one page, it ends when told."""

import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.helpers import ROOT


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run the command; return where it says the manual is."""
    command = [sys.executable, "-m", "site_builder", "manual", "--port", "0", "--no-open"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    match = re.search(r"(http://127\.0\.0\.1:\d+/)index\.html", process.stdout.readline())
    assert match
    yield match[1]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert "使用手册已关闭。" in process.stdout.read()
    process.stdout.close()


def test_a_word_of_a_chapter_is_found(page: Page, address: str) -> None:
    page.goto(address + "index.html")
    page.get_by_role("searchbox").fill("known_hosts")
    page.get_by_role("searchbox").press("Enter")
    result = page.locator("#search-list a").first
    expect(result).to_contain_text("发布：上线，退回，核对")
    result.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("发布：上线，退回，核对")


def test_the_sheet_is_one_page_of_paper(page: Page, address: str) -> None:
    page.goto(address + "sheet.html")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) == 1
    assert "附件看过没有" in re.sub(r"\s", "", paper.pages[0].extract_text())


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("name", ["index", "author", "operator"])
def test_nothing_is_wider_than_a_phone(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_command_is_cut_on_paper(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.emulate_media(media="print")
    page.goto(address + "start.html")
    blocks = page.locator(".prose pre")
    assert blocks.count() >= 5
    cut = "blocks => blocks.filter(block => block.scrollWidth > block.clientWidth).length"
    assert blocks.evaluate_all(cut) == 0
