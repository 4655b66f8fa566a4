"""The browser's tab, or the editor, killed while somebody types without a pause."""

import json
import time
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from site_builder.usecases.unsaved_edits import read_edit
from tests.browser.editor_pages import FIGURES, blank, open_form, small_project
from tests.preview.preview_client import run_preview

YEAR = 2023
PATH = FIGURES.format(YEAR)
MOMENTS = [
    *range(2),
    *(pytest.param(moment, marks=pytest.mark.large) for moment in range(2, 20)),
]
LAST_SECOND = 1.0
SLOWEST = """Math.max(0, ...performance.getEntriesByType('resource')
    .filter(entry => entry.name.endsWith('/keep')).map(entry => entry.duration))"""


@pytest.mark.parametrize("moment", MOMENTS)
def test_at_most_the_last_second_of_typing_is_lost(
    tmp_path: Path, browser: Browser, moment: int
) -> None:
    site = small_project(tmp_path, YEAR)
    chance = Random(moment)  # noqa: S311 - no secret
    with run_preview(site.path, command_name="edit", killed=True) as editor:
        page = browser.new_context().new_page()
        names = open_form(page, editor, YEAR)
        times, delay = _type(page, len(names), chance.uniform(1.5, 4))
        killed_at = time.monotonic()
        if moment % 2:
            editor.process.kill()
        page.context.close()
        if not moment % 2:
            # What the tab had sent may still be on its way to the disk.
            time.sleep(LAST_SECOND)
    stored = json.loads(read_edit(site.path, PATH) or '{"cells": {}}')["cells"]
    assert [name for name in names if name in stored] == names[: len(stored)]
    assert set(stored.values()) <= {"7"}
    safe = [each for each in times if each < killed_at - LAST_SECOND - delay]
    assert len(stored) >= len(safe)
    assert site.read(PATH) == blank(YEAR)


def _type(page: Page, most: int, seconds: float) -> tuple[list[float], float]:
    """Type a cell after the other without a pause.

    Returns when each was typed, and how much longer than at once a busy machine took to keep it.
    """
    page.locator(".editor-input").first.focus()
    times: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and len(times) < most - 1:
        page.keyboard.type("7")
        times.append(time.monotonic())
        page.keyboard.press("Tab")
    return times, float(page.evaluate(SLOWEST)) / 1000
