"""Work on a target, one at a time in a run of the editor: it goes on while its page is closed."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from site_builder.build.deploy_targets import DeployReporter
from site_builder.core.errors import PublicationBlockedError, UsageError
from site_builder.editor.target_sight import TargetBasis, TargetSight
from site_builder.model.diagnostic import Diagnostic
from site_builder.usecases.deployment_messages import failure_line
from site_builder.usecases.publish_site import PublicationPlan

_MAX_MESSAGES = 50
"""Of one job: a broken connection reports each attempt."""


class JobKind(StrEnum):
    """What is done on a target, in the words of its page."""

    PLAN = "看看会改什么"
    PUBLISH = "发布"
    ROLLBACK = "退回"
    REFRESH = "看看有哪几版"

    @property
    def changes_target(self) -> bool:
        """Return whether anything is written there."""
        return self in (JobKind.PUBLISH, JobKind.ROLLBACK)


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job came to."""

    time: datetime | None = None
    """When it was done."""
    lines: tuple[str, ...] = ()
    """What was done."""
    plan: PublicationPlan | None = None
    sight: TargetSight | None = None
    """What stood on the target when the job was done; None for what keeps no releases."""
    failure: str = ""
    """Why it did not succeed, and what is online now."""
    blocking: tuple[Diagnostic, ...] = ()
    """Errors for which the site may not go online."""


@dataclass(frozen=True, slots=True)
class PublicationJob:
    """A job as it stands now."""

    kind: JobKind
    target: str
    author: str
    basis: TargetBasis
    is_running: bool = True
    stage: str = ""
    done: int = 0
    total: int = 0
    messages: tuple[str, ...] = ()
    """What was reported on the way."""
    result: JobResult = field(default_factory=JobResult)


class PublicationJobs:
    """The job under way, or the last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._job: PublicationJob | None = None
        self._thread: threading.Thread | None = None

    def current(self) -> PublicationJob | None:
        """Return the job that is running, or was the last; None before the first."""
        return self._job

    def start(self, job: PublicationJob, work: Callable[[DeployReporter], JobResult]) -> None:
        """Begin a job. Raises UsageError while another one is running."""
        with self._lock:
            if self._job and self._job.is_running:
                raise UsageError(f"“{self._job.target}”正在{self._job.kind}", "请等它做完。")
            self._job = job
            # A server that is stopped does not hang on a target that does not answer.
            self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until what changes a target is done."""
        job, thread = self._job, self._thread
        if job and thread and job.is_running and job.kind.changes_target:
            thread.join()

    def is_changing_target(self) -> bool:
        """Return whether a target is being changed."""
        job = self._job
        return bool(job and job.is_running and job.kind.changes_target)

    def _run(self, work: Callable[[DeployReporter], JobResult]) -> None:
        result = result_of(work, DeployReporter(self._report_message, self._report_progress))
        self._update(is_running=False, result=result)

    def _report_message(self, text: str) -> None:
        with self._lock:
            if self._job:
                messages = (*self._job.messages, text)[-_MAX_MESSAGES:]
                self._job = replace(self._job, messages=messages)

    def _report_progress(self, stage: str, done: int, total: int) -> None:
        self._update(stage=stage, done=done, total=total)

    def _update(self, **changes: object) -> None:
        with self._lock:
            if self._job:
                self._job = replace(self._job, **changes)  # type: ignore[arg-type]  # fields of it


def result_of(work: Callable[[DeployReporter], JobResult], reporter: DeployReporter) -> JobResult:
    """Do some work. What ends it becomes a sentence: a person is to read it, and wait no longer."""
    try:
        return work(reporter)
    except PublicationBlockedError as exc:
        return JobResult(failure=str(exc), blocking=exc.diagnostics)
    except Exception as exc:  # noqa: BLE001 - see above
        return JobResult(failure=failure_line(exc))
