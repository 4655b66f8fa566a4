"""Layouts as offices have them, each with what is recognized in it, doubts included."""

from pathlib import Path

import pytest

from site_builder.core.errors import UnsupportedFileError
from tests.helpers import Expected
from tests.importing.office_files import write_file
from tests.importing.recognized import recognize
from tests.importing.report_text import recognition_text

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())
OFFICE_SUFFIXES = ("docx", "xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_layout(name: str, expected: Expected) -> None:
    (path,) = CASES.joinpath(name).glob("source.*")
    file, data = source_file(path)
    try:
        text = recognition_text(recognize(file, data))
    except UnsupportedFileError as exc:
        text = f"refused: {exc}\n"
    expected(CASES / name / "expected.txt", text)


def source_file(path: Path) -> tuple[str, bytes]:
    """Return a case's file and its name: `source.docx.html` is a Word file, kept as text."""
    name, _, suffix = path.stem.rpartition(".")
    if name and suffix in OFFICE_SUFFIXES:
        return path.stem, write_file(path.read_text(encoding="utf-8"), suffix)
    return path.name, path.read_bytes()
