"""The wheel, built once, and programs that know nothing of the checkout."""

import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.packaging.commands import run


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    own = ("--no-deps", "--no-index", "--no-build-isolation")
    run(*pip, *own, "-w", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel
