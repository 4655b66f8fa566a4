"""A server that is reached by SSH: files by SFTP, and by commands where it runs any."""

import asyncio
import errno
import hashlib
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from concurrent.futures import wait
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import asyncssh

from site_builder.deploy.host import PART, DeployError, LostError, Reuse, Tick
from site_builder.deploy.hosts.ssh_commands import Commands, Sending, probe
from site_builder.deploy.hosts.ssh_files import Files, is_folder, is_link, size_of
from site_builder.deploy.hosts.ssh_login import log_in, start_sftp
from site_builder.deploy.hosts.ssh_messages import folder_of, guard, led_away, missing_folder
from site_builder.deploy.hosts.ssh_pace import flowing, pieces_of
from site_builder.model.release import FileFacts
from site_builder.model.target import Target

_BEAT = 0.5
"""Seconds between two ticks."""
_SILENCE = 60.0
"""Seconds to wait for anything to happen."""
_PARTING = 3.0
"""Seconds for a server to hear that we leave."""
_SMALL = 1 << 15
"""Bytes that go in one piece: such a file is whole when it is as long as it should be."""
_TOGETHER, _FEW = 64, 4
"""Files that are open together on a server of OpenSSH, and on one of which nothing is known."""
_HANDS = 8
_FULL = (errno.ENOSPC, errno.EDQUOT)
_WITH_GAPS = "，服务器不能原地替换文件，更新到哪个文件，哪个文件有一瞬间打不开"

Answer = TypeVar("Answer")


class _Progress:
    """How far something is: written by the connection's thread, read by the one that waits."""

    def __init__(self) -> None:
        self.total = 0
        self.last = time.monotonic()

    def add(self, count: int) -> None:
        """Hear that something has happened."""
        self.total += count
        self.last = time.monotonic()


class SshHost:
    """Works by SFTP; unpacks, digests and removes by commands where the server runs them."""

    copies_cheaply = False

    def __init__(self, target: Target) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._run(self._open(target))
        except BaseException:
            self.close()
            raise

    async def _open(self, target: Target) -> None:
        self._connection = await log_in(target)
        version = str(self._connection.get_extra_info("server_version", ""))
        count = _TOGETHER if "OpenSSH" in version else _FEW
        self.hands = min(_HANDS, count)
        folder = folder_of(target)
        self._files = Files(await start_sftp(self._connection), folder, count)
        if not await self._files.is_folder():
            raise missing_folder(target)
        self._commands: Commands | None = None
        if target.transfer != "sftp":
            names = await self._files.listed(".")
            self._commands = await probe(self._connection, folder, names)
        self.reads_cheaply = bool(self._commands)
        self.transfer = "SSH" if self._commands else "SFTP"
        if not await self._files.can_rename():
            self.transfer += _WITH_GAPS

    def _run(
        self,
        work: Coroutine[Any, Any, Answer],
        tick: Tick = lambda _: None,
        progress: _Progress | None = None,
    ) -> Answer:
        """Wait for what the connection's thread does, and tick meanwhile."""
        progress = progress or _Progress()
        told = 0
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            while not wait([future], _BEAT).done:
                total = progress.total
                tick(total - told)
                told = total
                if time.monotonic() - progress.last > _SILENCE:
                    raise LostError("服务器太久没有回答")
        except BaseException:
            future.cancel()
            raise
        try:
            answer = future.result()
        except (asyncssh.Error, ConnectionError, EOFError) as error:
            raise LostError(str(error) or type(error).__name__) from error
        tick(progress.total - told)
        return answer

    def can_switch(self) -> bool:
        """Replace one link of our own by another."""
        return self._run(self._can_switch())

    async def _can_switch(self) -> bool:
        old, new = f"probe{PART}", f"probe2{PART}"
        try:
            await self._files.unlink(old)
            await self._files.unlink(new)
            await self._files.symlink(old, "releases")
            await self._files.symlink(new, "elsewhere")
            works = await self._files.swap(old, new)
            works = works and await self._files.readlink(new) == "releases"
            await self._files.unlink(old)
            await self._files.unlink(new)
        except OSError:
            return False
        return works

    def read(self, path: str) -> bytes | None:
        """Read a file; a link is not followed."""
        return self._run(self._read(guard(path)))

    async def _read(self, path: str) -> bytes | None:
        if not await self._may_read(path):
            return None
        return b"".join([piece async for piece in self._files.blocks(path)])

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then rename."""
        self._store(guard(path), flowing([data]), lambda _: None)

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Write beside, then rename."""
        self._store(guard(path), flowing(pieces_of(source)), tick)

    def _store(self, path: str, pieces: AsyncIterator[bytes], tick: Tick) -> None:
        progress = _Progress()

        async def store() -> None:
            await self._files.make([path])
            await self._files.store(path, pieces, progress.add)

        self._run(store(), tick, progress)

    def create(self, path: str, data: bytes) -> bool:
        """Write a file only if there is none yet."""
        return self._run(self._files.create(guard(path), data))

    def copy(self, source: str, target: str) -> None:
        """Fetch and send again: SFTP knows no copying."""
        self._run(self._may_read(guard(source)))
        self._store(guard(target), self._files.blocks(source), lambda _: None)

    async def _may_read(self, path: str) -> bool:
        await self._files.walk(path)
        found = await self._files.lstat(path)
        if found and size_of(found) < 0:
            raise led_away(path)
        return bool(found)

    def files(self, folder: str) -> dict[str, int]:
        """List without following links."""
        return self._run(self._sizes(guard(folder)))

    async def _sizes(self, folder: str) -> dict[str, int]:
        found = await self._files.tree(folder)
        return {url: size_of(attrs) for url, attrs in found.items() if not is_folder(attrs)}

    def names(self, folder: str) -> list[str]:
        """List a folder."""

        async def names() -> list[str]:
            await self._files.walk(f"{folder}/x")
            return sorted(await self._files.listed(folder))

        guard(folder)
        return self._run(names())

    def digests(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        """Digest a folder where it is, as a whole; without commands, fetch the files."""
        progress = _Progress()
        work = self._digests(guard(folder), sorted(urls), progress.add)
        return self._run(work, tick, progress)

    async def _digests(self, folder: str, urls: list[str], tick: Tick) -> dict[str, str]:
        await self._files.walk(f"{folder}/x")
        if self._commands:
            found = await self._commands.digests(folder, tick)
            return {url: found[url] for url in urls if url in found}
        there = await self._sizes(folder)
        found = {}

        async def digest(url: str) -> None:
            whole = hashlib.sha256()
            with suppress(OSError):
                async for piece in self._files.blocks(f"{folder}/{url}"):
                    whole.update(piece)
                    tick(0)
                found[url] = whole.hexdigest()

        await self._files.each([url for url in urls if there.get(url, -1) >= 0], digest)
        return found

    def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""

        async def rename() -> None:
            await self._files.walk(old)
            await self._files.make([new])
            await self._files.over(old, new)

        guard(old)
        guard(new)
        self._run(rename())

    def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        self._run(self._remove(guard(path)))

    async def _remove(self, path: str) -> None:
        await self._files.walk(path)
        found = await self._files.lstat(path)
        if found and is_folder(found) and self._commands:
            await self._commands.remove(path)
            self._files.forget()
        elif found and is_folder(found):
            await self._files.remove(path)
        elif found:
            await self._files.unlink(path)

    def current(self) -> str | None:
        """Read the link."""
        return self._run(self._current())

    async def _current(self) -> str | None:
        found = await self._files.lstat("current")
        if found is None:
            return None
        return await self._files.readlink("current") if is_link(found) else ""

    def close(self) -> None:
        """End the connection; one that is dead already is not waited for."""

        async def hang_up() -> None:
            if self._connection:
                self._connection.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._connection.wait_closed(), _PARTING)
                self._connection.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(hang_up(), self._loop).result(2 * _PARTING)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PARTING)

    def send(
        self, source: Path, files: Mapping[str, FileFacts], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        """Give what may be reused a second name, send the rest."""
        progress = _Progress()
        for path in (into, *files, *([reuse.folder] if reuse.folder else ())):
            guard(path)
        self._run(self._send(source, files, into, reuse, progress.add), tick, progress)

    async def _send(  # noqa: PLR0913 - what, where and how
        self, source: Path, files: Mapping[str, FileFacts], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        there = await self._sizes(into)
        old = await self._sizes(reuse.folder) if reuse.folder else {}
        missing = {url: one.size for url, one in files.items() if there.get(url) != one.size}
        tick(sum(one.size for one in files.values()) - sum(missing.values()))
        await self._files.make(f"{into}/{url}" for url in missing)
        # Nothing is written over: what another release shares would be changed there as well.
        stale = [f"{into}/{url}" for url in missing if url in there]
        await self._files.each(stale, self._files.unlink)
        again = {url for url, size in missing.items() if url in reuse.urls and old.get(url) == size}
        if self._commands:
            sending: list[Sending] = [
                (f"{into}/{url}", f"{reuse.folder}/{url}" if url in again else source / url, size)
                for url, size in missing.items()
            ]
            try:
                await self._commands.unpack(sending, self._files.ping, self._files.pace, tick)
            except OSError as error:
                if not again or error.errno in _FULL:
                    raise
                # Some may not be linked: of another owner, or on a disk that has no such links.
                await self._send(source, files, into, Reuse("", frozenset()), tick)
            return

        async def bring(url: str) -> None:
            path, size = f"{into}/{url}", missing[url]
            if url in again and await self._files.link(f"{reuse.folder}/{url}", path):
                tick(size)
                return
            write = self._files.fill if size <= _SMALL else self._files.store
            await write(path, flowing(pieces_of(source / url)), tick)

        await self._files.each(list(missing), bring)

    def switch(self, release: str) -> None:
        """Make a link beside and rename it over the old one: no moment without."""
        self._run(self._switch(guard(release)))

    async def _switch(self, release: str) -> None:
        beside = f"current{PART}"
        await self._files.unlink(beside)
        await self._files.symlink(beside, f"releases/{release}")
        if not await self._files.swap(beside, "current"):
            await self._files.unlink(beside)
            raise DeployError(
                "这台服务器的 SFTP 不能一步换过链接 current，没有换：否则网站会有一会打不开。"
                "请让管理员打开 posix-rename；也可以换一个空的目录，在那里逐个更新。"
            )
