"""Rows that can be read in several ways: the readings with which all columns add up."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add

from site_builder.importing.recognition.digit_runs import RowReading, TooManyReadingsError
from site_builder.importing.recognition.sums import Sum

_MAX_COMBINATIONS = 20_000
"""Of one half of the rows: the two halves are compared by what they add up to."""

Vector = tuple[int, ...]
"""What a reading adds to each sum, in each column."""


def solve_columns(
    options: Mapping[str, Sequence[RowReading]], sums: Sequence[Sum], width: int
) -> dict[str, tuple[RowReading, ...]]:
    """Return of each row the readings that stand in some solution; none where there is none.

    The sums are about these rows alone. Raises TooManyReadingsError.
    """
    vectors = {
        row: {_vector(row, reading, sums): reading for reading in readings}
        for row, readings in options.items()
    }
    spread = {row: tuple(readings) for row, readings in vectors.items()}
    goal = tuple(-total.constant for total in sums for _ in range(width))
    viable = _meet(_pruned(spread, goal), goal)
    # Rows that no sum is about keep all their readings: the same vector, once.
    return {
        row: tuple(
            reading
            for reading in options[row]
            if _vector(row, reading, sums) in viable.get(row, ())
        )
        for row in options
    }


def _vector(row: str, reading: RowReading, sums: Sequence[Sum]) -> Vector:
    return tuple(total.weights.get(row, 0) * number for total in sums for number in reading)


def _pruned(options: dict[str, tuple[Vector, ...]], goal: Vector) -> dict[str, tuple[Vector, ...]]:
    """Return the options without those that no choice of all others can make up for."""
    while all(options.values()):
        lows = {
            row: tuple(map(min, zip(*choices, strict=True))) for row, choices in options.items()
        }
        highs = {
            row: tuple(map(max, zip(*choices, strict=True))) for row, choices in options.items()
        }
        low, high = _total(lows.values(), goal), _total(highs.values(), goal)
        pruned = {
            row: tuple(
                choice
                for choice in choices
                if all(
                    low[k] - lows[row][k] + part <= goal[k] <= high[k] - highs[row][k] + part
                    for k, part in enumerate(choice)
                )
            )
            for row, choices in options.items()
        }
        if pruned == options:
            return options
        options = pruned
    return dict.fromkeys(options, ())


def _total(vectors: Iterable[Vector], zero: Vector) -> Vector:
    return reduce(_add, vectors, (0,) * len(zero))


def _add(first: Vector, second: Vector) -> Vector:
    return tuple(map(add, first, second))


def _meet(options: Mapping[str, Sequence[Vector]], goal: Vector) -> dict[str, frozenset[Vector]]:
    """Return the options that stand in some choice of all rows which adds up to the goal."""
    front: dict[str, Sequence[Vector]] = {}
    back: dict[str, Sequence[Vector]] = {}
    sizes = {id(front): 1, id(back): 1}
    for row in sorted(options, key=lambda name: (-len(options[name]), name)):
        half = min((front, back), key=lambda side: sizes[id(side)])
        half[row] = options[row]
        sizes[id(half)] *= len(options[row])
    first, second = _combined(front, goal), _combined(back, goal)
    viable: set[tuple[str, Vector]] = set()
    for vector, used in first.items():
        missing = tuple(end - part for end, part in zip(goal, vector, strict=True))
        if missing in second:
            viable |= used | second[missing]
    return {row: frozenset(choice for name, choice in viable if name == row) for row in options}


def _combined(
    options: Mapping[str, Sequence[Vector]], goal: Vector
) -> dict[Vector, frozenset[tuple[str, Vector]]]:
    """Return all that choices add up to, each with the options that lead there."""
    sums: dict[Vector, frozenset[tuple[str, Vector]]] = {(0,) * len(goal): frozenset()}
    for row, choices in options.items():
        following: dict[Vector, frozenset[tuple[str, Vector]]] = {}
        for vector, used in sums.items():
            for choice in choices:
                total = _add(vector, choice)
                following[total] = following.get(total, frozenset()) | used | {(row, choice)}
            if len(following) > _MAX_COMBINATIONS:
                raise TooManyReadingsError
        sums = following
    return sums
