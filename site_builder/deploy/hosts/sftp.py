"""A server that is reached by SFTP alone. Called by `ssh`."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder.deploy.host import PART, DeployError, Reuse, Tick
from site_builder.deploy.hosts.login import folder_of, guard, led_away, missing_folder
from site_builder.deploy.hosts.sftp_content import BLOCK, Contents
from site_builder.deploy.hosts.sftp_files import Files, together
from site_builder.deploy.hosts.sftp_login import BROKEN, hang_up, log_in
from site_builder.deploy.hosts.sftp_wire import (
    FOR_NEW,
    OPEN,
    RENAME_OVER,
    STAT,
    Request,
    Wire,
    attributes,
)
from site_builder.model.release import FileEntry
from site_builder.model.target import Target

_WITH_GAPS = "SFTP，服务器不能原地替换文件，更新到哪个文件，哪个文件有一瞬间打不开"


class SftpHost:
    """Works by SFTP: with links where the server has them, and where it has none."""

    transfer = "SFTP"
    reads_cheaply = False
    copies_cheaply = False
    hands = 1

    def __init__(self, target: Target) -> None:
        self._client, channel = log_in(target)
        try:
            wire = Wire(channel, BROKEN)
            self._files = Files(wire, folder_of(target))
            self._contents = Contents(self._files)
            if RENAME_OVER not in wire.extensions:
                self.transfer = _WITH_GAPS
            self._look(wire, target)
        except BaseException:
            self.close()
            raise

    def _look(self, wire: Wire, target: Target) -> None:
        root = folder_of(target).encode("utf-8", "surrogateescape")
        (reply,) = wire.ask([Request(STAT, (root,), target.folder)])
        error = reply.error(target.folder)
        if error and error.errno != errno.ENOENT:
            raise error
        if error or not reply.facts().is_folder:
            raise missing_folder(target)

    def can_switch(self) -> bool:
        """Replace one link of our own by another."""
        old, new = f"probe{PART}", f"probe2{PART}"
        try:
            self._files.unlink([old, new])
            self._files.symlink(old, "releases")
            self._files.symlink(new, "elsewhere")
            works = self._files.swap(old, new) and self._files.readlink(new) == "releases"
            self._files.unlink([old, new])
        except OSError:
            return False
        return works

    def read(self, path: str) -> bytes | None:
        """Read a file; a link is not followed."""
        self._files.walk(guard(path))
        found = self._files.lstat(path)
        if found is None:
            return None
        if found.is_link:
            raise led_away(path)
        return b"".join(self._contents.blocks(path))

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then rename."""
        self._files.make([guard(path)])
        self._contents.pour(path, [data], lambda _: None)

    def create(self, path: str, data: bytes) -> bool:
        """Write beside, then link, which fails where something is."""
        self._files.make([guard(path)])
        if self._files.lstat(path):
            return False
        beside = f"{path}-{secrets.token_hex(4)}"
        try:
            self._contents.pour(beside, [data], lambda _: None)
            if self._files.links([(beside, path)]) == [True]:
                return True
        finally:
            self._files.unlink([beside])
        return self._create_plainly(path, data)

    def _create_plainly(self, path: str, data: bytes) -> bool:
        """Do so without hard links: cut off in between, this leaves an empty file."""
        opening = self._files.request(OPEN, path, FOR_NEW, *attributes(0o644))
        try:
            handle = self._files.one(opening).text()
        except OSError:
            if self._files.lstat(path):
                return False
            raise
        self._contents.fill(handle, path, [data], lambda _: None)
        return True

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Write beside, then rename."""
        self._files.make([guard(path)])
        self._contents.put(source, path, tick)

    def copy(self, source: str, target: str) -> None:
        """Fetch and send again: SFTP knows no copying."""
        self._files.walk(guard(source))
        found = self._files.lstat(source)
        if found is None:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), source)
        if found.is_link:
            raise led_away(source)
        self._files.make([guard(target)])
        self._contents.pour(target, self._contents.blocks(source), lambda _: None)

    def files(self, folder: str) -> dict[str, int]:
        """List without following links."""
        return self._files.sizes(guard(folder))

    def names(self, folder: str) -> list[str]:
        """List a folder."""
        return self._files.names(guard(folder))

    def digests(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        """Fetch and digest."""
        there = self.files(folder)
        wanted = [url for url in urls if there.get(url, -1) >= 0]
        found: dict[str, str] = {}
        small = [url for url in wanted if there[url] <= BLOCK]
        for part in together(small, self._files.open_together):
            for path, data in self._contents.small([f"{folder}/{url}" for url in part]).items():
                # Nothing longer comes at once: what grew meanwhile is for the way below.
                if len(data) == there[url := path[len(folder) + 1 :]]:
                    found[url] = hashlib.sha256(data).hexdigest()
            tick(0)
        for url in [url for url in wanted if url not in found]:
            whole = hashlib.sha256()
            try:
                for block in self._contents.blocks(f"{folder}/{url}"):
                    whole.update(block)
                    tick(0)
            except OSError:
                continue
            found[url] = whole.hexdigest()
        return found

    def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""
        self._files.walk(guard(old))
        self._files.make([guard(new)])
        self._files.over(old, new)

    def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        self._files.remove(guard(path))

    def current(self) -> str | None:
        """Read the link."""
        found = self._files.lstat("current")
        if found is None:
            return None
        return self._files.readlink("current") if found.is_link else ""

    def close(self) -> None:
        """End the connection."""
        hang_up(self._client)

    def send(
        self, source: Path, files: Mapping[str, FileEntry], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        """Make hard links to what may be reused, send the rest."""
        there = self.files(into)
        missing = {url: one for url, one in files.items() if there.get(guard(url)) != one.size}
        tick(sum(one.size for url, one in files.items() if url not in missing))
        self._files.make(f"{into}/{url}" for url in missing)
        linked = self._linked(missing, into, reuse, tick) if reuse.folder else set()
        self._contents.put_all(
            (
                (source / url, f"{into}/{url}", one.size)
                for url, one in missing.items()
                if url not in linked
            ),
            tick,
        )

    def _linked(
        self, files: Mapping[str, FileEntry], into: str, reuse: Reuse, tick: Tick
    ) -> set[str]:
        """Give files that are there already a second name; tell which."""
        there = self.files(reuse.folder)
        wanted = [
            url for url, one in files.items() if url in reuse.urls and there.get(url) == one.size
        ]
        done: set[str] = set()
        for part in together(wanted):
            pairs = [(f"{reuse.folder}/{url}", f"{into}/{url}") for url in part]
            worked = {url for url, one in zip(part, self._files.links(pairs), strict=True) if one}
            done |= worked
            tick(sum(files[url].size for url in worked))
        return done

    def switch(self, release: str) -> None:
        """Make a link beside and rename it over the old one: no moment without."""
        beside = f"current{PART}"
        self._files.unlink([beside])
        self._files.symlink(beside, f"releases/{guard(release)}")
        if not self._files.swap(beside, "current"):
            self._files.unlink([beside])
            raise DeployError(
                "这台服务器的 SFTP 不能一步换过链接 current，没有换：否则网站会有一会打不开。"
                "请让管理员打开 posix-rename，或者改用 rsync；"
                "也可以换一个空的目录，在那里逐个更新。"
            )
