"""A server that is reached by SSH: files by SFTP, and by commands where it runs any."""

import errno
import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from site_builder.core.errors import DeployError
from site_builder.core.urls import folders_of
from site_builder.deploy.remote import PARTIAL_SUFFIX, HardlinkSource, ProgressCallback
from site_builder.deploy.remotes.sftp_folder import is_folder, is_link, size_of
from site_builder.deploy.remotes.ssh_commands import Upload
from site_builder.deploy.remotes.ssh_errors import check_path, symlink_error
from site_builder.deploy.remotes.ssh_session import SshSession
from site_builder.deploy.remotes.ssh_transfer import read_pieces, read_released, stream
from site_builder.model.release import FileEntry

_SMALL = 1 << 14
"""Bytes that any server takes in one request: such a file is whole at its full length."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_REUSE = HardlinkSource("", frozenset())

Args = ParamSpec("Args")
Result = TypeVar("Result")


def _blocking(
    method: Callable[Concatenate["SshRemote", Args], Coroutine[Any, Any, Result]],
) -> Callable[Concatenate["SshRemote", Args], Result]:
    """Wrap a method to wait for the connection's thread; its paths are checked first."""

    @wraps(method)
    def call(self: "SshRemote", /, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        for path in (*args, *kwargs.values()):
            if isinstance(path, str):
                check_path(path)
        return self._run(lambda _: method(self, *args, **kwargs))

    return call


class SshRemote(SshSession):
    """Works by SFTP; unpacks, digests and removes by commands where the server runs them."""

    can_copy_remotely = False

    @_blocking
    async def supports_symlinks(self) -> bool:
        """Try to replace one link by another."""
        names = f"probe{PARTIAL_SUFFIX}", "probe"
        try:
            for name in names:
                await self._sftp.unlink(name)
            await self._sftp.symlink(names[0], "releases")
            await self._sftp.symlink(names[1], "elsewhere")
            works = await self._replace_link(names[1])
            works = works and await self._sftp.readlink(names[1]) == "releases"
            for name in names:
                await self._sftp.unlink(name)
        except OSError:
            return False
        return works

    async def _replace_link(self, name: str) -> bool:
        """Rename a link over its final name, in one step; return whether the server can."""
        if await self._sftp.posix_rename(f"{name}{PARTIAL_SUFFIX}", name):
            return True
        return self._commands is not None and await self._commands.replace_link(name)

    @_blocking
    async def read(self, path: str) -> bytes | None:
        """Read a file; a link is not followed."""
        if not await self._is_file(path):
            return None
        return b"".join([piece async for piece in self._sftp.read(path)])

    async def _is_file(self, path: str) -> bool:
        """Return whether there is a file. Raises DeployError for a link."""
        await self._sftp.refuse_links(path)
        attrs = await self._sftp.lstat(path)
        if attrs and size_of(attrs) < 0:
            raise symlink_error(path)
        return attrs is not None

    @_blocking
    async def write(self, path: str, data: bytes) -> None:
        """Write under a temporary name, then rename."""
        await self._write(path, stream([data]), lambda _: None)

    def upload(self, source: Path, path: str, tick: ProgressCallback) -> None:
        """Write under a temporary name, then rename."""
        check_path(path)
        self._run(
            lambda on_progress: self._write(path, stream(read_pieces(source)), on_progress), tick
        )

    async def _write(
        self, path: str, pieces: AsyncIterator[bytes], on_progress: ProgressCallback
    ) -> None:
        await self._sftp.make_folders([path])
        await self._sftp.write(path, pieces, on_progress)

    @_blocking
    async def create(self, path: str, data: bytes) -> bool:
        """Write a file only if there is none yet."""
        return await self._sftp.create(path, data)

    @_blocking
    async def copy(self, source: str, target: str) -> None:
        """Fetch and send again: few servers know how to copy by SFTP."""
        await self._is_file(source)
        await self._write(target, self._sftp.read(source), lambda _: None)

    @_blocking
    async def files(self, folder: str) -> dict[str, int]:
        """Return without following links."""
        return await self._sizes(folder)

    async def _sizes(self, folder: str) -> dict[str, int]:
        await self._sftp.refuse_links(f"{folder}/x")
        sizes = await self._commands.sizes(folder) if self._commands else None
        if sizes is not None:
            return sizes
        entries = await self._sftp.tree(folder)
        return {url: size_of(attrs) for url, attrs in entries.items() if not is_folder(attrs)}

    @_blocking
    async def names(self, folder: str) -> list[str]:
        """Return a folder."""
        await self._sftp.refuse_links(f"{folder}/x")
        return sorted(await self._sftp.list(folder))

    def digests(self, folder: str, urls: Iterable[str], tick: ProgressCallback) -> dict[str, str]:
        """Return digests of a whole folder, counted there; without commands, fetch the files."""
        check_path(folder)
        return self._run(lambda on_progress: self._digests(folder, sorted(urls), on_progress), tick)

    async def _digests(
        self, folder: str, urls: list[str], tick: ProgressCallback
    ) -> dict[str, str]:
        await self._sftp.refuse_links(f"{folder}/x")
        if self._commands:
            digests = await self._commands.digests(folder, tick)
            return {url: digests[url] for url in urls if url in digests}
        sizes = await self._sizes(folder)
        digests = {}

        async def digest(url: str) -> None:
            hasher = hashlib.sha256()
            with suppress(OSError):
                async for piece in self._sftp.read(f"{folder}/{url}"):
                    hasher.update(piece)
                    tick(0)
                digests[url] = hasher.hexdigest()

        await self._sftp.parallel_for([url for url in urls if sizes.get(url, -1) >= 0], digest)
        return digests

    @_blocking
    async def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""
        await self._sftp.refuse_links(old)
        await self._sftp.make_folders([new])
        await self._sftp.replace(old, new)

    @_blocking
    async def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        await self._sftp.refuse_links(path)
        attrs = await self._sftp.lstat(path)
        if attrs and is_folder(attrs) and self._commands:
            await self._commands.remove(path)
            self._sftp.forget_folders()
        elif attrs and is_folder(attrs):
            await self._sftp.remove_tree(path)
        elif attrs:
            await self._sftp.unlink(path)

    @_blocking
    async def current_link(self) -> str | None:
        """Read the link."""
        attrs = await self._sftp.lstat("current")
        if attrs is None:
            return None
        return await self._sftp.readlink("current") if is_link(attrs) else ""

    def upload_tree(
        self,
        source: Path,
        files: Mapping[str, FileEntry],
        into: str,
        reuse: HardlinkSource,
        tick: ProgressCallback,
    ) -> None:
        """Hardlink what may be reused, upload the rest."""
        for path in (into, *files, *([reuse.folder] if reuse.folder else ())):
            check_path(path)
        self._run(
            lambda on_progress: self._upload_tree(Upload(source, files, into, reuse), on_progress),
            tick,
        )

    async def _upload_tree(self, upload: Upload, tick: ProgressCallback) -> None:
        remaining = await self._prepare(upload, tick)
        if not self._commands:
            await self._upload_each(remaining, tick)
            return
        try:
            await self._commands.unpack(remaining, self._sftp, tick)
        except OSError as error:
            if not remaining.reuse.urls or error.errno in _FULL:
                raise
            # Some may not be linked: of another owner, or on a disk that has no such links.
            await self._upload_tree(
                Upload(upload.source, upload.files, upload.into, _NO_REUSE), tick
            )

    async def _prepare(self, upload: Upload, tick: ProgressCallback) -> Upload:
        """Leave what is there already; make room and folders for the rest. Returns that rest."""
        into, folder = upload.into, upload.reuse.folder
        existing = await self._sizes(into)
        old_sizes = await self._sizes(folder) if folder else {}
        missing = {
            url: entry for url, entry in upload.files.items() if existing.get(url) != entry.size
        }
        tick(sum(entry.size for url, entry in upload.files.items() if url not in missing))
        links = [
            parent for url in missing for parent in folders_of(url) if existing.get(parent, 0) < 0
        ]
        if links:
            raise symlink_error(f"{into}/{links[0]}")
        # What unpacks makes the folders of files as well.
        await self._sftp.make_folders(
            f"{into}/{url}" for url in (missing, ["x"])[bool(self._commands)]
        )
        # Nothing is written over: what another release shares would be changed there as well.
        await self._sftp.parallel_for(
            [f"{into}/{url}" for url in missing if url in existing], self._sftp.unlink
        )
        reusable = {
            url
            for url in upload.reuse.urls & missing.keys()
            if old_sizes.get(url) == missing[url].size
        }
        return Upload(upload.source, missing, into, HardlinkSource(folder, frozenset(reusable)))

    async def _upload_each(self, upload: Upload, tick: ProgressCallback) -> None:
        async def send(url: str) -> None:
            path, entry = f"{upload.into}/{url}", upload.files[url]
            if url in upload.reuse.urls and await self._sftp.link(
                f"{upload.reuse.folder}/{url}", path
            ):
                tick(entry.size)
                return
            write = self._sftp.write_new if entry.size <= _SMALL else self._sftp.write
            await write(path, stream(read_released(upload.source, url, entry)), tick)

        await self._sftp.parallel_for(list(upload.files), send)

    @_blocking
    async def activate(self, release: str) -> None:
        """Create a new link and rename it over the old one: no moment without a link."""
        tmp_link = f"current{PARTIAL_SUFFIX}"
        await self._sftp.unlink(tmp_link)
        await self._sftp.symlink(tmp_link, f"releases/{release}")
        if not await self._replace_link("current"):
            await self._sftp.unlink(tmp_link)
            raise DeployError(
                "这台服务器的 SFTP 不能一步换过链接 current，没有换：否则网站会有一会打不开。"
                "请让管理员打开 posix-rename；也可以换一个空的目录，在那里逐个更新。"
            )
