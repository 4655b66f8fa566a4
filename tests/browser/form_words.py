"""The words of the forms that each figure stands under, read from the forms themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.form import Header, Table, TableSection


@dataclass(frozen=True)
class Leaf:
    """A row or a column, with the labels that lead to it."""

    head: Header
    labels: tuple[str, ...]


def leaves(heads: tuple[Header, ...], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Walk the form itself, apart from the program's own layout; empty labels are not printed."""
    for head in heads:
        labels = (*above, head.label) if head.label else above
        if head.children:
            yield from leaves(head.children, labels)
        else:
            yield Leaf(head, labels)


def squeezed(text: str) -> str:
    """Give a text without its spaces."""
    return "".join(text.split())


def cell_words(band: TableSection) -> list[tuple[list[str], list[str]]]:
    """List the column's and the row's words of each cell of a band, in reading order."""
    return [
        ([squeezed(one) for one in column.labels], [squeezed(one) for one in row.labels])
        for row in leaves(band.rows)
        for column in leaves(band.columns)
    ]


def expected_labels(band: TableSection) -> list[list[str]]:
    """List what each cell of a band must name, in reading order: columns first, then rows."""
    return [columns + rows for columns, rows in cell_words(band)]


def bands(tables: tuple[Table, ...]) -> list[TableSection]:
    """List the bands of all tables: one HTML table each."""
    return [band for table in tables for band in table.sections]
