"""Answers to the editor's own pages: as much as was asked for, and nothing written in between."""

from collections.abc import Iterator

import pytest

from tests.browser.editor_pages import FIGURES, small_project, typed_cells
from tests.editor.editor_client import EditorClient
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer, run_preview

REPORT = "content/2020/report.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def editor(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path, command_name="edit") as running:
        yield running


def test_causes_are_looked_for_when_they_are_asked_for(editor: PreviewServer) -> None:
    client = EditorClient(editor)
    cells = {"|".join(key): typed for key, typed in typed_cells(2020).items()}
    cells["requests|new|applicant.total"] += "9"
    answers = [
        client.ask("judge", {"year": 2020, "cells": cells, "causes": causes})
        for causes in (False, True)
    ]
    assert [status for status, _ in answers] == [200, 200]
    states = [{name: each["state"] for name, each in a["identities"].items()} for _, a in answers]
    assert states[0] == states[1]
    assert "fails" in states[0].values()
    assert answers[0][1]["causes"] == []
    assert answers[1][1]["causes"]


@pytest.mark.parametrize(
    ("action", "path", "change"),
    [
        ("save-figures", FIGURES.format(2020), {"year": 2020, "cells": {}}),
        ("save-fields", REPORT, {"fields": {}, "body": "新的。\n"}),
        ("save-text", REPORT, {"text": "新的。\n"}),
    ],
)
def test_over_another_text_nothing_is_written(
    site: Project, editor: PreviewServer, action: str, path: str, change: dict[str, object]
) -> None:
    before = (site.path / path).read_bytes()
    request = {"path": path, "base": "0" * 64, **change}
    status, answer = EditorClient(editor).ask(action, request)
    assert status == 409
    assert answer["current"] == before.decode()
    assert (site.path / path).read_bytes() == before
