"""The contents of files over SFTP: fetched, and sent beside their names first. Called by `sftp`."""

import errno
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from site_builder.deploy.host import PART, LostError, Tick
from site_builder.deploy.hosts.sftp_files import Files
from site_builder.deploy.hosts.sftp_wire import (
    CLOSE,
    EXTENDED,
    FOR_NEW,
    FOR_READING,
    FSETSTAT,
    OPEN,
    READ,
    RENAME_OVER,
    SPACE,
    WRITE,
    Long,
    Reply,
    Request,
    attributes,
)

BLOCK = 1 << 15
"""Bytes that any server takes, and gives, at once."""

_AHEAD = 32
"""Blocks that are asked for at once."""
_LEAST, _MOST = 1 << 16, 1 << 22
_QUICK, _SLOW = 0.4, 1.6
"""Seconds: what is on its way at once should take about so long, for the lock has to be renewed."""
_MODE = 0o644

Sending = tuple[Path, str, int]
"""A file here, its name on the server, and its size."""


class Contents:
    """Reads and writes files of a folder."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._wire = files.wire
        self._budget = _LEAST

    def blocks(self, path: str) -> Iterator[bytes]:
        """Fetch a file piece by piece."""
        handle = self._files.one(self._opening(path, FOR_READING)).text()
        try:
            offset, ahead = 0, 2
            while True:
                starts = [Long(offset + n * BLOCK) for n in range(ahead)]
                short = False
                for reply in self._wire.ask([_reading(handle, start) for start in starts]):
                    if reply.ended():
                        return
                    # After a short piece, the rest was asked for from the wrong place.
                    if short:
                        break
                    piece = _data(reply, path)
                    short = len(piece) < BLOCK
                    offset += len(piece)
                    yield piece
                ahead = min(2 * ahead, _AHEAD)
        finally:
            with suppress(LostError):
                self._wire.ask([Request(CLOSE, (handle,))])

    def small(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Fetch files of at most a block together; those that cannot be read are left out."""
        opened = self._wire.ask([self._opening(path, FOR_READING) for path in paths])
        handles = {
            path: reply.text()
            for path, reply in zip(paths, opened, strict=True)
            if not reply.error(path)
        }
        asked = [_reading(handle, Long(0)) for handle in handles.values()]
        closing = [Request(CLOSE, (handle,)) for handle in handles.values()]
        found = {}
        for path, reply in zip(handles, self._wire.ask([*asked, *closing]), strict=False):
            if reply.ended():
                found[path] = b""
            elif not reply.error(path):
                found[path] = reply.text()
        return found

    def pour(self, path: str, blocks: Iterable[bytes], tick: Tick) -> None:
        """Write a file beside its name, then give it the name."""
        beside = f"{path}{PART}"
        (handle,) = self._fresh([beside])
        try:
            self.fill(handle, beside, blocks, tick)
        except OSError:
            with suppress(OSError):
                self._files.unlink([beside])
            raise
        self._files.over(beside, path)

    def fill(self, handle: bytes, path: str, blocks: Iterable[bytes], tick: Tick) -> None:
        """Write what an open file holds, and close it."""
        writes: list[Request] = []
        offset = size = 0
        for block in _cut(blocks):
            writes.append(Request(WRITE, (handle, Long(offset), block), path))
            offset += len(block)
            size += len(block)
            if size >= self._budget:
                self._send(writes, size, tick)
                writes, size = [], 0
        self._send([*writes, *_ending(handle, path)], size, tick)

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Send a file."""
        with source.open("rb") as file:
            self.pour(path, iter(lambda: file.read(BLOCK), b""), tick)

    def put_all(self, sending: Iterable[Sending], tick: Tick) -> None:
        """Send files: small ones together, so that each does not wait for the answer to another."""
        batch: list[Sending] = []
        for one in sending:
            if one[2] > _LEAST:
                self.put(one[0], one[1], tick)
                continue
            batch.append(one)
            if (
                len(batch) == self._files.open_together
                or sum(size for *_, size in batch) >= self._budget
            ):
                self._put_batch(batch, tick)
                batch = []
        if batch:
            self._put_batch(batch, tick)

    def _put_batch(self, batch: list[Sending], tick: Tick) -> None:
        besides = [f"{path}{PART}" for _, path, _ in batch]
        writes: list[Request] = []
        size = 0
        for (source, path, _), handle in zip(batch, self._fresh(besides), strict=True):
            data = source.read_bytes()
            size += len(data)
            pieces = range(0, len(data), BLOCK)
            writes += [
                Request(WRITE, (handle, Long(at), data[at : at + BLOCK]), path) for at in pieces
            ]
            writes += _ending(handle, path)
        self._send(writes, size, tick)
        self._over_all(
            [(beside, path) for beside, (_, path, _) in zip(besides, batch, strict=True)]
        )

    def _over_all(self, pairs: list[tuple[str, str]]) -> None:
        if RENAME_OVER in self._wire.extensions:
            asked = [self._files.extended(RENAME_OVER, *pair) for pair in pairs]
            done = self._files.many(asked)
            pairs = [pair for pair, (_, error) in zip(pairs, done, strict=True) if error]
        for pair in pairs:
            self._files.over(*pair)

    def _fresh(self, paths: Sequence[str]) -> list[bytes]:
        """Open new files. What an earlier, broken upload left under a name, goes first."""
        opening = [self._opening(path, FOR_NEW) for path in paths]
        handles = []
        for request, (reply, error) in zip(opening, self._files.many(opening), strict=True):
            if error is None:
                handles.append(reply.text())
            elif error.errno in (errno.ENOENT, errno.EACCES):
                raise error
            else:
                self._files.unlink([request.path])
                handles.append(self._files.one(request).text())
        return handles

    def _opening(self, path: str, how: int) -> Request:
        rights = attributes(_MODE) if how == FOR_NEW else (0,)
        return self._files.request(OPEN, path, how, *rights)

    def _send(self, writes: list[Request], size: int, tick: Tick) -> None:
        """Send writes together, and as much the next time as the line carries in a second."""
        start = time.monotonic()
        replies = self._wire.ask(writes)
        took = time.monotonic() - start
        if took < _QUICK and size >= self._budget:
            self._budget = min(2 * self._budget, _MOST)
        elif took > _SLOW:
            self._budget = max(self._budget // 2, _LEAST)
        for request, reply in zip(writes, replies, strict=True):
            error = reply.error(request.path)
            # A server that lets no rights be set gives its own.
            if error and request.kind != FSETSTAT:
                raise self._explained(error)
        tick(size)

    def _explained(self, error: OSError) -> OSError:
        """Ask whether the disk is full: SFTP only knows that a write failed."""
        if error.errno != errno.EIO or SPACE not in self._wire.extensions:
            return error
        (reply,) = self._wire.ask([Request(EXTENDED, (SPACE, self._files.at(".")))])
        if reply.error():
            return error
        numbers = [reply.number(">Q") for _ in range(11)]
        if numbers[1] * numbers[4] < _LEAST or numbers[6] == 0 < numbers[5]:
            return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), error.filename)
        return error


def _reading(handle: bytes, start: Long) -> Request:
    return Request(READ, (handle, start, BLOCK))


def _data(reply: Reply, path: str) -> bytes:
    error = reply.error(path)
    if error:
        raise error
    return reply.text()


def _ending(handle: bytes, path: str) -> list[Request]:
    rights = Request(FSETSTAT, (handle, *attributes(_MODE)), path)
    return [rights, Request(CLOSE, (handle,), path)]


def _cut(blocks: Iterable[bytes]) -> Iterator[bytes]:
    for block in blocks:
        for start in range(0, len(block), BLOCK):
            yield block[start : start + BLOCK]
