"""Cells of an imported report told together: a table, a row, or cells of a row with one reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_builder.importing.drafts.places import describe_place
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, Table, TableSection, all_leaves
from site_builder.model.imported import ImportedCell
from site_builder.standards.header_grid import decimal_text, header_labels

_MAX_LABEL = 24
"""Characters of a row's label by which somebody recognizes it."""


@dataclass(frozen=True, slots=True)
class CellGroup:
    """Cells about which the same is to be told."""

    label: str
    """Their table, row and columns as printed."""
    cells: tuple[ImportedCell, ...]

    @property
    def details(self) -> str:
        """Return where they stand in the original, what they may be, and why."""
        first = self.cells[0]
        origin = first.origin
        if origin is not None and len(self.cells) > 1:
            origin = replace(origin, column=None)
        parts = [describe_place(origin)]
        if len(self.cells) == 1:
            candidates, text = "、".join(first.candidates), " ".join(first.text.split())
            parts += [candidates and f"可能是 {candidates}", text and f"原件作“{text}”"]
        return "；".join(filter(None, (*parts, first.reason)))


def group_cells(cells: Iterable[ImportedCell], form: Form) -> Iterator[CellGroup]:
    """Yield cells in the form's order, together where one sentence holds for all of them."""
    by_key = {cell.key: cell for cell in cells}
    for table in form.tables():
        keys = [(table.id, row.path, column.path) for _, row, column in table.cells()]
        chosen = [by_key[key] for key in keys if key in by_key]
        sentences = {_sentence(cell) for cell in chosen}
        if len(chosen) == len(keys) and len(sentences) == 1 and not chosen[0].candidates:
            yield CellGroup(f"{table.title}：整张表", tuple(chosen))
            continue
        for section in table.sections:
            yield from _row_groups(table, section, by_key)


def _sentence(cell: ImportedCell) -> tuple[object, ...]:
    """Return what is told of a cell; one with several candidates or words of its own stands alone.

    What is recognized in a picture has the candidate that is written there: those are told by row.
    """
    if len(cell.candidates) > 1 or cell.text not in ("", *cell.candidates):
        return cell.key
    return (cell.reading, cell.reason, bool(cell.candidates))


def _row_groups(
    table: Table, section: TableSection, by_key: dict[CellKey, ImportedCell]
) -> Iterator[CellGroup]:
    columns = _column_labels(section)
    for row in all_leaves(section.rows):
        chosen = [
            cell for path in columns if (cell := by_key.get((table.id, row.path, path))) is not None
        ]
        labels = [table.title, *map(_short, header_labels(section.rows, row.path))]
        for _, group in groupby(chosen, key=_sentence):
            cells = tuple(group)
            names = _column_names(cells, columns)
            yield CellGroup(f"{' › '.join(labels)}：{names}", cells)


def _column_labels(section: TableSection) -> dict[str, str]:
    """Return what the columns are called by their paths: by their last label, where it is one."""
    leaves = all_leaves(section.columns)
    labels = {leaf.path: leaf.label for leaf in leaves}
    if len(set(labels.values())) == len(leaves):
        return labels
    return {leaf.path: " › ".join(header_labels(section.columns, leaf.path)) for leaf in leaves}


def _column_names(cells: Sequence[ImportedCell], columns: dict[str, str]) -> str:
    """Return the columns of cells of a row, with their values where they were inferred."""
    if len(cells) == 1 and cells[0].candidates:
        return columns[cells[0].key[2]]
    values = [cell_value(cell) for cell in cells]
    if len(cells) == len(columns) > 1 and len(set(values)) == 1:
        return f"整行{values[0]}"
    return "、".join(
        columns[cell.key[2]] + value for cell, value in zip(cells, values, strict=True)
    )


def cell_value(cell: ImportedCell) -> str:
    """Return the value that a cell got or may have; empty where its list says it."""
    if cell.value is None and len(cell.candidates) == 1:
        return f" {cell.candidates[0]}？"
    if cell.reading != "inferred" or cell.value is None:
        return ""
    return f" = {decimal_text(cell.value) or '/'}"


def _short(label: str) -> str:
    return label if len(label) <= _MAX_LABEL else f"{label[:_MAX_LABEL]}…"
