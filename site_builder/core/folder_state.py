"""How a folder stands: names, sizes and times of all that is in it, without opening any file."""

import os

_SKIPPED = ("__pycache__",)
"""What Python leaves next to its own sources."""


def folder_state(folder: str, suffixes: tuple[str, ...] = ()) -> tuple[list[str], int]:
    """Return a line for each file below a folder, sorted, and the newest time among them.

    Times are in nanoseconds. `suffixes` limits the files to those that end so. What cannot be
    read, or is gone by now, has no line.
    """
    lines: list[str] = []
    newest = 0
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            with os.scandir(f"{folder}/{prefix}") as entries:
                for entry in entries:
                    name = entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if name not in _SKIPPED:
                            pending.append(f"{prefix}{name}/")
                    elif not suffixes or name.endswith(suffixes):
                        status = entry.stat()
                        modified, changed = status.st_mtime_ns, status.st_ctime_ns
                        newest = max(newest, modified, changed)
                        lines.append(f"{prefix}{name}\0{status.st_size}\0{modified}\0{changed}")
        except OSError:
            lines.append(f"{prefix}\0")
    lines.sort()
    return lines, newest
