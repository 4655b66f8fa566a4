"""Figures written by the form's own tree, and their identities counted without the program."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal

from site_builder.model.figures import Amount, Cell, CellKey, MissingValue
from site_builder.model.form import Form, Header

# --- figures.yaml out of cells ------------------------------------------------------------------


def figures_yaml(form: Form, cells: Mapping[CellKey, Cell]) -> str:
    """Write a figures.yaml by the form's own tree."""
    lines = [f"表式: {form.key}"]
    for table in form.tables():
        lines.append(f"{table.key}:")
        for section in table.sections:
            lines += _rows(table.id, section.rows, section.columns, cells, "  ")
    return "\n".join(lines) + "\n"


def _rows(
    table: str,
    rows: tuple[Header, ...],
    columns: tuple[Header, ...],
    cells: Mapping[CellKey, Cell],
    at: str,
) -> Iterator[str]:
    for row in rows:
        if row.children:
            yield f"{at}{row.key}:"
            yield from _rows(table, row.children, columns, cells, f"{at}  ")
        elif row.key:
            leaves = [leaf for column in columns for leaf in column.leaves()]
            yield f"{at}{row.key}: {_listed(table, row.path, leaves, cells)}"
        else:
            yield from _columns(table, row.path, columns, cells, at)


def _columns(
    table: str, row: str, columns: tuple[Header, ...], cells: Mapping[CellKey, Cell], at: str
) -> Iterator[str]:
    """Write a table of one row: its groups of columns, down to the last."""
    for column in columns:
        if all(not child.children for child in column.children):
            yield f"{at}{column.key}: {_listed(table, row, list(column.leaves()), cells)}"
        else:
            yield f"{at}{column.key}:"
            yield from _columns(table, row, column.children, cells, f"{at}  ")


def _listed(table: str, row: str, leaves: list[Header], cells: Mapping[CellKey, Cell]) -> str:
    return f"[{', '.join(_typed(cells[table, row, leaf.path], leaf) for leaf in leaves)}]"


def _typed(cell: Cell, column: Header) -> str:
    if isinstance(cell, MissingValue):
        return {MissingValue.BLANK: "缺", MissingValue.NOT_APPLICABLE: "/"}[cell]
    if isinstance(cell, Amount):
        return f"{cell.number:f}{cell.unit}"
    return f"{cell:+d}" if column.value == "signed" and isinstance(cell, int) else f"{cell}"


# --- the identities, counted here once more, without the program's own sums ----------------------

RESULTS = ("granted", "partial", "refused", "unable", "not-processed", "other")
GROUPS = ("review", "suit.direct", "suit.after-review")
OUTCOMES = ("upheld", "corrected", "other", "pending")


def false_sentences(cells: Mapping[CellKey, Cell]) -> set[tuple[str, str]]:
    """List what does not hold within one report: the identity's id and its line."""

    def number(table: str, row: str, column: str) -> Decimal | None:
        cell = cells[table, row, column]
        if isinstance(cell, MissingValue):
            return None
        return cell.number if isinstance(cell, Amount) else Decimal(cell)

    rows = {row for table, row, _ in cells if table == "requests"}
    columns = {column for table, _, column in cells if table == "requests"}
    parts = [row for row in rows if row.split(".")[0] == "results" and row.split(".")[1] in RESULTS]
    checks: list[tuple[str, str, list[Decimal | None], list[Decimal | None]]] = []
    for column in columns:
        new, came, total, went = (
            number("requests", row, column)
            for row in ("new", "carried-in", "results.total", "carried-out")
        )
        checks.append(("balance", column, [new, came], [total, went]))
        summed = [number("requests", row, column) for row in parts]
        checks.append(("results-sum", column, [total], summed))
    for row in rows:
        left = [number("requests", row, "applicant.total")]
        right = [number("requests", row, item) for item in columns if item != "applicant.total"]
        checks.append(("row-total", row, left, right))
    for group in GROUPS:
        total = number("remedies", "value", f"{group}.total")
        summed = [number("remedies", "value", f"{group}.{item}") for item in OUTCOMES]
        name = f"{group.removeprefix('suit.')}-total"
        checks.append((name, "value", [total], summed))
    result = {
        (name, line)
        for name, line, left, right in checks
        if any(item is not None for item in left) and _sum(left) != _sum(right)
    }
    return result | set(_false_of_2019(cells))


def _false_of_2019(cells: Mapping[CellKey, Cell]) -> Iterator[tuple[str, str]]:
    for table, row, column in cells:
        value = cells[table, row, column]
        if column == "opened" and isinstance(value, int):
            public = cells[table, row, "public"]
            if value > (public if isinstance(public, int) else 0):
                yield "opened-within-public", row
        if column == "previous":
            change = cells[table, row, "change"]
            numbers = [item for item in (value, change) if isinstance(item, int)]
            if numbers and sum(numbers) < 0:
                article = {"licence": 5, "other-service": 5, "penalty": 6, "compulsion": 6}
                yield f"items-not-negative-{article.get(row, 8)}", row


def _sum(cells: list[Decimal | None]) -> Decimal:
    return sum((number for number in cells if number is not None), Decimal(0))


# --- a slipped digit ----------------------------------------------------------------------------


def with_one_change(
    cells: Mapping[CellKey, Cell], chance: random.Random
) -> tuple[CellKey, dict[CellKey, Cell]]:
    """Change one cell that holds a number, as a hand at a keyboard does."""
    numbers = sorted(key for key, cell in cells.items() if not isinstance(cell, MissingValue))
    key = chance.choice(numbers)
    cell = cells[key]
    old = cell.number if isinstance(cell, Amount) else cell
    assert not isinstance(old, MissingValue)
    candidates = [old + 1, old + 10, old * 10 + 1, old + 9]
    if old >= 1:
        candidates += [old - 1, type(old)(0)]
    new = chance.choice([candidate for candidate in candidates if candidate != old])
    value: Cell = Amount(Decimal(new), cell.unit or "元") if isinstance(cell, Amount) else new
    return key, {**cells, key: value}
