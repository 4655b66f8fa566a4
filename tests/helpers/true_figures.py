"""True figures of fictional bodies, and of the reports beside a checkout."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import has_errors
from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, all_leaves
from site_builder.model.frozendict import frozendict
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

TRUTH = ROOT.parent / "shared" / "reports" / "truth.json"
FOLDER = ROOT / "tests" / "likely_causes"
BODIES = {"city": 2023, "county": 2022, "bureau": 2020}
"""Years of the forms."""


def figures_of(form: Form, cells: dict[CellKey, Cell]) -> Figures:
    return Figures(form.id, frozendict(cells), frozendict({}))


@cache
def read_true_figures(body: str) -> Figures:
    """Read the figures of a fictional body; every identity of theirs is true."""
    path = FOLDER / f"{body}.yaml"
    figures, diagnostics = read_figures(
        path.read_text(encoding="utf-8"), path.name, BODIES[body], STANDARDS.forms
    )
    assert not has_errors(diagnostics)
    assert figures is not None
    return figures


def shared_figures() -> Iterator[tuple[str, Form, dict[CellKey, Cell]]]:
    """Yield name, form and cells of each report beside the checkout."""
    reports = json.loads(TRUTH.read_text(encoding="utf-8"))["reports"]
    for name, report in reports.items():
        form = STANDARDS.forms[f"annual-report-{report['form']}"]
        yield name, form, dict(_shared_cells(form, report))


def _shared_cells(form: Form, report: dict[str, Any]) -> Iterator[tuple[CellKey, Cell]]:
    """Read the two tables of sums; the rows of the truth are in the form's order."""
    tables = {table.id: table for table in form.tables()}
    (section,) = tables["requests"].sections
    rows = [leaf.path for leaf in all_leaves(section.rows)]
    lists = dict(report["t3"])
    if "o" in lists and rows[-4].endswith("fee-unpaid"):
        lists = {"o1": [0] * 7, "o2": [0] * 7} | lists
    names = [name for name in lists if name not in ("o1", "o2", "o", "o3", "total", "forward")]
    others = [name for name in ("o1", "o2", "o", "o3") if name in lists]
    for row, name in zip(rows, [*names, *others, "total", "forward"], strict=True):
        for column, number in zip(all_leaves(section.columns), lists[name], strict=True):
            yield ("requests", row, column.path), _cell(number)
    for (_, leaf, column), number in zip(tables["remedies"].cells(), report["t4"], strict=True):
        yield ("remedies", leaf.path, column.path), _cell(number)


def _cell(number: int | None) -> Cell:
    return MissingValue.BLANK if number is None else number
