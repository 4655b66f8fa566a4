"""Build the manual: a small site like any other, of the sources that come with the program."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.build.options import Options, Result, StageProgress
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader, loader_of
from site_builder.usecases.build import build

TITLE = "使用手册"
_CHAPTERS = "rules"
"""The column whose standing texts are the chapters."""
_ANY_DAY = date(2026, 1, 1)
"""Rules about dates find nothing of interest in a manual; pages never depend on the day."""


def build_manual(output: Path, load_standards: StandardsLoader, progress: StageProgress) -> Result:
    """Write the manual into a folder. Raises OSError."""
    sources = manual_sources()
    with TemporaryDirectory(prefix="site-builder-") as folder:
        project = Path(folder) / "manual"
        shutil.copytree(sources, project)
        options = Options(project, output.absolute(), _ANY_DAY, progress=progress)
        return build(options, loader_of(_with_chapters(load_standards())))


def manual_sources() -> Path:
    """Find the sources of the manual.

    An installed wheel carries them inside the package; in a checkout they are in `docs/`.
    """
    installed = Path(__file__).parents[1] / "_manual"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "docs" / "manual"


def _with_chapters(standards: Standards) -> Standards:
    """Return standards whose column of standing texts is called what it holds here."""
    channels = (
        replace(channel, label=TITLE, keywords=(TITLE,), description=f"{TITLE}的全部章节。")
        if channel.id == _CHAPTERS
        else channel
        for channel in standards.channels
    )
    return replace(standards, channels=tuple(channels))
