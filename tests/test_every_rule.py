"""Each rule: documented in its four parts, finds exactly what its bad case holds, nothing else."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from site_builder.forms.load import forms
from site_builder.model.rule import Rule
from site_builder.rules import RULES
from tests.tools import ROOT, Expected, Outcome, Project

FOLDER = ROOT / "tests" / "rules"
PARTS = ("查什么", "依据", "错误示例", "怎么改")
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def _module(rule: Rule) -> Path:
    return Path(str(sys.modules[rule.find.__module__].__file__))


def _build(case: Path, folder: Path) -> Outcome:
    project = Project(folder / "site")
    shutil.copytree(case, project.path)
    return project.build()


def _of(rule: Rule, told: str) -> str:
    """Pick a rule's findings with their hints."""
    lines = told.splitlines()
    kept = []
    for at, line in enumerate(lines):
        if re.search(rf" (?:错误|提醒) {rule.id}/", line):
            kept.append(line)
            kept += [hint for hint in lines[at + 1 : at + 2] if hint.startswith("  ")]
    return "".join(f"{line}\n" for line in kept)


def test_every_rule_is_listed_and_has_its_cases() -> None:
    files = {path.stem for path in (ROOT / "site_builder" / "rules").glob("[a-z]*.py")}
    assert {_module(rule).stem for rule in RULES} == files
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert {path.name for path in FOLDER.iterdir()} == set(ids)


@every_rule
def test_the_documentation_has_its_four_parts(rule: Rule) -> None:
    documentation = sys.modules[rule.find.__module__].__doc__ or ""
    title, _, rest = documentation.partition("\n\n")
    assert title == f"{rule.name}。"
    found = re.findall(r"^(\S+)：\n((?: {4}.+\n)+)", rest, re.MULTILINE)
    assert [head for head, _ in found] == list(PARTS)
    assert "".join(f"{head}：\n{text}" for head, text in found) == rest
    assert all(len(text.strip()) > 10 for _, text in found)


@every_rule
def test_the_file_is_named_by_the_rule(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]\d{3}", rule.id)
    assert _module(rule).stem.startswith(f"{rule.id}_")


@every_rule
def test_the_bad_case_finds_what_it_should(rule: Rule, tmp_path: Path, expected: Expected) -> None:
    done = _build(FOLDER / rule.id / "bad", tmp_path)
    found = _of(rule, done.out)
    assert found
    assert "Traceback" not in done.out
    assert done.code == (1 if " 错误 " in found else 0)
    expected(FOLDER / rule.id / "expected.txt", found)


@every_rule
def test_the_good_case_finds_nothing(rule: Rule, tmp_path: Path) -> None:
    done = _build(FOLDER / rule.id / "good", tmp_path)
    assert done.code == 0, done.out
    assert _of(rule, done.out) == ""


def test_the_arithmetic_case_breaks_every_sentence_of_every_form() -> None:
    told = (FOLDER / "n001" / "expected.txt").read_text(encoding="utf-8")
    sentences = {
        identity.id
        for form in forms().values()
        for table in form.tables()
        for band in table.bands
        for identity in band.identities
    }
    assert set(re.findall(r" n001/(\S+)  ", told)) == sentences
