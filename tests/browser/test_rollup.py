"""The pages of a rollup: axe narrow and wide, light and dark; the Nu checker; nothing too wide."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_axe import TAGS, WINDOWS, axe_violations
from tests.browser.test_markup import FALSE_ALARMS, check
from tests.helpers import format_list, npm_file, skip_missing
from tests.helpers.published_bodies import make_bodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

KINDS = {
    "home": r"index\.html",
    "status": r"2024/index\.html",
    "sums": r"sums/2024-x\.html",
    "rows": r"rows/2024-requests-1\.html",
    "row-list": r"rows/index\.html",
    "findings": r"findings/2025\.html",
    "body": r"bodies/b0006\.html",
    "body-list": r"bodies/index\.html",
    "data": r"data/index\.html",
    "search": r"search\.html",
}


@pytest.fixture(scope="module")
def rollup(tmp_path_factory: pytest.TempPathFactory) -> RollupSite:
    """Twelve bodies, in each of which something is planted."""
    bodies = make_bodies(tmp_path_factory.mktemp("rollup"), 12, (2023, 2024, 2025), 12)
    site = run_rollup(bodies.folder)
    assert site.exit_code == 0, site.output
    return site


@pytest.mark.parametrize("kind", KINDS)
def test_axe_and_width(kind: str, rollup: RollupSite, page: Page, axe_source: str) -> None:
    (url,) = [url for url in rollup.files if re.fullmatch(KINDS[kind], url)]
    page.goto((rollup.folder / url).as_uri())
    page.evaluate(axe_source)
    problems = []
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        problems += [f"{width}px {scheme}: {line}" for line in axe_violations(page, TAGS)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not problems, format_list(problems)


def test_nu_html_checker(rollup: RollupSite) -> None:
    jar: Path = npm_file("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None:
        skip_missing("Java", "run `make test`")
    problems = [
        f"{message['url'].partition('rollup')[2]}: {message['message']} {message.get('extract')}"
        for message in check(java, jar, rollup.folder)
        if message["type"] != "info"
        and not any(words in message["message"] for words, _ in FALSE_ALARMS)
    ]
    assert not problems, format_list(problems)
