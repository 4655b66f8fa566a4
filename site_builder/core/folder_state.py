"""How files and folders stand: names, sizes and times, without opening any file."""

import os
from contextlib import suppress
from pathlib import Path

_SKIPPED = ("__pycache__",)
"""What Python leaves next to its own sources."""


Listing = dict[str, list[os.DirEntry[str]]]
"""Path of a folder, with a slash behind it → what lies in it, each with its size and times then."""


def folder_state(
    folder: str,
    suffixes: tuple[str, ...] = (),
    *,
    follow_links: bool = False,
    listing: Listing | None = None,
) -> tuple[list[str], int]:
    """Return a line for each file and folder below a folder, sorted, and the newest time of a file.

    Times are in nanoseconds. `suffixes` limits the lines to files that end so; `follow_links`
    looks into linked folders too. What cannot be read, or is gone by now, has no line. `listing`
    receives what was looked at, for who looks at the same files.
    """
    # A folder may become a link to itself elsewhere, with the same files at the same times.
    lines = [f"\0{_link_text(folder)}"] if Path(folder).is_symlink() else []
    newest = 0
    pending = [""]
    linked: set[str] = set()
    while pending:
        prefix = pending.pop()
        for entry in _entries(folder, prefix, listing):
            path = prefix + entry.name
            link = f"\0{_link_text(entry.path)}" if entry.is_symlink() else ""
            if entry.is_dir(follow_symlinks=False) or (
                link and follow_links and _is_new_folder(entry, linked)
            ):
                if not suffixes:
                    lines.append(f"{path}/{link}")
                if not suffixes or entry.name not in _SKIPPED:
                    pending.append(f"{path}/")
            elif not suffixes or entry.name.endswith(suffixes):
                status = _status(entry)
                if status is None:
                    continue
                modified, changed = status.st_mtime_ns, status.st_ctime_ns
                newest = max(newest, modified, changed)
                lines.append(f"{path}\0{status.st_size}\0{modified}\0{changed}{link}")
    lines.sort()
    return lines, newest


def file_state(path: str) -> tuple[str, int]:
    """Return size and times of a file, and the newest of these; nothing where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - no path is made of it
    except OSError:
        return "", 0
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return f"{status.st_size} {times}", max(times)


def _link_text(path: str) -> str:
    with suppress(OSError):
        return str(Path(path).readlink())
    return ""


def _is_new_folder(link: os.DirEntry[str], linked: set[str]) -> bool:
    """Return whether a link leads to a folder that no other led to before."""
    # A link to a folder it lies in would lead on for ever.
    target = os.path.realpath(link.path)
    is_new = link.is_dir() and target not in linked
    linked.add(target)
    return is_new


def _entries(folder: str, prefix: str, listing: Listing | None) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(f"{folder}/{prefix}") as iterator:
            entries = list(iterator)
    except OSError:
        return []
    if listing is not None:
        listing[prefix] = entries
    return entries


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return how a file stands, of a link what it leads to; None for one that is gone by now."""
    with suppress(OSError):
        return entry.stat()
    with suppress(OSError):  # a link that leads nowhere is there nevertheless
        return entry.stat(follow_symlinks=False)
    return None
