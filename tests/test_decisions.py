"""Each decision record has its three headings and its line in the list; numbers have no gaps."""

import re
from pathlib import Path

import pytest

from tests.helpers import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
HEADINGS = ["## Context", "## Decision", "## Consequences"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_its_title_and_three_headings(record: Path) -> None:
    lines = record.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(rf"# {record.name[:4]} \S.*", lines[0])
    assert [line for line in lines if line.startswith("## ")] == HEADINGS


def test_numbers_have_no_gaps() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_the_list_names_each_record_by_its_title() -> None:
    expected = [
        f"* [{record.read_text(encoding='utf-8').splitlines()[0][2:]}]({record.name})"
        for record in RECORDS
    ]
    listed = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in listed if line.startswith("* ")] == expected
