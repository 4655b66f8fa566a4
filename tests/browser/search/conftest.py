"""A library of 600 documents that is searched, and who searches it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.search.search_pages import Library
from tests.helpers import Project, Site
from tests.helpers.search_reference import make_library, texts_of
from tests.helpers.shared_sites import build_once
from tests.helpers.static_server import serve


@pytest.fixture(scope="module")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """600 documents, every fourth so repetitive that many pairs have long lists."""
    site = build_once(tmp_path_factory, "books", _build_books)
    with serve(site.folder) as address:
        yield Library(address, site.outcome, texts_of(Project(site.folder.parent)))


def _build_books(into: Path) -> Site:
    project = Project(into / "books")
    for path, text in make_library(600, repetitive=4).items():
        project.edit(path, text)
    outcome = project.build()
    assert outcome.exit_code == 0, outcome.output
    return Site("books", project.output, outcome)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Somebody with a browser of their own, who sees whatever goes wrong in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"error: {error}"))
    yield page
    context.close()
    assert not messages
