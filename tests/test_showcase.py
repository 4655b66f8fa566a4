"""The park that is shown to people: nothing in it is wrong."""

import shutil
from pathlib import Path

from tests.helpers import SHOWCASE, Project, run_cli

TODAY = "2023-06-01"
"""A day on which nothing of it is overdue."""


def test_nothing_is_found_in_it(tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(SHOWCASE, project.path, ignore=shutil.ignore_patterns("public", ".build"))
    exit_code, output, _ = run_cli("check", "--project", str(project.path), "--today", TODAY)
    assert (exit_code, output) == (0, "没有发现问题。\n")
