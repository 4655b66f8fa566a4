"""The wheel alone is the whole program: installed in a fresh environment, far from the checkout."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from site_builder import __version__
from tests.helpers import ROOT
from tests.packaging.commands import BIN, run


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; libraries come from the one that runs the tests."""
    assert wheel.name.startswith(f"site_builder-{__version__}-")
    folder = tmp_path_factory.mktemp("environment")
    home = folder / "environment"
    venv.create(home, symlinks=os.name != "nt")
    python = home / BIN / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    own = ("--no-deps", "--no-index", "--quiet", "--no-compile")
    run(*pip, "install", *own, wheel, cwd=folder)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home)
    # A folder named by such a line is searched last, and its own such files are not read.
    (Path(packages.strip()) / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return home


def test_every_file_of_the_package_is_in_the_wheel(environment: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "site_builder", "templates", "docs/manual"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    (package,) = environment.rglob("site-packages/site_builder")
    names = [
        re.sub(r"^docs/manual/", "site_builder/_manual/", name)
        if name.startswith("docs/")
        else re.sub(r"^templates/", "site_builder/_templates/", name)
        for name in listed.split("\0")
        if name
    ]
    assert len(names) > 800
    assert [name for name in names if not (package.parent / name).is_file()] == []


def test_a_site_is_made_built_and_checked(environment: Path, tmp_path: Path) -> None:
    program = environment / BIN / "site-builder"
    assert run(program, "--version", cwd=tmp_path) == f"{__version__}\n"
    options = ("--organization", "示范区民政局", "--today", "2026-01-31")
    run(program, "new", "site", "site", *options, cwd=tmp_path)
    project = tmp_path / "site"
    run(program, "build", "--today", "2026-01-31", cwd=project)
    assert "示范区民政局" in (project / "public/index.html").read_text(encoding="utf-8")
    run(program, "check", "--today", "2026-01-31", cwd=project)
    python = environment / BIN / "python"
    assert run(python, "-m", "site_builder", "--version", cwd=tmp_path) == f"{__version__}\n"
    report = json.loads(run(program, "doctor", "--json", cwd=project))
    assert str(ROOT) not in report["program"]["package"]
    run(program, "manual", "--output", "manual", cwd=tmp_path)
    assert "写年度报告" in (tmp_path / "manual/index.html").read_text(encoding="utf-8")
    assert report["works"] is True


def test_the_commands_that_add_extras_know_this_program(environment: Path, tmp_path: Path) -> None:
    code = (
        "from site_builder.usecases.installed_parts import add_command; print(add_command('all'))"
    )
    command = run(environment / BIN / "python", "-c", code, cwd=tmp_path).strip()
    assert command == f'"{environment / BIN / "python"}" -m pip install "site-builder[all]"'
    words = command.replace('"', "").split()
    output = run(*words, "--dry-run", "--no-index", cwd=tmp_path)
    assert f"already satisfied: site-builder[all] in {environment}" in output
