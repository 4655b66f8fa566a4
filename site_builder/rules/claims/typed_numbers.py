"""The numbers of figures.yaml as a text rule sees them: from the lines with the report's text."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.suggest import normalize_label, strip_numbering
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, Header, all_leaves, form_for
from site_builder.model.rule_context import TextFile
from site_builder.standards.typed_row import split_row


def typed_numbers(text: TextFile, form: Form) -> dict[CellKey, Decimal]:
    """Return the cells that hold a plain number. The others are left out: they are reported."""
    root = _read_figures(text)
    values: dict[CellKey, Decimal] = {}
    for table in form.tables():
        node = _child(root, (table.key,))
        for section in table.sections:
            columns = all_leaves(section.columns)
            for row in all_leaves(section.rows):
                row_node = _descend(node, section.rows, row.path)
                for column in columns:
                    number = _number(_descend(row_node, section.columns, column.path))
                    if number is not None:
                        values[table.id, row.path, column.path] = number
    return values


def form_of(text: TextFile, forms: Mapping[str, Form]) -> Form | None:
    """Return the form that a report's figures are written in: the one named, else the year's."""
    root = _read_figures(text)
    named = normalize_label((node.text() if (node := _child(root, ("表式",))) else None) or "")
    for form in forms.values():
        if named in (form.key, normalize_label(form.document_number)):
            return form
    return form_for(text.source.year, forms)


def _read_figures(text: TextFile) -> Node | None:
    """Read the lines of figures.yaml. Remarks stand apart, under a label, and are no YAML."""
    lines = [span.text for span in text.spans if span.kind == "figures" and not span.label]
    root, _ = parse_yaml("\n".join(lines), "figures.yaml")
    return root


def _descend(node: Node | None, headers: tuple[Header, ...], path: str) -> Node | None:
    """Follow a path down from a node: through names, or a list in the form's order."""
    chain = _header_chain(headers, path)
    for index, header in enumerate(chain):
        siblings = headers if index == 0 else chain[index - 1].children
        items = node.items() if node else None
        leaves = [leaf.path for leaf in all_leaves(siblings)]
        row_text = items[0].text() if items and len(items) == 1 else node.text() if node else None
        row = split_row(row_text, len(leaves)) if row_text and header.key else None
        if node and row and row.certain:
            return node._replace(value=row.cells[leaves.index(path)].text)
        if items is not None and header.key:
            return items[leaves.index(path)] if len(items) == len(leaves) else None
        if node is not None and header.key and node.mapping() is not None:
            node = _child(node, (header.key, header.label))
    return node


def _header_chain(headers: tuple[Header, ...], path: str) -> tuple[Header, ...]:
    """Return the headers from the root down to a path, those without a label too."""
    for header in headers:
        if path == header.path or path.startswith(f"{header.path}."):
            return (header, *_header_chain(header.children, path))
    return ()


def _child(node: Node | None, names: tuple[str, ...]) -> Node | None:
    mapping = node.mapping() if node else None
    normalized_names = {form(name) for name in names for form in (normalize_label, strip_numbering)}
    return next(
        (
            child
            for key, child in (mapping or {}).items()
            if normalize_label(key) in normalized_names
        ),
        None,
    )


def _number(node: Node | None) -> Decimal | None:
    try:
        return Decimal(to_halfwidth((node.text() if node else None) or "").strip())
    except InvalidOperation:
        return None
