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
_SHARE_BESIDE = 100
"""The same, beside messages: most disks do tell."""
_EVERY = 2.0
"""Seconds between listings beside messages, where listing takes no time worth counting."""
_LATE = 2.0
"""Seconds after which a message that has not come will not come."""


def can_hear() -> bool:
    """Tell whether the system's own messages about changes can be used."""
    return find_spec("watchfiles") is not None


def watch(
    project: Path, changed: Changed, stop: threading.Event, silent: Callable[[], None]
) -> None:
    """Tell of changes until stopped; call `silent` once when the system does not tell of one."""
    if can_hear():
        silence = _Silence(project, silent)
        try:
            while not stop.is_set():
                _hear(project, changed, stop, silence)
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


_State = tuple[int, ...]


def _everything(project: Path) -> dict[str, _State]:
    """List all files that matter with what tells one state of theirs from another."""
    # As text: making ten thousand paths takes longer than looking at the files.
    found: dict[str, _State] = {os.fspath(path): one for path, one in _around(project).items()}
    for folder in _folders(project):
        found.update(_files(folder))
    return found


def _differing(one: dict[str, _State], other: dict[str, _State]) -> set[Path]:
    return {Path(path) for path, _ in one.items() ^ other.items()}


class _Silence:
    """Finds the changes that the system did not tell of, by listing files now and then."""

    def __init__(self, project: Path, notice: Callable[[], None]) -> None:
        self._project = project
        self._notice: Callable[[], None] | None = notice
        self._before: dict[str, _State] | None = None
        self._told: dict[Path, float] = {}
        self._suspected: set[Path] = set()
        self._listed = self._due = time.monotonic()

    def begin(self) -> None:
        """Forget how files were: messages begin anew, and what came between is looked for once."""
        self._before = None
        self._suspected = set()

    def overlooked(self, told: Collection[Path]) -> set[Path]:
        """Note what the system tells, and return what it should have told; asked at every tick."""
        now = time.monotonic()
        self._told.update(dict.fromkeys(told, now))
        if self._before is None:
            self._before = _everything(self._project)
            return set()
        if self._suspected:
            # A disk that was found silent is not waited for again.
            if self._notice and now < self._listed + _LATE:
                return set()
            lost = self._suspected - self._told.keys()
            self._told = {path: at for path, at in self._told.items() if at >= self._listed}
            self._suspected = set()
            if lost and self._notice:
                self._notice()
                self._notice = None
            return lost
        if now >= self._due:
            self._list()
        return set()

    def _list(self) -> None:
        self._listed, start = time.monotonic(), time.thread_time()
        found = _everything(self._project)
        self._suspected = _differing(found, self._before or {})
        self._before = found
        took = time.thread_time() - start
        waited = time.monotonic() - self._listed
        # A slow disk makes us wait, and costs nobody else anything; only do not keep it busy.
        share = _SHARE_BESIDE if self._notice else _SHARE
        self._due = self._listed + max(_EVERY, share * took, 2 * waited)
        if not self._suspected:
            self._told = {path: at for path, at in self._told.items() if at >= self._listed}


def _hear(project: Path, changed: Changed, stop: threading.Event, silence: _Silence) -> None:
    """Pass on the system's messages until a folder is exchanged."""
    from watchfiles import watch as messages  # noqa: PLC0415 - an extra

    before, settled = _around(project), False
    silence.begin()
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
        paths |= silence.overlooked(paths)
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
    before: dict[str, _State] = {}
    pause = 0.0
    while not stop.wait(pause):
        start = time.perf_counter()
        now = _everything(project)
        pause = max(0.5, _SHARE * (time.perf_counter() - start))
        if now != before:
            changed(_differing(now, before))
        before = now


def _files(folder: Path) -> Iterator[tuple[str, _State]]:
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    if entry.name.startswith(_CRUMBS):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                        continue
                    facts = entry.stat(follow_symlinks=False)
                    yield entry.path, (facts.st_ino, facts.st_size, facts.st_mtime_ns)
        except OSError:
            continue  # it went away while we were looking
