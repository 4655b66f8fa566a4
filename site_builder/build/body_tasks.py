"""Tasks handed to executors, a bounded number at a time; a process that is killed costs time."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from site_builder.build.executors import Lane
from site_builder.core.errors import SiteBuilderError
from site_builder.model.fleet import BodyOutcome, BodyTask

MAX_KILLS = 3
"""After so many processes that a body took with it, it is reported."""
_MAX_CLUSTER_FAILURES = 3
"""After so many times that a cluster gave a body up, it is reported."""
_KILLED = "处理这个机构的进程 {} 次意外结束，可能是内存不够；别的机构不受影响"
_DISCONNECTED = "和集群的连接断了"


class LostClusterError(SiteBuilderError):
    """The executors take no more tasks."""


def run_tasks(
    lanes: Sequence[Lane],
    tasks: Iterable[BodyTask],
    process: Callable[[BodyTask], BodyOutcome],
) -> Iterator[BodyOutcome]:
    """Yield what comes of each task, in the order in which they are finished.

    Raises LostClusterError when an executor that is no process of ours is gone.
    """
    return _Tasks(lanes, tasks, process).run()


class _Tasks:
    """The tasks that wait, and those under way."""

    def __init__(
        self,
        lanes: Sequence[Lane],
        tasks: Iterable[BodyTask],
        process: Callable[[BodyTask], BodyOutcome],
    ) -> None:
        self._lanes = lanes
        self._waiting = iter(tasks)
        self._process = process
        self._again: deque[BodyTask] = deque()
        self._running: dict[Future[BodyOutcome], tuple[Lane, BodyTask]] = {}
        self._kills: Counter[str] = Counter()

    def run(self) -> Iterator[BodyOutcome]:
        self._fill()
        while self._running:
            finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in finished:
                outcome = self._result(future, *self._running.pop(future))
                if outcome:
                    yield outcome
            self._fill()

    def _fill(self) -> None:
        for lane in self._lanes:
            while lane.running < lane.capacity:
                task = self._again.popleft() if self._again else next(self._waiting, None)
                if task is None:
                    return
                self._submit(lane, task)

    def _submit(self, lane: Lane, task: BodyTask) -> None:
        try:
            future = lane.executor.submit(self._process, task)
        except BrokenExecutor:
            # The process ended while it had nothing to do.
            lane.discard()
            future = lane.executor.submit(self._process, task)
        lane.running += 1
        self._running[future] = lane, task

    def _result(
        self, future: Future[BodyOutcome], lane: Lane, task: BodyTask
    ) -> BodyOutcome | None:
        """Return what came of a task; None where it is tried again."""
        lane.running -= 1
        try:
            return future.result()
        except BrokenExecutor:
            lane.discard()
            self._kills[task.code] += 1
            if self._kills[task.code] < MAX_KILLS:
                self._again.append(task)
                return None
            return _crashed(task, _KILLED.format(MAX_KILLS))
        except CancelledError:
            raise LostClusterError(_DISCONNECTED, "再运行一次，已经做完的不会重做。") from None
        except Exception as exc:  # noqa: BLE001 - whatever an executor raises about one task
            if type(exc).__name__ == "KilledWorker":
                # Dask's own, of an extra: it has tried several times, but it blames those too
                # that only waited on a worker while another body took it along.
                self._kills[task.code] += 1
                if self._kills[task.code] < _MAX_CLUSTER_FAILURES:
                    self._again.append(task)
                    return None
                return _crashed(task, _KILLED.format("多"))
            return _crashed(task, f"没有做完：{type(exc).__name__}：{exc}"[:500])


def _crashed(task: BodyTask, message: str) -> BodyOutcome:
    return BodyOutcome(code=task.code, project=task.project, state="crashed", message=message)
