"""A fleet that is built while its processes are killed, or that is interrupted."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.helpers import ROOT
from tests.helpers.clusters import children_of, command_of
from tests.helpers.fleet_projects import TODAY

_BETWEEN = 2
"""Bodies finished between two kills: the work that was lost is done before the next."""


def kill_workers(
    folder: Path, bodies: int, *, kills: int, interrupt_after: int = 0
) -> tuple[subprocess.CompletedProcess[str], int]:
    """Build a fleet and kill its processes, the oldest first. Returns how often that was done."""
    words = ("fleet", "build", "--project", str(folder), "--today", TODAY, "--jobs", "2", "--json")
    # Files, for what nobody reads while the fleet is watched may be more than a pipe holds.
    with TemporaryFile() as printed, TemporaryFile() as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "site_builder", *words],
            cwd=ROOT,
            stdout=printed,
            stderr=complaints,
        )
        killed = _disturb(process, folder, bodies, kills, interrupt_after)
        process.wait()
        texts = [_text(printed), _text(complaints)]
    return subprocess.CompletedProcess(process.args, process.returncode, *texts), killed


def _disturb(
    process: subprocess.Popen[bytes], folder: Path, bodies: int, kills: int, interrupt_after: int
) -> int:
    """Kill processes until that was done often enough, or interrupt the fleet."""
    done = killed = 0
    while process.poll() is None and done < bodies and (interrupt_after or killed < kills):
        started = time.monotonic()
        now = len(list(folder.glob("bodies/*/.build/manifest*")))
        if interrupt_after and now >= interrupt_after:
            process.send_signal(signal.SIGINT)
            break
        if killed < kills and now >= done + _BETWEEN and (workers := worker_pids(process.pid)):
            killed += _kill(workers[0])
            done = now
        # Looking at thousands of folders takes a processor from what is looked at.
        time.sleep(max(0.02, 5 * (time.monotonic() - started)))
    return killed


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def worker_pids(pid: int) -> list[int]:
    """List the processes that work for a fleet, the oldest first."""
    servers = {child for child in children_of({pid}) if b"forkserver" in command_of(child)}
    return sorted(children_of(servers), key=_started_at)


def _started_at(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return sys.maxsize


def _kill(pid: int) -> bool:
    import os  # noqa: PLC0415 - for this alone

    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
