"""Forms of several years laid over one another: which line of one is which line of the other.

Headers meet by their ids, so two forms that call one thing by two names still share its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder.model.figures import CellKey
from site_builder.model.form import Form, Header, SeriesDefinition, Table, TableSection


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A line of a series, in whichever forms have it."""

    path: tuple[str, ...]
    labels: Mapping[str, str]
    """Form id → what that form calls it, newest form first. Where a form is absent, so is it."""
    cells: Mapping[str, tuple[CellKey, Header]]
    """Form id → its cell there, with the column's header. A form may have a group in its place."""
    children: tuple["AlignedRow", ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """A header of one form, of a row or a column, or the title of a section."""

    id: str
    label: str
    cell: tuple[CellKey, Header] | None
    children: tuple["_Node", ...]


def newest_first(forms: Mapping[str, Form]) -> tuple[Form, ...]:
    """Order forms as they came into force, the newest first."""
    return tuple(sorted(forms.values(), key=lambda form: -form.first_year))


def comparable_series(forms: Sequence[Form]) -> tuple[SeriesDefinition, ...]:
    """Return what is compared: in the newest form's order, then what only older ones have."""
    by_id: dict[str, SeriesDefinition] = {}
    for form in forms:
        for definition in form.series:
            by_id.setdefault(definition.id, definition)
    return tuple(by_id.values())


def aligned_rows(definition: SeriesDefinition, forms: Sequence[Form]) -> tuple[AlignedRow, ...]:
    """Lay the forms' parts of one series over one another; `forms` come newest first."""
    trees = {form.id: tuple(_section_nodes(definition, form)) for form in forms}
    return _align({name: nodes for name, nodes in trees.items() if nodes}, ())


def walk(rows: Sequence[AlignedRow]) -> Iterator[AlignedRow]:
    """Yield every line, each before those below it."""
    for row in rows:
        yield row
        yield from walk(row.children)


def _section_nodes(definition: SeriesDefinition, form: Form) -> Iterator[_Node]:
    for table in form.tables():
        if table.id == definition.table:
            for section in table.sections:
                children = tuple(_row_nodes(section.rows, definition, table, section))
                yield from _skip_unprinted(_Node(section.id, section.title, None, children))


def _row_nodes(
    headers: tuple[Header, ...], definition: SeriesDefinition, table: Table, section: TableSection
) -> Iterator[_Node]:
    for header in headers:
        if header.children:
            children = tuple(_row_nodes(header.children, definition, table, section))
            yield from _skip_unprinted(_Node(header.id, header.label, None, children))
        elif definition.row in ("", header.path):
            cells = tuple(_column_nodes(section.columns, definition, table, header))
            if definition.column and cells:
                yield _Node(header.id, header.label, cells[0].cell, ())
            elif definition.row:
                yield from cells
            else:
                yield from _skip_unprinted(_Node(header.id, header.label, None, cells))


def _column_nodes(
    headers: tuple[Header, ...], definition: SeriesDefinition, table: Table, row: Header
) -> Iterator[_Node]:
    for header in headers:
        children = tuple(_column_nodes(header.children, definition, table, row))
        if header.children and definition.column:
            yield from children
        elif header.children:
            yield from _skip_unprinted(_Node(header.id, header.label, None, children))
        elif definition.column in ("", header.path):
            yield _Node(header.id, header.label, ((table.id, row.path, header.path), header), ())


def _skip_unprinted(node: _Node) -> Iterator[_Node]:
    """Remove a level that the form does not print, and a group with nothing in it."""
    if node.label and node.children:
        yield node
    else:
        yield from node.children


def _align(
    trees: Mapping[str, Sequence[_Node]], parent_path: tuple[str, ...]
) -> tuple[AlignedRow, ...]:
    by_id = {form: {node.id: node for node in nodes} for form, nodes in trees.items()}
    rows = []
    for node_id in _merge_orders([tuple(nodes) for nodes in by_id.values()]):
        path = (*parent_path, node_id)
        nodes = {
            form: nodes_by_id[node_id]
            for form, nodes_by_id in by_id.items()
            if node_id in nodes_by_id
        }
        children = {form: node.children for form, node in nodes.items() if node.children}
        rows.append(
            AlignedRow(
                path=path,
                labels={form: node.label for form, node in nodes.items()},
                cells={form: node.cell for form, node in nodes.items() if node.cell},
                children=_align(children, path),
            )
        )
    return tuple(rows)


def _merge_orders(orders: Sequence[Sequence[str]]) -> list[str]:
    """Join orders to one: as in the first, what only others have after what it follows there."""
    joined: list[str] = []
    for order in orders:
        position = 0
        for name in order:
            if name in joined:
                position = joined.index(name) + 1
            else:
                joined.insert(position, name)
                position += 1
    return joined
