"""The names of a target's folder over SFTP. No link is followed. Called by `ssh_files`."""

import asyncio
import errno
import stat
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import asyncssh

from site_builder.deploy.host import PART, LostError
from site_builder.deploy.hosts.ssh_messages import as_os_error, led_away
from site_builder.deploy.hosts.ssh_pace import Pace, each

FILE, _FOLDER = asyncssh.SFTPAttrs(permissions=0o644), asyncssh.SFTPAttrs(permissions=0o755)
_NUMBERS: dict[type[Exception], int] = {
    asyncssh.SFTPNoSuchFile: errno.ENOENT,
    asyncssh.SFTPNoSuchPath: errno.ENOENT,
    asyncssh.SFTPPermissionDenied: errno.EACCES,
    asyncssh.SFTPOpUnsupported: errno.EOPNOTSUPP,
    asyncssh.SFTPFileAlreadyExists: errno.EEXIST,
    asyncssh.SFTPWriteProtect: errno.EROFS,
    asyncssh.SFTPNoSpaceOnFilesystem: errno.ENOSPC,
    asyncssh.SFTPQuotaExceeded: errno.EDQUOT,
    asyncssh.SFTPDirNotEmpty: errno.ENOTEMPTY,
    asyncssh.SFTPNotADirectory: errno.ENOTDIR,
    asyncssh.SFTPFileIsADirectory: errno.EISDIR,
}
_LOST = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.SFTPBadMessage)

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Names:
    """Names below one folder."""

    def __init__(self, sftp: asyncssh.SFTPClient, root: str, together: int) -> None:
        self.sftp = sftp
        self._root = root
        self._renames = True
        self._known: set[str] = set()
        """Folders that were seen to be folders, or made."""
        self.together = together
        self.pace = Pace()

    def at(self, path: str) -> bytes:
        """Give the place of a path on the server."""
        return f"{self._root}/{path}".encode("utf-8", "surrogateescape")

    async def ask(self, request: Awaitable[Answer], path: str) -> Answer:
        """Wait for an answer. Raises OSError for what is refused."""
        try:
            return await request
        except _LOST as error:
            raise LostError(str(error) or "SFTP") from error
        except asyncssh.SFTPError as error:
            raise as_os_error(error.reason, path, _NUMBERS.get(type(error), 0)) from error

    async def each(
        self, items: Sequence[Item], work: Callable[[Item], Coroutine[Any, Any, Answer]]
    ) -> list[Answer]:
        """Do the work for each item, as many at a time as the server takes."""
        return await each(self.together, items, work)

    async def can_rename(self) -> bool:
        """Tell whether the server renames over what stands there."""
        nothing = f"probe3{PART}"
        with suppress(OSError):
            await self.swap(nothing, nothing)
        return self._renames

    def forget(self) -> None:
        """Look at all folders anew."""
        self._known.clear()

    async def is_folder(self) -> bool:
        """Tell whether the target's folder is there."""
        return await self.ask(self.sftp.isdir(self.at(".")), self._root)

    async def lstat(self, path: str) -> asyncssh.SFTPAttrs | None:
        """Look at a name itself; None when there is none."""
        try:
            return await self.ask(self.sftp.lstat(self.at(path)), path)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return None
            raise

    async def readlink(self, path: str) -> str:
        """Read where a link leads."""
        place = await self.ask(self.sftp.readlink(self.at(path)), path)
        return place.decode("utf-8", "surrogateescape")

    async def symlink(self, path: str, target: str) -> None:
        """Make a link."""
        await self.ask(self.sftp.symlink(target.encode(), self.at(path)), path)

    async def link(self, old: str, new: str) -> bool:
        """Give a file a second name; tell whether that worked."""
        try:
            await self.ask(self.sftp.link(self.at(old), self.at(new)), new)
        except OSError:
            return False
        return True

    async def walk(self, path: str) -> None:
        """Refuse a path when a folder above it is a link."""
        for place in above(path):
            if place not in self._known:
                found = await self.lstat(place)
                if found is None:
                    return
                if is_link(found):
                    raise led_away(place)
                self._known.add(place)

    async def make(self, paths: Iterable[str]) -> None:
        """Make the folders above paths, as far as they are not there."""
        wanted = {place for path in paths for place in above(path)} - self._known
        for depth in sorted({place.count("/") for place in wanted}):
            level = sorted(place for place in wanted if place.count("/") == depth)
            await self.each(level, self._make)
            self._known.update(level)

    async def _make(self, place: str) -> None:
        found = await self.lstat(place)
        if found and is_link(found):
            raise led_away(place)
        if found:
            return
        try:
            await self.ask(self.sftp.mkdir(self.at(place), _FOLDER), place)
        except OSError:
            # Another hand may have made it meanwhile.
            found = await self.lstat(place)
            if not found or not is_folder(found):
                raise
        # The server may have taken rights away. One that lets none be set has its own.
        with suppress(OSError):
            await self.ask(self.sftp.setstat(self.at(place), _FOLDER), place)

    async def tree(self, folder: str) -> dict[str, asyncssh.SFTPAttrs]:
        """List all names below a folder; empty when there is none."""
        await self.walk(f"{folder}/x")
        found: dict[str, asyncssh.SFTPAttrs] = {}
        level = [""]
        while level:
            lists = await self.each(level, lambda place: self.listed(f"{folder}/{place}"))
            names = [
                (f"{place}{name}", attrs)
                for place, names in zip(level, lists, strict=True)
                for name, attrs in names.items()
            ]
            found.update(names)
            level = [f"{name}/" for name, attrs in names if is_folder(attrs)]
        return found

    async def listed(self, folder: str) -> dict[str, asyncssh.SFTPAttrs]:
        """List what a folder holds; nothing when there is none."""

        async def read() -> dict[bytes, asyncssh.SFTPAttrs]:
            names = self.sftp.scandir(self.at(folder))
            return {_bytes(one.filename): one.attrs async for one in names}

        try:
            names = await self.ask(read(), folder)
        except OSError as error:
            if error.errno == errno.ENOENT:
                return {}
            raise
        if any(b"/" in name for name in names):  # no server of good will says so
            raise LostError("服务器列出的文件名读不懂")
        return {
            name.decode("utf-8", "surrogateescape"): attrs
            for name, attrs in names.items()
            if name not in (b".", b"..")
        }

    async def unlink(self, path: str) -> None:
        """Remove a file or a link, if it is there."""
        with suppress(FileNotFoundError):
            await self.ask(self.sftp.remove(self.at(path)), path)

    async def remove(self, path: str) -> None:
        """Remove a folder with all it holds."""
        below = await self.tree(path)
        self._known.clear()
        files = [f"{path}/{name}" for name, attrs in below.items() if not is_folder(attrs)]
        await self.each(files, self.unlink)
        folders = [path, *(f"{path}/{name}" for name, one in below.items() if is_folder(one))]
        for depth in sorted({place.count("/") for place in folders}, reverse=True):
            level = [place for place in folders if place.count("/") == depth]
            await self.each(level, self._rmdir)

    async def _rmdir(self, path: str) -> None:
        with suppress(FileNotFoundError):
            await self.ask(self.sftp.rmdir(self.at(path)), path)

    async def swap(self, old: str, new: str) -> bool:
        """Rename over what stands there, in one step; tell whether the server knows how to."""
        if not self._renames:
            return False
        self._known.clear()
        try:
            await self.ask(self.sftp.posix_rename(self.at(old), self.at(new)), new)
        except OSError as error:
            if error.errno != errno.EOPNOTSUPP:
                raise
            self._renames = False
        return self._renames

    async def over(self, old: str, new: str) -> None:
        """Rename over what stands there: in one step where the server can.

        Where it cannot, nothing stands there for a moment. Both requests go out together, so that
        the moment is the server's own, and not that of an answer on its way.
        """
        if await self.swap(old, new):
            return
        try:
            await self._rename(old, new)
        except FileNotFoundError:
            raise
        except OSError:
            gone, renamed = await asyncio.gather(
                self.unlink(new), self._rename(old, new), return_exceptions=True
            )
            if renamed is not None:
                raise (gone or renamed) from None

    async def _rename(self, old: str, new: str) -> None:
        self._known.clear()
        await self.ask(self.sftp.rename(self.at(old), self.at(new)), old)


def is_link(attrs: asyncssh.SFTPAttrs) -> bool:
    """Tell a symbolic link."""
    return stat.S_ISLNK(attrs.permissions or 0)


def is_folder(attrs: asyncssh.SFTPAttrs) -> bool:
    """Tell a folder."""
    return stat.S_ISDIR(attrs.permissions or 0)


def size_of(attrs: asyncssh.SFTPAttrs) -> int:
    """Give the size of a plain file; -1 for a link, and for what is no file."""
    # A server without modes lists nothing else that has a size.
    plain = stat.S_ISREG(attrs.permissions or 0) or not attrs.permissions
    return (attrs.size or 0) if plain else -1


def _bytes(name: bytes | str) -> bytes:
    """Take a name as it came: asyncssh gives back the kind that it was asked with."""
    return name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")


def above(path: str) -> list[str]:
    """Name the folders above a path, the highest first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
