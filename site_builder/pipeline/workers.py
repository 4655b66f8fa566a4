"""Work spread over processes. Forked children inherit what they need; only results travel back."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

WORTH_IT = 300
"""Below this many things, starting processes costs more than it saves (measured)."""

_work: tuple[Callable[[object], object], Sequence[object]] | None = None


def default_jobs() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    function: Callable[[Thing], Made],
    things: Sequence[Thing],
    jobs: int,
    done: Callable[[int], None],
    worth: int = WORTH_IT,
) -> list[Made]:
    """Apply a function to each thing, in order of the things.

    `done` hears how many are finished, now and then. Where processes cannot be forked (Windows),
    or there are fewer things than are `worth` it, all is done here.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if jobs <= 1 or len(things) < worth or not can_fork:
        made = []
        for number, thing in enumerate(things, 1):
            made.append(function(thing))
            done(number)
        return made
    global _work  # noqa: PLW0603 - how a forked child finds its work without pickling it
    _work = (function, things)  # type: ignore[assignment]  # of any kind of thing
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            found: list[Made] = []
            some = min(32, 1 + len(things) // (8 * jobs))
            for result in pool.imap(_call, range(len(things)), chunksize=some):
                found.append(result)  # type: ignore[arg-type]  # what the function makes
                done(len(found))
            return found
    finally:
        _work = None


def side_by_side(
    function: Callable[[Thing], Made],
    things: Sequence[Thing],
    jobs: int,
    done: Callable[[int], None],
) -> list[Made]:
    """Apply a function that waits for other programs to each thing, in order of the things."""
    made: list[Made] = []
    with ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(function, things):
            made.append(result)
            done(len(made))
    return made


def _call(number: int) -> object:
    assert _work is not None  # noqa: S101 - set before the fork
    function, things = _work
    return function(things[number])
