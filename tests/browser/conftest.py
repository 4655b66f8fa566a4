"""A real Chromium for the tests in this folder: one per worker, one context per question."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.desktop import ScreenReader, desktop
from tests.browser.page_types import SiteOf
from tests.helpers import EXAMPLE, Outcome, Project, Site, build_site, find_chromium, npm_file

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
def playwright() -> Iterator[Playwright]:
    """What starts browsers; a thread has one."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, or whatever CHROMIUM names."""
    running = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def screen_reader(playwright: Playwright) -> Iterator[ScreenReader]:
    """Open pages where a screen reader is: in a Chromium that exposes its accessibility tree."""
    with desktop() as running:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(with_windows=True),
            args=[*FLAGS, "--force-renderer-accessibility"],
            env=dict(running.environment),
            headless=False,
        )
        yield ScreenReader(browser, running)
        browser.close()


@pytest.fixture(scope="session")
def site_of(request: pytest.FixtureRequest) -> SiteOf:
    """Return a built site by the name of its fixture."""
    return lambda name: cast("Site", request.getfixturevalue(name))


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """Lay out the example park's reports as articles."""
    site = build_site("example", EXAMPLE, tmp_path_factory.mktemp("wechat"))
    project = Project(site.folder.parent)
    outcome = project.build(wechat=True, output=project.path / "wechat", today="2023-06-01")
    assert outcome.exit_code == 0, outcome.output
    return project.path / "wechat", outcome


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
