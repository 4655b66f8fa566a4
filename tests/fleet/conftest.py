"""A fleet that is built once, by processes, and the same bodies built alone."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import ROOT, read_tree, run_cli
from tests.helpers.fleet_projects import TODAY, body_folder, write_fleet

BODIES, DOCUMENTS = 12, 3
Files = dict[str, bytes]


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
    """Run `fleet` on a folder."""
    return run_program("fleet", action, *words, "--project", str(folder), "--today", TODAY)


def published(folder: Path, bodies: int = BODIES) -> dict[str, Files]:
    """Read what each body of a fleet publishes."""
    return {
        body_folder(number): read_tree(folder / body_folder(number) / "public")
        for number in range(bodies)
    }


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fleet of which nothing is built."""
    folder = tmp_path_factory.mktemp("fleet") / "sources"
    write_fleet(folder, BODIES, DOCUMENTS)
    return folder


@pytest.fixture(scope="session")
def alone(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    """What each body publishes when it is built alone, far from any register."""
    built = {}
    for number in range(BODIES):
        project = tmp_path_factory.mktemp("alone") / "project"
        shutil.copytree(sources / body_folder(number), project)
        words = ("build", "--project", str(project), "--today", TODAY, "-q", "--jobs", "1")
        assert run_cli(*words)[0] == 0
        built[body_folder(number)] = read_tree(project / "public")
    return built


@pytest.fixture
def make_fleet(sources: Path, tmp_path: Path) -> Callable[[], Path]:
    """Copy the fleet, as often as it is asked for."""
    count = 0

    def make() -> Path:
        nonlocal count
        count += 1
        return Path(shutil.copytree(sources, tmp_path / f"fleet{count}"))

    return make
