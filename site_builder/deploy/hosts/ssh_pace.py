"""How much is on its way to a server at once. Called by `ssh_files` and `ssh_commands`."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

BLOCK = 1 << 18
"""Bytes of a file that are read, and sent, at once."""
LEAST = 1 << 16
_FIRST, _MOST = 1 << 18, 1 << 22
_QUICK, _SLOW = 0.8, 1.6
"""Seconds: what is on its way should take about so long, for the lock has to be renewed."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Pace:
    """Lets so many bytes be on their way that whoever asks meanwhile is answered soon."""

    def __init__(self) -> None:
        self._budget = _FIRST
        self._flying = 0
        self._landed = asyncio.Event()

    async def admit(self, size: int) -> None:
        """Wait until so many bytes may be sent."""
        while self._flying and self._flying + size > self._budget:
            self._landed.clear()
            await self._landed.wait()
        self._flying += size

    @asynccontextmanager
    async def flight(self, size: int, *, admitted: bool = False) -> AsyncIterator[None]:
        """Count bytes as on their way; what is inside ends when they have arrived."""
        if not admitted:
            await self.admit(size)
        start = time.monotonic()
        try:
            yield
        finally:
            took = time.monotonic() - start
            if took < _QUICK:
                self._budget = min(self._budget + size, _MOST)
            elif took > _SLOW:
                self._budget = max(self._budget - size // 2, LEAST)
            self._flying -= size
            self._landed.set()


@asynccontextmanager
async def together() -> AsyncIterator[asyncio.TaskGroup]:
    """Do things at the same time; the first failure ends the rest, and is what is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def each(
    count: int, items: Sequence[Item], work: Callable[[Item], Coroutine[Any, Any, Answer]]
) -> list[Answer]:
    """Do the work for each item, so many at a time; the first failure ends the rest."""
    answers: dict[int, Answer] = {}
    todo = iter(enumerate(items))

    async def go() -> None:
        for number, item in todo:
            answers[number] = await work(item)

    async with together() as group:
        for _ in items[:count]:
            group.create_task(go())
    return [answers[number] for number in range(len(items))]


def pieces_of(source: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with source.open("rb") as file:
        while piece := file.read(BLOCK):
            yield piece


async def flowing(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Give what is here as if it came over the line."""
    for piece in pieces:
        yield piece
