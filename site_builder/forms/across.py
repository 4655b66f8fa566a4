"""Forms of several years laid over one another: which line of one is which line of the other.

Heads meet by their ids, so two forms that call one thing by two names still share its line. Used by
`plan` for the figures over the years.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder.model.figures import Key
from site_builder.model.form import Band, Form, Head, Strand, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a strand, in whichever forms have it."""

    path: tuple[str, ...]
    labels: Mapping[str, str]
    """Form id → what that form calls it, newest form first. Where a form is absent, so is it."""
    cells: Mapping[str, tuple[Key, Head]]
    """Form id → its cell there, with the column's head. A form may have a group in its place."""
    lines: tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """A head of one form, of a row or a column, or the title of a band."""

    id: str
    label: str
    cell: tuple[Key, Head] | None
    nodes: tuple["_Node", ...]


def newest_first(forms: Mapping[str, Form]) -> tuple[Form, ...]:
    """Order forms as they came into force, the newest first."""
    return tuple(sorted(forms.values(), key=lambda form: -form.first_year))


def strands(forms: Sequence[Form]) -> tuple[Strand, ...]:
    """List what is compared: as the newest form says, then what only older ones have."""
    found: dict[str, Strand] = {}
    for form in forms:
        for strand in form.series:
            found.setdefault(strand.id, strand)
    return tuple(found.values())


def lines(strand: Strand, forms: Sequence[Form]) -> tuple[Line, ...]:
    """Lay the forms' parts of one strand over one another; `forms` come newest first."""
    trees = {form.id: tuple(_nodes(strand, form)) for form in forms}
    return _merged({name: nodes for name, nodes in trees.items() if nodes}, ())


def walk(found: Sequence[Line]) -> Iterator[Line]:
    """Yield every line, each before those below it."""
    for line in found:
        yield line
        yield from walk(line.lines)


def _nodes(strand: Strand, form: Form) -> Iterator[_Node]:
    for table in form.tables():
        if table.id == strand.table:
            for band in table.bands:
                inner = tuple(_rows(band.rows, strand, table, band))
                yield from _printed(_Node(band.id, band.title, None, inner))


def _rows(heads: tuple[Head, ...], strand: Strand, table: Table, band: Band) -> Iterator[_Node]:
    for head in heads:
        if head.children:
            below = tuple(_rows(head.children, strand, table, band))
            yield from _printed(_Node(head.id, head.label, None, below))
        elif strand.row in ("", head.path):
            cells = tuple(_columns(band.columns, strand, table, head))
            if strand.column and cells:
                yield _Node(head.id, head.label, cells[0].cell, ())
            elif strand.row:
                yield from cells
            else:
                yield from _printed(_Node(head.id, head.label, None, cells))


def _columns(heads: tuple[Head, ...], strand: Strand, table: Table, row: Head) -> Iterator[_Node]:
    for head in heads:
        below = tuple(_columns(head.children, strand, table, row))
        if head.children and strand.column:
            yield from below
        elif head.children:
            yield from _printed(_Node(head.id, head.label, None, below))
        elif strand.column in ("", head.path):
            yield _Node(head.id, head.label, ((table.id, row.path, head.path), head), ())


def _printed(node: _Node) -> Iterator[_Node]:
    """Leave out a level that the form does not print, and a group with nothing in it."""
    if node.label and node.nodes:
        yield node
    else:
        yield from node.nodes


def _merged(trees: Mapping[str, Sequence[_Node]], above: tuple[str, ...]) -> tuple[Line, ...]:
    by_id = {form: {node.id: node for node in nodes} for form, nodes in trees.items()}
    found = []
    for name in _ordered([tuple(nodes) for nodes in by_id.values()]):
        path = (*above, name)
        nodes = {form: known[name] for form, known in by_id.items() if name in known}
        below = {form: node.nodes for form, node in nodes.items() if node.nodes}
        found.append(
            Line(
                path=path,
                labels={form: node.label for form, node in nodes.items()},
                cells={form: node.cell for form, node in nodes.items() if node.cell},
                lines=_merged(below, path),
            )
        )
    return tuple(found)


def _ordered(orders: Sequence[Sequence[str]]) -> list[str]:
    """Join orders to one: as in the first, what only others have after what it follows there."""
    joined: list[str] = []
    for order in orders:
        at = 0
        for name in order:
            if name in joined:
                at = joined.index(name) + 1
            else:
                joined.insert(at, name)
                at += 1
    return joined
