"""Cells that an import left to a person: `待核` in `figures.yaml`, never published as a number."""

from collections.abc import Sequence

from site_builder.content.figures_form import form_basis
from site_builder.core.text.suggest import normalize_label
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import Form, Header, Table

UNCONFIRMED = "待核"


def is_unconfirmed(node: Node) -> bool:
    """Return whether a cell still waits for somebody to compare it with the original."""
    return normalize_label(node.text() or "") == UNCONFIRMED


def unconfirmed_error(
    form: Form, table: Table, row: Header, cells: Sequence[tuple[Header, Node]], label: str
) -> Diagnostic:
    """Build the error of a row's unconfirmed cells, at the first: the one task they are."""
    first, node = cells[0]
    names = "、".join(column.label for column, _ in cells)
    count_suffix = f"（{len(cells)} 格）" if len(cells) > 1 else ""
    return Diagnostic(
        "figures/unconfirmed",
        Severity.ERROR,
        node.location,
        f"“{label}”的“{names}”{count_suffix}还没有核对",
        f"请对照原件，把“{UNCONFIRMED}”改成原件上的数；原件空着的写 缺。"
        "可能是哪几个数、在原件的什么地方，写在这一行上面的注释里。",
        basis=form_basis(form),
        subject=f"{table.id}.{row.path}.{first.path}",
        table=table.title,
        row=label,
        column=names,
        actual=UNCONFIRMED,
    )
