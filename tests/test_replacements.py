"""What is called a certain fix is one: carried out in the rules' own cases, it leaves nothing."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from site_builder.core.errors import ValueProblem
from site_builder.model.location import Location
from site_builder.model.replacement import Replacement
from tests.helpers import ROOT, Project
from tests.helpers.replacements import apply_replacements

FOLDER = ROOT / "tests" / "rules"
TODAY = "2026-06-01"
CURABLE = ("w001", "w002", "w004", "w005", "w006", "w007")
"""Rules with certain fixes."""


@dataclass(frozen=True)
class Case:
    """A rule's bad case."""

    project: Project

    def findings(self) -> list[dict[str, Any]]:
        output = self.project.run("check", format="json", today=TODAY).output
        findings: list[dict[str, Any]] = json.loads(output[output.index("{") :])["findings"]
        return findings


def _case(rule: str, folder: Path) -> Case:
    project = Project(folder / "site")
    shutil.copytree(FOLDER / rule / "bad", project.path)
    return Case(project)


def _fix(project: Project, finding: dict[str, Any]) -> tuple[str, str]:
    replacements = [
        Replacement(
            Location(finding["file"], each["line"], each["column"]), each["old"], each["new"]
        )
        for each in finding["replacements"]
    ]
    before = project.read(finding["file"])
    return before, apply_replacements(before, replacements)


@pytest.mark.parametrize("rule", CURABLE)
def test_each_certain_cure_leaves_nothing_and_brings_nothing(rule: str, tmp_path: Path) -> None:
    case = _case(rule, tmp_path)
    before = case.findings()
    curable = [each for each in before if each["rule"].startswith(rule) and each["replacements"]]
    assert curable
    for finding in curable:
        original, cured = _fix(case.project, finding)
        case.project.edit(finding["file"], cured)
        after = case.findings()
        assert finding["id"] not in [each["id"] for each in after], finding
        new = {each["rule"] for each in after} - {each["rule"] for each in before}
        assert not new, (finding, new)
        lines, others = original.split("\n"), cured.split("\n")
        changed = {place + 1 for place, line in enumerate(lines) if line != others[place]}
        assert len(lines) == len(others)
        assert changed == {each["line"] for each in finding["replacements"]}
        case.project.edit(finding["file"], original)


def test_no_other_rule_claims_a_cure_without_a_case() -> None:
    modules = (ROOT / "site_builder" / "rules").rglob("*.py")
    claiming = {
        path.stem[:4]
        for path in modules
        if "fix=" in (text := path.read_text(encoding="utf-8"))
        or "_fix(" in text
        or "Replacement(" in text
    }
    assert claiming - {"pros"} == set(CURABLE)


def test_what_stands_there_no_longer_is_left_alone() -> None:
    place = Location("x.md", 1, 2)
    assert apply_replacements("甲,乙", [Replacement(place, ",", "，")]) == "甲，乙"
    for text in ("甲，乙", "", "甲"):
        with pytest.raises(ValueProblem, match="已经改过"):
            apply_replacements(text, [Replacement(place, ",", "，")])
