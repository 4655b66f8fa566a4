"""Errors that have nothing to do with one another, told apart."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import prod

from site_builder.standards.corrections import Correction, is_solution
from site_builder.standards.equations import EquationSystem, Variable

_MIN_EQUATIONS = 2
"""A cell is named by a row and a column; one equation alone points to all of its cells alike."""


def connected_failures(system: EquationSystem) -> list[tuple[int, ...]]:
    """Return the failing equations in groups that have no cells and equations between them."""
    groups = _Partition(len(system.equations))
    for positions in system.by_variable.values():
        groups.join(positions)
    return groups.parts(system.failing())


class _Partition:
    """Positions in disjoint parts that grow together."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def _root(self, position: int) -> int:
        while self._parents[position] != position:
            position = self._parents[position]
        return position

    def join(self, positions: Sequence[int]) -> None:
        for position in positions[1:]:
            self._parents[self._root(position)] = self._root(positions[0])

    def parts(self, positions: Sequence[int]) -> list[tuple[int, ...]]:
        by_root: dict[int, list[int]] = {}
        for position in positions:
            by_root.setdefault(self._root(position), []).append(position)
        return [tuple(part) for part in by_root.values()]


def independent_parts(
    system: EquationSystem, failing: Sequence[int], solutions: Sequence[Correction]
) -> list[tuple[tuple[int, ...], list[Correction]]]:
    """Divide failing equations where each part has corrections of its own, in any combination."""
    partition = _Partition(len(system.equations))
    clusters = [_clusters(system, solution) for solution in solutions]
    for solution_clusters in clusters:
        for positions, _ in solution_clusters:
            partition.join([position for position in failing if position in positions])
    parts = []
    for part in partition.parts(failing):
        own: list[Correction] = []
        for solution_clusters in clusters:
            restricted: dict[Variable, Decimal] = {}
            for positions, cluster in solution_clusters:
                if not positions.isdisjoint(part):
                    restricted |= cluster
            if restricted not in own:
                own.append(restricted)
        parts.append((part, own))
    if prod(len(own) for _, own in parts) != len(solutions):
        return [(tuple(failing), list(solutions))]
    return parts


def _clusters(
    system: EquationSystem, solution: Correction
) -> list[tuple[frozenset[int], dict[Variable, Decimal]]]:
    """Divide a correction into cells that share no equation, with the equations of each."""
    clusters: list[tuple[frozenset[int], dict[Variable, Decimal]]] = []
    for variable, change in solution.items():
        positions = frozenset(system.by_variable[variable])
        cluster = {variable: change}
        separate = []
        for other in clusters:
            if other[0].isdisjoint(positions):
                separate.append(other)
            else:
                positions |= other[0]
                cluster = other[1] | cluster
        clusters = [*separate, (positions, cluster)]
    return clusters


def peel_errors(
    system: EquationSystem, failing: Sequence[int], ignored: frozenset[int]
) -> Iterator[tuple[tuple[int, ...], Correction]]:
    """Yield each cell that alone explains all of its equations, where no other cell does so too.

    Given for failures that no two cells explain: what is left of them may then be explained.
    """
    strong: dict[Variable, tuple[tuple[int, ...], Mapping[Variable, Decimal]]] = {}
    for variable, positions in system.by_variable.items():
        own = tuple(position for position in positions if position in failing)
        if variable.previous_year or len(own) < _MIN_EQUATIONS:
            continue
        equation = system.equations[own[0]]
        change = -equation.residual / equation.weights[variable]
        if is_solution(system, own, {variable: change}, ignored):
            strong[variable] = own, {variable: change}
    for variable, (own, correction) in strong.items():
        if not any(
            other != variable and not set(own).isdisjoint(positions)
            for other, (positions, _) in strong.items()
        ):
            yield own, correction
