"""What an editor is shown of a form is what `check` reports of the file."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

import pytest

from site_builder.build.options import Options
from site_builder.content.figure_edits import edit_figures
from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.failure import CellChange, FailureGroup
from site_builder.model.figure_judgement import FiguresJudgement
from site_builder.model.figures import CellKey, Figures
from site_builder.model.form import Form, form_for
from site_builder.standards.blank_files import blank_figures
from site_builder.standards.identities import evaluate
from site_builder.usecases.check import check
from site_builder.usecases.judge_figures import judge_figures
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import CONFIG, report

FORMS = {form.id: form for form in STANDARDS.forms.values()}
SEEDS = 40
NEW = ("requests", "new", "applicant.total")


def _typed(form: Form, chance: Random) -> dict[CellKey, str]:
    """Return a form filled in, with a few slips."""
    typed = {}
    for key, cell in random_figures(form, chance).items():
        unit = getattr(cell, "unit", "")
        typed[key] = f"{getattr(cell, 'number', cell)}{unit}"
    for key in chance.sample(sorted(typed), chance.randint(0, 4)):
        typed[key] = chance.choice(("0", "7", "缺", "/")) if key[0] != "proactive" else "缺"
    return typed


def _read(form: Form, typed: Mapping[CellKey, str]) -> Figures:
    text = edit_figures(blank_figures(form, form.first_year), form, typed)
    figures, diagnostics = read_figures(text, "figures.yaml", form.first_year, STANDARDS.forms)
    assert figures, diagnostics
    return figures


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_same_sentences_fail_as_in_the_file(form_id: str, seed: int) -> None:
    chance, form = Random(seed), FORMS[form_id]  # noqa: S311 - no secret
    typed = _typed(form, chance)
    figures = _read(form, typed)
    previous = _read(form, _typed(form, chance)) if seed % 2 else None
    judgement = judge_figures(form, typed, previous)
    assert (judgement.problems, judgement.empty) == ((), ())
    evaluations = [
        (table.id, each) for table in form.tables() for each in evaluate(table, figures, previous)
    ]
    stated = {(table, each.name): "holds" if each.holds else "fails" for table, each in evaluations}
    judged = {(each.table, each.name): each.state for each in judgement.identities}
    assert {key: state for key, state in judged.items() if state != "undecided"} == stated
    explained = {
        (failed.table, (failed.section, failed.identity, failed.line))
        for group in judgement.causes
        for failed in group.failed
    }
    assert {key for key, state in stated.items() if state == "fails"} == explained


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_is_decided_before_it_is_filled_in(form: Form) -> None:
    judgement = judge_figures(form, {}, None)
    assert {identity.state for identity in judgement.identities} == {"undecided"}
    cells = sum(len(list(table.cells())) for table in form.tables())
    assert len(judgement.empty) == cells
    assert judgement.causes == ()


def test_what_is_no_number_is_a_problem_of_its_cell_and_decides_nothing() -> None:
    form = FORMS["annual-report-2021"]
    typed = _typed(form, Random(3))  # noqa: S311 - no secret
    judgement = judge_figures(form, {**typed, NEW: "3件"}, None)
    assert [(problem.key, problem.hint) for problem in judgement.problems] == [
        (NEW, "只写数字：3；单位和说明写进正文。")
    ]
    about = [identity for identity in judgement.identities if NEW in identity.keys]
    assert {identity.state for identity in about} == {"undecided"}
    assert {identity.reason for identity in about} == {"有待核或者写错的格子"}


def test_what_cannot_be_judged_says_why() -> None:
    form = FORMS["annual-report-2021"]
    random = Random(3)  # noqa: S311 - no secret
    typed = dict.fromkeys(_typed(form, random), "0")
    carried = ("requests", "carried-in", "applicant.total")
    previous = _read(form, typed)
    no_number = _read(form, dict.fromkeys(typed, "/"))
    for changed, last_year, reason in (
        ({}, None, "没有上年的报告"),
        ({}, no_number, "上年的报告里没有这个数"),
        ({carried: ""}, previous, "有 1 格没填"),
        ({carried: "/"}, previous, "有的格子写的是缺或者“/”"),
        ({}, previous, ""),
    ):
        judged = judge_figures(form, typed | changed, last_year).identities
        assert [identity.reason for identity in judged if identity.keys == (carried,)] == [reason]
        assert all(bool(identity.reason) == (identity.state == "undecided") for identity in judged)


CHAINS = [0, *(pytest.param(seed, marks=pytest.mark.large) for seed in range(1, 20))]
YEARS = range(2019, 2069)
"""Fifty reports, each after the one before: twenty chains are a thousand forms."""
Failure = tuple[str, str, str, bool]


@pytest.mark.slow
@pytest.mark.parametrize("seed", CHAINS)
def test_what_the_form_shows_is_what_check_reports(seed: int, tmp_path: Path) -> None:
    """The same identities with the same sums, as errors or as warnings, and the same causes."""
    chance = Random(seed)  # noqa: S311 - no secret
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    judgements: dict[int, FiguresJudgement] = {}
    previous: Figures | None = None
    for year in YEARS:
        form = form_for(year, STANDARDS.forms)
        assert form
        typed = _typed(form, chance)
        text = edit_figures(blank_figures(form, year), form, typed)
        folder = tmp_path / "content" / str(year)
        folder.mkdir(parents=True)
        (folder / "figures.yaml").write_text(text, encoding="utf-8")
        (folder / "report.md").write_text(report(year), encoding="utf-8")
        judgements[year] = judge_figures(form, typed, previous)
        previous = _read(form, typed)
    options = Options(tmp_path, tmp_path / "public", date(2069, 2, 1), drafts=True)
    diagnostics = check(options, STANDARDS).diagnostics
    reported = [each for each in diagnostics if each.code.startswith("n001/")]
    assert reported
    for year, judgement in judgements.items():
        own = [each for each in reported if each.location.file == f"content/{year}/figures.yaml"]
        assert _failures(judgement) == Counter(map(_failure, own))
        groups = [each.failure for each in own if each.failure]
        assert set(map(_corrections, judgement.causes)) == set(map(_corrections, groups))


def _failures(judgement: FiguresJudgement) -> Counter[Failure]:
    return Counter(
        (each.name[1], each.left, each.right, each.is_warning)
        for each in judgement.identities
        if each.state == "fails"
    )


def _failure(diagnostic: Diagnostic) -> Failure:
    identity = diagnostic.code.partition("/")[2]
    is_warning = diagnostic.severity is Severity.WARNING
    return identity, diagnostic.actual, diagnostic.expected, is_warning


def _corrections(group: FailureGroup) -> tuple[tuple[CellChange, ...], ...]:
    return tuple(cause.changes for cause in group.causes)
