"""The words of the forms that each figure stands under, read from the forms themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.form import Header, Table, TableSection


@dataclass(frozen=True)
class Leaf:
    """A row or a column, with the labels that lead to it."""

    head: Header
    labels: tuple[str, ...]


def leaves(headers: tuple[Header, ...], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Walk the form itself, apart from the program's own layout; empty labels are not printed."""
    for header in headers:
        labels = (*above, header.label) if header.label else above
        if header.children:
            yield from leaves(header.children, labels)
        else:
            yield Leaf(header, labels)


def strip_spaces(text: str) -> str:
    """Return a text without its spaces."""
    return "".join(text.split())


def cell_labels(section: TableSection) -> list[tuple[list[str], list[str]]]:
    """List the column's and the row's words of each cell of a band, in reading order."""
    return [
        (
            [strip_spaces(label) for label in column.labels],
            [strip_spaces(label) for label in row.labels],
        )
        for row in leaves(section.rows)
        for column in leaves(section.columns)
    ]


def expected_labels(section: TableSection) -> list[list[str]]:
    """List what each cell of a band must name, in reading order: columns first, then rows."""
    return [columns + rows for columns, rows in cell_labels(section)]


def sections_of(tables: tuple[Table, ...]) -> list[TableSection]:
    """List the bands of all tables: one HTML table each."""
    return [section for table in tables for section in table.sections]
