"""Tables of a report, damaged as converters and hands damage them: always the same from a seed."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from site_builder.model.original import Block, OriginalTable
from tests.helpers.form_tables import Spanned, table_of

Rows = list[list[Spanned]]


def rows_of(table: OriginalTable) -> Rows:
    """Return the cells of a table by the rows they begin in."""
    rows: Rows = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append((cell.text, cell.row_span, cell.column_span))
    return rows


def damaged(blocks: list[Block], random: Random) -> tuple[list[Block], str]:
    """Return blocks with one table damaged, and how."""
    places = [place for place, block in enumerate(blocks) if isinstance(block, OriginalTable)]
    place = random.choice(places)
    table = blocks[place]
    assert isinstance(table, OriginalTable)
    damage = random.choice(DAMAGES)
    if damage is None:
        cells = list(table.cells)
        cell = cells.pop(random.randrange(len(cells)))
        hole = replace(table, cells=tuple(cells))
        return [*blocks[:place], hole, *blocks[place + 1 :]], f"hole {cell.row} {cell.column}"
    rows = rows_of(table)
    damage(rows, random)
    return (
        [*blocks[:place], table_of(rows, place), *blocks[place + 1 :]],
        f"{damage.__name__} {place}",
    )


def _pick(rows: Rows, random: Random) -> tuple[list[Spanned], int]:
    row = random.choice([row for row in rows if row])
    return row, random.randrange(len(row))


def drop_cell(rows: Rows, random: Random) -> None:
    row, place = _pick(rows, random)
    del row[place]


def repeat_cell(rows: Rows, random: Random) -> None:
    row, place = _pick(rows, random)
    row.insert(place, row[place])


def add_empty_cell(rows: Rows, random: Random) -> None:
    row, place = _pick(rows, random)
    row.insert(place, ("", 1, 1))


def change_span(rows: Rows, random: Random) -> None:
    row, place = _pick(rows, random)
    text, down, right = row[place]
    change = random.choice((-1, 1, 2))
    if random.random() < 0.5:
        row[place] = (text, max(1, down + change), right)
    else:
        row[place] = (text, down, max(1, right + change))


def drop_row(rows: Rows, random: Random) -> None:
    del rows[random.randrange(len(rows))]


def repeat_row(rows: Rows, random: Random) -> None:
    place = random.randrange(len(rows))
    rows.insert(place, list(rows[place]))


def exchange_rows(rows: Rows, random: Random) -> None:
    first, second = random.randrange(len(rows)), random.randrange(len(rows))
    rows[first], rows[second] = rows[second], rows[first]


def exchange_labels(rows: Rows, random: Random) -> None:
    labels = _labels(rows)
    (row, place), (other, other_place) = random.choice(labels), random.choice(labels)
    first, second = row[place], other[other_place]
    row[place], other[other_place] = (second[0], *first[1:]), (first[0], *second[1:])


def drop_label(rows: Rows, random: Random) -> None:
    row, place = random.choice(_labels(rows))
    del row[place]


def merge_cells(rows: Rows, random: Random) -> None:
    row, place = _pick(rows, random)
    if place + 1 < len(row):
        (text, down, right), (other, _, more) = row[place], row.pop(place + 1)
        row[place] = (text + other, down, right + more)


def drop_column(rows: Rows, random: Random) -> None:
    place = random.randrange(1, 8)
    for row in rows:
        if len(row) > place:
            del row[-place]


def _labels(rows: Rows) -> list[tuple[list[Spanned], int]]:
    return [
        (row, place)
        for row in rows
        for place, (text, *_) in enumerate(row)
        if text and not text.isdecimal()
    ]


DAMAGES: tuple[Callable[[Rows, Random], None] | None, ...] = (
    drop_cell,
    repeat_cell,
    add_empty_cell,
    change_span,
    drop_row,
    repeat_row,
    exchange_rows,
    exchange_labels,
    drop_label,
    merge_cells,
    drop_column,
    None,
)
"""None: a cell is taken out and nothing moves into its place."""
