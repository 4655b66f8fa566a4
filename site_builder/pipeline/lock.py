"""One build of a project at a time: two would take each other's prepared files for remains."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from site_builder.write.cache_file import clear_file, clear_folder


class BusyError(Exception):
    """Another build of the same project is under way."""


@contextmanager
def only_one(build: Path) -> Iterator[None]:
    """Hold the project's lock. The system lets go of it when the process ends, however it ends.

    Raises BusyError when another process holds it. Where the folder cannot be written, nobody
    builds from what another left there, and there is no lock.
    """
    with _opened(build) as file:
        try:
            if file:
                _take(file.fileno())
        except OSError as held:
            raise BusyError from held
        yield


def _opened(build: Path) -> AbstractContextManager[BinaryIO | None]:
    path = build / "lock"
    try:
        clear_folder(build)
        clear_file(path)
        return path.open("a+b")
    except OSError:
        return nullcontext()


def _take(number: int) -> None:
    if os.name == "nt":  # pragma: no cover - the tests run on Linux
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # the stubs of Windows only
    else:
        import fcntl  # noqa: PLC0415 - exists elsewhere only

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
