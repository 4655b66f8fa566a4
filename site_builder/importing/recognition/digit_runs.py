"""Digits of several cells written without a gap: every way to cut them that the sums allow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder.importing.recognition.sums import Sum

MAX_READINGS = 3_000
"""Of one row; more say nothing."""
_MAX_STEPS = 60_000
_MAX_DIGITS = 9
"""Of one number: no office counts a thousand millions of anything."""

RowReading = tuple[int, ...]
"""The numbers of a row, in the form's order."""


class TooManyReadingsError(Exception):
    """A run has more readings than can be compared."""


def cut_run(
    digits: str, columns: Sequence[str], sums: Sequence[Sum], ends: frozenset[int] = frozenset()
) -> tuple[RowReading, ...]:
    """Return all rows of numbers that a run of digits can be, without leading zeros.

    `ends` are places in the run where a cell has to end. Raises TooManyReadingsError.
    """
    if len(digits) > _MAX_DIGITS * len(columns):
        return ()
    search = _Search(digits, ends, tuple(_groups(columns, sums)))
    readings: list[RowReading] = []
    for numbers in search.groups(0, 0):
        values = dict(zip(columns, numbers, strict=True))
        if all(holds(total, values) for total in sums):
            readings.append(numbers)
        if len(readings) > MAX_READINGS:
            raise TooManyReadingsError
    return tuple(readings)


def holds(total: Sum, values: Mapping[str, int]) -> bool:
    """Return whether a sum of given numbers is true."""
    weighted = (weight * values[path] for path, weight in total.weights.items())
    return not total.constant + sum(weighted)


def _groups(columns: Sequence[str], sums: Sequence[Sum]) -> Iterator[int]:
    """Yield the number of columns of each group that ends with its total; 1 for a column alone."""
    place = 0
    while place < len(columns):
        rest = columns[place:]
        size = max((_size(rest, total) for total in sums), default=1)
        yield size
        place += size


def _size(columns: Sequence[str], total: Sum) -> int:
    """Return how many of the first columns are summands with their total behind them, or 1."""
    size = len(total.weights)
    weights = [total.weights.get(column, 0) for column in columns[:size]]
    is_plain = len(weights) > 1 and weights[-1] in (1, -1) and not total.constant
    return size if is_plain and set(weights[:-1]) == {-weights[-1]} else 1


@dataclass(slots=True)
class _Search:
    digits: str
    ends: frozenset[int]
    sizes: tuple[int, ...]
    """Columns of each group."""
    steps: int = 0

    def groups(self, group: int, start: int) -> Iterator[RowReading]:
        """Yield the readings of all groups from one on."""
        if group == len(self.sizes):
            if start == len(self.digits):
                yield ()
            return
        later = sum(self.sizes[group + 1 :])
        for numbers, end in self._group(start, self.sizes[group], later):
            for rest in self.groups(group + 1, end):
                yield (*numbers, *rest)

    def _group(self, start: int, size: int, later: int) -> Iterator[tuple[RowReading, int]]:
        """Yield the readings of a group and where each ends; `later` cells follow it."""
        last = len(self.digits) - later
        first = start + size - 1
        for begin in range(first, last):
            for end in self._number_ends(begin, last):
                if not later and end != len(self.digits):
                    continue
                total = int(self.digits[begin:end])
                if size == 1:
                    if begin == start:
                        yield (total,), end
                    continue
                for numbers in self._summands(start, begin, size - 1, total):
                    yield (*numbers, total), end

    def _number_ends(self, begin: int, last: int) -> Iterator[int]:
        """Yield where a number that begins at a place may end."""
        longest = 1 if self.digits[begin] == "0" else _MAX_DIGITS
        for end in range(begin + 1, min(begin + longest, last) + 1):
            yield end
            if end in self.ends:
                return

    def _summands(self, start: int, end: int, count: int, total: int) -> Iterator[RowReading]:
        """Yield all ways to cut digits into so many numbers that add up to a total."""
        self.steps += 1
        if self.steps > _MAX_STEPS:
            raise TooManyReadingsError
        length = end - start
        if count == 1:
            if 0 < length <= _MAX_DIGITS and self._is_number(start, end, total):
                yield (total,)
            return
        largest = 10 ** (length - count + 1) + 9 * (count - 1)
        if length < count or total < 0 or total > largest:
            return
        for middle in self._number_ends(start, end - count + 1):
            number = int(self.digits[start:middle])
            if number > total:
                return
            for rest in self._summands(middle, end, count - 1, total - number):
                yield (number, *rest)

    def _is_number(self, start: int, end: int, number: int) -> bool:
        """Return whether digits are a number as it is written, in one cell."""
        is_split = any(start < place < end for place in self.ends)
        return not is_split and self.digits[start:end] == str(number)
