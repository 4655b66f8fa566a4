"""Work spread over processes. Forked children inherit what they need; only results travel back."""

import gc
import os
import signal
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MIN_ITEMS = 300
"""Below this many things, starting processes costs more than it saves (measured)."""

_task: tuple[Callable[[object], object], Sequence[object]] | None = None


def default_jobs() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parallel_map(
    function: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    on_progress: Callable[[int], None],
    min_items: int = MIN_ITEMS,
) -> list[R]:
    """Apply a function to each thing, in order of the things.

    `on_progress` receives how many are finished, beginning with 0. Where processes cannot be forked
    (Windows), or there are fewer things than `min_items`, all is done here.
    """
    if items:
        on_progress(0)
    if jobs <= 1 or len(items) < min_items or not hasattr(os, "fork"):
        serial_results = []
        for number, item in enumerate(items, 1):
            serial_results.append(function(item))
            on_progress(number)
        return serial_results
    import multiprocessing  # noqa: PLC0415 - 15 modules that a small change does without

    global _task  # noqa: PLW0603 - how a forked child finds its work without pickling it
    _task = (function, items)  # type: ignore[assignment]  # of any kind of thing
    # What the first thing loads and compiles, every child has then.
    results = [function(items[0])]
    on_progress(1)
    # What is there now stays: children need neither search it for garbage nor copy it for that.
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(jobs, _start_child) as pool:
            # So small that no process waits long for the last one, where each thing takes long too.
            chunk_size = min(32, 1 + len(items) // (32 * jobs))
            for result in pool.imap(_call, range(1, len(items)), chunksize=chunk_size):
                results.append(result)  # type: ignore[arg-type]  # what the function makes
                on_progress(len(results))
            return results
    finally:
        gc.unfreeze()
        _task = None


def _start_child() -> None:
    # Ctrl+C reaches all processes of a terminal; the first ends the others without a word.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.enable()


def thread_map(
    function: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    on_progress: Callable[[int], None],
) -> list[R]:
    """Apply a function that waits for other programs to each thing, in order of the things."""
    if not items:
        return []
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only other programs need it

    results: list[R] = []
    on_progress(0)
    with ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(function, items):
            results.append(result)
            on_progress(len(results))
    return results


def _call(index: int) -> object:
    assert _task is not None  # noqa: S101 - set before the fork
    function, items = _task
    return function(items[index])
