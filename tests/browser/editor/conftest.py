"""The editor over the site of a module, and pages that nothing goes wrong in unseen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.helpers import Project, format_list
from tests.preview.preview_client import PreviewServer, run_preview


@pytest.fixture(scope="module")
def editor(site: Project) -> Iterator[PreviewServer]:
    """Start the editor once for what the module calls `site`; its tests put the files back."""
    with run_preview(site.path, command_name="edit") as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert not problems, format_list(problems)
