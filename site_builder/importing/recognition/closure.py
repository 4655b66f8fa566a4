"""What the form's sums prove: cells in doubt are taken where everything they are in adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from site_builder.importing.recognition.cells import Proposal, figure_text
from site_builder.model.diagnostic import Severity
from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell
from site_builder.standards.identities import Evaluation, evaluate

_PROVEN = "与勾稽关系相符"


def close(form: Form, proposals: Mapping[CellKey, Proposal]) -> dict[CellKey, ImportedCell]:
    """Return the cells: what sums prove is `inferred`, the rest stays as it was proposed."""
    values = {
        key: proposal.values[0] if proposal.values else proposal.cell.value
        for key, proposal in proposals.items()
    }
    _choose(form, proposals, values)
    proven = _proven(form, values)
    return {
        key: _inferred(proposal.cell, values[key])
        if proposal.values and key in proven
        else proposal.cell
        for key, proposal in proposals.items()
    }


def _choose(
    form: Form, proposals: Mapping[CellKey, Proposal], values: dict[CellKey, Cell | None]
) -> None:
    """Choose among several values of a cell the only one with which its sums hold."""
    for key, proposal in proposals.items():
        choices = tuple(dict.fromkeys(proposal.values))
        if len(choices) < 2:  # noqa: PLR2004 - there is a choice
            continue
        holding = [
            choice for choice in choices if key in _proven(form, {**values, key: choice}, key[0])
        ]
        values[key] = holding[0] if len(holding) == 1 else None


def _proven(
    form: Form, values: Mapping[CellKey, Cell | None], table: str = ""
) -> frozenset[CellKey]:
    """Return the cells all of whose sums hold, without a number missing in any of them."""
    figures = Figures(form.id, {key: _or_blank(value) for key, value in values.items()}, {})
    evaluations = [
        evaluation
        for candidate in form.tables()
        if table in ("", candidate.id)
        for evaluation in evaluate(candidate, figures, None)
        if evaluation.identity.severity is Severity.ERROR and evaluation.identity.relation == "="
    ]
    holding = _keys(e for e in evaluations if e.holds and not e.has_blanks)
    failing = _keys(e for e in evaluations if not e.holds or e.has_blanks)
    return holding - failing


def _keys(evaluations: Iterable[Evaluation]) -> frozenset[CellKey]:
    return frozenset(key for evaluation in evaluations for key in evaluation.keys)


def _or_blank(value: Cell | None) -> Cell:
    return MissingValue.BLANK if value is None else value


def _inferred(cell: ImportedCell, value: Cell | None) -> ImportedCell:
    if value is None:
        return cell
    text = cell.text if cell.text != figure_text(value) else ""
    return replace(
        cell,
        value=value,
        reading="inferred",
        text=text,
        candidates=(),
        reason="；".join(filter(None, (cell.reason, _PROVEN))),
    )
