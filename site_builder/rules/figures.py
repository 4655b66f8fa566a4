"""The numbers of figures.yaml as a text rule sees them: from the lines beside the report's text."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from site_builder.forms.load import form_for, load_forms
from site_builder.forms.typed_row import split_row
from site_builder.located import Node, parse_yaml
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, Header, all_leaves
from site_builder.model.inspection import TextFile
from site_builder.narrow import to_halfwidth
from site_builder.nearest import normalize_label, strip_numbering


def numbers(text: TextFile, form: Form) -> dict[CellKey, Decimal]:
    """Give the cells that hold a plain number. What cannot be read is left out: others say so."""
    lines = [one.text for one in text.spans if one.kind == "figures"]
    root, _ = parse_yaml("\n".join(lines), "figures.yaml")
    found: dict[CellKey, Decimal] = {}
    for table in form.tables():
        node = _child(root, (table.key,))
        for band, row, column in table.cells():
            beside = _down(_down(node, band.rows, row.path), band.columns, column.path)
            number = _number(beside)
            if number is not None:
                found[table.id, row.path, column.path] = number
    return found


def form_of(text: TextFile) -> Form | None:
    """Give the form that a report's figures are written in: the one named, else the year's."""
    lines = [one.text for one in text.spans if one.kind == "figures"]
    root, _ = parse_yaml("\n".join(lines), "figures.yaml")
    named = normalize_label((node.text() if (node := _child(root, ("表式",))) else None) or "")
    for form in load_forms().values():
        if named in (form.key, normalize_label(form.document_number)):
            return form
    return form_for(text.source.year, load_forms())


def _down(node: Node | None, heads: tuple[Header, ...], path: str) -> Node | None:
    """Follow a path down from a node: through names, or a list in the form's order."""
    way = _way(heads, path)
    for at, head in enumerate(way):
        beside = heads if at == 0 else way[at - 1].children
        items = node.items() if node else None
        leaves = [leaf.path for leaf in all_leaves(beside)]
        typed = items[0].text() if items and len(items) == 1 else node.text() if node else None
        row = split_row(typed, len(leaves)) if typed and head.key else None
        if node and row and row.certain:
            return replace(node, value=row.cells[leaves.index(path)].text)
        if items is not None and head.key:
            return items[leaves.index(path)] if len(items) == len(leaves) else None
        if node is not None and head.key and node.mapping() is not None:
            node = _child(node, (head.key, head.label))
    return node


def _way(heads: tuple[Header, ...], path: str) -> tuple[Header, ...]:
    """List the heads from the root down to a path, those without a label too."""
    for head in heads:
        if path == head.path or path.startswith(f"{head.path}."):
            return (head, *_way(head.children, path))
    return ()


def _child(node: Node | None, names: tuple[str, ...]) -> Node | None:
    mapping = node.mapping() if node else None
    wanted = {form(name) for name in names for form in (normalize_label, strip_numbering)}
    return next(
        (one for key, one in (mapping or {}).items() if normalize_label(key) in wanted), None
    )


def _number(node: Node | None) -> Decimal | None:
    try:
        return Decimal(to_halfwidth((node.text() if node else None) or "").strip())
    except InvalidOperation:
        return None
