"""The same work on many files at once."""

import threading
import time

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.concurrency import parallel_for
from site_builder.deploy.remote import ProgressCallback


@pytest.mark.parametrize("max_concurrency", [1, 4])
def test_all_is_done_and_counted_in_the_calling_thread(max_concurrency: int) -> None:
    done: list[int] = []
    progress: list[tuple[int, int]] = []

    def work(item: int, on_progress: ProgressCallback) -> None:
        done.append(item)
        on_progress(item)

    parallel_for(
        max_concurrency,
        range(50),
        work,
        lambda count: progress.append((count, threading.get_ident())),
    )
    assert sorted(done) == list(range(50))
    assert sum(count for count, _ in progress) == sum(range(50))
    assert {thread for _, thread in progress} == {threading.get_ident()}


def test_one_hand_keeps_the_order() -> None:
    done: list[int] = []
    parallel_for(1, range(9), lambda item, _: done.append(item), lambda _: None)
    assert done == list(range(9))


def test_several_at_a_time_but_no_more() -> None:
    active, max_active = 0, 0
    guard = threading.Lock()

    def work(_: int, __: ProgressCallback) -> None:
        nonlocal active, max_active
        with guard:
            active += 1
            max_active = max(max_active, active)
        time.sleep(0.01)
        with guard:
            active -= 1

    parallel_for(3, range(12), work, lambda _: None)
    assert max_active == 3


def test_slow_work_is_ticked_for() -> None:
    ticks: list[int] = []
    parallel_for(2, [0], lambda *_: time.sleep(1.2), ticks.append)
    assert len(ticks) >= 2


def test_nothing_is_nothing() -> None:
    parallel_for(4, [], lambda *_: None, lambda _: pytest.fail("ticked"))


@pytest.mark.parametrize("max_concurrency", [1, 4])
def test_the_first_failure_stops_the_rest(max_concurrency: int) -> None:
    started: list[int] = []

    def work(item: int, _: ProgressCallback) -> None:
        started.append(item)
        if item == 2:
            raise DeployError("no")
        time.sleep(0.01)

    with pytest.raises(DeployError, match="no"):
        parallel_for(max_concurrency, range(1000), work, lambda _: None)
    assert len(started) < 500


def test_a_lost_lock_stops_what_is_under_way() -> None:
    def work(_: int, on_progress: ProgressCallback) -> None:
        for _ in range(1000):
            steps.append(1)
            on_progress(1)
            time.sleep(0.01)

    def tick(_: int) -> None:
        raise DeployError("lock")

    steps: list[int] = []

    with pytest.raises(DeployError, match="lock"):
        parallel_for(2, range(4), work, tick)
    assert len(steps) < 1000, "all of it was done"
