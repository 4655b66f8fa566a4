"""A Dask cluster on loopback: a scheduler and workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import ROOT

_SECONDS = 120
_ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s",
}


@dataclass
class Cluster:
    """A scheduler that answers at an address, and the process groups of its workers."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]]

    def worker_pids(self) -> list[int]:
        """List the processes that work: nannies, which start them anew, are not among them."""
        nannies = {process.pid for process in self.processes[1:]}
        return [pid for pid in children_of(nannies) if b"spawn_main" in command_of(pid)]


def command_of(pid: int) -> bytes:
    """Return the command line of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def children_of(parents: set[int]) -> set[int]:
    """List the processes whose parent is one of these."""
    children = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in parents:
            children.add(int(path.parent.name))
    return children


@contextmanager
def running_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Start a scheduler and workers of one thread each; all have ended at the end."""
    folder.mkdir(parents=True)
    scheduler_file = folder / "scheduler.json"
    listening = ("--host", "127.0.0.1", "--no-dashboard")
    named = ("--port", "0", "--scheduler-file", str(scheduler_file))
    processes = [_start(folder, "scheduler", *listening, *named)]
    try:
        address = _address(scheduler_file, processes[0])
        for number in range(workers):
            own = ("--nthreads", "1", "--nworkers", "1")
            local = ("--local-directory", str(folder / f"worker{number}"))
            processes.append(_start(folder, "worker", address, *listening, *own, *local))
        _wait_for_workers(address, workers)
        yield Cluster(address, folder, processes)
    finally:
        for process in reversed(processes):
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _start(folder: Path, kind: str, *words: str) -> subprocess.Popen[bytes]:
    log = (folder / f"{kind}.log").open("ab")
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words],
        cwd=folder,
        env=_ENVIRONMENT,
        stdout=log,
        stderr=log,
    )


def _address(scheduler_file: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return str(json.loads(scheduler_file.read_text())["address"])
        except (OSError, ValueError, KeyError):
            time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


def _wait_for_workers(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - takes a second to load

    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]  # as it is written
        client.wait_for_workers(workers, timeout=_SECONDS)
