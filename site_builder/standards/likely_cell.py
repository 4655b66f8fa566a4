"""Which cell a broken sum comes from, where the sentences of the form point to one and no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from site_builder.model.figures import CellKey, Figures
from site_builder.standards.identities import Evaluation

_MIN_SENTENCES = 2
"""A cell is named by a row and a column; one sentence alone points to all of its cells alike."""


@dataclass(frozen=True, slots=True)
class LikelyCell:
    """A cell that explains broken sentences by itself."""

    key: CellKey
    number: Decimal
    """What it would be if every sentence about it were true."""


def likely_cells(
    evaluations: Iterable[Evaluation], figures: Figures
) -> Mapping[tuple[str, str, str], LikelyCell]:
    """Find for broken sentences, by `evaluation_key`, the one cell that would correct them.

    It stands in two sentences or more, all of which are broken by the same amount; where two cells
    would do, or none, nothing is reported. Sentences about last year and about blanks are left out.
    """
    equations = [
        evaluation
        for evaluation in evaluations
        if evaluation.identity.relation == "="
        and not evaluation.has_blanks
        and not any(term.previous_year for term in evaluation.identity.terms())
    ]
    changes_by_cell: dict[CellKey, list[tuple[Evaluation, Decimal]]] = {}
    for evaluation in equations:
        for key, weight in zip(evaluation.keys, evaluation.weights, strict=True):
            changes_by_cell.setdefault(key, []).append(
                (evaluation, (evaluation.right - evaluation.left) / weight)
            )
    consistent_changes = {
        key: changes[0][1]
        for key, changes in changes_by_cell.items()
        if len(changes) >= _MIN_SENTENCES
        and len({change for _, change in changes}) == 1
        and not any(evaluation.holds for evaluation, _ in changes)
    }
    candidates: dict[tuple[str, str, str], LikelyCell] = {}
    for evaluation in equations:
        fixable = [key for key in dict.fromkeys(evaluation.keys) if key in consistent_changes]
        if not evaluation.holds and len(fixable) == 1:
            number = (figures.number(fixable[0]) or Decimal(0)) + consistent_changes[fixable[0]]
            if number >= 0:
                candidates[evaluation_key(evaluation)] = LikelyCell(fixable[0], number)
    return candidates


def evaluation_key(evaluation: Evaluation) -> tuple[str, str, str]:
    """Return the key of an identity on its line, within a table."""
    return evaluation.section.id, evaluation.identity.id, evaluation.line.path
