"""The annual report of a year as an office has it: a Word file."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers import Project
from tests.properties.small_site import LAWFUL, figures, lawful_site, report


def write_word_report(target: Path, year: int) -> None:
    """Write the file as our own site offers it."""
    files = lawful_site(0) | {
        "config.yaml": LAWFUL.replace("下载: [", "下载: [docx, "),
        f"content/{year}/report.md": report(year),
        f"content/{year}/figures.yaml": figures(year),
    }
    with TemporaryDirectory() as folder:
        site = Project(Path(folder))
        for path, text in files.items():
            site.edit(path, text)
        assert site.build().exit_code == 0
        shutil.copy(site.path / f"public/{year}/report.docx", target)
