"""What changes on the disk, told in batches. Called by `server`, on a thread of its own.

With `watchfiles` the system tells of each change; without it, files are listed now and then, at
most a thirtieth of the time. Network drives, WSL and containers take watches and then tell nothing,
so files are listed beside the messages too, at most a hundredth of the time. Either way a batch is
only a hint of what to look at first: the whole look that follows finds out by itself what changed.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterator
from importlib.util import find_spec
from pathlib import Path

from site_builder.usecases.preview_snapshot import package_data_folders

ChangeCallback = Callable[[Collection[Path]], None]

_TEMPORARY_PREFIXES = (".", "~$")
"""Beginnings of names that are no author's: what editors and Word write beside a file."""
_STEP_MS = 20
_TIMEOUT_MS = 100
_DEBOUNCE_MS = 400
"""Milliseconds: how long it must be quiet, how often we look around, how long a batch may grow."""
_POLL_SHARE = 30
"""Listing all files may take one part in so many of the time."""
_CHECK_SHARE = 100
"""The same, beside messages: most disks do tell."""
_CHECK_INTERVAL = 2.0
"""Seconds between listings beside messages, where listing takes no time worth counting."""
_EVENT_DELAY = 2.0
"""Seconds after which a message that has not come will not come."""


def has_watchfiles() -> bool:
    """Return whether the system's own messages about changes can be used."""
    return find_spec("watchfiles") is not None


def watch(
    project: Path,
    on_change: ChangeCallback,
    stop: threading.Event,
    on_missed_change: Callable[[], None],
) -> None:
    """Record changes until stopped; call `silent` once when the system does not tell of one."""
    if has_watchfiles():
        missed_changes = _MissedChanges(project, on_missed_change)
        try:
            while not stop.is_set():
                _watch_events(project, on_change, stop, missed_changes)
        except (OSError, RuntimeError):
            # The system may have no room for more watches; listing always works.
            on_change(())
        else:
            return
    _poll(project, on_change, stop)


def _folders(project: Path) -> list[Path]:
    """Return the folders that matter, each once; the project's own come and go."""
    folders = (project / "content", project / "templates", *package_data_folders())
    return list(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


def _project_state(project: Path) -> dict[Path, tuple[int, int, int]]:
    """Note what a watch inside the folders cannot tell: the settings, and folders exchanged."""
    states = {}
    for path in (project / "config.yaml", project / "content", project / "templates"):
        try:
            stat = path.stat()
        except OSError:
            continue
        is_file = path.name == "config.yaml"
        states[path] = (stat.st_ino, *((stat.st_size, stat.st_mtime_ns) if is_file else (0, 0)))
    return states


_FileState = tuple[int, ...]


def _file_states(project: Path) -> dict[str, _FileState]:
    """Return all files that matter with what tells one state of theirs from another."""
    # As text: making ten thousand paths takes longer than looking at the files.
    states: dict[str, _FileState] = {
        os.fspath(path): state for path, state in _project_state(project).items()
    }
    for folder in _folders(project):
        states.update(_files(folder))
    return states


def _changed_paths(first: dict[str, _FileState], second: dict[str, _FileState]) -> set[Path]:
    return {Path(path) for path, _ in first.items() ^ second.items()}


class _MissedChanges:
    """Finds the changes that the system did not tell of, by listing files now and then."""

    def __init__(self, project: Path, notice: Callable[[], None]) -> None:
        self._project = project
        self._notice: Callable[[], None] | None = notice
        self._previous: dict[str, _FileState] | None = None
        self._reported: dict[Path, float] = {}
        self._suspected: set[Path] = set()
        self._listed = self._due = time.monotonic()

    def reset(self) -> None:
        """Forget how files were: messages begin anew, and what came between is looked for once."""
        self._previous = None
        self._suspected = set()

    def find_missed(self, reported: Collection[Path]) -> set[Path]:
        """Note what the system tells, and return what it should have told; asked at every tick."""
        now = time.monotonic()
        self._reported.update(dict.fromkeys(reported, now))
        if self._previous is None:
            self._previous = _file_states(self._project)
            return set()
        if self._suspected:
            # A disk that was found silent is not waited for again.
            if self._notice and now < self._listed + _EVENT_DELAY:
                return set()
            missed = self._suspected - self._reported.keys()
            self._reported = {path: at for path, at in self._reported.items() if at >= self._listed}
            self._suspected = set()
            if missed and self._notice:
                self._notice()
                self._notice = None
            return missed
        if now >= self._due:
            self._scan()
        return set()

    def _scan(self) -> None:
        self._listed, start = time.monotonic(), time.thread_time()
        states = _file_states(self._project)
        self._suspected = _changed_paths(states, self._previous or {})
        self._previous = states
        took = time.thread_time() - start
        waited = time.monotonic() - self._listed
        # A slow disk makes us wait, and costs nobody else anything; only do not keep it busy.
        share = _CHECK_SHARE if self._notice else _POLL_SHARE
        self._due = self._listed + max(_CHECK_INTERVAL, share * took, 2 * waited)
        if not self._suspected:
            self._reported = {path: at for path, at in self._reported.items() if at >= self._listed}


def _watch_events(
    project: Path, on_change: ChangeCallback, stop: threading.Event, missed_changes: _MissedChanges
) -> None:
    """Pass on the system's messages until a folder is exchanged."""
    from watchfiles import watch as messages  # noqa: PLC0415 - an extra

    previous, settled = _project_state(project), False
    missed_changes.reset()
    batches = messages(
        *_folders(project),
        watch_filter=lambda _, path: not Path(path).name.startswith(_TEMPORARY_PREFIXES),
        step=_STEP_MS,
        debounce=_DEBOUNCE_MS,
        rust_timeout=_TIMEOUT_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    for batch in batches:
        current = _project_state(project)
        paths = {Path(path) for _, path in batch}
        paths |= {
            path
            for path in previous.keys() | current.keys()
            if previous.get(path) != current.get(path)
        }
        paths |= missed_changes.find_missed(paths)
        # What changed before the first message could be heard is found by looking once.
        if paths or not settled:
            on_change(paths)
        settled = True
        if {path: state[0] for path, state in previous.items() if path.suffix == ""} != {
            path: state[0] for path, state in current.items() if path.suffix == ""
        }:
            return
        previous = current


def _poll(project: Path, on_change: ChangeCallback, stop: threading.Event) -> None:
    """List all files now and then, and tell what differs."""
    previous: dict[str, _FileState] = {}
    pause = 0.0
    while not stop.wait(pause):
        start = time.perf_counter()
        current = _file_states(project)
        pause = max(0.5, _POLL_SHARE * (time.perf_counter() - start))
        if current != previous:
            on_change(_changed_paths(current, previous))
        previous = current


def _files(folder: Path) -> Iterator[tuple[str, _FileState]]:
    pending = [os.fspath(folder)]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(_TEMPORARY_PREFIXES):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                        continue
                    stat = entry.stat(follow_symlinks=False)
                    yield entry.path, (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        except OSError:
            continue  # it went away while we were looking
