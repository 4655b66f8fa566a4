"""What the form's sums prove: cells in doubt are taken where everything they are in adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from site_builder.importing.recognition.cells import Proposal, figure_text
from site_builder.model.diagnostic import Severity
from site_builder.model.figures import Amount, Cell, CellKey, Figures
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell
from site_builder.standards.identities import evaluate

_PROVEN = "与勾稽关系相符"


@dataclass(frozen=True, slots=True)
class FormSum:
    """An equation that cells of one report satisfy: their weighted sum and the offset are 0."""

    keys: tuple[CellKey, ...]
    weights: tuple[int, ...]
    offset: Decimal

    def holds(self, values: Mapping[CellKey, Cell | None]) -> bool:
        """Return whether every cell holds a number and the equation is true."""
        total = self.offset
        for key, weight in zip(self.keys, self.weights, strict=True):
            number = _number(values.get(key))
            if number is None:
                return False
            total += weight * number
        return total == 0


def form_sums(form: Form) -> tuple[FormSum, ...]:
    """Return the equations of a form that must be true within one report."""
    zeros = {
        (table.id, row.path, column.path): 0
        for table in form.tables()
        for _, row, column in table.cells()
    }
    return tuple(
        FormSum(evaluation.keys, evaluation.weights, evaluation.left - evaluation.right)
        for table in form.tables()
        for evaluation in evaluate(table, Figures(form.id, zeros, {}), None)
        if evaluation.identity.severity is Severity.ERROR and evaluation.identity.relation == "="
    )


def close(form: Form, proposals: Mapping[CellKey, Proposal]) -> dict[CellKey, ImportedCell]:
    """Return the cells: what sums prove is `inferred`, the rest stays as it was proposed."""
    values = {
        key: proposal.values[0] if proposal.values else proposal.cell.value
        for key, proposal in proposals.items()
    }
    sums: dict[CellKey, list[FormSum]] = {}
    for equation in form_sums(form):
        for key in equation.keys:
            sums.setdefault(key, []).append(equation)
    for key, proposal in proposals.items():
        choices = tuple(dict.fromkeys(proposal.values))
        if len(choices) > 1:
            holding = [c for c in choices if _are_true(sums.get(key, ()), {**values, key: c})]
            values[key] = holding[0] if len(holding) == 1 else None
    return {
        key: _inferred(proposal.cell, values[key])
        if proposal.values and _are_true(sums.get(key, ()), values)
        else proposal.cell
        for key, proposal in proposals.items()
    }


def _are_true(sums: Iterable[FormSum], values: Mapping[CellKey, Cell | None]) -> bool:
    checked = [equation.holds(values) for equation in sums]
    return bool(checked) and all(checked)


def _number(value: Cell | None) -> Decimal | None:
    if isinstance(value, Amount):
        return value.number
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _inferred(cell: ImportedCell, value: Cell | None) -> ImportedCell:
    if value is None:
        return cell
    return replace(
        cell,
        value=value,
        reading="inferred",
        text=cell.text if cell.text != figure_text(value) else "",
        candidates=(),
        reason="；".join(filter(None, (cell.reason, _PROVEN))),
    )
