"""What changes on the disk, told in batches. Called by `server`, on a thread of its own.

With `watchfiles` the system tells of each change; without it, files are listed now and then, at
most a thirtieth of the time. Either way a batch is only a hint of what to look at first: the whole
look that follows finds out by itself what changed, so a lost message costs nothing.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterator
from importlib.util import find_spec
from pathlib import Path

from site_builder.pipeline.looking import program_folders

Changed = Callable[[Collection[Path]], None]

_CRUMBS = (".", "~$")
"""Beginnings of names that are no author's: what editors and Word write beside a file."""
_STEP = 20
_TICK = 100
_GATHER = 400
"""Milliseconds: how long it must be quiet, how often we look around, how long a batch may grow."""
_SHARE = 30
"""Listing all files may take one part in so many of the time."""


def can_hear() -> bool:
    """Tell whether the system's own messages about changes can be used."""
    return find_spec("watchfiles") is not None


def watch(project: Path, changed: Changed, stop: threading.Event) -> None:
    """Tell of changes until stopped."""
    if can_hear():
        try:
            while not stop.is_set():
                _hear(project, changed, stop)
        except (OSError, RuntimeError):
            # The system may have no room for more watches; listing always works.
            changed(())
        else:
            return
    _list(project, changed, stop)


def _folders(project: Path) -> list[Path]:
    """List the folders that matter, each once; the project's own come and go."""
    own = (project / "content", project / "templates", *program_folders())
    return list(dict.fromkeys(one.resolve() for one in own if one.is_dir()))


def _around(project: Path) -> dict[Path, tuple[int, int, int]]:
    """Note what a watch inside the folders cannot tell: the settings, and folders exchanged."""
    found = {}
    for path in (project / "config.yaml", project / "content", project / "templates"):
        try:
            facts = path.stat()
        except OSError:
            continue
        is_file = path.name == "config.yaml"
        found[path] = (facts.st_ino, *((facts.st_size, facts.st_mtime_ns) if is_file else (0, 0)))
    return found


def _hear(project: Path, changed: Changed, stop: threading.Event) -> None:
    """Pass on the system's messages until a folder is exchanged."""
    from watchfiles import watch as messages  # noqa: PLC0415 - an extra

    before, settled = _around(project), False
    batches = messages(
        *_folders(project),
        watch_filter=lambda _, path: not Path(path).name.startswith(_CRUMBS),
        step=_STEP,
        debounce=_GATHER,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    for batch in batches:
        now = _around(project)
        paths = {Path(path) for _, path in batch}
        paths |= {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
        # What changed before the first message could be heard is found by looking once.
        if paths or not settled:
            changed(paths)
        settled = True
        if {path: one[0] for path, one in before.items() if path.suffix == ""} != {
            path: one[0] for path, one in now.items() if path.suffix == ""
        }:
            return
        before = now


def _list(project: Path, changed: Changed, stop: threading.Event) -> None:
    """List all files now and then, and tell what differs."""
    before: dict[Path, tuple[int, int, int]] = {}
    pause = 0.0
    while not stop.wait(pause):
        start = time.perf_counter()
        now = _around(project)
        for folder in _folders(project):
            now.update(_files(folder))
        pause = max(0.5, _SHARE * (time.perf_counter() - start))
        if now != before:
            changed([path for path, _ in now.items() ^ before.items()])
        before = now


def _files(folder: Path) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    if entry.name.startswith(_CRUMBS):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    facts = entry.stat(follow_symlinks=False)
                    yield Path(entry.path), (facts.st_ino, facts.st_size, facts.st_mtime_ns)
        except OSError:
            continue  # it went away while we were looking
