"""A real Chromium for the tests in this folder: one per worker, one context per question."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.kinds import SiteOf
from tests.tools import Site, find_chromium, npm_file

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves the machine
    "--allow-file-access-from-files",  # axe reads the style sheets of a page opened from a folder
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whatever CHROMIUM names."""
    chromium = find_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site_of(request: pytest.FixtureRequest) -> SiteOf:
    """Give a built site by the name of its fixture."""
    return lambda name: cast("Site", request.getfixturevalue(name))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that the tests of one module share; each test loads what it wants into it."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core."""
    return npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
