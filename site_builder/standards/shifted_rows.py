"""Rows whose numbers stand one column off: one slip that changes many cells."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from site_builder.model.form import all_leaves
from site_builder.standards.corrections import Correction, is_solution
from site_builder.standards.equations import EquationSystem, Variable

_MIN_CELLS = 3
"""What moves fewer numbers is a number in the neighbouring column, or two swapped."""


def shifted_rows(
    system: EquationSystem, failing: Sequence[int], ignored: frozenset[int] = frozenset()
) -> Iterator[tuple[tuple[Variable, ...], Correction]]:
    """Yield each row, as the cells that moved, whose shift back makes all failing equations true.

    The number that the shift pushed out is what its equations ask for.
    """
    for section in system.table.sections:
        columns = all_leaves(section.columns)
        for row in all_leaves(section.rows):
            cells = [
                Variable(previous_year=False, key=(system.table.id, row.path, column.path))
                for column in columns
            ]
            if any(
                position in failing
                for cell in cells
                for position in system.by_variable.get(cell, ())
            ) and all(cell in system.by_variable for cell in cells):
                yield from _shifts(system, failing, cells, ignored)


def _shifts(
    system: EquationSystem,
    failing: Sequence[int],
    cells: list[Variable],
    ignored: frozenset[int],
) -> Iterator[tuple[tuple[Variable, ...], Correction]]:
    for start in range(len(cells)):
        for end in range(start + _MIN_CELLS, len(cells) + 1):
            moved = cells[start:end]
            for order in (moved, moved[::-1]):
                correction = _shift_back(system, order, ignored)
                if len(correction) >= _MIN_CELLS and is_solution(
                    system, failing, correction, ignored
                ):
                    yield tuple(moved), correction


def _shift_back(
    system: EquationSystem, order: Sequence[Variable], ignored: frozenset[int]
) -> dict[Variable, Decimal]:
    """Return the changes that give each cell the number of the next, the last what it has to be."""
    numbers = [system.numbers[cell] or Decimal(0) for cell in order]
    changes = {
        cell: number - old
        for cell, old, number in zip(order, numbers, numbers[1:], strict=False)
        if number != old
    }
    last = order[-1]
    for position in system.by_variable[last]:
        equation = system.equations[position]
        others = sum(
            weight * changes.get(cell, Decimal(0)) for cell, weight in equation.weights.items()
        )
        weight = equation.weights[last]
        if position not in ignored and equation.identity.relation == "=" and equation.is_stated:
            change = -(equation.residual + others) / weight
            if change:
                changes[last] = change
            break
    return changes
