"""The editor killed at any moment: a file is what it was or what was saved, and an edit whole."""

import json
import signal
import threading
from pathlib import Path
from random import Random

import pytest

from site_builder.content.figures import read_figures
from site_builder.usecases.save_source import list_versions, read_source
from site_builder.usecases.unsaved_edits import read_edit
from tests.browser.editor_pages import FIGURES, blank, small_project
from tests.editor.editor_client import EditorClient
from tests.helpers import Project
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer, run_preview

pytestmark = pytest.mark.slow
YEAR = 2023
PATH = FIGURES.format(YEAR)
MOMENTS = [
    *range(3),
    *(pytest.param(moment, marks=pytest.mark.large) for moment in range(3, 20)),
]
CELL = "requests|new|applicant.natural"


class _Typist(threading.Thread):
    """Somebody who types, and saves every third time, until nobody answers."""

    def __init__(self, client: EditorClient, base: str) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._base = base
        self.stored = 0
        """The last number of which the editor said that it is stored."""
        self.saved = 0
        self.tried = 0
        self.busy = threading.Event()
        self._edit_id = ""

    def run(self) -> None:
        for number in range(1, 10_000):
            self.tried = number
            cells = {CELL: str(number)}
            edit = json.dumps({"base": self._base, "was": {}, "cells": cells})
            try:
                status, answer = self._client.ask(
                    "keep", {"path": PATH, "text": edit, "edit_id": self._edit_id}
                )
                assert status == 200
                self.stored, self._edit_id = number, answer["edit_id"]
                if number % 3 == 0:
                    request = {
                        "year": YEAR,
                        "base": self._base,
                        "cells": cells,
                        "edit_id": self._edit_id,
                    }
                    status, answer = self._client.ask("save-figures", request)
                    assert status == 200
                    self._base, self.saved = answer["base"], number
            except (OSError, ValueError):
                return  # killed
            if number == 4:
                self.busy.set()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_editor_leaves_whole_files(tmp_path: Path, moment: int) -> None:
    site = small_project(tmp_path, YEAR)
    with run_preview(site.path, command_name="edit", killed=True) as editor:
        typist = _start(editor)
        # Spread over what one round of typing and saving takes, from an editor that is at work.
        typist.join(Random(moment).uniform(0, 0.5))  # noqa: S311 - no secret
        editor.process.kill()
        typist.join()
    assert editor.process.returncode == -signal.SIGKILL
    _check(site, typist)


def _start(editor: PreviewServer) -> _Typist:
    client = EditorClient(editor)
    typist = _Typist(client, client.merge_base(YEAR))
    typist.start()
    assert typist.busy.wait(120)
    return typist


def _check(site: Project, typist: _Typist) -> None:
    """Whatever was answered is there; what was on its way is there or not, and nothing is cut."""
    text = site.read(PATH)
    possible = {number: _text(number) for number in range(typist.saved, typist.tried + 1, 3)}
    number = next(number for number, expected in possible.items() if expected == text)
    assert number >= typist.saved
    _, diagnostics = read_figures(text, PATH, YEAR, STANDARDS.forms)
    assert all(each.code != "yaml/syntax" for each in diagnostics)
    stored = read_edit(site.path, PATH).decode()
    if typist.stored > number:
        assert typist.stored <= int(json.loads(stored)["cells"][CELL]) <= typist.tried
    else:
        assert not stored or int(json.loads(stored)["cells"][CELL]) >= typist.stored
    for version in list_versions(site.path, PATH):
        assert version.size in {len(_text(each).encode()) for each in range(typist.tried + 1)}
    # The next run saves over what was left.
    assert read_source(site.path, PATH).digest
    names = [path.name for path in (site.path / "content" / str(YEAR)).iterdir()]
    assert [name for name in names if not name.startswith(".")] == ["figures.yaml"]


def _text(number: int) -> str:
    row = f"本年新收: [{number}, ~, ~, ~, ~, ~, ~]" if number else "本年新收: []"
    return blank(YEAR).replace("本年新收: []", row)
