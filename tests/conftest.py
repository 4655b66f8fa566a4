"""Fixtures of all tests: small projects from one string, the shared sites, expectation files."""

import os
import re
import shutil
import signal
import sys
from pathlib import Path

import hypothesis
import pytest

from tests.helpers import (
    EXAMPLE,
    ROOT,
    SHOWCASE,
    Expected,
    Project,
    ProjectFactory,
    Site,
    build_site,
    split_files,
)
from tests.helpers.shared_sites import build_once


def pytest_configure() -> None:
    """Let the programs that are started here be stopped by Ctrl+C, though all this runs behind."""
    # What a shell starts in the background ignores it, and so do its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A program that is started a thousand times is compiled once, also where no cache is wanted.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # How long a busy machine takes over an example has nothing to do with the program.
    hypothesis.settings.register_profile(
        "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`, and how long the fuzzers run."""
    parser.addoption(
        "--accept", action="store_true", help="write what came out into the expectation files"
    )
    parser.addoption("--fuzz", type=int, default=0, help="inputs that each fuzzer tries")
    parser.addoption("--fuzz-seed", type=int, default=1, help="another seed, other inputs")


@pytest.fixture
def make_project(tmp_path: Path) -> ProjectFactory:
    """Build a whole small site from one string of `--- path` blocks."""
    count = 0

    def make(text: str) -> Project:
        nonlocal count
        count += 1
        new = Project(tmp_path / f"site-{count}")
        new.path.mkdir()
        for path, content in split_files(text).items():
            new.edit(path, content)
        return new

    return make


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Expected:
    """Compare text with an expectation file: `expected(path, text)`."""
    return Expected(accept=bool(request.config.getoption("--accept")))


@pytest.fixture(scope="session")
def built_park(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real park's site."""
    return build_once(tmp_path_factory, "park", lambda into: build_site("park", ROOT, into))


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small fictional park: what tests of pages and files read."""
    return build_once(
        tmp_path_factory, "example", lambda into: build_site("example", EXAMPLE, into)
    )


@pytest.fixture(scope="session")
def built_showcase(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The fictional park that is shown to people: for what is said about itself alone."""
    return build_once(tmp_path_factory, "showcase", _build_showcase)


def _build_showcase(into: Path) -> Site:
    """Build its pages without some 270 Word and PDF files, which take longer than all else."""
    source = Project(into / "source")
    shutil.copytree(SHOWCASE, source.path, ignore=shutil.ignore_patterns("public", ".build"))
    settings, count = re.subn(r"(?m)^(公文下载): 是$", r"\1: 否", source.read("config.yaml"))
    assert count == 1
    source.edit("config.yaml", settings)
    return build_site("showcase", source.path, into)
