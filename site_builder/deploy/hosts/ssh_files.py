"""The files of a target's folder over SFTP. Called by `ssh_host`."""

import asyncio
import errno
import os
import secrets
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from typing import cast

import asyncssh

from site_builder.deploy.host import PART, LostError, Tick
from site_builder.deploy.hosts.ssh_names import FILE, Names
from site_builder.deploy.hosts.ssh_pace import BLOCK, LEAST, flowing

_SAFE = 1 << 15
"""Bytes that any server takes in one request."""
_NEW = asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL


class Files(Names):
    """Files below one folder: fetched, and written beside their names first."""

    async def ping(self) -> None:
        """Come back when all that was sent before has arrived."""
        await self.ask(self.sftp.stat(self.at(".")), "")

    async def small(self, path: str) -> bytes | None:
        """Fetch a file of a few bytes: asked for and closed at once; None for a longer one."""
        opening = self.sftp.open(self.at(path), asyncssh.FXF_READ, encoding=None, block_size=0)
        file = await self.ask(opening, path)
        data, _ = await asyncio.gather(
            self.ask(file.read(_SAFE), path), self.ask(file.close(), path), return_exceptions=True
        )
        if isinstance(data, BaseException):
            raise data
        # A piece that is as long as can be asked for may be the first of several.
        return cast("bytes", data) if len(data) < _SAFE else None

    async def blocks(self, path: str) -> AsyncIterator[bytes]:
        """Fetch a file piece by piece."""
        opening = self.sftp.open(self.at(path), asyncssh.FXF_READ, encoding=None)
        file = await self.ask(opening, path)
        try:
            while piece := await self.ask(file.read(BLOCK), path):
                yield cast("bytes", piece)  # no encoding was asked for
        finally:
            with suppress(OSError, LostError):
                await self.ask(file.close(), path)

    async def create(self, path: str, data: bytes) -> bool:
        """Write beside, then link, which fails where something is; tell whether that was so."""
        await self.make([path])
        if await self.lstat(path):
            return False
        beside = f"{path}-{secrets.token_hex(4)}"
        try:
            await self.fill(beside, flowing([data]), lambda _: None)
            if await self.link(beside, path):
                return True
        finally:
            await self.unlink(beside)
        try:
            # Without hard links: cut off in between, this leaves an empty file.
            await self.fill(path, flowing([data]), lambda _: None)
        except OSError:
            if await self.lstat(path):
                return False
            raise
        return True

    async def store(self, path: str, pieces: AsyncIterator[bytes], arrived: Tick) -> None:
        """Write a file beside its name, then give it the name."""
        beside = f"{path}{PART}"
        await self.unlink(beside)
        try:
            await self.fill(beside, pieces, arrived)
        except OSError:
            with suppress(OSError, LostError):
                await self.unlink(beside)
            raise
        await self.over(beside, path)

    async def fill(self, path: str, pieces: AsyncIterator[bytes], arrived: Tick) -> None:
        """Write a file that is not there yet. The last piece, rights and end go out together."""
        # Requests as they are: what asyncssh does at once for a file, it may send in any order.
        opening = self.sftp.open(self.at(path), _NEW, FILE, encoding=None, block_size=0)
        file = await self.ask(opening, path)

        async def write(piece: bytes, *, last: bool = False) -> None:
            async with self.pace.flight(len(piece)):
                requests = [
                    self._written(file.write(piece[at : at + _SAFE], offset + at), path)
                    for at in range(0, len(piece), _SAFE)
                ]
                if last:
                    requests += [self._permit(file, path), self._written(file.close(), path)]
                answers = await asyncio.gather(*requests, return_exceptions=True)
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer
            arrived(len(piece))

        offset, piece = 0, await anext(pieces, b"")
        async for further in pieces:
            await write(piece)
            offset, piece = offset + len(piece), further
        await write(piece, last=True)

    async def _permit(self, file: asyncssh.SFTPClientFile, path: str) -> None:
        # A server that lets no rights be set gives its own.
        with suppress(OSError):
            await self.ask(file.setstat(FILE), path)

    async def _written(self, request: Awaitable[object], path: str) -> None:
        """Wait for a write; SFTP only knows that it failed, so ask whether the disk is full."""
        try:
            await self.ask(request, path)
        except OSError as error:
            if error.errno == errno.EIO and await self._is_full():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path) from error
            raise

    async def _is_full(self) -> bool:
        try:
            disk = await self.ask(self.sftp.statvfs(self.at(".")), "")
        except OSError:
            return False
        return disk.bavail * disk.frsize < LEAST or disk.favail == 0 < disk.files
