"""Files read once, and never through a link: what was judged is what is read.

Used by whatever reads sources of an office or a built site.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
"""Some systems lack them: no link is followed, no pipe waited for."""
_BY_FOLDER = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")


def digest(data: bytes) -> str:
    """Return the digest by which records name bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_below(folder: Path, path: str) -> bytes:
    """Return what a file below a folder holds. Raises OSError as `open_below` does."""
    with open_below(folder, path) as file:
        return file.read()


@contextmanager
def open_below(folder: Path, path: str) -> Iterator[BufferedReader]:
    """Open a regular file by its path below a folder; no part of that path may be a link.

    Raises OSError: ELOOP for a link, EINVAL for what is no file.
    """
    number = _opened(folder, path.split("/"))
    try:
        file = os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise
    with file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "不是普通文件", str(folder / path))
        yield file


def _opened(folder: Path, parts: list[str]) -> int:
    if not _BY_FOLDER:
        return _opened_by_path(folder, parts)
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in parts[:-1]:
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | _FLAGS, dir_fd=at)
            os.close(at)
            at = below
        return os.open(parts[-1], os.O_RDONLY | _FLAGS, dir_fd=at)
    except OSError as fault:
        # A link that should be a folder is told as no folder.
        linked = fault.errno in (errno.ELOOP, errno.ENOTDIR) and leads_away(folder, parts)
        number = errno.ELOOP if linked else fault.errno
        reason = "是符号链接（快捷方式）" if linked else fault.strerror
        raise OSError(number, reason, str(folder.joinpath(*parts))) from fault
    finally:
        os.close(at)


def _opened_by_path(folder: Path, parts: list[str]) -> int:
    """Do so where folders cannot be held open: look, open, and look whether it is the same."""
    path = folder.joinpath(*parts)
    if leads_away(folder, parts):
        raise OSError(errno.ELOOP, "是符号链接（快捷方式）", str(path))
    before = path.lstat()
    number = os.open(path, os.O_RDONLY | _FLAGS)
    after = os.fstat(number)
    if (before.st_dev, before.st_ino) != (after.st_dev, after.st_ino):
        os.close(number)
        raise OSError(errno.ELOOP, "打开的时候被换掉", str(path))
    return number


def leads_away(folder: Path, parts: list[str]) -> bool:
    """Tell whether any part of a path below a folder is a link."""
    at = folder
    for name in parts:
        at = at / name
        if at.is_symlink():
            return True
    return False
