"""A server that is reached by SSH: files by SFTP, and by commands where it runs any."""

import errno
import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from site_builder.deploy.host import PART, DeployError, Reuse, Tick
from site_builder.deploy.hosts.ssh_commands import Sending
from site_builder.deploy.hosts.ssh_messages import guard, led_away
from site_builder.deploy.hosts.ssh_names import above, is_folder, is_link, size_of
from site_builder.deploy.hosts.ssh_pace import flowing, pieces_of
from site_builder.deploy.hosts.ssh_session import Progress, Session
from site_builder.model.release import FileEntry

_SMALL = 1 << 15
"""Bytes that go in one piece: such a file is whole when it is as long as it should be."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


class SshHost(Session):
    """Works by SFTP; unpacks, digests and removes by commands where the server runs them."""

    copies_cheaply = False

    def can_switch(self) -> bool:
        """Replace one link of our own by another."""
        return self._run(self._can_switch())

    async def _can_switch(self) -> bool:
        names = f"probe{PART}", "probe"
        try:
            for name in names:
                await self._sftp.unlink(name)
            await self._sftp.symlink(names[0], "releases")
            await self._sftp.symlink(names[1], "elsewhere")
            works = await self._swap(names[1])
            works = works and await self._sftp.readlink(names[1]) == "releases"
            for name in names:
                await self._sftp.unlink(name)
        except OSError:
            return False
        return works

    async def _swap(self, name: str) -> bool:
        """Give a link that stands beside its name the name, in one step; tell whether that goes."""
        if await self._sftp.swap(f"{name}{PART}", name):
            return True
        return self._commands is not None and await self._commands.swap(name)

    def read(self, path: str) -> bytes | None:
        """Read a file; a link is not followed."""
        return self._run(self._read(guard(path)))

    async def _read(self, path: str) -> bytes | None:
        size = await self._may_read(path)
        if size is None:
            return None
        if size < _SMALL and len(data := await self._sftp.small(path) or b"") == size:
            return data
        return b"".join([piece async for piece in self._sftp.blocks(path)])

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then rename."""
        self._store(guard(path), flowing([data]), lambda _: None)

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Write beside, then rename."""
        self._store(guard(path), flowing(pieces_of(source)), tick)

    def _store(self, path: str, pieces: AsyncIterator[bytes], tick: Tick) -> None:
        progress = Progress()

        async def store() -> None:
            await self._sftp.make([path])
            await self._sftp.store(path, pieces, progress.add)

        self._run(store(), tick, progress)

    def create(self, path: str, data: bytes) -> bool:
        """Write a file only if there is none yet."""
        return self._run(self._sftp.create(guard(path), data))

    def copy(self, source: str, target: str) -> None:
        """Fetch and send again: SFTP knows no copying."""
        self._run(self._may_read(guard(source)))
        self._store(guard(target), self._sftp.blocks(source), lambda _: None)

    async def _may_read(self, path: str) -> int | None:
        """Give the size of a file; None when there is none. Raises DeployError for a link."""
        await self._sftp.walk(path)
        found = await self._sftp.lstat(path)
        if found and size_of(found) < 0:
            raise led_away(path)
        return size_of(found) if found else None

    def files(self, folder: str) -> dict[str, int]:
        """List without following links."""
        return self._run(self._sizes(guard(folder)))

    async def _sizes(self, folder: str) -> dict[str, int]:
        await self._sftp.walk(f"{folder}/x")
        found_by_command = await self._commands.sizes(folder) if self._commands else None
        if found_by_command is not None:
            return found_by_command
        found = await self._sftp.tree(folder)
        return {url: size_of(attrs) for url, attrs in found.items() if not is_folder(attrs)}

    def names(self, folder: str) -> list[str]:
        """List a folder."""

        async def names() -> list[str]:
            await self._sftp.walk(f"{folder}/x")
            return sorted(await self._sftp.listed(folder))

        guard(folder)
        return self._run(names())

    def digests(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        """Digest a folder where it is, as a whole; without commands, fetch the files."""
        progress = Progress()
        work = self._digests(guard(folder), sorted(urls), progress.add)
        return self._run(work, tick, progress)

    async def _digests(self, folder: str, urls: list[str], tick: Tick) -> dict[str, str]:
        await self._sftp.walk(f"{folder}/x")
        if self._commands:
            found = await self._commands.digests(folder, tick)
            return {url: found[url] for url in urls if url in found}
        there = await self._sizes(folder)
        found = {}

        async def digest(url: str) -> None:
            whole = hashlib.sha256()
            with suppress(OSError):
                async for piece in self._sftp.blocks(f"{folder}/{url}"):
                    whole.update(piece)
                    tick(0)
                found[url] = whole.hexdigest()

        await self._sftp.each([url for url in urls if there.get(url, -1) >= 0], digest)
        return found

    def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""

        async def rename() -> None:
            await self._sftp.walk(old)
            await self._sftp.make([new])
            await self._sftp.over(old, new)

        guard(old)
        guard(new)
        self._run(rename())

    def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        self._run(self._remove(guard(path)))

    async def _remove(self, path: str) -> None:
        await self._sftp.walk(path)
        found = await self._sftp.lstat(path)
        if found and is_folder(found) and self._commands:
            await self._commands.remove(path)
            self._sftp.forget()
        elif found and is_folder(found):
            await self._sftp.remove(path)
        elif found:
            await self._sftp.unlink(path)

    def current(self) -> str | None:
        """Read the link."""
        return self._run(self._current())

    async def _current(self) -> str | None:
        found = await self._sftp.lstat("current")
        if found is None:
            return None
        return await self._sftp.readlink("current") if is_link(found) else ""

    def send(
        self, source: Path, files: Mapping[str, FileEntry], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        """Give what may be reused a second name, send the rest."""
        progress = Progress()
        for path in (into, *files, *([reuse.folder] if reuse.folder else ())):
            guard(path)
        self._run(self._send(source, files, into, reuse, progress.add), tick, progress)

    async def _make(self, into: str, urls: Iterable[str], there: Mapping[str, int]) -> None:
        """Make the folders of files. What unpacks makes them as well, once none is a link."""
        led = [place for url in urls for place in above(url) if there.get(place, 0) < 0]
        if led:
            raise led_away(f"{into}/{led[0]}")
        wanted = ["x"] if self._commands else urls
        await self._sftp.make(f"{into}/{url}" for url in wanted)

    async def _send(
        self, source: Path, files: Mapping[str, FileEntry], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        there = await self._sizes(into)
        old = await self._sizes(reuse.folder) if reuse.folder else {}
        missing = {url: one.size for url, one in files.items() if there.get(url) != one.size}
        tick(sum(one.size for one in files.values()) - sum(missing.values()))
        await self._make(into, missing, there)
        # Nothing is written over: what another release shares would be changed there as well.
        stale = [f"{into}/{url}" for url in missing if url in there]
        await self._sftp.each(stale, self._sftp.unlink)
        again = {url for url, size in missing.items() if url in reuse.urls and old.get(url) == size}
        if self._commands:
            sending: list[Sending] = [
                (f"{into}/{url}", f"{reuse.folder}/{url}" if url in again else source / url, size)
                for url, size in missing.items()
            ]
            try:
                await self._commands.unpack(sending, self._sftp.ping, self._sftp.pace, tick)
            except OSError as error:
                if not again or error.errno in _FULL:
                    raise
                # Some may not be linked: of another owner, or on a disk that has no such links.
                await self._send(source, files, into, Reuse("", frozenset()), tick)
            return

        async def bring(url: str) -> None:
            path, size = f"{into}/{url}", missing[url]
            if url in again and await self._sftp.link(f"{reuse.folder}/{url}", path):
                tick(size)
                return
            write = self._sftp.fill if size <= _SMALL else self._sftp.store
            await write(path, flowing(pieces_of(source / url)), tick)

        await self._sftp.each(list(missing), bring)

    def switch(self, release: str) -> None:
        """Make a link beside and rename it over the old one: no moment without."""
        self._run(self._switch(guard(release)))

    async def _switch(self, release: str) -> None:
        beside = f"current{PART}"
        await self._sftp.unlink(beside)
        await self._sftp.symlink(beside, f"releases/{release}")
        if not await self._swap("current"):
            await self._sftp.unlink(beside)
            raise DeployError(
                "这台服务器的 SFTP 不能一步换过链接 current，没有换：否则网站会有一会打不开。"
                "请让管理员打开 posix-rename；也可以换一个空的目录，在那里逐个更新。"
            )
