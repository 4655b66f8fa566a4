"""How a folder stands: names, sizes and times of all that is in it, without opening any file."""

import os
from contextlib import suppress

_SKIPPED = ("__pycache__",)
"""What Python leaves next to its own sources."""


def folder_state(
    folder: str, suffixes: tuple[str, ...] = (), *, follow_links: bool = False
) -> tuple[list[str], int]:
    """Return a line for each file below a folder, sorted, and the newest time among them.

    Times are in nanoseconds. `suffixes` limits the files to those that end so; `follow_links`
    looks into linked folders too. What cannot be read, or is gone by now, has no line.
    """
    lines: list[str] = []
    newest = 0
    pending = [""]
    linked: set[str] = set()
    while pending:
        prefix = pending.pop()
        for entry in _entries(f"{folder}/{prefix}"):
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if name not in _SKIPPED:
                    pending.append(f"{prefix}{name}/")
            elif follow_links and entry.is_symlink() and entry.is_dir():
                # A link to a folder it lies in would lead on for ever.
                target = os.path.realpath(entry.path)
                if target not in linked:
                    linked.add(target)
                    pending.append(f"{prefix}{name}/")
            elif not suffixes or name.endswith(suffixes):
                status = _status(entry)
                if status is None:
                    continue
                modified, changed = status.st_mtime_ns, status.st_ctime_ns
                newest = max(newest, modified, changed)
                lines.append(f"{prefix}{name}\0{status.st_size}\0{modified}\0{changed}")
    lines.sort()
    return lines, newest


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return how a file stands, of a link what it leads to; None for one that is gone by now."""
    with suppress(OSError):
        return entry.stat()
    with suppress(OSError):  # a link that leads nowhere is there nevertheless
        return entry.stat(follow_symlinks=False)
    return None
