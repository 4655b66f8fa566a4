"""Cells that an import left to a person: `待核` in `figures.yaml`, never published as a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.content.figure_values import parse_cell
from site_builder.content.figures_form import form_basis
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import normalize_label
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.figures import UNCONFIRMED
from site_builder.model.form import Form, Header, Table
from site_builder.model.lazy_pattern import lazy_pattern

_CANDIDATES = lazy_pattern("(?:^|[：；])可能是 ([^；]+?)(?:……)?(?=；|$)")


@dataclass(frozen=True, slots=True)
class UnconfirmedNote:
    """What an import wrote above a row about one of its unconfirmed cells."""

    text: str
    """What the cell may hold, and where it stands in the original."""
    candidates: tuple[str, ...]
    """What it may hold, as it can be typed; the likeliest first."""


def unconfirmed_note(remarks: Sequence[str], column: Header) -> UnconfirmedNote:
    """Return what the remarks above a row say of the cell in a column.

    Where none names the column they are all about it: somebody may have written them by hand.
    """
    own = [line for line in remarks if line.startswith(f"{UNCONFIRMED} {column.label}：")]
    text = "\n".join(own or remarks)
    candidates = (
        word.strip()
        for line in own[:1]
        for match in _CANDIDATES.finditer(line)
        for word in match[1].split("、")
    )
    return UnconfirmedNote(text, tuple(word for word in candidates if _is_cell(word, column)))


def _is_cell(typed: str, column: Header) -> bool:
    try:
        parse_cell(typed, column)
    except ValueProblem:
        return False
    return True


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
        f"请核对以后，把“{UNCONFIRMED}”改成实有的数：导入的对照原件，"
        "上年结转的对照上年报告；空着的写 缺。"
        "可能是哪几个数、从哪里来，写在这一行上面的注释里。",
        basis=form_basis(form),
        subject=f"{table.id}.{row.path}.{first.path}",
        table=table.title,
        row=label,
        column=names,
        actual=UNCONFIRMED,
    )
