"""Figures of a whole form from a seed: every sentence of the form is true of them."""

from decimal import Decimal
from random import Random

from site_builder.model.figures import Amount, Cell, CellKey
from site_builder.model.form import Form, Header, all_leaves

_BRANCHES = ("natural", *(f"organisation.{id_}" for id_ in ("business", "research", "welfare")))
_COLUMNS = tuple(
    f"applicant.{path}" for path in (*_BRANCHES, "organisation.legal", "organisation.other")
)
_OUTCOMES = ("upheld", "corrected", "other", "pending")
_GROUPS = ("review", "suit.direct", "suit.after-review")


def random_figures(form: Form, chance: Random) -> dict[CellKey, Cell]:
    """Return every cell of a form; mostly zeros and small numbers, as reports have them."""
    scale = chance.choice((1, 3, 20, 300, 4000))
    cells: dict[CellKey, Cell] = {}
    for table in form.tables():
        if table.id == "requests":
            rows = [row.path for row in all_leaves(table.sections[0].rows)]
            _add_requests(cells, rows, chance, scale)
        elif table.id == "remedies":
            _add_remedies(cells, chance, scale)
        else:
            for _, row, column in table.cells():
                cells[table.id, row.path, column.path] = _plain_cell(cells, row, column, chance)
    return cells


def _number(chance: Random, scale: int) -> int:
    return chance.choice((0, 0, chance.randint(0, 3), chance.randint(0, scale)))


def _plain_cell(cells: dict[CellKey, Cell], row: Header, column: Header, chance: Random) -> Cell:
    number = chance.choice((0, chance.randint(0, 9), chance.randint(0, 90_000)))
    if column.value == "money":
        amount = Decimal(chance.randint(0, 10**9)).scaleb(-chance.choice((0, 2, 6)))
        return Amount(amount, "元") if column.unit == "asked" else amount
    if column.id == "opened":
        return number % 100
    if column.id == "public":
        return number + 100
    if column.value == "signed":
        previous = cells["proactive", row.path, "previous"]
        assert isinstance(previous, int)
        return chance.randint(-previous, 40)
    return number


def _add_requests(cells: dict[CellKey, Cell], rows: list[str], chance: Random, scale: int) -> None:
    results = [row for row in rows if row.startswith("results.") and row != "results.total"]
    numbers: dict[tuple[str, str], int] = {}
    for column in _COLUMNS:
        for row in results:
            numbers[row, column] = _number(chance, scale)
        total = sum(numbers[row, column] for row in results)
        carried_out = _number(chance, scale)
        carried_in = chance.randint(0, min(total + carried_out, scale))
        numbers["results.total", column] = total
        numbers["carried-out", column] = carried_out
        numbers["carried-in", column] = carried_in
        numbers["new", column] = total + carried_out - carried_in
    for row in rows:
        for column in _COLUMNS:
            cells["requests", row, column] = numbers[row, column]
        row_total = sum(numbers[row, column] for column in _COLUMNS)
        cells["requests", row, "applicant.total"] = row_total


def _add_remedies(cells: dict[CellKey, Cell], chance: Random, scale: int) -> None:
    for group in _GROUPS:
        numbers = [_number(chance, scale) for _ in _OUTCOMES]
        for outcome, number in zip(_OUTCOMES, numbers, strict=True):
            cells["remedies", "value", f"{group}.{outcome}"] = number
        cells["remedies", "value", f"{group}.total"] = sum(numbers)
