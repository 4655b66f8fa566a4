"""Work in a process of its own: whatever goes wrong there is an error here, and work goes on."""

import os
from collections.abc import Iterator

import pytest

from site_builder.core.errors import UnsupportedFileError, WorkerError
from site_builder.core.worker_process import WorkerProcess

MEMORY = 1 << 30


def count_forever() -> None:
    """Take processor time, as a library does that a file makes go round in circles."""
    number = 0
    while True:
        number += 1


@pytest.fixture(scope="module")
def worker() -> Iterator[WorkerProcess]:
    with WorkerProcess(MEMORY) as process:
        yield process


def test_a_process_is_used_again(worker: WorkerProcess) -> None:
    first, second = (worker.call("os:getpid", (), 5) for _ in range(2))
    assert first == second != os.getpid()


@pytest.mark.parametrize(
    ("function", "arguments", "kind"),
    [
        ("time:sleep", (60,), "timeout"),
        ("tests.unit.core.test_worker_process:count_forever", (), "timeout"),
        ("os:abort", (), "crash"),
        ("builtins:bytearray", (MEMORY * 8,), "memory"),
        ("builtins:int", ("x",), "exception"),
        ("sys:exit", (3,), "exception"),
    ],
)
def test_each_end_is_an_error_and_the_next_call_works(
    worker: WorkerProcess, function: str, arguments: tuple[object, ...], kind: str
) -> None:
    with pytest.raises(WorkerError) as info:
        worker.call(function, arguments, 0.5)
    assert info.value.kind == kind
    assert worker.call("builtins:abs", (-1,), 5) == 1


def test_what_a_library_prints_is_no_answer(worker: WorkerProcess) -> None:
    assert worker.call("os:system", ("echo x",), 5) == 0
    assert worker.call("builtins:print", ("x",), 5) is None


def test_an_error_of_ours_is_raised_here(worker: WorkerProcess) -> None:
    with pytest.raises(UnsupportedFileError) as info:
        worker.call("site_builder.core.safe_zip:open_archive", (b"",), 5)
    assert info.value.message
