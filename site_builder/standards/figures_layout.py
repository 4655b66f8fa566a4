"""The lines of a `figures.yaml`: what stands on each, from a form's own tree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.model.form import Header, Table, TableSection, all_leaves


@dataclass(frozen=True, slots=True)
class FiguresLine:
    """One line: a comment that names columns, a group of rows or columns, or a row of cells."""

    indent: str
    comment: str = ""
    """Without its mark; empty for all other lines."""
    key: str = ""
    row: Header | None = None
    """Whose cells stand on the line; None when none do."""
    columns: tuple[Header, ...] = ()


def figures_lines(table: Table) -> Iterator[FiguresLine]:
    """Yield the lines of a table below its key, in the form's order."""
    for section in table.sections:
        if all(row.key for row in all_leaves(section.rows)):
            title = f"{section.title}：" if section.title else ""
            yield FiguresLine("  ", f"{title}{_column_labels(all_leaves(section.columns))}")
        yield from row_lines(section.rows, section, "  ")


def _column_labels(columns: Iterable[Header]) -> str:
    return " ".join(column.label for column in columns)


def row_lines(rows: Iterable[Header], section: TableSection, indent: str) -> Iterator[FiguresLine]:
    """Yield the lines of some rows of a section."""
    for row in rows:
        if row.children:
            yield FiguresLine(indent, key=row.key)
            yield from row_lines(row.children, section, f"{indent}  ")
        elif row.key:
            yield FiguresLine(indent, key=row.key, row=row, columns=all_leaves(section.columns))
        else:
            yield from column_lines(row, section.columns, indent)


def column_lines(row: Header, columns: Iterable[Header], indent: str) -> Iterator[FiguresLine]:
    """Yield the groups of columns of a table that has one row, and no name for it."""
    for column in columns:
        if not column.key:
            yield from column_lines(row, column.children, indent)
        elif any(child.children for child in column.children):
            yield FiguresLine(indent, key=column.key)
            yield from column_lines(row, column.children, f"{indent}  ")
        else:
            leaves = all_leaves((column,))
            yield FiguresLine(indent, _column_labels(leaves))
            yield FiguresLine(indent, key=column.key, row=row, columns=leaves)
