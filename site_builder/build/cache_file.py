"""The files of `.build/`: whatever stands in their places costs time and nothing else."""

import errno
import os
import shutil
import stat
from pathlib import Path

from site_builder.core.hashing import digest

_MAX_SIZE = 500_000_000
"""Bytes; ten times what a site of 10,000 documents leaves."""


def read_cache(path: Path) -> bytes:
    """Return what a file holds. Raises OSError, also for no plain file: a pipe would block."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_SIZE:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return path.read_bytes()


def write_cache(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, in place of whatever exists there. Raises OSError."""
    tmp_path = path.with_name(f"{path.name}.new")
    ensure_folder(path.parent)
    clear_file_path(path)
    # What is no plain file may lead elsewhere: nothing is written through it.
    clear_file_path(tmp_path)
    tmp_path.write_bytes(data)
    tmp_path.replace(path)


def clear_file_path(path: Path) -> None:
    """Remove what stands in the place of a file and is none. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or (path.exists() and not path.is_file()):
        path.unlink()


def ensure_folder(folder: Path) -> None:
    """Build a folder of `.build/`, in place of a file of its name. Raises OSError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        if folder.name == ".build":
            raise
        # Only now: looked for beforehand, it may by now be the folder that another thread made.
        folder.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)


_DIGEST_SIZE = 16
"""Bytes at the start of a file that state what the rest should be."""


def read_verified(path: Path) -> bytes | None:
    """Return what was written with its digest; None where that is not what stands there now."""
    try:
        data = read_cache(path)
    except OSError:
        return None
    # A changed byte may well be a readable text of other words.
    return data[_DIGEST_SIZE:] if data[:_DIGEST_SIZE] == _digest(data[_DIGEST_SIZE:]) else None


def write_verified(path: Path, data: bytes) -> None:
    """Write a file with its digest, whole or not at all. Raises OSError."""
    write_cache(path, _digest(data) + data)


def _digest(data: bytes) -> bytes:
    return bytes.fromhex(digest(data))
