"""Build the manual: a small site like any other, of the sources that come with the program."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.build.options import Options, Result, StageProgress
from site_builder.model.standards_loader import StandardsLoader, loader_of
from site_builder.usecases.build import build

_ANY_DAY = date(2026, 1, 1)
"""Rules about dates find nothing of interest in a manual; pages never depend on the day."""


def build_manual(output: Path, load_standards: StandardsLoader, progress: StageProgress) -> Result:
    """Write the manual into a folder. Raises OSError."""
    sources = manual_sources()
    with TemporaryDirectory(prefix="site-builder-") as folder:
        project = Path(folder) / "manual"
        shutil.copytree(sources, project, ignore=shutil.ignore_patterns(".build"))
        options = Options(project, output.absolute(), _ANY_DAY, progress=progress)
        # The law asks nothing of a manual: it has no columns but its own pages.
        return build(options, loader_of(replace(load_standards(), channels=())))


def manual_sources() -> Path:
    """Find the sources of the manual.

    An installed wheel carries them inside the package; in a checkout they are in `docs/`.
    """
    installed = Path(__file__).parents[1] / "_manual"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "docs" / "manual"
