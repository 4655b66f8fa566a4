"""True figures of fictional bodies, and of the reports beside a checkout."""

from collections.abc import Iterator
from functools import cache

from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import has_errors
from site_builder.model.figures import Cell, CellKey, Figures
from site_builder.model.form import Form
from site_builder.model.frozendict import frozendict
from tests.helpers import ROOT
from tests.helpers.shared_reports import REPORTS, report_cells, report_form
from tests.helpers.standards import STANDARDS

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


def shared_figures() -> Iterator[tuple[Form, dict[CellKey, Cell]]]:
    """Yield form and cells of each report beside the checkout, of the tables that are sums."""
    for report in REPORTS.values():
        form = report_form(report)
        cells = report_cells(report, form)
        yield form, {key: cell for key, cell in cells.items() if key[0] != "proactive"}
