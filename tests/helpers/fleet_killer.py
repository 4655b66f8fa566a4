"""A fleet that is built while its processes are killed, or that is interrupted."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.helpers import ROOT
from tests.helpers.clusters import Cluster, children_of, command_of
from tests.helpers.fleet_projects import TODAY

_BETWEEN = 2
"""Bodies finished between two kills: the work that was lost is done before the next."""


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What befalls a fleet while it is built."""

    kills: int = 0
    """How often the oldest of its processes is killed, some bodies after the time before."""
    interrupt_after: int = 0
    """So many bodies."""


def disturb_fleet(
    folder: Path, disturbance: Disturbance, cluster: Cluster | None = None
) -> tuple[subprocess.CompletedProcess[str], int]:
    """Build a fleet, by two processes or by a cluster, and disturb it. Returns how many kills."""
    where = ("--cluster", cluster.address) if cluster else ("--jobs", "2")
    words = ("fleet", "build", "--project", str(folder), "--today", TODAY, "--json", *where)
    # Files, for what nobody reads while the fleet is watched may be more than a pipe holds.
    with TemporaryFile() as printed, TemporaryFile() as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "site_builder", *words],
            cwd=ROOT,
            stdout=printed,
            stderr=complaints,
        )
        pids = cluster.worker_pids if cluster else partial(worker_pids, process.pid)
        killed = _disturb(process, folder, disturbance, pids)
        process.wait()
        texts = [_text(printed), _text(complaints)]
    return subprocess.CompletedProcess(process.args, process.returncode, *texts), killed


def _disturb(
    process: subprocess.Popen[bytes],
    folder: Path,
    disturbance: Disturbance,
    pids: Callable[[], list[int]],
) -> int:
    """Kill processes until that was done often enough, or interrupt the fleet."""
    kills, interrupt_after = disturbance.kills, disturbance.interrupt_after
    done = killed = 0
    while process.poll() is None and (interrupt_after or killed < kills):
        started = time.monotonic()
        now = len(list(folder.glob("bodies/*/.build/manifest*")))
        if interrupt_after and now >= interrupt_after:
            process.send_signal(signal.SIGINT)
            break
        if killed < kills and now >= done + _BETWEEN and (workers := pids()):
            killed += _kill(min(workers, key=_started_at))
            done = now
        # Looking at thousands of folders takes a processor from what is looked at.
        time.sleep(max(0.02, 5 * (time.monotonic() - started)))
    return killed


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def worker_pids(pid: int) -> list[int]:
    """List the processes that work for a fleet."""
    servers = {child for child in children_of({pid}) if b"forkserver" in command_of(child)}
    return [*children_of(servers)]


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
