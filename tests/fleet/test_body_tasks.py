"""Tasks and the processes they run in: a killed one costs time, a deadly body is reported."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from site_builder.build.body_tasks import run_tasks
from site_builder.build.executors import Lane, process_lanes
from site_builder.model.fleet import BodyOutcome, BodyTask
from site_builder.usecases.process_body import process_body
from tests.helpers.clusters import children_of, command_of
from tests.helpers.fleet_tasks import process_or_die


def task(folder: Path, code: str, target: str = "") -> BodyTask:
    return BodyTask(
        action="build", code=code, project=str(folder), today=date(2022, 1, 1), target=target
    )


def outcomes(folder: Path, codes: str) -> dict[str, BodyOutcome]:
    with process_lanes(2) as lanes:
        tasks = [task(folder, code) for code in codes]
        return {outcome.code: outcome for outcome in run_tasks(lanes, tasks, process_or_die)}


def test_a_process_that_is_killed_costs_time_and_a_deadly_body_is_reported(tmp_path: Path) -> None:
    (tmp_path / "B").write_text("2")
    (tmp_path / "D").write_text("99")
    results = outcomes(tmp_path, "ABCDEF")
    assert {code: outcome.state for code, outcome in results.items()} == {
        **dict.fromkeys("ABCEF", "done"),
        "D": "crashed",
    }
    assert "3 次意外结束" in results["D"].message
    assert (tmp_path / "D").read_text() == "96"
    assert (tmp_path / "B").read_text() == "0"


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    with process_lanes(2) as lanes:
        tasks = [task(tmp_path, code) for code in "ABCD"]
        assert len(list(run_tasks(lanes, tasks, process_or_die))) == 4
        assert all(lane.running == 0 for lane in lanes)
    deadline = time.monotonic() + 60
    while _workers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _workers() == set()


def _workers() -> set[int]:
    import os  # noqa: PLC0415 - for this alone

    servers = {pid for pid in children_of({os.getpid()}) if b"forkserver" in command_of(pid)}
    return children_of(servers)


def test_any_executor_will_do(tmp_path: Path) -> None:
    codes = [f"T{number}" for number in range(40)]
    running: list[int] = []

    def process(work: BodyTask) -> BodyOutcome:
        running.append(lane.running)
        return process_or_die(work)

    lane = Lane(lambda: ThreadPoolExecutor(3), 3)
    results = list(run_tasks([lane], (task(tmp_path, code) for code in codes), process))
    assert {outcome.code for outcome in results} == set(codes)
    assert max(running) <= 3
    lane.discard()


def test_a_body_that_a_cluster_blames_is_tried_again_a_few_times(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from distributed.scheduler import KilledWorker  # noqa: PLC0415 - of an extra

    tries: Counter[str] = Counter()

    def process(work: BodyTask) -> BodyOutcome:
        tries[work.code] += 1
        if work.code == "B" or (work.code == "A" and tries["A"] < 3):
            raise KilledWorker(work.code, None, 4)  # type: ignore[arg-type]  # of no scheduler
        return process_or_die(work)

    lane = Lane(lambda: ThreadPoolExecutor(1), 1)
    tasks = [task(tmp_path, code) for code in "ABC"]
    results = {outcome.code: outcome for outcome in run_tasks([lane], tasks, process)}
    assert [results[code].state for code in "ABC"] == ["done", "crashed", "done"]
    assert tries == {"A": 3, "B": 3, "C": 1}
    assert "意外结束" in results["B"].message
    lane.discard()


def test_an_exception_of_one_task_is_its_entry(tmp_path: Path) -> None:
    tasks = [task(tmp_path, "A"), task(tmp_path, "B", "raise"), task(tmp_path, "C")]
    lane = Lane(lambda: ThreadPoolExecutor(1), 1)
    results = {outcome.code: outcome for outcome in run_tasks([lane], tasks, process_or_die)}
    assert [results[code].state for code in "ABC"] == ["done", "crashed", "done"]
    assert results["B"].message == "没有做完：ValueError：B"
    lane.discard()


def test_a_defect_is_an_outcome_with_its_line(tmp_path: Path) -> None:
    work: Callable[[BodyTask], BodyOutcome] = process_body
    unknown = BodyTask(
        action="burn",  # type: ignore[arg-type]  # what no caller may ask for stands for a defect
        code="A",
        project=str(tmp_path),
        today=date(2022, 1, 1),
    )
    outcome = work(unknown)
    assert outcome.state == "crashed"
    assert outcome.message.startswith("程序出错：KeyError：'burn'（process_body.py:")
