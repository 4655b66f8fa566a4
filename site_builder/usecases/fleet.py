"""Build, check or deploy the projects of all bodies of a register; one never stops another."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.build.body_tasks import LostClusterError, run_tasks
from site_builder.build.executors import Lane, cluster_lanes, process_lanes
from site_builder.build.fleet_state import FleetState
from site_builder.build.options import StageProgress, no_progress
from site_builder.core.errors import UsageError
from site_builder.core.parallel import default_jobs
from site_builder.core.text.suggest import did_you_mean
from site_builder.model.body import Body, Register
from site_builder.model.fleet import BodyOutcome, BodyTask, FleetAction, FleetResult
from site_builder.usecases.process_body import process_body

_INTERRUPTED = "已中断；做完的机构已经做好，再运行一次接着做"


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRequest:
    """What is to be done, for which bodies, and where."""

    folder: Path
    """That of the register."""
    action: FleetAction
    today: date
    bodies: tuple[str, ...] = ()
    """Codes or names; none for all that have a project."""
    jobs: int = 0
    """Processes of this machine; 0 for as many as there are processors."""
    cluster: str = ""
    """Address of Dask's scheduler, in place of processes of this machine."""
    clean: bool = False
    target: str = ""
    author: str = ""
    dry_run: bool = False


def run_fleet(
    request: FleetRequest,
    register: Register,
    progress: StageProgress = no_progress,
) -> FleetResult:
    """Work on the bodies that have a project; those whose inputs are as they were cost a look.

    Raises UsageError for a body that is none, or a cluster that cannot be used.
    """
    bodies = _selected(register, request.bodies)
    folder = request.folder.resolve()
    state = FleetState(folder, request.action)
    state.keep(body.code for body in register.bodies)
    tasks = (_task(request, folder, body, state) for body in bodies)
    outcomes: dict[str, BodyOutcome] = {}
    interruption, is_interrupted = "", False
    progress("机构", 0, len(bodies))
    try:
        with _lanes(request, folder, len(bodies)) as lanes:
            for outcome in run_tasks(lanes, tasks, process_body):
                outcomes[outcome.code] = outcome
                state.record(outcome)
                progress("机构", len(outcomes), len(bodies))
    except LostClusterError as exc:
        interruption = str(exc)
    except KeyboardInterrupt:
        interruption, is_interrupted = _INTERRUPTED, True
    finally:
        state.save()
    in_order = tuple(outcomes[body.code] for body in bodies if body.code in outcomes)
    return FleetResult(request.action, in_order, interruption, is_interrupted=is_interrupted)


def _lanes(
    request: FleetRequest, folder: Path, count: int
) -> AbstractContextManager[Sequence[Lane]]:
    if request.cluster:
        return cluster_lanes(request.cluster, folder)
    return process_lanes(min(count, request.jobs or default_jobs()))


def _task(request: FleetRequest, folder: Path, body: Body, state: FleetState) -> BodyTask:
    project = str(folder / body.project)
    return BodyTask(
        action=request.action,
        code=body.code,
        project=project,
        today=request.today,
        clean=request.clean,
        target=request.target,
        author=request.author,
        dry_run=request.dry_run,
        last=state.last(body.code, project),
    )


def _selected(register: Register, words: tuple[str, ...]) -> tuple[Body, ...]:
    """Return the bodies that were named, or all that have a project. Raises UsageError."""
    if not words:
        bodies = tuple(body for body in register.bodies if body.project)
        if not bodies:
            hint = "请给要生成网站的机构写上“项目: 文件夹”。"
            raise UsageError("名录里没有写着“项目”的机构", hint)
        return bodies
    return tuple(dict.fromkeys(_named(register, words)))


def _named(register: Register, words: tuple[str, ...]) -> Iterator[Body]:
    by_name = {body.name: body for body in register.bodies}
    for word in words:
        body = register.by_code.get(word) or by_name.get(word)
        if body is None:
            raise UsageError(f"名录里没有机构“{word}”", did_you_mean(word, by_name))
        if not body.project:
            raise UsageError(f"名录里的“{body.name}”没有写“项目”", "请写上它的项目文件夹。")
        yield body
