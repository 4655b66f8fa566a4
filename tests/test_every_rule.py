"""Each rule finds exactly what its bad case holds, and nothing in its good case.

Documentation, index and the presence of cases are proven in `test_rule_index.py`.
"""

import re
import shutil
from pathlib import Path

import pytest

from site_builder.model.rule import Rule
from site_builder.rules.rule_list import all_rules
from tests.helpers import ROOT, Expected, Project
from tests.helpers.standards import STANDARDS

FOLDER = ROOT / "tests" / "rules"
TODAY = "2026-06-01"
_IDS = re.compile(r" (?:错误|提醒) (\S+/\S+)")
every_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)


def _check(rule: Rule, case: str, folder: Path) -> str:
    """Check a copy of a case for one rule; return the output without the counting line."""
    project = Project(folder / "site")
    shutil.copytree(FOLDER / rule.id / case, project.path)
    output = project.run("check", only=rule.id, today=TODAY).output
    output = output.replace(f" --project {project.path}", " --project site")
    return output.partition("\n\n")[2] if output.startswith("错误 ") else output


def test_no_case_is_left_without_a_rule() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {rule.id for rule in all_rules()}


@every_rule
def test_the_bad_case_is_found(rule: Rule, expected: Expected, tmp_path: Path) -> None:
    output = _check(rule, "bad", tmp_path)
    assert f" {rule.id}/" in output
    expected(FOLDER / rule.id / "expected.txt", output)


@every_rule
def test_the_good_case_passes(rule: Rule, tmp_path: Path) -> None:
    assert _check(rule, "good", tmp_path) == "没有发现问题。\n"


@every_rule
def test_remarks_in_figures_hide_nothing(rule: Rule, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(FOLDER / rule.id / "bad", project.path)
    before = project.run("check", only=rule.id, today=TODAY).output
    for path in sorted(project.path.glob("content/*/figures.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        remarked = (f"  # 说明\n{line}  # 核对过" if "[" in line else line for line in lines)
        path.write_text("\n".join(remarked) + "\n", encoding="utf-8")
    after = project.run("check", only=rule.id, today=TODAY).output
    assert _IDS.findall(after) == _IDS.findall(before)


def test_the_arithmetic_case_breaks_every_sentence_of_every_form() -> None:
    output = (FOLDER / "n001" / "expected.txt").read_text(encoding="utf-8")
    sentences = {
        identity.id
        for form in STANDARDS.forms.values()
        for table in form.tables()
        for section in table.sections
        for identity in section.identities
    }
    assert {name for name in sentences if f"n001/{name} " not in output} == set()
