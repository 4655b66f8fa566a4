"""Sheets of a catalogue, each with the content it meets and what comes of it."""

import re
import shutil
from pathlib import Path

import pytest

from site_builder.build.catalogue_sources import source_digest
from site_builder.cli.catalogue_summary import describe_outcome, describe_plan
from site_builder.importing.readers import delimited_text
from site_builder.importing.recognition.catalogue import recognize_catalogue
from site_builder.usecases.import_catalogue import import_catalogue
from tests.helpers import Expected, read_tree
from tests.helpers.standards import STANDARDS

CASES = Path(__file__).with_name("cases")


def outcome(project: Path, sheet: bytes, *, force: bool) -> str:
    """Import a sheet; return what is said and every file that is new or another."""
    content = project / "content"
    before = read_tree(content)
    original = delimited_text.read("sheet.csv", sheet)
    recognized = recognize_catalogue(original, STANDARDS.document_fields)
    assert recognized
    result = import_catalogue(recognized, project, STANDARDS, force=force)
    lines = [*describe_plan(result), *describe_outcome(result)]
    after = read_tree(content)
    assert before.keys() <= after.keys()
    changed = {path: data.decode() for path, data in after.items() if data != before.get(path)}
    assert {f"content/{path}" for path in changed} == set(result.written)
    return "\n".join((*lines, *(f"--- {path}\n{text}" for path, text in changed.items()))) + "\n"


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_a_sheet_and_what_comes_of_it(name: str, expected: Expected, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    if (CASES / name / "content").exists():
        shutil.copytree(CASES / name / "content", content, dirs_exist_ok=True)

    def digest(match: re.Match[str]) -> str:
        return source_digest((content / match[1]).read_bytes())

    text = (CASES / name / "sheet.csv").read_text(encoding="utf-8")
    sheet = re.sub(r"\{digest:([^}]*)\}", digest, text).encode()
    first = outcome(tmp_path, sheet, force=False)
    expected(CASES / name / "expected.txt", first)
    if "加 --force" in first:
        expected(CASES / name / "forced.txt", outcome(tmp_path, sheet, force=True))
