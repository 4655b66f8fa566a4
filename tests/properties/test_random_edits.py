"""A hundred random edits, a build after each: what stands then is what a clean build makes."""

import time
from random import Random

import pytest

from site_builder.build import fingerprint, readings
from tests.helpers import ProjectFactory, clean_build
from tests.properties.random_edits import EDITS
from tests.properties.small_site import as_text, small_site

_WINDOW_NS = 10_000_000
"""Files older than this count as settled: else, every file of a fast test would be too new to be
known by its times, and the ways of an office at work would not be walked."""
_EDITS = 100
_COMPARED_EVERY = 10


@pytest.mark.parametrize("seed", [1])
def test_a_hundred_random_edits_equal_clean(
    make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(fingerprint, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    monkeypatch.setattr(readings, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    random = Random(seed)  # noqa: S311 - test data, the same every time
    site = make_project(as_text(small_site(documents=8)))
    assert site.build().exit_code == 0
    for number in range(1, _EDITS + 1):
        edit = random.choice(EDITS)
        edit(site, random)
        time.sleep(2 * _WINDOW_NS / 1e9)
        outcome = site.build()
        assert outcome.exit_code == 0, (number, edit, outcome.output)
        if number % _COMPARED_EVERY == 0:
            clean = clean_build(site)
            assert dict(outcome.files) == clean, (number, edit)
