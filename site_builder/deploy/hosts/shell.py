"""A server that is reached by the system's own `ssh` and `rsync`. Called by `ssh`."""

import hashlib
import posixpath
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder.deploy.host import PART, Reuse, Tick
from site_builder.deploy.hosts.line import LOST, NOTHING, THERE, Line, UnusableError, program
from site_builder.deploy.hosts.login import guard
from site_builder.deploy.hosts.trouble import number_in
from site_builder.model.release import FileEntry
from site_builder.model.target import Target

_VERSION = re.compile(rb"rsync +version v?(\d+)\.(\d+)")
_OLDEST = (3, 1)
"""The first `rsync` that tells how far it is."""
_DIGEST = re.compile(rb"([0-9a-f]{64}) [ *]?(?:\./)?(.+)")
_BROKEN = {10, 12, 20, 30, 35}
"""How `rsync` ends when the line broke or was silent too long."""
_SPECIAL = re.compile(r"[\s'\"]")


class ShellHost:
    """Works by shell commands, and sends files by `rsync`."""

    transfer = "rsync"
    copies_cheaply = True
    hands = 1

    def __init__(self, target: Target) -> None:
        command = [program("rsync"), "--version"]
        own = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list
        if not _new_enough(own.stdout):
            raise UnusableError("本机的 rsync 太旧")
        self._target = target
        self._line = Line(target)
        try:
            self._probe()
        except BaseException:
            self.close()
            raise

    def _probe(self) -> None:
        """Find out what the server has."""
        _, answer = self._line.run("probe")
        words = dict(line.split(" ", 1) for line in answer.decode().splitlines() if " " in line)
        self._digest = words.get("digest", "")
        self._way = words.get("switch", "")
        self.reads_cheaply = bool(self._digest)
        if not _new_enough(answer):
            raise UnusableError(f"{self._target.host} 上没有 rsync，或者太旧")

    def can_switch(self) -> bool:
        """Replace one link of our own by another."""
        return bool(self._way) and self._line.run("switches", self._way, fine=(NOTHING, 1))[0] == 0

    def read(self, path: str) -> bytes | None:
        """Read a file; a link is not followed."""
        code, data = self._line.run("read", guard(path), fine=(NOTHING,))
        return None if code else data

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then rename."""
        self._line.run("write", guard(path), str(len(data)), data=data)

    def create(self, path: str, data: bytes) -> bool:
        """Write beside, then link, which fails where something is."""
        code, _ = self._line.run("create", guard(path), str(len(data)), data=data, fine=(THERE,))
        return not code

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Write beside, then rename."""
        size = str(source.stat().st_size)
        self._line.pour("write", guard(path), size, source=source, tick=tick)

    def copy(self, source: str, target: str) -> None:
        """Copy on the server."""
        self._line.run("copy", guard(source), guard(target))

    def files(self, folder: str) -> dict[str, int]:
        """List by `find`, which follows no links."""
        _, answer = self._line.run("files", guard(folder))
        found: dict[str, int] = {}
        for entry in _texts(answer):
            kind, size, name = entry.split(" ", 2)
            found[name] = int(size) if kind == "f" else -1
        return found

    def names(self, folder: str) -> list[str]:
        """List a folder."""
        return sorted(_texts(self._line.run("names", guard(folder))[1]))

    def digests(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        """Digest a folder as a whole on the server; without a program for that, fetch the files."""
        wanted = set(urls)
        if not self._digest:
            return self._fetched(folder, wanted, tick)
        answer = self._line.run_long("digests", guard(folder), self._digest, tick=tick)
        found: dict[str, str] = {}
        twice = set()
        for line in answer.split(b"\n"):
            if match := _DIGEST.fullmatch(line):
                url = match[2].decode("utf-8", "surrogateescape")
                # A name with a line end in it may look like a line about another file.
                if url in found:
                    twice.add(url)
                found[url] = match[1].decode()
        return {url: found[url] for url in wanted - twice if url in found}

    def _fetched(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        there = self.files(folder)
        found = {}
        for url in sorted(urls):
            data = self.read(f"{folder}/{url}") if there.get(url, -1) >= 0 else None
            if data is not None:
                found[url] = hashlib.sha256(data).hexdigest()
            tick(0)
        return found

    def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""
        self._line.run("rename", guard(old), guard(new))

    def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        self._line.run("remove", guard(path))

    def current(self) -> str | None:
        """Read the link."""
        code, answer = self._line.run("current", fine=(NOTHING,))
        return None if code else answer.decode("utf-8", "surrogateescape").removesuffix("\n")

    def switch(self, release: str) -> None:
        """Make a link beside and rename it over the old one: no moment without."""
        self._line.run("switch", self._way, guard(release))

    def close(self) -> None:
        """End the connection."""
        self._line.close()

    def send(
        self, source: Path, files: Mapping[str, FileEntry], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        """Link what may be reused and send the rest, each by one `rsync`."""
        self._line.run("folder", guard(into), guard(reuse.folder) if reuse.folder else "")
        again = reuse.urls & files.keys() if reuse.folder else frozenset[str]()
        for urls, folder in ((again, reuse.folder), (files.keys() - again, "")):
            if urls:
                self._rsync(source, {url: files[url] for url in urls}, into, folder, tick)

    def _rsync(
        self, source: Path, files: Mapping[str, FileEntry], into: str, old: str, tick: Tick
    ) -> None:
        """Send some files, or link them from an earlier release where they are there."""
        told = 0

        def heard(text: bytes) -> None:
            nonlocal told
            if found := re.findall(rb"(\d+)\s+\d+%", text):
                told, before = int(found[-1]), told
                tick(max(0, told - before))

        # A slash and a dot: no name is taken for a comment or an option.
        names = b"\0".join(f"./{guard(url)}".encode() for url in sorted(files))
        command = self._command(source, into, old)
        code, _, said = self._line.watch(command, names, tick, heard)
        if code:
            text = said.decode("utf-8", "replace")
            broken = code in _BROKEN or "connection unexpectedly closed" in text
            if code == LOST or (broken and not number_in(text)):
                raise self._line.problem(LOST, said, into)
            raise self._line.problem(1, said, into)
        tick(max(0, sum(one.size for one in files.values()) - told))

    def _command(self, source: Path, into: str, old: str) -> list[str]:
        # Sizes suffice: the digests of all files are compared before the switch, where the
        # server can count them. Where it cannot, `rsync` itself compares contents.
        link = [f"--link-dest={posixpath.relpath(old, into)}"] if old else []
        host = f"[{self._target.host}]" if ":" in self._target.host else self._target.host
        return [
            program("rsync"),
            "--files-from=-",
            "--from0",
            "--protect-args",
            "--perms",
            "--chmod=D755,F644",
            "--size-only" if self.reads_cheaply else "--checksum",
            f"--partial-dir={PART}",
            "--timeout=60",
            "--info=progress2",
            "--no-human-readable",
            "--outbuf=N",
            *link,
            f"--rsh={_for_rsync(self._line.command())}",
            f"--rsync-path={self._line.below('rsync')}",
            "--",
            f"{source}/",
            f"{host}:{into}/",
        ]


def _new_enough(said: bytes) -> bool:
    found = _VERSION.search(said)
    return found is not None and (int(found[1]), int(found[2])) >= _OLDEST


def _texts(answer: bytes) -> list[str]:
    return [one.decode("utf-8", "surrogateescape") for one in answer.split(b"\0") if one]


def _for_rsync(command: list[str]) -> str:
    """Write a command as `rsync` takes it apart: quotes around blanks, doubled inside."""
    quoted = ("'" + word.replace("'", "''") + "'" for word in command)
    return " ".join(
        q if _SPECIAL.search(word) else word for q, word in zip(quoted, command, strict=True)
    )
