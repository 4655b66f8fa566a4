"""Likely causes of failed identities: the smallest corrections that would make all of them true.

Nothing is corrected by it: a report is published as it was signed, and a person decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from site_builder.model.failure import CellChange, FailedIdentity, FailureGroup, LikelyCause
from site_builder.model.figures import Figures
from site_builder.model.form import Form, Table
from site_builder.standards.cause_sentences import cause_sentence, group_summary
from site_builder.standards.correction_kinds import correction_kind, rank, totals
from site_builder.standards.corrections import (
    Correction,
    new_number,
    smallest_corrections,
)
from site_builder.standards.equations import EquationSystem, Variable, build_equations
from site_builder.standards.independent_errors import (
    connected_failures,
    independent_parts,
    peel_errors,
)
from site_builder.standards.shifted_rows import shifted_rows

MAX_CAUSES = 3
_Candidate = tuple[float, LikelyCause]


def likely_causes(
    form: Form, figures: Figures, previous_figures: Figures | None = None
) -> tuple[FailureGroup, ...]:
    """Return the failed identities of a report with the corrections that would explain them.

    Cells may be blank; a cell that the figures lack is not known, and what depends on it is left
    out. Every identity that `identities.evaluate` finds false on known cells is in one group.
    """
    return tuple(
        group for table in form.tables() for group in table_causes(table, figures, previous_figures)
    )


def table_causes(
    table: Table, figures: Figures, previous_figures: Figures | None
) -> Iterator[FailureGroup]:
    """Yield the groups of failed identities of one table."""
    system = build_equations(table, figures, previous_figures)
    for failing in connected_failures(system):
        yield from _groups(system, figures, failing)


def failure_groups(
    table: Table, figures: Figures, previous_figures: Figures | None
) -> dict[tuple[str, str, str], FailureGroup]:
    """Return the group of each failed identity of a table, by `Evaluation.name`."""
    return {
        (failed.section, failed.identity, failed.line): group
        for group in table_causes(table, figures, previous_figures)
        for failed in group.failed
    }


def _groups(
    system: EquationSystem, figures: Figures, failing: Sequence[int]
) -> Iterator[FailureGroup]:
    soft = frozenset(position for position in failing if _is_soft(system, position))
    if (groups := _explained(system, figures, failing, frozenset())) is not None:
        yield from groups
        return
    hard = [position for position in failing if position not in soft]
    if soft and hard and (groups := _explained(system, figures, hard, soft)) is not None:
        yield from groups
        yield _group(system, sorted(soft), [], 0, decided=False)
        return
    rest = list(failing)
    remaining = system
    for part, correction in peel_errors(system, hard, soft):
        yield _group(system, part, [_candidate(system, figures, correction)], 1, decided=False)
        rest = [position for position in rest if position not in part]
        remaining = remaining.changed(correction)
    hard = [position for position in rest if position not in soft]
    if len(rest) < len(failing) and hard:
        groups = _explained(remaining, figures, hard, soft)
        if groups is not None:
            yield from groups
            rest = [position for position in rest if position in soft]
    if rest:
        yield _group(system, rest, [], 0, decided=False)


def _is_soft(system: EquationSystem, position: int) -> bool:
    """Return whether an identity may well be false: over a blank, between years, an inequality."""
    equation = system.equations[position]
    return equation.has_blanks or equation.crosses_years or equation.identity.relation != "="


def _explained(
    system: EquationSystem, figures: Figures, failing: Sequence[int], ignored: frozenset[int]
) -> list[FailureGroup] | None:
    """Build the groups of failures that one cell, two cells or a shifted row explains."""
    answer = smallest_corrections(system, failing, ignored)
    single = any(len(solution) == 1 for solution in answer.solutions)
    shifts = (
        []
        if single
        else [
            _shift_candidate(system, figures, cells, correction)
            for cells, correction in shifted_rows(system, failing, ignored)
        ]
    )
    if shifts:
        candidates = [_candidate(system, figures, item) for item in answer.solutions] + shifts
        return [_group(system, failing, candidates, len(candidates), decided=False)]
    if not answer.solutions:
        return None
    return [
        _group(
            system,
            part,
            [_candidate(system, figures, item) for item in solutions],
            len(solutions),
            decided=len(solutions) == 1
            and not answer.indeterminate
            and not ignored
            and system.uncertain.isdisjoint(solutions[0]),
        )
        for part, solutions in independent_parts(system, failing, answer.solutions)
    ]


def _candidate(system: EquationSystem, figures: Figures, correction: Correction) -> _Candidate:
    kind = correction_kind(system, correction)
    changes = _changes(system, correction)
    sentence = cause_sentence(
        system.table,
        figures,
        kind,
        changes,
        is_total=len(correction) == 1 and not totals(system).isdisjoint(correction),
    )
    return rank(system, kind, correction), LikelyCause(kind, changes, sentence)


def _shift_candidate(
    system: EquationSystem,
    figures: Figures,
    cells: tuple[Variable, ...],
    correction: Correction,
) -> _Candidate:
    changes = _changes(system, {cell: correction.get(cell, Decimal(0)) for cell in cells})
    sentence = cause_sentence(system.table, figures, "row-shifted", changes, is_total=False)
    return rank(system, "row-shifted", correction), LikelyCause("row-shifted", changes, sentence)


def _changes(
    system: EquationSystem, correction: Mapping[Variable, Decimal]
) -> tuple[CellChange, ...]:
    order = {key: place for place, key in enumerate(system.values)}
    return tuple(
        CellChange(
            variable.key,
            system.numbers[variable],
            new_number(system, variable, correction[variable]),
            variable.previous_year,
        )
        for variable in sorted(correction, key=lambda variable: order[variable.key])
    )


def _group(
    system: EquationSystem,
    failing: Sequence[int],
    candidates: Sequence[_Candidate],
    count: int,
    *,
    decided: bool,
) -> FailureGroup:
    ordered = sorted(candidates, key=lambda candidate: candidate[0])
    is_soft = all(_is_soft(system, position) for position in failing)
    worth_stating = [cause for _, cause in ordered if _is_worth_stating(cause, is_soft=is_soft)]
    causes = tuple(worth_stating[:MAX_CAUSES])
    return FailureGroup(
        failed=tuple(
            FailedIdentity(
                table=system.table.id,
                section=equation.section.id,
                identity=equation.identity.id,
                line=equation.line.path,
                keys=equation.keys,
            )
            for equation in (system.equations[position] for position in failing)
        ),
        causes=causes,
        decided=decided and bool(causes),
        summary=group_summary(system.table, causes, count, decided=decided),
    )


def _is_worth_stating(cause: LikelyCause, *, is_soft: bool) -> bool:
    """Return whether a cause may help a person.

    Where several blanks could be filled, any number would do; and where identities that may well be
    false are all that fails, a number that comes from no slip is a guess.
    """
    if is_soft and cause.kind in ("number", "two-numbers"):
        return False
    return len(cause.changes) == 1 or all(change.current is not None for change in cause.changes)
