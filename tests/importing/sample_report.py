"""A made-up report of a fictional office: consistent figures, tables as the form prints them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from site_builder.model.figures import Amount, Cell, CellKey, Figures
from site_builder.model.form import Form, Table
from site_builder.model.frozendict import frozendict
from site_builder.model.views.parts import TableSectionView
from site_builder.standards.header_grid import lay_out

TOTAL = "applicant.total"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table that is written into a file."""

    text: str
    row_span: int = 1
    column_span: int = 1


Grid = list[list[GridCell]]
"""Rows of a table; a merged cell stands in its first row alone, as in HTML."""


def consistent_cells(form: Form, chance: random.Random) -> dict[CellKey, Cell]:
    """Return random figures in which every identity of the form holds."""
    cells: dict[CellKey, Cell] = {}
    for table in form.tables():
        for _, row, column in table.cells():
            cells[table.id, row.path, column.path] = _random_cell(column.value, chance)
            if column.unit == "asked":
                amount = Decimal(chance.randrange(10**7)) / 100
                cells[table.id, row.path, column.path] = Amount(amount, "元")
    _balance_requests(cells)
    for group in ("review", "suit.direct", "suit.after-review"):
        outcomes = ("upheld", "corrected", "other", "pending")
        numbers = [_number(cells, "remedies", "value", f"{group}.{item}") for item in outcomes]
        cells["remedies", "value", f"{group}.total"] = sum(numbers)
    for table_id, row_path, column_path in list(cells):
        if column_path == "opened":
            public = _number(cells, table_id, row_path, "public")
            opened = _number(cells, table_id, row_path, "opened")
            cells[table_id, row_path, "public"] = public + opened
        if column_path == "change":
            cells[table_id, row_path, "previous"] = abs(
                _number(cells, table_id, row_path, "change")
            ) + chance.randrange(30)
    return cells


def _random_cell(value: str | None, chance: random.Random) -> Cell:
    if value == "money":
        return Decimal(chance.randrange(10**6)) / 100
    number = chance.choice((0, 0, 0, chance.randrange(10), chance.randrange(300)))
    return number * chance.choice((1, -1)) if value == "signed" else number


def _number(cells: Mapping[CellKey, Cell], table: str, row: str, column: str) -> int:
    value = cells[table, row, column]
    assert isinstance(value, int)
    return value


def _balance_requests(cells: dict[CellKey, Cell]) -> None:
    """Make every total of the requests the sum it is called."""
    keys = [key for key in cells if key[0] == "requests"]
    rows = list(dict.fromkeys(row for _, row, _ in keys))
    columns = [column for column in dict.fromkeys(key[2] for key in keys) if column != TOTAL]
    results = [row for row in rows if row.startswith("results.") and row != "results.total"]
    for column in columns:
        total = sum(_number(cells, "requests", row, column) for row in results)
        carried_out = _number(cells, "requests", "carried-out", column) % 7
        carried_in = _number(cells, "requests", "carried-in", column) % (total + carried_out + 1)
        cells["requests", "results.total", column] = total
        cells["requests", "carried-out", column] = carried_out
        cells["requests", "carried-in", column] = carried_in
        cells["requests", "new", column] = total + carried_out - carried_in
    for row in rows:
        cells["requests", row, TOTAL] = sum(
            _number(cells, "requests", row, column) for column in columns
        )


def grids(form: Form, cells: Mapping[CellKey, Cell]) -> dict[str, list[Grid]]:
    """Return the tables of a form with their figures, by part: a grid for each table."""
    figures = Figures(form.id, frozendict(dict(cells)), frozendict({}))
    return {part: [_table_grid(table, figures)] for part, table in form.tables_by_part().items()}


def _table_grid(table: Table, figures: Figures) -> Grid:
    view = lay_out(table, figures)
    width = max(section.corner_colspan + section.columns for section in view.sections)
    grid: Grid = []
    for section in view.sections:
        if section.caption:
            grid.append([GridCell(section.caption, column_span=width)])
        grid += _section_grid(section, width)
    return grid


def _section_grid(section: TableSectionView, width: int) -> Iterator[list[GridCell]]:
    own_width = section.corner_colspan + section.columns
    for number, header in enumerate(section.header):
        row = [GridCell(cell.label, cell.rowspan, cell.colspan) for cell in header]
        if number == 0 and section.corner_colspan:
            corner = GridCell(
                section.corner + section.note, section.corner_rowspan, section.corner_colspan
            )
            row.insert(0, corner)
        yield _widen(row, width - own_width)
    for line in section.rows:
        row = [GridCell(cell.label, cell.rowspan, cell.colspan) for cell in line.header_cells]
        yield _widen([*row, *(GridCell(cell.text) for cell in line.cells)], width - own_width)


def _widen(row: list[GridCell], missing: int) -> list[GridCell]:
    """Let the last cell take the places that a wider section of the table has more."""
    if missing <= 0 or not row:
        return row
    last = row[-1]
    return [*row[:-1], replace(last, column_span=last.column_span + missing)]
