"""What one run of a program takes, and which files of its output it writes."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCHER = Path(__file__).with_name("launcher.py")

Listing = Mapping[str, tuple[int, int, int]]
"""Path of each file → time of its last change, its inode, its size."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one run took."""

    wall: float
    """Seconds from the start of the process to its end."""
    processor: float
    """Seconds of user and system time, of the process and its children."""
    memory: float
    """Megabytes of its largest process."""
    written: int
    """Files of the output that are new or were written again."""
    removed: int


def measure(command: Sequence[str], folder: Path, output: Path, log: Path) -> Measurement:
    """Run a command in a folder. Raises SystemExit with the end of its output if it fails."""
    before = list_files(output)
    result = log.with_suffix(".json")
    # Without it, what the run before left to be written would be written during this one.
    os.sync()
    with log.open("wb") as stream:
        launcher = (sys.executable, "-I", "-S", str(_LAUNCHER), str(result))
        finished = subprocess.run(
            [*launcher, *command], cwd=folder, stdout=stream, stderr=stream, check=False
        )
    if finished.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)} ended with {finished.returncode}:\n{tail}")
    after = list_files(output)
    written = sum(before.get(path) != state for path, state in after.items())
    return Measurement(
        **json.loads(result.read_text(encoding="utf-8")),
        written=written,
        removed=len(before.keys() - after.keys()),
    )


def list_files(folder: Path) -> Listing:
    """Return the state of all files below a folder; none where there is no folder."""
    listing: dict[str, tuple[int, int, int]] = {}
    pending = [str(folder)] if folder.is_dir() else []
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    path = os.path.relpath(entry.path, folder)
                    listing[path] = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
    return listing
