"""Likely causes over mistakes in true figures, against a search that tries every cell and pair."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

from site_builder.model.failure import FailureGroup
from site_builder.model.figures import Cell, CellKey
from site_builder.model.form import Form
from site_builder.standards.likely_causes import MAX_CAUSES, likely_causes
from tests.helpers.brute_corrections import smallest_corrections
from tests.helpers.mistyped_numbers import Cells, with_a_mistyped_cell, with_a_wrong_column
from tests.helpers.shared_reports import REPORTS
from tests.helpers.standards import STANDARDS
from tests.helpers.true_figures import (
    BODIES,
    figures_of,
    read_true_figures,
    shared_figures,
)

SAMPLE = 40
MIN_SHARE = 0.95
LARGE = 1000
"""Mistakes in two columns that are tried with `-m large`, over all reports."""


def _body(name: str) -> tuple[Form, Cells]:
    figures = read_true_figures(name)
    form = STANDARDS.forms[figures.form]
    sums = {table.id for table in form.tables()} - {"proactive"}
    return form, {key: cell for key, cell in figures.cells.items() if key[0] in sums}


def _judge(form: Form, true: Mapping[CellKey, Cell], wrong: Cells, counts: Counter[str]) -> None:
    """Count what is decidable and what is right, and refuse what is said without ground."""
    groups = likely_causes(form, figures_of(form, wrong))
    changed = {key: true[key] for key in true if true[key] != wrong[key]}
    answers = smallest_corrections(wrong)
    if answers == [{}]:
        assert not groups
        return
    assert groups
    assert all(len(group.causes) <= MAX_CAUSES for group in groups)
    decided = all(group.decided for group in groups)
    assert not (decided and len(answers) != 1), (changed, wrong)
    if len(answers) <= MAX_CAUSES and any(answer.keys() == changed.keys() for answer in answers):
        counts["decidable"] += 1
        counts["right"] += _is_among_the_causes(groups, changed)
    if len(answers) == 1:
        counts["one answer"] += 1
        counts["decided"] += decided


def _is_among_the_causes(groups: tuple[FailureGroup, ...], changed: Mapping[CellKey, Cell]) -> bool:
    """Return whether the causes, taken together, name the right number of each changed cell."""
    proposed = {
        (change.key, change.proposed)
        for group in groups
        for cause in group.causes
        for change in cause.changes
    }
    return all((key, cell) in proposed for key, cell in changed.items())


def _check(reports: Iterable[tuple[Form, Cells]], *, sample: int | None, columns: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same mistakes each time
    counts: Counter[str] = Counter()
    for form, true in reports:
        assert likely_causes(form, figures_of(form, true)) == () or smallest_corrections(true) != [
            {}
        ]
        mistakes = list(with_a_mistyped_cell(true))
        for wrong in mistakes if sample is None else chance.sample(mistakes, sample):
            _judge(form, true, wrong, counts)
        for _ in range(columns):
            moved = with_a_wrong_column(true, chance)
            if moved is not None:
                _judge(form, true, moved, counts)
    assert counts["decidable"] > 0
    assert counts["right"] >= MIN_SHARE * counts["decidable"], counts
    assert counts["decided"] >= MIN_SHARE * counts["one answer"], counts
    print(dict(counts))  # noqa: T201 - shown by `pytest -s`, for the decision record


@pytest.mark.slow
@pytest.mark.parametrize("body", BODIES)
def test_mistakes_are_traced_to_their_cells(body: str) -> None:
    _check([_body(body)], sample=SAMPLE, columns=SAMPLE)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not REPORTS, reason="the material beside the checkout is not there")
def test_mistakes_in_real_reports_are_traced_to_their_cells() -> None:
    _check(shared_figures(), sample=SAMPLE // 4, columns=SAMPLE // 4)


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_every_mistake_is_traced_to_its_cell() -> None:
    reports = [*map(_body, BODIES), *shared_figures()]
    _check(reports, sample=None, columns=1 + LARGE // len(reports))


def test_any_figures_are_explained_by_little_work() -> None:
    """Numbers at random fail everywhere: the search is bounded by what a cell or two can mend."""
    form, true = _body("county")
    chance = random.Random(3)  # noqa: S311 - the same numbers each time
    for most in (1, 9, 10_000):
        numbers: Cells = {key: chance.randint(0, most) for key in true}
        (first, *_) = likely_causes(form, figures_of(form, numbers))
        assert not first.decided
