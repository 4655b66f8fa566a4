"""Folders to work in, opened without following a link: their names may lead elsewhere meanwhile.

Systems that cannot hold a folder open go by its path, checked right before it is worked in.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_HAS_DIR_FD = {os.open, os.link, os.rename, os.unlink, os.rmdir} <= os.supports_dir_fd
_FLAGS = sum(getattr(os, name, 0) for name in ("O_DIRECTORY", "O_CLOEXEC"))


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder to work in."""

    path: str
    """By which it was opened."""
    fd: int | None

    def place(self, name: str) -> str:
        """Return what system calls that receive `fd` call a file in here."""
        return name if self.fd is not None else f"{self.path}/{name}"

    def mode(self, name: str) -> int:
        """Return type and rights of an entry, a link not followed. Raises OSError."""
        return os.lstat(self.place(name), dir_fd=self.fd).st_mode

    def move(self, name: str, target: "OpenFolder", target_name: str) -> None:
        """Move a file, over what stands there. Raises OSError."""
        os.replace(
            self.place(name),
            target.place(target_name),
            src_dir_fd=self.fd,
            dst_dir_fd=target.fd,
        )

    def link(self, name: str, target: "OpenFolder", target_name: str) -> None:
        """Build a second name of a file. Raises OSError, also where there is no such thing."""
        if self.fd is None:
            os.link(self.place(name), target.place(target_name))
        else:
            os.link(
                name, target_name, src_dir_fd=self.fd, dst_dir_fd=target.fd, follow_symlinks=False
            )

    def unlink(self, name: str) -> None:
        """Remove a file. Raises OSError."""
        os.unlink(self.place(name), dir_fd=self.fd)

    def rmdir(self, name: str) -> None:
        """Remove an empty folder. Raises OSError."""
        os.rmdir(self.place(name), dir_fd=self.fd)


@contextmanager
def open_folder(path: str) -> Iterator[OpenFolder]:
    """Open a folder by a path that may be a link. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | _FLAGS) if _HAS_DIR_FD else None
    try:
        yield OpenFolder(path, fd)
    finally:
        if fd is not None:
            os.close(fd)


@contextmanager
def open_subfolder(root: OpenFolder, url: str, *, create: bool = False) -> Iterator[OpenFolder]:
    """Open a folder below another, or that one itself; or build it, with those it stands in.

    Raises OSError: FileNotFoundError, NotADirectoryError, ESTALE for a link on the way.
    """
    folder = OpenFolder(root.path, None if root.fd is None else os.dup(root.fd))
    try:
        for name in url.split("/") if url else ():
            child = _open_child(folder, name, create=create)
            _close(folder)
            folder = child
        yield folder
    finally:
        _close(folder)


def _open_child(folder: OpenFolder, name: str, *, create: bool) -> OpenFolder:
    path = f"{folder.path}/{name}"
    if create:
        with suppress(FileExistsError):
            os.mkdir(folder.place(name), dir_fd=folder.fd)
    mode = folder.mode(name)
    if stat.S_ISLNK(mode):
        raise replaced_folder_error(path)
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    if folder.fd is None:
        return OpenFolder(path, None)
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | _FLAGS, dir_fd=folder.fd)
    except OSError as exc:
        replaced = exc.errno in (errno.ELOOP, errno.ENOTDIR)
        raise replaced_folder_error(path) if replaced else exc from None
    return OpenFolder(path, fd)


def _close(folder: OpenFolder) -> None:
    if folder.fd is not None:
        os.close(folder.fd)


def replaced_folder_error(path: str) -> OSError:
    """Return the error of a folder that is another by now."""
    return OSError(errno.ESTALE, "swapped", path)
