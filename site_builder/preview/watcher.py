"""What changes on the disk, reported in batches.

With `watchfiles` the system reports each change. Network drives, WSL and containers take watches
and then report nothing, so watchfiles also polls now and then; with `WATCHFILES_FORCE_POLLING=1`
it only polls. Without it files are listed now and then, at most a thirtieth of the time. A batch is
only a hint of what to read first: the full refresh that follows finds out what changed.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from site_builder.build.common_folder import settings_files, template_folders
from site_builder.core.file_names import IGNORED_NAMES
from site_builder.usecases.preview_snapshot import package_data_folders

ChangeCallback = Callable[[Collection[Path]], None]

_STEP_MS = 20
_TIMEOUT_MS = 100
_DEBOUNCE_MS = 400
"""Milliseconds: required quiet, the interval of polling, how long a batch may grow."""
_POLL_SHARE = 30
"""Without watchfiles, listing all files may take one part in so many of the time."""
_POLL_DELAY_MS = 5000
"""Milliseconds between two polls of all files by watchfiles."""
_MTIME_STEP = 1.0
"""Seconds: polling does not distinguish times within one."""
_EVENT_DELAY = 2.0
"""Seconds after which a message that has not come will not come."""
_REPORTED_FOR = 20.0
"""Seconds within which polling finds what the system reported."""


def has_watchfiles() -> bool:
    """Return whether the system's own messages about changes can be used."""
    return find_spec("watchfiles") is not None


def watch(
    project: Path,
    on_change: ChangeCallback,
    stop: threading.Event,
    on_missed_change: Callable[[], None],
) -> None:
    """Record changes until stopped; report once where the system does not report them."""
    if not has_watchfiles():
        _poll(project, on_change, stop)
        return
    forced = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    is_silent = forced not in ("", "false", "disable", "disabled")
    checker = _CrossCheck(on_change, stop, on_missed_change, is_silent=is_silent)

    def poll() -> None:
        try:
            _watch_events(project, checker.compare, stop, polling=True)
        except (OSError, RuntimeError):
            _poll(project, on_change, stop)

    if is_silent:
        poll()
        return
    poller = threading.Thread(target=poll, daemon=True)
    poller.start()
    # The system may have no room for more watches; polling goes on.
    with suppress(OSError, RuntimeError):
        _watch_events(project, checker.report, stop, polling=False)
    poller.join()


def _folders(project: Path) -> list[Path]:
    """Return the folders that matter, each once; the project's own come and go."""
    templates = template_folders(project)
    folders = (project / "content", *templates, *package_data_folders())
    return list(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


def _project_state(project: Path) -> dict[Path, tuple[int, int, int]]:
    """Record what a watch inside the folders cannot detect: the settings, and folders exchanged."""
    states = {}
    for path in (*settings_files(project), project / "content", project / "templates"):
        try:
            stat = path.stat()
        except OSError:
            continue
        is_file = path.name == "config.yaml"
        states[path] = (stat.st_ino, *((stat.st_size, stat.st_mtime_ns) if is_file else (0, 0)))
    return states


_FileState = tuple[int, ...]


def _file_states(project: Path) -> dict[str, _FileState]:
    """Return all files that matter with what distinguishes their states."""
    # As text: making ten thousand paths takes longer than looking at the files.
    states: dict[str, _FileState] = {
        os.fspath(path): state for path, state in _project_state(project).items()
    }
    for folder in _folders(project):
        states.update(_files(folder))
    return states


def _changed_paths(first: dict[str, _FileState], second: dict[str, _FileState]) -> set[Path]:
    return {Path(path) for path, _ in first.items() ^ second.items()}


class _CrossCheck:
    """Passes on what the system reports, and what polling finds that it did not report.

    Called from two threads. `is_silent`: the system is known to report nothing.
    """

    def __init__(
        self,
        on_change: ChangeCallback,
        stop: threading.Event,
        on_missed_change: Callable[[], None],
        *,
        is_silent: bool,
    ) -> None:
        self._on_change = on_change
        self._stop = stop
        self._on_missed_change = on_missed_change
        self._is_silent = is_silent
        self._has_reported = False
        self._reported: dict[Path, float] = {}
        self._lock = threading.Lock()

    def report(self, reported: set[Path], others: set[Path]) -> None:
        """Pass on what the system reports, and what else was detected."""
        self._has_reported |= bool(reported)
        with self._lock:
            self._reported |= dict.fromkeys(reported | others, time.monotonic())
            self._on_change(reported | others)

    def compare(self, polled: set[Path], others: set[Path]) -> None:
        """Pass on what polling found, unless the system reports it within a moment."""
        paths = polled | others
        if not self._is_silent:
            self._stop.wait(_EVENT_DELAY)
        elif not paths:
            self._on_change(())
        oldest = time.monotonic() - _REPORTED_FOR
        with self._lock:
            self._reported = {path: at for path, at in self._reported.items() if at > oldest}
            missed = {path for path in paths if not path.is_dir() and not self._was_reported(path)}
        if not missed or self._stop.is_set():
            return
        if not self._has_reported and not self._is_silent:
            self._is_silent = True
            self._on_missed_change()
        with self._lock:
            self._on_change(missed)
        # What was saved once more within the same second is searched for.
        self._stop.wait(_MTIME_STEP)
        with self._lock:
            self._on_change(())

    def _was_reported(self, path: Path) -> bool:
        # Of a folder that got another name the system reports nothing inside.
        return any(place in self._reported for place in (path, *path.parents))


def _watch_events(
    project: Path,
    on_batch: Callable[[set[Path], set[Path]], None],
    stop: threading.Event,
    *,
    polling: bool,
) -> None:
    """Pass on what watchfiles finds, and changes of settings and folders, until stopped."""
    from watchfiles import watch as batches_of  # noqa: PLC0415 - an extra

    while not stop.is_set():
        previous, settled = _project_state(project), False
        batches = batches_of(
            *_folders(project),
            watch_filter=lambda _, path: not Path(path).name.startswith(IGNORED_NAMES),
            step=_STEP_MS * (10 if polling else 1),
            debounce=_DEBOUNCE_MS,
            rust_timeout=_TIMEOUT_MS * (10 if polling else 1),
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
            force_polling=polling,
            poll_delay_ms=_POLL_DELAY_MS,
            ignore_permission_denied=True,
        )
        for batch in batches:
            current = _project_state(project)
            names = previous.keys() | current.keys()
            others = {path for path in names if previous.get(path) != current.get(path)}
            paths = {Path(path) for _, path in batch}
            # What changed before the first event could arrive is found by one scan.
            if paths or others or not settled:
                on_batch(paths, others)
            if _exchanged(previous, current):
                break
            previous, settled = current, True


def _exchanged(
    previous: Mapping[Path, tuple[int, int, int]], current: Mapping[Path, tuple[int, int, int]]
) -> bool:
    """Return whether a folder came, went or is another one under its name."""
    first, second = (
        {path: state[0] for path, state in states.items() if not path.suffix}
        for states in (previous, current)
    )
    return first != second


def _poll(project: Path, on_change: ChangeCallback, stop: threading.Event) -> None:
    """List all files now and then, and report what differs."""
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
                    if entry.name.startswith(IGNORED_NAMES):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                        continue
                    stat = entry.stat(follow_symlinks=False)
                    yield entry.path, (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        except OSError:
            continue  # it was removed during the scan
