"""Numbers as they are mistyped, and figures with one mistake."""

import random
from collections.abc import Iterator, Mapping

from site_builder.model.figures import Cell, CellKey

Cells = dict[CellKey, Cell]


def mistyped_numbers(number: int) -> list[int]:
    """List what a number may become: a digit dropped, doubled, wrong, two swapped, one off."""
    text = str(number)
    texts = set()
    for place, digit in enumerate(text):
        texts.add(text[:place] + text[place + 1 :])
        texts.add(text[:place] + digit + text[place:])
        texts.update(text[:place] + other + text[place + 1 :] for other in "0123456789")
        if place:
            texts.add(text[: place - 1] + digit + text[place - 1] + text[place + 1 :])
    numbers = {int(item) for item in texts if item} | {number + 1, number - 1}
    return sorted(item for item in numbers if item >= 0 and item != number)


def checked_cells(cells: Mapping[CellKey, Cell]) -> list[CellKey]:
    """List the cells with a number in the two tables that are sums throughout."""
    return [
        key
        for key, cell in cells.items()
        if key[0] in ("requests", "remedies") and isinstance(cell, int)
    ]


def with_a_mistyped_cell(cells: Mapping[CellKey, Cell]) -> Iterator[Cells]:
    """Yield the figures with each mistake in each cell."""
    for key in checked_cells(cells):
        number = cells[key]
        assert isinstance(number, int)
        for mistyped in mistyped_numbers(number):
            yield {**cells, key: mistyped}


def with_a_wrong_column(cells: Mapping[CellKey, Cell], chance: random.Random) -> Cells | None:
    """Count one application, or more, in another column of its row; None where there is none."""
    rows = sorted({row for table, row, _ in checked_cells(cells) if table == "requests"})
    row = chance.choice(rows)
    keys = [key for key in checked_cells(cells) if key[:2] == ("requests", row)]
    source, target = chance.sample(keys, 2) if len(keys) > 1 else (keys[0], keys[0])
    number, other = cells[source], cells[target]
    assert isinstance(number, int)
    assert isinstance(other, int)
    if not number or source == target:
        return None
    moved = chance.choice([1, 1, 1, number])
    return {**cells, source: number - moved, target: other + moved}
