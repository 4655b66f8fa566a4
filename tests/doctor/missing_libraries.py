"""A fresh interpreter that lacks certain libraries: they are not on its path, nothing is faked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from tests.helpers import ROOT


def top_level_names(name: str) -> set[str]:
    """Return what a distribution puts into the folder of packages."""
    files = distribution(name).files or ()
    return {path.parts[0] for path in files} - {"..", "__pycache__"}


def packages_without(folder: Path, names: Iterable[str]) -> Path:
    """Build a folder of links to all installed packages but those of some distributions."""
    absent = set().union(*map(top_level_names, names))
    folder.mkdir()
    for source in {Path(str(distribution(name).locate_file(""))) for name in ("Jinja2", "pip")}:
        for path in source.iterdir():
            if path.name not in absent and not (folder / path.name).exists():
                (folder / path.name).symlink_to(path)
    return folder


def run_doctor(
    packages: Path, *words: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command where only certain packages are to be had."""
    path = os.pathsep.join((str(ROOT), str(packages)))
    return subprocess.run(
        [sys.executable, "-S", "-m", "site_builder", "doctor", *words],
        cwd=cwd,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **environment},
    )


def doctor_json(
    packages: Path, *words: str, cwd: Path, **environment: str
) -> tuple[int, dict[str, Any]]:
    """Return the exit code, and the report for programs."""
    completed = run_doctor(packages, "--json", *words, cwd=cwd, **environment)
    assert not completed.stderr, completed.stderr.decode()
    return completed.returncode, json.loads(completed.stdout)
