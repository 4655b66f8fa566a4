"""The files of a target's folder over SFTP."""

import errno
import os
import secrets
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import asyncssh

from site_builder.core.errors import ConnectionLostError
from site_builder.deploy.remote import PARTIAL_SUFFIX, ProgressCallback
from site_builder.deploy.remotes.sftp_folder import SftpFolder
from site_builder.deploy.remotes.ssh_transfer import PIECE_SIZE, ByteBudget, stream

_NEW = asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL
_FILE = asyncssh.SFTPAttrs(permissions=0o644)


class SftpFiles(SftpFolder):
    """Files below one folder: fetched, and written under temporary names first."""

    def __init__(self, sftp: asyncssh.SFTPClient, root: str, max_concurrency: int) -> None:
        super().__init__(sftp, root, max_concurrency)
        self.budget = ByteBudget()

    @asynccontextmanager
    async def _open(self, path: str, flags: int) -> AsyncIterator[asyncssh.SFTPClientFile]:
        opening = self._sftp.open(self._at(path), flags, _FILE, encoding=None)
        file = await self._request(opening, path)
        try:
            yield file
        finally:
            await self._request(file.close(), path)

    async def read(self, path: str) -> AsyncIterator[bytes]:
        """Fetch a file piece by piece."""
        async with self._open(path, asyncssh.FXF_READ) as file:
            while piece := await self._request(file.read(PIECE_SIZE), path):
                yield cast("bytes", piece)  # no encoding was asked for

    async def create(self, path: str, data: bytes) -> bool:
        """Write under a temporary name, then link: that fails where a file is. Return success."""
        await self.make_folders([path])
        if await self.lstat(path):
            return False
        tmp_path = f"{path}-{secrets.token_hex(4)}"
        try:
            await self.write_new(tmp_path, stream([data]), lambda _: None)
            if await self.link(tmp_path, path):
                return True
        finally:
            await self.unlink(tmp_path)
        try:
            # Without hard links: interrupted in between, this leaves an empty file.
            await self.write_new(path, stream([data]), lambda _: None)
        except OSError:
            if await self.lstat(path):
                return False
            raise
        return True

    async def write(
        self, path: str, pieces: AsyncIterable[bytes], on_progress: ProgressCallback
    ) -> None:
        """Write a file under a temporary name, then rename it."""
        tmp_path = f"{path}{PARTIAL_SUFFIX}"
        await self.unlink(tmp_path)
        try:
            await self.write_new(tmp_path, pieces, on_progress)
        except OSError:
            with suppress(OSError, ConnectionLostError):
                await self.unlink(tmp_path)
            raise
        await self.replace(tmp_path, path)

    async def write_new(
        self, path: str, pieces: AsyncIterable[bytes], on_progress: ProgressCallback
    ) -> None:
        """Write a file that is not there yet."""
        try:
            async with self._open(path, _NEW) as file:
                async for piece in pieces:
                    await self._send(file, piece, path)
                    on_progress(len(piece))
                # A server that lets no rights be set gives its own.
                with suppress(OSError):
                    await self._request(file.setstat(_FILE), path)
        except OSError as error:
            # SFTP only knows that it failed, so ask whether the disk is full.
            if error.errno == errno.EIO and await self._is_full():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path) from error
            raise

    async def _send(self, file: asyncssh.SFTPClientFile, piece: bytes, path: str) -> None:
        await self.budget.acquire(len(piece))
        try:
            await self._request(file.write(piece), path)
        finally:
            self.budget.release(len(piece))

    async def _is_full(self) -> bool:
        try:
            disk = await self._request(self._sftp.statvfs(self._at(".")), "")
        except OSError:
            return False
        return disk.bavail * disk.frsize < PIECE_SIZE or disk.favail == 0 < disk.files
