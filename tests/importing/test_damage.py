"""Damaged files: no crash, no hang, and no number that is wrong without anybody being warned.

Some damage leaves a file that says something else and is as sound as before: two numbers of a sum
exchanged, the last cell of a row lost in a sheet. Where no row and no column of sums can decide
about a cell, a difference is counted, and a test cannot ask for more.
"""

import random
from collections.abc import Iterator

import pytest

from site_builder.build.recognized_files import MEMORY_LIMIT
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.worker_process import WorkerProcess
from site_builder.model.figures import CellKey
from site_builder.model.imported import ImportedReport, Recognition
from site_builder.usecases.import_files import check_report
from tests.helpers.standards import STANDARDS
from tests.importing.damaged_files import DamagedFile, damaged_file

READ = "site_builder.build.recognized_files:recognize_file"
SECONDS = 20
"""Of processor time: a hang, on whatever machine; reading one takes a fraction of a second."""
DEFAULT_COUNT = 25
AXES = {"rows", "columns"}


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_no_damage_makes_a_silent_error(request: pytest.FixtureRequest) -> None:
    count = request.config.getoption("--fuzz") or DEFAULT_COUNT
    seed = request.config.getoption("--fuzz-seed")
    failures: list[str] = []
    undecidable: list[str] = []
    with WorkerProcess(MEMORY_LIMIT) as worker:
        for number in range(count):
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - a repeatable choice, no secret
            file = damaged_file(chance)
            label = f"{number} {file.name} {file.damage}"
            for report in _read(worker, file):
                axes = deciding_axes(report)
                for key in silent_errors(report, file):
                    text = f"{label}: {'/'.join(key)} {report.cells[key].value}"
                    (failures if axes.get(key) == AXES else undecidable).append(text)
    lines = (f"{count} damaged files; nothing can decide about:", *undecidable)
    print("", *lines, sep="\n")  # noqa: T201 - the result of a long run
    assert failures == []


def _read(worker: WorkerProcess, file: DamagedFile) -> tuple[ImportedReport, ...]:
    try:
        recognition = worker.call(READ, (file.name, file.data, STANDARDS, None, None), SECONDS)
    except UnsupportedFileError:
        return ()
    assert isinstance(recognition, Recognition)
    return recognition.reports


def silent_errors(report: ImportedReport, file: DamagedFile) -> Iterator[CellKey]:
    """Yield cells that differ from the undamaged file, are not doubtful, and break no identity."""
    checked = check_report(report, STANDARDS.forms[report.form], None)
    reported = {key for item in checked.evaluations if not item.holds for key in item.keys}
    for key, cell in report.cells.items():
        # A cell that was emptied is blank now, and nothing else is true of it.
        is_emptied = cell.reading == "blank" and "cell-emptied" in file.damage
        is_different = cell.value is not None and cell.value != file.cells.get(key)
        if is_different and key not in reported and not is_emptied:
            yield key


def deciding_axes(report: ImportedReport) -> dict[CellKey, set[str]]:
    """Return on which axes a sum without blanks and doubts decides about each cell."""
    checked = check_report(report, STANDARDS.forms[report.form], None)
    axes: dict[CellKey, set[str]] = {}
    for item in checked.evaluations:
        if item.identity.relation == "=" and not item.has_blanks:
            for key in item.keys:
                axes.setdefault(key, set()).add(item.identity.axis)
    return axes
