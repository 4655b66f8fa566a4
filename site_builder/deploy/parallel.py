"""The same work on many files: several at a time where the host can do that."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

from site_builder.deploy.host import Tick

Item = TypeVar("Item")

_BEAT = 0.5
"""Seconds between two ticks while nothing is finished: a slow file must not cost the lock."""


class _StoppedError(Exception):
    """Another file failed, so this one need not go on."""


def each(hands: int, items: Iterable[Item], work: Callable[[Item, Tick], None], tick: Tick) -> None:
    """Do the work for each item, at most `hands` at a time; the first failure stops the rest.

    The tick is called from the calling thread only, whatever thread the work is done in.
    """
    if hands == 1:
        for item in items:
            work(item, tick)
        return
    counts: SimpleQueue[int] = SimpleQueue()
    stopped = Event()

    def told(count: int) -> None:
        if stopped.is_set():
            raise _StoppedError
        counts.put(count)

    with ThreadPoolExecutor(hands) as pool:
        waiting = {pool.submit(work, item, told) for item in items}
        try:
            while waiting:
                done, waiting = wait(waiting, timeout=_BEAT, return_when=FIRST_EXCEPTION)
                for one in done:
                    one.result()
                for _ in range(counts.qsize()):
                    tick(counts.get())
                tick(0)
        finally:
            stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)
