"""Real reports, where they lie beside a checkout: each cell as in the original, or in doubt."""

from pathlib import Path

import pytest

from tests.helpers.shared_reports import REPORTS, SHARED, report_cells, report_form
from tests.importing.recognized import recognize

MAX_DOUBTS = {"pingtan-2021": 3, "pingtan-2022": 3}
"""Cells of text without separators for which the identities leave several readings."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REPORTS, reason="shared/reports is not beside this checkout"),
]


@pytest.mark.parametrize("name", REPORTS)
def test_each_cell_is_true_or_doubtful(name: str) -> None:
    truth = REPORTS[name]
    path: Path = SHARED / truth["files"][0]
    recognition = recognize(str(path), path.read_bytes())
    (report,) = recognition.reports
    cells = report_cells(truth, report_form(truth))
    different = {
        key: (cell.value, cells[key])
        for key, cell in report.cells.items()
        if cell.value is not None and cell.value != cells[key]
    }
    assert different == {}
    doubts = sum(cell.value is None for cell in report.cells.values())
    assert doubts <= MAX_DOUBTS.get(name, 0)


def test_the_blank_form_is_blank() -> None:
    path = SHARED / "blank-form-2021.docx"
    recognition = recognize(str(path), path.read_bytes(), 2024)
    (report,) = recognition.reports
    assert {cell.reading for cell in report.cells.values()} == {"blank"}
