"""The version, and what the list of changes says of it."""

import re

from site_builder import __version__
from tests.helpers import ROOT

HEADING = re.compile(r"^## ([0-9]+\.[0-9]+\.[0-9]+)(?:（([0-9]{4}-[0-9]{2}-[0-9]{2}|未发布)）)?$")


def test_wheels_are_named_as_they_are() -> None:
    pattern = re.compile(r"site_builder-([0-9.]+)-py3-none-any\.whl")
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = [match for path in files for match in pattern.findall(path.read_text("utf-8"))]
    assert set(named) == {__version__}


def test_the_newest_version_of_the_list_is_that_of_the_program() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    matches = [HEADING.match(line) for line in headings]
    assert all(matches), headings
    versions = [match[1] for match in matches if match]
    assert versions[0] == __version__
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(numbers, reverse=True)
