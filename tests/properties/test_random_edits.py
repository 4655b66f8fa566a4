"""Random edits, a build after each: what stands then is what a clean build makes."""

import time
from collections.abc import Iterator
from random import Random

import pytest

from site_builder.build import fingerprint, readings
from site_builder.core.installed_versions import installed_versions
from tests.helpers import Project, ProjectFactory, clean_build
from tests.properties.random_edits import EDITS, announced_folder
from tests.properties.small_site import CONFIG, as_text, small_site

_WINDOW_NS = 10_000_000
"""Files older than this count as settled: else, every file of a fast test would be too new to be
known by its times, and the ways of an office at work would not be walked."""


@pytest.fixture
def site(make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setattr(fingerprint, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    monkeypatch.setattr(readings, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    project = make_project(as_text(small_site(documents=8) | {"config.yaml": CONFIG}))
    monkeypatch.syspath_prepend(announced_folder(project))
    yield project
    installed_versions.cache_clear()


def _edit_and_compare(site: Project, seed: int, edits: int, compared_every: int) -> None:
    random = Random(seed)  # noqa: S311 - test data, the same every time
    assert site.build().exit_code == 0
    for number in range(1, edits + 1):
        edit = random.choice(EDITS)
        edit(site, random)
        time.sleep(2 * _WINDOW_NS / 1e9)
        outcome = site.build()
        assert outcome.exit_code == 0, (number, edit, outcome.output)
        if number % compared_every == 0:
            assert dict(outcome.files) == clean_build(site), (number, edit)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_edits_equal_clean(site: Project, seed: int) -> None:
    _edit_and_compare(site, seed, edits=12, compared_every=4)


@pytest.mark.large
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(3, 6))
def test_a_hundred_random_edits_equal_clean(site: Project, seed: int) -> None:
    _edit_and_compare(site, seed, edits=100, compared_every=4)
