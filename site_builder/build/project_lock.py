"""One build of a project at a time: two would take each other's prepared files for remains.

What only a first build or a refusal needs is imported there: a build that finds nothing changed
consists of little more than this and one look at the folders.
"""

import errno
import os
import stat

_FLAGS = sum(
    getattr(os, name, 0)
    for name in ("O_RDWR", "O_CREAT", "O_CLOEXEC", "O_BINARY", "O_NOFOLLOW", "O_NONBLOCK")
)


class ProjectLock:
    """The lock of a project. The system lets go of it when the process ends, however it ends.

    Raises LockedError when another process holds it. Where the folder cannot be written, nobody
    builds from what another left there, and there is no lock.
    """

    __slots__ = ("_build", "_fd", "_name")

    def __init__(self, build: os.PathLike[str], name: str = "lock") -> None:
        self._build = os.fspath(build)
        self._name = name
        self._fd: int | None = None

    def __enter__(self) -> None:
        self._fd = _open_lock_file(self._build, self._name)
        try:
            if self._fd is not None:
                _acquire(self._fd)
        except OSError as exc:
            from site_builder.core.errors import LockedError  # noqa: PLC0415 - see the module

            self.__exit__()
            raise LockedError from exc

    def __exit__(self, *_exception: object) -> None:
        if self._fd is not None:
            os.close(self._fd)


def _open_lock_file(build: str, name: str) -> int | None:
    path = f"{build}/{name}"
    try:
        return _open_plain_file(path)
    except OSError:
        pass
    from pathlib import Path  # noqa: PLC0415 - see the module

    from site_builder.build.cache_file import clear_file_path, ensure_folder  # noqa: PLC0415 - see the module

    try:
        ensure_folder(Path(build))
        clear_file_path(Path(path))
        return _open_plain_file(path)
    except OSError:
        return None


def _open_plain_file(path: str) -> int:
    """Open a file, no link and no pipe, or build it. Raises OSError."""
    fd = os.open(path, _FLAGS, 0o666)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
    return fd


def _acquire(fd: int) -> None:
    if os.name == "nt":  # pragma: no cover - the tests run on Linux
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # the stubs of Windows only
    else:
        import fcntl  # noqa: PLC0415 - exists elsewhere only

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
