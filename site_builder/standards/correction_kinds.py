"""What kind of slip a correction would mend, and how likely slips are compared with one another."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from site_builder.model.failure import CauseKind
from site_builder.model.form import Value, all_leaves
from site_builder.standards.corrections import Correction, new_number
from site_builder.standards.equations import EquationSystem, Variable

_RANKS: dict[CauseKind, float] = {
    "sign": 1,
    "digits-swapped": 1,
    "digit-doubled": 1,
    "digit-dropped": 1.5,
    "digit-added": 1.5,
    "decimal-point": 1,
    "unit": 1,
    "cells-swapped": 2,
    "digit-mistyped": 2,
    "row-shifted": 2,
    "column": 3,
    "row": 3,
    "total": 3,
    "blank": 2.25,
    "number": 5,
    "two-numbers": 4,
}
_MAX_STEPS = 5
"""Cells farther from each other than this are all equally far."""


def number_kind(current: Decimal | None, proposed: Decimal, value: Value) -> CauseKind:
    """Return the slip that makes one number out of another; `number` if it is none with a name."""
    if current is None:
        return "blank"
    if current == -proposed:
        return "sign"
    if (current < 0) != (proposed < 0):
        return "number"
    kind = _money_kind(current, proposed) if value == "money" else None
    return kind or _digit_kind(f"{abs(current):f}", f"{abs(proposed):f}")


def _money_kind(current: Decimal, proposed: Decimal) -> CauseKind | None:
    for places, kind in _SHIFTED_POINTS.items():
        if current == proposed.scaleb(places) or proposed == current.scaleb(places):
            return kind
    return None


_SHIFTED_POINTS: dict[int, CauseKind] = {
    1: "decimal-point",
    2: "decimal-point",
    3: "decimal-point",
    4: "unit",
}
"""By places; four are between 元 and 万元."""


def _digit_kind(typed: str, proposed: str) -> CauseKind:
    if len(typed) == len(proposed) + 1 and proposed in _with_one_digit_less(typed):
        return "digit-doubled" if proposed in _with_one_double_less(typed) else "digit-added"
    if len(typed) + 1 == len(proposed) and typed in _with_one_digit_less(proposed):
        return "digit-dropped"
    if len(typed) != len(proposed):
        return "number"
    differing = [digits for digits in zip(typed, proposed, strict=True) if digits[0] != digits[1]]
    if len(differing) == 1:
        return "digit-mistyped"
    swapped = len(differing) == len("ab") and differing[0] == differing[1][::-1]
    return "digits-swapped" if swapped else "number"


def _with_one_digit_less(text: str) -> Iterator[str]:
    return (text[:place] + text[place + 1 :] for place in range(len(text)))


def _with_one_double_less(text: str) -> Iterator[str]:
    return (
        text[:place] + text[place + 1 :]
        for place in range(1, len(text))
        if text[place] == text[place - 1]
    )


def totals(system: EquationSystem) -> frozenset[Variable]:
    """Return the cells that are the sum of others."""
    return frozenset(equation.total for equation in system.equations if equation.total)


def correction_kind(system: EquationSystem, correction: Correction) -> CauseKind:
    """Return the slip that a correction of one or two cells would mend."""
    if len(correction) == 1:
        ((variable, change),) = correction.items()
        proposed = new_number(system, variable, change)
        kind = number_kind(system.numbers[variable], proposed, system.values[variable.key])
        return "total" if kind == "number" and variable in totals(system) else kind
    (first, change), (second, opposite) = correction.items()
    if first.previous_year == second.previous_year:
        if _is_swap(system, correction):
            return "cells-swapped"
        if change == -opposite and first.key[1] == second.key[1]:
            return "column"
        if change == -opposite and first.key[2] == second.key[2]:
            return "row"
    return "two-numbers"


def _is_swap(system: EquationSystem, correction: Correction) -> bool:
    first, second = correction
    numbers = system.numbers[first], system.numbers[second]
    if None in numbers:
        return False
    proposed = tuple(new_number(system, cell, change) for cell, change in correction.items())
    return numbers == proposed[::-1] and all(proposed)


def rank(system: EquationSystem, kind: CauseKind, correction: Correction) -> float:
    """Return how unlikely a correction is; it only serves to sort."""
    if kind == "row-shifted":
        return _RANKS[kind]
    if kind == "two-numbers":
        parts = ({variable: change} for variable, change in correction.items())
        return _RANKS[kind] + sum(
            rank(system, correction_kind(system, part), part) for part in parts
        )
    result = _RANKS[kind] + sum(variable.previous_year for variable in correction)
    if len(correction) == 1:
        ((variable, change),) = correction.items()
        return result + _single_rank(system, kind, variable, change)
    result += _distance(system, tuple(correction), by_column=kind != "row")
    numbers = [new_number(system, variable, change) for variable, change in correction.items()]
    if all(numbers) or any(abs(change) == 1 for change in correction.values()):
        # One application in the wrong column is likelier where many are counted.
        return result - len(f"{max(numbers):f}") / 20
    return result - 0.5


def _single_rank(
    system: EquationSystem, kind: CauseKind, variable: Variable, change: Decimal
) -> float:
    """Return what makes a change of one number more or less likely than others of its kind."""
    current = system.numbers[variable]
    result = 0.0
    if kind == "digit-mistyped" and len(f"{abs(current or 0):f}") == 1:
        result += 1  # Any two numbers of one digit differ by one digit.
    if not current and kind != "blank":
        result += 1
    if abs(change) == 1:
        result -= 0.5
    if variable in totals(system):
        result -= 0.25
    return result


def _distance(system: EquationSystem, pair: Sequence[Variable], *, by_column: bool) -> float:
    """Return nothing for neighbours, more the farther two cells stand from each other."""
    for section in system.table.sections:
        leaves = all_leaves(section.columns if by_column else section.rows)
        places = {leaf.path: place for place, leaf in enumerate(leaves)}
        paths = [cell.key[2] if by_column else cell.key[1] for cell in pair]
        if all(path in places for path in paths):
            return min(abs(places[paths[0]] - places[paths[1]]), _MAX_STEPS) / 10
    return 0.0
