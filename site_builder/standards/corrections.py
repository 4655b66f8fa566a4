"""The smallest sets of cells whose change makes failed identities true."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from site_builder.standards.equations import EquationSystem, Variable

Correction = Mapping[Variable, Decimal]
"""What is added to each cell."""
_MAX_EQUATIONS_OF_A_CELL = 8
"""Far above any form; a cell of more equations is not tried in pairs."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of the smallest number of cells: of one, or else of two."""

    solutions: tuple[Correction, ...]
    indeterminate: bool = False
    """Two cells were possible whose numbers the equations leave open."""


def new_number(system: EquationSystem, variable: Variable, change: Decimal) -> Decimal:
    """Return what a cell would hold; a cell without a number holds the change alone."""
    return (system.numbers[variable] or Decimal(0)) + change


def is_solution(
    system: EquationSystem,
    failing: Iterable[int],
    correction: Correction,
    ignored: frozenset[int] = frozenset(),
) -> bool:
    """Return whether a correction is possible in its cells and makes all it touches true.

    Every failing equation has to be touched; what is ignored may stay false.
    """
    changes: dict[int, Decimal] = {}
    stated: set[int] = set()
    for variable, change in correction.items():
        if not change or not _is_possible(system, variable, change):
            return False
        for position in system.by_variable[variable]:
            equation = system.equations[position]
            changes[position] = changes.get(position, Decimal(0)) + (
                equation.weights[variable] * change
            )
            if equation.is_stated or variable in equation.left:
                stated.add(position)
    return all(position in changes for position in failing) and all(
        system.equations[position].holds(changes[position]) for position in stated - ignored
    )


def _is_possible(system: EquationSystem, variable: Variable, change: Decimal) -> bool:
    number = new_number(system, variable, change)
    value = system.values[variable.key]
    return (value == "signed" or number >= 0) and (
        value == "money" or number == number.to_integral_value()
    )


def smallest_corrections(
    system: EquationSystem, failing: Sequence[int], ignored: frozenset[int] = frozenset()
) -> Corrections:
    """Find every change of one cell that makes the failing equations true, or else of two cells.

    Exact: what is not in the answer is no solution. Work is bounded by the cells of two equations,
    whatever else fails.
    """
    sums = [p for p in failing if system.equations[p].identity.relation == "="]
    limit = 2 * _MAX_EQUATIONS_OF_A_CELL
    if not sums or len(failing) > limit:
        return Corrections(())
    first = min(sums, key=lambda position: len(system.equations[position].weights))
    single = [
        {variable: change}
        for variable in system.equations[first].weights
        if (change := _clearing_change(system, first, variable)) is not None
    ]
    solutions = [item for item in single if is_solution(system, failing, item, ignored)]
    if solutions:
        return Corrections(tuple(solutions))
    indeterminate = False
    pairs: list[Correction] = []
    for pair in _pairs(system, failing, first):
        changes = _solve(system, pair, ignored)
        if changes is None:
            indeterminate = True
        elif is_solution(system, failing, changes, ignored):
            pairs.append(changes)
    return Corrections(tuple(pairs), indeterminate)


def _clearing_change(system: EquationSystem, position: int, variable: Variable) -> Decimal | None:
    """Return the change of one cell that makes one equation true by itself."""
    equation = system.equations[position]
    weight = equation.weights[variable]
    change = -equation.residual / weight
    return change if change * weight == -equation.residual else None


def _pairs(
    system: EquationSystem, failing: Sequence[int], first: int
) -> Iterator[tuple[Variable, Variable]]:
    """Yield each pair of cells that may be a solution: one of them stands in the first equation."""
    done: set[frozenset[Variable]] = set()
    for variable in system.equations[first].weights:
        own = system.by_variable[variable]
        open_equations = [position for position in failing if position not in own]
        if open_equations:
            sources = [
                min(open_equations, key=lambda position: len(system.equations[position].weights))
            ]
        else:
            sources = list(own)
        for other in dict.fromkeys(
            other for position in sources for other in system.equations[position].weights
        ):
            pair = frozenset((variable, other))
            covered = {*own, *system.by_variable[other]}
            if other != variable and pair not in done and covered.issuperset(failing):
                done.add(pair)
                yield variable, other


def _solve(
    system: EquationSystem, pair: tuple[Variable, Variable], ignored: frozenset[int]
) -> Correction | None:
    """Solve the equations of two cells; empty for a contradiction, None if they leave it open."""
    first, second = pair
    rows = []
    for position in dict.fromkeys(system.by_variable[first] + system.by_variable[second]):
        equation = system.equations[position]
        if (
            position not in ignored
            and equation.identity.relation == "="
            and (equation.is_stated or not equation.left.isdisjoint(pair))
        ):
            weights = (equation.weights.get(first, 0), equation.weights.get(second, 0))
            rows.append((*weights, -equation.residual))
    for (a, b, c), (d, e, f) in combinations(rows, 2):
        determinant = a * e - b * d
        if determinant:
            changes = (c * e - b * f) / determinant, (a * f - c * d) / determinant
            return dict(zip(pair, changes, strict=True))
    consistent = all(
        a * f == c * d and b * f == c * e for (a, b, c), (d, e, f) in combinations(rows, 2)
    )
    return None if consistent else {}
