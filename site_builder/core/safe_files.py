"""Files read once, never through a link: what was checked is what is read. And written whole."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
"""Some systems lack them: no link is followed, no pipe waited for."""
_HAS_DIR_FD = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")


def read_below(folder: Path, path: str) -> bytes:
    """Return what a file below a folder holds. Raises OSError as `open_below` does."""
    fd, size = _open_file_fd(folder, path)
    try:
        blocks = []
        # One call reads but a part of what is very large, and the file may have grown.
        while block := os.read(fd, size + 1):
            blocks.append(block)
        return b"".join(blocks)
    finally:
        os.close(fd)


@contextmanager
def open_below(folder: Path, path: str) -> Iterator[BufferedReader]:
    """Open a regular file by its path below a folder; no part of that path may be a link.

    Raises OSError: ELOOP for a link, EINVAL for what is no file.
    """
    fd, _ = _open_file_fd(folder, path)
    try:
        file = os.fdopen(fd, "rb")
    except BaseException:
        os.close(fd)
        raise
    with file:
        yield file


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, with the folders it is in. Raises OSError.

    Who may read and write it stays as it was; a file that is marked as read-only is not replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
    if mode and not mode & stat.S_IWUSR:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))
    tmp_path = _tmp_path(path)
    try:
        tmp_path.write_bytes(data)
        if mode:
            tmp_path.chmod(mode)
        tmp_path.replace(path)
    except BaseException:
        tmp_path.unlink(missing_ok=True)
        raise


def write_new(path: Path, data: bytes) -> bool:
    """Write a file that is not there yet, whole or not at all, with the folders it is in.

    Returns False, and writes nothing, where there is one of that name. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    tmp_path = _tmp_path(path)
    try:
        tmp_path.write_bytes(data)
        return _take_name(tmp_path, path)
    finally:
        tmp_path.unlink(missing_ok=True)


def _tmp_path(path: Path) -> Path:
    """Return where a file is written before it takes its place: no other writer knows it."""
    # Hidden: what is left of a write that was killed is no source.
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")


def _take_name(tmp_path: Path, path: Path) -> bool:
    """Rename a file, unless another has that name."""
    try:
        os.link(tmp_path, path)
    except FileExistsError:
        return False
    except OSError:
        # Some disks have no second names for a file: there the name is taken first, then filled.
        try:
            path.open("xb").close()
        except FileExistsError:
            return False
        tmp_path.replace(path)
    return True


def _open_file_fd(folder: Path, path: str) -> tuple[int, int]:
    """Open a regular file. Returns its number and how large it is."""
    fd = _open_fd(folder, path.split("/"))
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "不是普通文件", str(folder / path))
    return fd, status.st_size


def _open_fd(folder: Path, parts: list[str]) -> int:
    if not _HAS_DIR_FD:
        return _open_fd_by_path(folder, parts)
    parent_fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in parts[:-1]:
            child_fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | _FLAGS, dir_fd=parent_fd)
            os.close(parent_fd)
            parent_fd = child_fd
        return os.open(parts[-1], os.O_RDONLY | _FLAGS, dir_fd=parent_fd)
    except OSError as exc:
        # A link that should be a folder is reported as no folder.
        linked = exc.errno in (errno.ELOOP, errno.ENOTDIR) and has_symlink(folder, parts)
        number = errno.ELOOP if linked else exc.errno
        reason = "是符号链接（快捷方式）" if linked else exc.strerror
        raise OSError(number, reason, str(folder.joinpath(*parts))) from exc
    finally:
        os.close(parent_fd)


def _open_fd_by_path(folder: Path, parts: list[str]) -> int:
    """Do so where folders cannot be held open: check, open, and check whether it is the same."""
    path = folder.joinpath(*parts)
    if has_symlink(folder, parts):
        raise OSError(errno.ELOOP, "是符号链接（快捷方式）", str(path))
    before = path.lstat()
    fd = os.open(path, os.O_RDONLY | _FLAGS)
    after = os.fstat(fd)
    if (before.st_dev, before.st_ino) != (after.st_dev, after.st_ino):
        os.close(fd)
        raise OSError(errno.ELOOP, "打开的时候被换掉", str(path))
    return fd


def has_symlink(folder: Path, parts: list[str]) -> bool:
    """Return whether any part of a path below a folder is a link."""
    path = folder
    for name in parts:
        path = path / name
        if path.is_symlink():
            return True
    return False
