"""The names of a target's folder over SFTP. No link is followed."""

import asyncio
import errno
import stat
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar, cast

import asyncssh

from site_builder.core.errors import ConnectionLostError
from site_builder.core.urls import folders_of
from site_builder.deploy.remote import PARTIAL_SUFFIX
from site_builder.deploy.remotes.ssh_errors import as_os_error, symlink_error
from site_builder.deploy.remotes.ssh_transfer import Work, parallel_for

_FOLDER = asyncssh.SFTPAttrs(permissions=0o755)
_ERRNO: dict[type[Exception], int] = {
    asyncssh.SFTPNoSuchFile: errno.ENOENT,
    asyncssh.SFTPPermissionDenied: errno.EACCES,
    asyncssh.SFTPOpUnsupported: errno.EOPNOTSUPP,
}
_CONNECTION_ERRORS = (
    asyncssh.SFTPConnectionLost,
    asyncssh.SFTPNoConnection,
    asyncssh.SFTPBadMessage,
)

Item = TypeVar("Item")
Result = TypeVar("Result")


class SftpFolder:
    """Names below one folder of a server."""

    def __init__(self, sftp: asyncssh.SFTPClient, root: str, max_concurrency: int) -> None:
        self._sftp = sftp
        self._root = root
        self._max_concurrency = max_concurrency
        self._has_posix_rename = True
        self._folders: set[str] = set()
        """Folders that were checked to be folders, or created."""

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    async def _request(self, request: Awaitable[Result], path: str) -> Result:
        """Wait for a response. Raises OSError for what is refused."""
        try:
            return await request
        except _CONNECTION_ERRORS as error:
            raise ConnectionLostError(str(error) or "SFTP") from error
        except asyncssh.SFTPError as error:
            raise as_os_error(error.reason, path, _ERRNO.get(type(error), 0)) from error

    async def parallel_for(self, items: Sequence[Item], work: Work[Item, Result]) -> list[Result]:
        """Do the work for each item, as many at a time as the server takes."""
        return await parallel_for(self._max_concurrency, items, work)

    async def ping(self) -> None:
        """Wait until all that was sent before has arrived."""
        await self._request(self._sftp.stat(self._at(".")), "")

    async def exists(self) -> bool:
        """Return whether the folder itself is there."""
        return await self._request(self._sftp.isdir(self._at(".")), self._root)

    async def has_posix_rename(self) -> bool:
        """Return whether the server renames over what exists there."""
        with suppress(OSError):
            await self.posix_rename(f"probe3{PARTIAL_SUFFIX}", f"probe3{PARTIAL_SUFFIX}")
        return self._has_posix_rename

    def forget_folders(self) -> None:
        """Check all folders anew."""
        self._folders.clear()

    async def lstat(self, path: str) -> asyncssh.SFTPAttrs | None:
        """Return the attributes of a name, not of a link's target; None when there is none."""
        try:
            return await self._request(self._sftp.lstat(self._at(path)), path)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return None
            raise

    async def readlink(self, path: str) -> str:
        """Read where a link leads."""
        return cast("str", await self._request(self._sftp.readlink(self._at(path)), path))

    async def symlink(self, path: str, target: str) -> None:
        """Create a symbolic link."""
        await self._request(self._sftp.symlink(target, self._at(path)), path)

    async def link(self, old: str, new: str) -> bool:
        """Create a hard link to a file; return whether that worked."""
        try:
            await self._request(self._sftp.link(self._at(old), self._at(new)), new)
        except OSError:
            return False
        return True

    async def refuse_links(self, path: str) -> None:
        """Reject a path when a folder above it is a link."""
        for folder in folders_of(path):
            if folder not in self._folders:
                attrs = await self.lstat(folder)
                if attrs is None:
                    return
                if is_link(attrs):
                    raise symlink_error(folder)
                self._folders.add(folder)

    async def make_folders(self, paths: Iterable[str]) -> None:
        """Create the folders above paths, as far as they are missing."""
        missing = {folder for path in paths for folder in folders_of(path)} - self._folders
        for depth in sorted({folder.count("/") for folder in missing}):
            level = sorted(folder for folder in missing if folder.count("/") == depth)
            await self.parallel_for(level, self._make_folder)
            self._folders.update(level)

    async def _make_folder(self, path: str) -> None:
        attrs = await self.lstat(path)
        if attrs and is_link(attrs):
            raise symlink_error(path)
        if attrs:
            return
        try:
            await self._request(self._sftp.mkdir(self._at(path), _FOLDER), path)
        except OSError:
            # Another thread may have made it meanwhile.
            attrs = await self.lstat(path)
            if not attrs or not is_folder(attrs):
                raise
        # The server may have taken rights away. One that lets none be set has its own.
        with suppress(OSError):
            await self._request(self._sftp.setstat(self._at(path), _FOLDER), path)

    async def list(self, folder: str) -> dict[str, asyncssh.SFTPAttrs]:
        """Return what a folder holds; nothing when there is none."""
        try:
            entries = await self._request(self._sftp.readdir(self._at(folder)), folder)
        except FileNotFoundError:
            return {}
        attrs_by_name = {cast("str", entry.filename): entry.attrs for entry in entries}
        if any("/" in name for name in attrs_by_name):  # no well-behaved server answers so
            raise ConnectionLostError("服务器列出的文件名读不懂")
        return {name: attrs for name, attrs in attrs_by_name.items() if name not in (".", "..")}

    async def tree(self, folder: str) -> dict[str, asyncssh.SFTPAttrs]:
        """Return all names below a folder; empty when there is none."""
        attrs_by_url: dict[str, asyncssh.SFTPAttrs] = {}
        level = [""]
        while level:
            lists = await self.parallel_for(level, lambda prefix: self.list(f"{folder}/{prefix}"))
            entries = [
                (f"{prefix}{name}", attrs)
                for prefix, names in zip(level, lists, strict=True)
                for name, attrs in names.items()
            ]
            attrs_by_url.update(entries)
            level = [f"{name}/" for name, attrs in entries if is_folder(attrs)]
        return attrs_by_url

    async def unlink(self, path: str) -> None:
        """Remove a file or a link, if it is there."""
        with suppress(FileNotFoundError):
            await self._request(self._sftp.remove(self._at(path)), path)

    async def remove_tree(self, path: str) -> None:
        """Remove a folder with all it holds."""
        below = await self.tree(path)
        self._folders.clear()
        files = [f"{path}/{name}" for name, attrs in below.items() if not is_folder(attrs)]
        await self.parallel_for(files, self.unlink)
        folders = [path, *(f"{path}/{name}" for name, attrs in below.items() if is_folder(attrs))]
        for depth in sorted({folder.count("/") for folder in folders}, reverse=True):
            level = [folder for folder in folders if folder.count("/") == depth]
            await self.parallel_for(level, self._rmdir)

    async def _rmdir(self, path: str) -> None:
        with suppress(FileNotFoundError):
            await self._request(self._sftp.rmdir(self._at(path)), path)

    async def posix_rename(self, old: str, new: str) -> bool:
        """Rename over what exists there, in one step; return whether the server supports that."""
        if not self._has_posix_rename:
            return False
        self._folders.clear()
        try:
            await self._request(self._sftp.posix_rename(self._at(old), self._at(new)), new)
        except OSError as error:
            if error.errno != errno.EOPNOTSUPP:
                raise
            self._has_posix_rename = False
        return self._has_posix_rename

    async def replace(self, old: str, new: str) -> None:
        """Rename over what exists there: in one step where the server can.

        Where it cannot, nothing exists there for a moment. Both requests go out together, so that
        the moment is the server's own, and not that of a response on its way.
        """
        if await self.posix_rename(old, new):
            return
        try:
            await self._rename(old, new)
        except FileNotFoundError:
            raise
        except OSError:
            unlink_error, rename_error = await asyncio.gather(
                self.unlink(new), self._rename(old, new), return_exceptions=True
            )
            if rename_error is not None:
                raise (unlink_error or rename_error) from None

    async def _rename(self, old: str, new: str) -> None:
        self._folders.clear()
        await self._request(self._sftp.rename(self._at(old), self._at(new)), old)


def is_link(attrs: asyncssh.SFTPAttrs) -> bool:
    """Return whether this is a symbolic link."""
    return stat.S_ISLNK(attrs.permissions or 0)


def is_folder(attrs: asyncssh.SFTPAttrs) -> bool:
    """Return whether this is a folder."""
    return stat.S_ISDIR(attrs.permissions or 0)


def size_of(attrs: asyncssh.SFTPAttrs) -> int:
    """Return the size of a plain file; -1 for a link, and for what is no file."""
    # A server without modes lists nothing else that has a size.
    plain = stat.S_ISREG(attrs.permissions or 0) or not attrs.permissions
    return (attrs.size or 0) if plain else -1
