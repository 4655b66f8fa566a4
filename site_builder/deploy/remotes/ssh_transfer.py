"""What is on its way to a server: verified, bounded, several at once."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from site_builder.core.errors import DeployError
from site_builder.core.safe_files import open_below
from site_builder.model.release import FileEntry

PIECE_SIZE = 1 << 16
"""Bytes of a file that are read, and sent, at once."""
_MAX_IN_FLIGHT = 1 << 18
"""The lock is renewed behind these: at 250 kbit/s after eight seconds, before it seems stale."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Coroutine[Any, Any, Result]]


class ByteBudget:
    """Bounds what is on its way: asyncssh itself queues as much as the server would take."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._released = asyncio.Event()

    async def acquire(self, size: int) -> None:
        """Wait until so many bytes may be sent."""
        while self._in_flight and self._in_flight + size > _MAX_IN_FLIGHT:
            self._released.clear()
            await self._released.wait()
        self._in_flight += size

    def release(self, size: int) -> None:
        """Count bytes as arrived, or as failed."""
        self._in_flight -= size
        self._released.set()

    def release_after(self, task: asyncio.Task[None], size: int) -> None:
        """Do so when a task ends, also when it is cancelled before it began."""
        task.add_done_callback(lambda _: self.release(size))


@asynccontextmanager
async def task_group() -> AsyncIterator[asyncio.TaskGroup]:
    """Run tasks at the same time; the first failure ends the rest, and is what is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def parallel_for(
    max_concurrency: int, items: Sequence[Item], work: Work[Item, Result]
) -> list[Result]:
    """Do the work for each item, so many at a time; the first failure ends the rest."""
    results: dict[int, Result] = {}
    queue = iter(enumerate(items))

    async def worker() -> None:
        for number, item in queue:
            results[number] = await work(item)

    async with task_group() as group:
        for _ in items[:max_concurrency]:
            group.create_task(worker())
    return [results[number] for number in range(len(items))]


def read_released(source: Path, url: str, entry: FileEntry) -> Iterator[bytes]:
    """Read a file of a release piece by piece. Raises DeployError when it is not what it was.

    The last piece is given only when the digest of the whole is the one that was rendered: what
    was changed meanwhile never stands on the server at its full length.
    """
    digest, size, held = hashlib.sha256(), 0, b""
    try:
        with open_below(source, url) as file:
            while piece := file.read(PIECE_SIZE):
                if held:
                    yield held
                digest.update(piece)
                size, held = size + len(piece), piece
                if size > entry.size:
                    break
    except OSError as error:
        raise DeployError(f"{source / url} 读不了：{error.strerror}。没有发布。") from None
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise DeployError(f"{source} 里的 {url} 在上传的时候改动过，没有发布。请再运行一次。")
    if held:
        yield held


def read_pieces(source: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with source.open("rb") as file:
        while piece := file.read(PIECE_SIZE):
            yield piece


async def stream(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Yield a local file as if it came over the connection."""
    for piece in pieces:
        yield piece
