"""One build of a project at a time: two would take each other's prepared files for remains."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from site_builder.build.cache_file import clear_file_path, ensure_folder
from site_builder.core.errors import LockedError


@contextmanager
def project_lock(build: Path) -> Iterator[None]:
    """Hold the project's lock. The system lets go of it when the process ends, however it ends.

    Raises LockedError when another process holds it. Where the folder cannot be written, nobody
    builds from what another left there, and there is no lock.
    """
    with _open_lock_file(build) as file:
        try:
            if file:
                _acquire(file.fileno())
        except OSError as exc:
            raise LockedError from exc
        yield


def _open_lock_file(build: Path) -> AbstractContextManager[BinaryIO | None]:
    path = build / "lock"
    try:
        ensure_folder(build)
        clear_file_path(path)
        return path.open("a+b")
    except OSError:
        return nullcontext()


def _acquire(fd: int) -> None:
    if os.name == "nt":  # pragma: no cover - the tests run on Linux
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # the stubs of Windows only
    else:
        import fcntl  # noqa: PLC0415 - exists elsewhere only

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
