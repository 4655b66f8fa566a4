"""Rows of `figures.yaml` that nobody has filled in yet, reported as the single mistake they are.

The blank file of a new year has thirty such rows: thirty errors would hide the one thing there
is to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.form import Header
from site_builder.model.location import Location

_VALUES_HINT = "没有发生的填 0；原报告空着的填 缺；不适用的填 /。"


@dataclass(frozen=True, slots=True)
class UnfilledRow:
    """A row that is there and holds nothing."""

    label: str
    location: Location
    columns: tuple[Header, ...]


def report_unfilled_rows(rows: Sequence[UnfilledRow]) -> tuple[Diagnostic, ...]:
    """Report all rows that hold nothing, at the first of them."""
    if not rows:
        return ()
    first = min(rows, key=lambda row: row.location)
    names = "、".join(column.label for column in first.columns)
    count = f"应有 {len(first.columns)} 个数，依次是：{names}"
    if len(rows) == 1:
        message, hint = f"“{first.label}”没有填写", f"{count}。{_VALUES_HINT}"
    else:
        message = f"有 {len(rows)} 行还没有填写，第一行是“{first.label}”"
        hint = f"请照报告逐行填写；“{first.label}”{count}。{_VALUES_HINT}"
    return (error("figures/count", first.location, message, hint),)
