"""Bombs, broken and locked files: a diagnostic each, within bounds, and nothing is written."""

import re
from pathlib import Path

import pytest

from site_builder.build.recognized_files import MEMORY_LIMIT
from site_builder.core.errors import SiteBuilderError
from site_builder.core.worker_process import WorkerProcess
from site_builder.model.imported import Recognition
from tests.helpers import ProjectFactory, run_cli
from tests.helpers.standards import STANDARDS
from tests.importing.hostile_files import hostile_files

READ = "site_builder.build.recognized_files:recognize_file"
READ_BELOW = "site_builder.core.safe_files:read_below"
PROCESS = Path("/proc/self")
MAX_RESIDENT = 1_000_000_000
"""Bytes."""
SECONDS = 20


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_each_is_read_within_bounds_and_says_what_it_is() -> None:
    with WorkerProcess(MEMORY_LIMIT) as worker:
        for name, data in hostile_files():
            assert _message(worker, name, data), name
            if PROCESS.exists():  # only Linux tells what a process took
                status = worker.call(READ_BELOW, (PROCESS, "status"), SECONDS)
                assert isinstance(status, bytes)
                (peak,) = re.findall(rb"VmHWM:\s*([0-9]+) kB", status)
                assert int(peak) * 1024 < MAX_RESIDENT, name


def _message(worker: WorkerProcess, name: str, data: bytes) -> str:
    try:
        recognition = worker.call(READ, (name, data, STANDARDS, None, None), SECONDS)
    except SiteBuilderError as exc:
        return exc.message
    assert isinstance(recognition, Recognition)
    assert recognition.reports == ()
    return recognition.diagnostics[0].message


def test_nothing_is_written(make_project: ProjectFactory, tmp_path: Path) -> None:
    site = make_project("--- config.yaml\n站点:\n  名称: 测试\n--- content/index.md\n---\n---\n")
    names = ("laughs.docx", "shell.html", "cut.pdf", "noise.bin.txt")
    files = dict(hostile_files(names))
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    paths = [str(tmp_path / name) for name in names]
    exit_code, output, _ = run_cli("import", *paths, "--project", str(site.path))
    assert (exit_code, "Traceback" in output) == (1, False)
    assert all(f"{path} 错误 import/unreadable" in output for path in paths), output
    assert [path.name for path in (site.path / "content").iterdir()] == ["index.md"]
