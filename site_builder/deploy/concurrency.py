"""The same work on many files: several at a time where the remote can do that."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

from site_builder.deploy.remote import ProgressCallback

Item = TypeVar("Item")

_PROGRESS_INTERVAL = 0.5
"""Seconds between two ticks while nothing is finished: a slow file must not cost the lock."""


class _CancelledError(Exception):
    """Another file failed, so this one need not go on."""


def parallel_for(
    max_concurrency: int,
    items: Iterable[Item],
    function: Callable[[Item, ProgressCallback], None],
    tick: ProgressCallback,
) -> None:
    """Do the work for each item, `max_concurrency` at a time; the first failure stops the rest.

    The tick is called from the calling thread only, whatever thread the work is done in.
    """
    if max_concurrency == 1:
        for item in items:
            function(item, tick)
        return
    counts: SimpleQueue[int] = SimpleQueue()
    cancelled = Event()

    def report(count: int) -> None:
        if cancelled.is_set():
            raise _CancelledError
        counts.put(count)

    with ThreadPoolExecutor(max_concurrency) as pool:
        pending = {pool.submit(function, item, report) for item in items}
        try:
            while pending:
                done, pending = wait(
                    pending, timeout=_PROGRESS_INTERVAL, return_when=FIRST_EXCEPTION
                )
                for future in done:
                    future.result()
                for _ in range(counts.qsize()):
                    tick(counts.get())
                tick(0)
        finally:
            cancelled.set()
            pool.shutdown(wait=True, cancel_futures=True)
