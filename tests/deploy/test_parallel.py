"""The same work on many files at once."""

import threading
import time

import pytest

from site_builder.deploy.host import DeployError, Tick
from site_builder.deploy.parallel import each


@pytest.mark.parametrize("hands", [1, 4])
def test_all_is_done_and_counted_in_the_calling_thread(hands: int) -> None:
    done: list[int] = []
    heard: list[tuple[int, int]] = []

    def work(item: int, told: Tick) -> None:
        done.append(item)
        told(item)

    each(hands, range(50), work, lambda count: heard.append((count, threading.get_ident())))
    assert sorted(done) == list(range(50))
    assert sum(count for count, _ in heard) == sum(range(50))
    assert {thread for _, thread in heard} == {threading.get_ident()}


def test_one_hand_keeps_the_order() -> None:
    done: list[int] = []
    each(1, range(9), lambda item, _: done.append(item), lambda _: None)
    assert done == list(range(9))


def test_several_at_a_time_but_no_more() -> None:
    now, most = 0, 0
    guard = threading.Lock()

    def work(_: int, __: Tick) -> None:
        nonlocal now, most
        with guard:
            now += 1
            most = max(most, now)
        time.sleep(0.01)
        with guard:
            now -= 1

    each(3, range(12), work, lambda _: None)
    assert most == 3


def test_slow_work_is_ticked_for() -> None:
    ticks: list[int] = []
    each(2, [0], lambda *_: time.sleep(1.2), ticks.append)
    assert len(ticks) >= 2


def test_nothing_is_nothing() -> None:
    each(4, [], lambda *_: None, lambda _: pytest.fail("ticked"))


@pytest.mark.parametrize("hands", [1, 4])
def test_the_first_failure_stops_the_rest(hands: int) -> None:
    begun: list[int] = []

    def work(item: int, _: Tick) -> None:
        begun.append(item)
        if item == 2:
            raise DeployError("no")
        time.sleep(0.01)

    with pytest.raises(DeployError, match="no"):
        each(hands, range(1000), work, lambda _: None)
    assert len(begun) < 500


def test_a_lost_lock_stops_what_is_under_way() -> None:
    def work(_: int, told: Tick) -> None:
        for _ in range(1000):
            told(1)
            time.sleep(0.01)

    def tick(_: int) -> None:
        raise DeployError("lock")

    start = time.monotonic()
    with pytest.raises(DeployError, match="lock"):
        each(2, range(4), work, tick)
    assert time.monotonic() - start < 3
