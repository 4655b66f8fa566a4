"""Damaged files: no crash, no hang, and no number that is wrong without anybody being warned."""

import random

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
SECONDS = 60
"""A hang, on whatever machine; reading one takes a fraction of a second."""
DEFAULT_COUNT = 25


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_no_damage_makes_a_silent_error(request: pytest.FixtureRequest) -> None:
    count = request.config.getoption("--fuzz") or DEFAULT_COUNT
    seed = request.config.getoption("--fuzz-seed")
    failures: list[str] = []
    with WorkerProcess(MEMORY_LIMIT) as worker:
        for number in range(count):
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - a repeatable choice, no secret
            file = damaged_file(chance)
            label = f"{number} {file.name} {file.damage}"
            failures += [f"{label}: {problem}" for problem in _problems(worker, file)]
    print(f"\n{count} damaged files, {len(failures)} silent errors")  # noqa: T201 - a long run's result
    assert failures == []


def _problems(worker: WorkerProcess, file: DamagedFile) -> list[str]:
    try:
        recognition = worker.call(READ, (file.name, file.data, STANDARDS, None, None), SECONDS)
    except UnsupportedFileError:
        return []
    assert isinstance(recognition, Recognition)
    return [
        f"{'/'.join(key)} {report.cells[key].value} for {file.cells.get(key)}"
        for report in recognition.reports
        for key in silent_errors(report, file)
    ]


def silent_errors(report: ImportedReport, file: DamagedFile) -> list[CellKey]:
    """Return cells that differ from the undamaged file, are not doubtful, and break no identity."""
    form = STANDARDS.forms[report.form]
    evaluations = check_report(report, form, None).evaluations
    reported = {key for item in evaluations if not item.holds for key in item.keys}
    different = [
        key
        for key, cell in report.cells.items()
        if cell.value is not None and cell.value != file.cells.get(key) and key not in reported
    ]
    # A cell that was emptied is blank now, and nothing else is true of it.
    emptied = [key for key in different if report.cells[key].reading == "blank"]
    if len(emptied) <= file.damage.count("cell-emptied"):
        return [key for key in different if key not in emptied]
    return different
