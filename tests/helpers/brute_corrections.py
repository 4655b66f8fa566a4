"""Smallest corrections of a report: every cell and every pair tried, by arithmetic of its own."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from site_builder.model.figures import Cell, CellKey

Correction = dict[CellKey, Decimal]
_OUTCOMES = ("upheld", "corrected", "other", "pending")
_Sentence = tuple[list[CellKey], list[CellKey]]


def smallest_corrections(cells: Mapping[CellKey, Cell]) -> list[Correction]:
    """List what has to be added to one cell, or else to two, so that every sum of a report is true.

    Tried are all cells, with every amount by which a sum is off: a cell stands in a sum by itself
    and so its change is one of these amounts.
    """
    sentences = list(_sentences(cells))
    stated = [item for item in sentences if _is_stated(item, cells)]
    differences = [_difference(item, cells) for item in stated]
    amounts = sorted({sign * off for off in differences for sign in (1, -1) if off})
    if not amounts:
        return [{}]
    steps: dict[tuple[CellKey, Decimal], tuple[Decimal, ...]] = {}
    signs = [dict.fromkeys(left, 1) | dict.fromkeys(right, -1) for left, right in stated]
    for key in cells:
        weights = [sign.get(key, 0) for sign in signs]
        if any(weights):
            for amount in amounts:
                steps[key, amount] = tuple(weight * amount for weight in weights)
    goal = tuple(-off for off in differences)
    single = [{key: off} for (key, off), step in steps.items() if step == goal]
    answer = [item for item in single if _is_right(item, cells, sentences)]
    if answer:
        return answer
    by_step: dict[tuple[Decimal, ...], list[tuple[CellKey, Decimal]]] = {}
    for change, step in steps.items():
        by_step.setdefault(step, []).append(change)
    pairs = {
        tuple(sorted(((key, off), other)))
        for (key, off), step in steps.items()
        for other in by_step.get(tuple(a - b for a, b in zip(goal, step, strict=True)), ())
        if other[0] != key
    }
    return [dict(pair) for pair in sorted(pairs) if _is_right(dict(pair), cells, sentences)]


def _sentences(cells: Mapping[CellKey, Cell]) -> Iterator[_Sentence]:
    """Yield the sums of both forms, left and right side, as the forms print them."""
    rows = [
        row for table, row, column in cells if (table, column) == ("requests", "applicant.total")
    ]
    columns = [column for table, row, column in cells if (table, row) == ("requests", "new")]
    parts = [row for row in rows if row.startswith("results.") and row != "results.total"]
    for column in columns:
        keys = {row: ("requests", row, column) for row in rows}
        yield (
            [keys["new"], keys["carried-in"]],
            [keys["results.total"], keys["carried-out"]],
        )
        yield [keys["results.total"]], [keys[row] for row in parts]
    for row in rows:
        people = [("requests", row, column) for column in columns if "total" not in column]
        yield [("requests", row, "applicant.total")], people
    for group in ("review", "suit.direct", "suit.after-review"):
        yield (
            [("remedies", "value", f"{group}.total")],
            [("remedies", "value", f"{group}.{outcome}") for outcome in _OUTCOMES],
        )


def _number(cell: Cell) -> Decimal | None:
    return Decimal(cell) if isinstance(cell, int | Decimal) else None


def _is_stated(sentence: _Sentence, cells: Mapping[CellKey, Cell]) -> bool:
    return any(_number(cells[key]) is not None for key in sentence[0])


def _difference(sentence: _Sentence, cells: Mapping[CellKey, Cell]) -> Decimal:
    left, right = (
        sum((_number(cells[key]) or Decimal(0) for key in side), Decimal(0)) for side in sentence
    )
    return left - right


def _is_right(
    correction: Correction, cells: Mapping[CellKey, Cell], sentences: list[_Sentence]
) -> bool:
    new: dict[CellKey, Cell] = dict(cells)
    for key, change in correction.items():
        number = (_number(cells[key]) or Decimal(0)) + change
        if number < 0:
            return False
        new[key] = number
    return all(
        not _difference(sentence, new) for sentence in sentences if _is_stated(sentence, new)
    )
