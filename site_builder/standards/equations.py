"""The identities of a table as equations between cells, also those that nothing states yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from site_builder.model.figures import CellKey, Figures
from site_builder.model.form import (
    Header,
    Identity,
    Table,
    TableSection,
    Term,
    Value,
    all_leaves,
)
from site_builder.standards.identities import cell_keys, headers_by_path


class Variable(NamedTuple):
    """A cell of the report, or of the one of the year before."""

    previous_year: bool
    key: CellKey


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity on one line, within one report or between two."""

    section: TableSection
    identity: Identity
    line: Header
    is_previous: bool
    """An identity of the report of the year before, by itself."""
    residual: Decimal
    """The left side less the right side; cells without a number count as nothing."""
    weights: Mapping[Variable, int]
    """How much the residual grows with each cell."""
    keys: tuple[CellKey, ...]
    """The cells of this year, in the order of the terms."""
    left: frozenset[Variable]
    is_stated: bool
    """The left side holds a number; else nothing is stated, until somebody fills it in."""
    has_blanks: bool
    crosses_years: bool
    total: Variable | None
    """The cell that is the plain sum of others, where the identity is about such a one."""

    def holds(self, change: Decimal | int = 0) -> bool:
        """Return whether the sentence is true after the residual grew by a number."""
        residual = self.residual + change
        if self.identity.relation == "<=":
            return residual <= 0
        if self.identity.relation == ">=":
            return residual >= 0
        return residual == 0


@dataclass(frozen=True, slots=True)
class EquationSystem:
    """Every equation of a table, with its cells."""

    table: Table
    equations: tuple[Equation, ...]
    by_variable: Mapping[Variable, tuple[int, ...]]
    """Positions of the equations that a cell stands in."""
    numbers: Mapping[Variable, Decimal | None]
    values: Mapping[CellKey, Value]
    uncertain: frozenset[Variable]
    """Cells of equations that were left out, because another of their cells is not known."""

    def failing(self) -> tuple[int, ...]:
        """Return the equations of this year that are stated and false."""
        return tuple(
            position
            for position, equation in enumerate(self.equations)
            if equation.is_stated and not equation.is_previous and not equation.holds()
        )

    def changed(self, correction: Mapping[Variable, Decimal]) -> "EquationSystem":
        """Return the system as it would be with other numbers in some cells."""
        equations = list(self.equations)
        for variable, change in correction.items():
            for position in self.by_variable[variable]:
                equation = equations[position]
                equations[position] = replace(
                    equation,
                    residual=equation.residual + equation.weights[variable] * change,
                    is_stated=equation.is_stated or variable in equation.left,
                )
        numbers = {
            variable: (self.numbers[variable] or Decimal(0)) + change
            for variable, change in correction.items()
        }
        return replace(self, equations=tuple(equations), numbers={**self.numbers, **numbers})


def build_equations(
    table: Table, figures: Figures, previous_figures: Figures | None
) -> EquationSystem:
    """Build the equations of a table.

    A cell that the figures lack is not known (blank is known): its equations are left out. The
    report of the year before is taken in where it is there: by itself too if it has the same form,
    so that a correction to it has to agree with its own sums.
    """
    equations: list[Equation] = []
    uncertain: set[Variable] = set()
    sources = {False: figures, True: previous_figures}
    for section, identity, line, headers in _lines(table):
        keys = partial(cell_keys, table.id, line, headers, identity.axis)
        crosses = any(term.previous_year for term in identity.terms())
        for year in (False,) if crosses else _years(figures, previous_figures):
            sides = [_cells(side, keys, year=year) for side in (identity.left, identity.right)]
            variables = [variable for side in sides for variable, _ in side]
            if _is_known(variables, sources, crosses=crosses):
                equations.append(_equation((section, identity, line), sides, sources, year=year))
            elif any(
                not variable.previous_year and variable.key not in figures.cells
                for variable in variables
            ):
                uncertain.update(variables)
    by_variable: dict[Variable, list[int]] = {}
    for position, equation in enumerate(equations):
        for variable in equation.weights:
            by_variable.setdefault(variable, []).append(position)
    return EquationSystem(
        table=table,
        equations=tuple(equations),
        by_variable={variable: tuple(positions) for variable, positions in by_variable.items()},
        numbers={variable: _number(variable, sources) for variable in by_variable},
        values={
            (table.id, row.path, column.path): column.value or "count"
            for _, row, column in table.cells()
        },
        uncertain=frozenset(uncertain),
    )


def _years(figures: Figures, previous_figures: Figures | None) -> tuple[bool, ...]:
    """Return which reports the table's own sums are set up for: this one, the one before."""
    has_previous = previous_figures is not None and previous_figures.form == figures.form
    return (False, True) if has_previous else (False,)


def _lines(
    table: Table,
) -> Iterator[tuple[TableSection, Identity, Header, Mapping[str, Header]]]:
    for section in table.sections:
        for identity in section.identities:
            across = identity.axis == "columns"
            headers = headers_by_path(section.rows if across else section.columns)
            for line in all_leaves(section.columns if across else section.rows):
                yield section, identity, line, headers


_Cells = list[tuple[Variable, int]]


def _cells(
    terms: tuple[Term, ...], keys: Callable[[Term], Iterator[CellKey]], *, year: bool
) -> _Cells:
    return [
        (Variable(term.previous_year or year, key), term.sign)
        for term in terms
        for key in keys(term)
    ]


def _number(variable: Variable, sources: Mapping[bool, Figures | None]) -> Decimal | None:
    source = sources[variable.previous_year]
    return source.number(variable.key) if source else None


def _is_known(
    variables: Iterable[Variable], sources: Mapping[bool, Figures | None], *, crosses: bool
) -> bool:
    """Return whether an equation can be set up: between two years, last year has to be whole."""
    for variable in variables:
        source = sources[variable.previous_year]
        if source is None or variable.key not in source.cells:
            return False
        if crosses and variable.previous_year and source.number(variable.key) is None:
            return False
    return True


def _equation(
    place: tuple[TableSection, Identity, Header],
    sides: list[_Cells],
    sources: Mapping[bool, Figures | None],
    *,
    year: bool,
) -> Equation:
    section, identity, line = place
    left, right = sides
    weights: dict[Variable, int] = {}
    residual = Decimal(0)
    for sign, side, terms in ((1, left, identity.left), (-1, right, identity.right)):
        residual += sign * sum(term.sign * term.constant for term in terms)
        for variable, weight in side:
            weights[variable] = weights.get(variable, 0) + sign * weight
            residual += sign * weight * (_number(variable, sources) or 0)
    numbers = {variable: _number(variable, sources) for variable in weights}
    is_sum = identity.relation == "=" and len(left) == 1 and len(right) > 1
    return Equation(
        section=section,
        identity=identity,
        line=line,
        is_previous=year,
        residual=residual,
        weights={variable: weight for variable, weight in weights.items() if weight},
        keys=tuple(
            variable.key for side in sides for variable, _ in side if variable.previous_year == year
        ),
        left=frozenset(variable for variable, _ in left),
        is_stated=any(numbers[variable] is not None for variable, _ in left),
        has_blanks=any(
            number is None for variable, number in numbers.items() if variable.previous_year == year
        ),
        crosses_years=any(variable.previous_year != year for variable in weights),
        total=left[0][0] if is_sum and all(sign == 1 for _, sign in left + right) else None,
    )
