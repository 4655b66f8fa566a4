"""Work spread over processes: what it reports, and how it ends when it is interrupted."""

import os
import signal
import subprocess
import sys

import pytest

from site_builder.core.parallel import parallel_map, thread_map
from tests.helpers import ROOT

INTERRUPTED = """
import time
from site_builder.core.parallel import parallel_map

def work(item):
    print("ready", flush=True)
    time.sleep(30)

try:
    parallel_map(work, range(2), 2, lambda done: None, min_items=2)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_begins_with_nothing_and_counts_each(jobs: int) -> None:
    counts: list[int] = []
    assert parallel_map(str, range(5), jobs, counts.append, min_items=2) == list("01234")
    assert thread_map(str, range(5), jobs, counts.append) == list("01234")
    assert counts == [0, 1, 2, 3, 4, 5] * 2


def test_no_work_reports_nothing() -> None:
    counts: list[int] = []
    assert parallel_map(str, [], 2, counts.append) == []
    assert thread_map(str, [], 2, counts.append) == []
    assert counts == []


@pytest.mark.skipif(os.name == "nt", reason="nothing is forked on Windows")
def test_an_interruption_shows_no_traceback_of_a_worker() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    for _ in range(2):
        assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to every process
    output, errors = process.communicate()
    assert (output, errors) == ("interrupted\n", "")
