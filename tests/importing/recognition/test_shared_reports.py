"""Real reports: every cell equals what the source says, or is openly doubtful."""

from collections import Counter
from pathlib import Path

import pytest

from site_builder.importing.readers.formats import read_original
from site_builder.importing.recognition.reports import recognize_reports
from site_builder.model.imported import ImportedReport
from tests.helpers import ROOT
from tests.helpers.shared_reports import REPORTS, report_cells
from tests.helpers.standards import STANDARDS

FOLDER = ROOT.parent / "shared" / "reports"
DOUBTFUL = {"pingtan-2021": 3, "pingtan-2022": 3}
"""Cells that the source itself leaves open: numbers run together that no sum decides."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not REPORTS, reason="the material beside the checkout is not there"),
]


def imported(file: str, year: int | None = None) -> ImportedReport:
    original = read_original(file, Path(FOLDER, file).read_bytes())
    (report,) = recognize_reports(original, STANDARDS, year=year).reports
    return report


@pytest.mark.parametrize("name", REPORTS)
def test_each_cell_equals_the_source(name: str) -> None:
    expected = REPORTS[name]
    for file in expected["files"]:
        report = imported(file)
        form = STANDARDS.forms[report.form]
        assert (form.key, report.year) == (expected["form"], expected["year"])
        cells = report_cells(expected, form)
        if form.key == "2021" and "o" in expected["t3"]:
            # One row of zeros where the form has three: each of them is 0.
            cells |= {key: 0 for key in cells if key[1].startswith("results.other.")}
        assert report.cells.keys() == cells.keys()
        wrong = [
            cell
            for key, cell in report.cells.items()
            if cell.reading != "doubtful" and cell.value != cells[key]
        ]
        assert not wrong
        doubtful = [cell for cell in report.cells.values() if cell.reading == "doubtful"]
        assert len(doubtful) == DOUBTFUL.get(name, 0)
        assert all(str(cells[cell.key]) in cell.candidates for cell in doubtful)


def test_the_empty_form_gives_blanks() -> None:
    report = imported("blank-form-2021.docx", 2024)
    assert Counter(cell.reading for cell in report.cells.values()) == {"blank": 200}
    assert {cell.reason for cell in report.cells.values()} == {"原件这一格是空的"}
