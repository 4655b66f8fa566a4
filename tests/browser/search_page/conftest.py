"""A small site that is searched, and who searches it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.search_page.small_search_site import texts
from tests.helpers import Outcome, Project
from tests.helpers.static_server import serve


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    project = Project(tmp_path_factory.mktemp("page"))
    for path, text in texts().items():
        project.edit(path, text)
    built = project.build()
    assert built.exit_code == 0, built.output
    return project, built


@pytest.fixture(scope="module")
def address(outcome: tuple[Project, Outcome]) -> Iterator[str]:
    with serve(outcome[0].output) as url:
        yield url


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
