"""The pages of a rollup: axe narrow and wide, light and dark; the Nu checker; nothing too wide."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_axe import STYLED, TAGS, WINDOWS, axe_violations
from tests.browser.test_markup import FALSE_ALARMS, check
from tests.helpers import format_list, npm_file, skip_missing
from tests.helpers.published_bodies import make_bodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

KINDS = {
    "sums": "sums/2025-x.html",
    "findings": "findings/2025.html",
    "body": "bodies/b0006.html",
    "home": "index.html",
    "status": "2025/index.html",
    "rows": "rows/2025-requests-1.html",
    "row-list": "rows/index.html",
    "body-list": "bodies/index.html",
    "data": "data/index.html",
    "search": "search.html",
}
IN_ALL_WINDOWS = ("sums", "findings", "body")
"""What the others show besides, the pages of any site show: they are looked at in two windows."""


@pytest.fixture(scope="module")
def rollup(tmp_path_factory: pytest.TempPathFactory) -> RollupSite:
    """Twelve bodies, in each of which something is planted."""
    bodies = make_bodies(tmp_path_factory.mktemp("rollup"), 12, (2024, 2025), 12)
    site = run_rollup(bodies.folder)
    assert site.exit_code == 0, site.output
    return site


@pytest.mark.parametrize("kind", KINDS)
def test_axe_and_width(kind: str, rollup: RollupSite, page: Page, axe_source: str) -> None:
    page.goto((rollup.folder / KINDS[kind]).as_uri())
    page.evaluate(axe_source)
    problems = []
    for number, (width, scheme) in enumerate(WINDOWS[: None if kind in IN_ALL_WINDOWS else 2]):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        lines = axe_violations(page, TAGS, STYLED if number > 1 else ())
        problems += [f"{width}px {scheme}: {line}" for line in lines]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not problems, format_list(problems)


def test_nu_html_checker(rollup: RollupSite, tmp_path: Path) -> None:
    jar: Path = npm_file("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None:
        skip_missing("Java", "run `make test`")
    folder = tmp_path / "rollup"
    # Each row of the form has a page of the same kind: those of one year are enough.
    shutil.copytree(rollup.folder, folder, ignore=shutil.ignore_patterns("2024-*"))
    problems = [
        f"{message['url'].partition('rollup')[2]}: {message['message']} {message.get('extract')}"
        for message in check(java, jar, folder)
        if message["type"] != "info"
        and not any(words in message["message"] for words, _ in FALSE_ALARMS)
    ]
    assert not problems, format_list(problems)
