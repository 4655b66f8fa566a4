"""A fleet that is built once, by processes, and the same bodies built alone."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers import ROOT, read_tree, run_cli
from tests.helpers.fleet_projects import TODAY, body_folder, write_fleet

BODIES = 7
"""As many as any test needs; most make do with fewer."""
Files = dict[str, bytes]
MakeFleet = Callable[[int], Path]


def run_program(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "site_builder", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def fleet(action: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `fleet` on a folder, as its users do."""
    return run_program("fleet", action, *words, "--project", str(folder), "--today", TODAY)


@dataclass(frozen=True)
class Answer:
    """What the command answered."""

    returncode: int
    text: str
    """Both streams."""
    stdout: str


def fleet_here(action: str, folder: Path, *words: str) -> Answer:
    """Run `fleet` in this process, where how it starts and ends is not the matter."""
    options = ("--project", str(folder), "--today", TODAY, "--jobs", "2")
    cluster = "--cluster" in words
    return Answer(*run_cli("fleet", action, *words, *(options[:-2] if cluster else options)))


def published(folder: Path) -> dict[str, Files]:
    """Read what each body of a fleet publishes."""
    projects = sorted((folder / "bodies").iterdir())
    return {f"bodies/{project.name}": read_tree(project / "public") for project in projects}


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    """What each body publishes when it is built alone, far from any register."""
    sources, built = tmp_path_factory.mktemp("sources"), {}
    write_fleet(sources, BODIES, 1)
    for number in range(BODIES):
        project = tmp_path_factory.mktemp("alone") / "project"
        shutil.move(sources / body_folder(number), project)
        words = ("build", "--project", str(project), "--today", TODAY, "-q", "--jobs", "1")
        assert run_cli(*words)[0] == 0
        built[body_folder(number)] = read_tree(project / "public")
    return built


@pytest.fixture
def make_fleet(tmp_path: Path) -> MakeFleet:
    """Write a fleet of so many bodies."""

    def make(bodies: int) -> Path:
        folder = tmp_path / "fleet"
        write_fleet(folder, bodies, 1)
        return folder

    return make
