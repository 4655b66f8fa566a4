"""Build, check or deploy the project of one body, and say in a few words what came of it.

Runs in a process of a fleet, or on another machine: whatever happens is an outcome, never an
exception. Several threads of one process take turns.
"""

import os
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from site_builder.build.deploy_targets import DeployReporter, find_target
from site_builder.build.fingerprint import input_state
from site_builder.build.options import Options, Result, no_progress
from site_builder.core.errors import SiteBuilderError
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.fleet import BodyOutcome, BodyState, BodyTask, FleetAction
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.model.target import ArchiveTarget
from site_builder.standards.load import load_standards
from site_builder.usecases import deploy
from site_builder.usecases.build import build
from site_builder.usecases.check import check

_MAX_PROBLEMS = 5
_TURN = threading.Lock()


def process_body(task: BodyTask) -> BodyOutcome:
    """Do a task. Whatever goes wrong is in the outcome."""
    with _TURN:
        started = _processor_time()
        try:
            outcome = _ACTIONS[task.action](task, _options(task))
        except SiteBuilderError as exc:
            outcome = _outcome(task, "failed", message=str(exc))
        except Exception as exc:  # noqa: BLE001 - a defect that one body meets is that body's entry
            outcome = _outcome(task, "crashed", message=_describe_defect(exc))
        return replace(outcome, cpu_ms=round((_processor_time() - started) * 1000))


def _processor_time() -> float:
    """Return the seconds of processor this process took, with children that have ended."""
    return time.process_time() + sum(os.times()[2:4])


def _options(task: BodyTask) -> Options:
    project = Path(task.project)
    return Options(
        project,
        project / "public",
        task.today,
        clean=task.clean,
        thorough=task.action == "deploy",
        jobs=1,
    )


@cache
def _standards() -> Standards:
    """Return the standards: this process works on many bodies, and on nothing else."""
    return load_standards()


_LOADER = StandardsLoader(_standards)


def _build(task: BodyTask, options: Options) -> BodyOutcome:
    inputs = input_state(options, "")
    last = task.last
    if last and last.errors and last.inputs == inputs.digest and not task.clean:
        return replace(last, state="failed")
    result = build(options, _LOADER)
    # It began with a look of its own: what changed between the two is looked at the next time.
    digest = inputs.digest if inputs.is_settled else ""
    is_same = not (result.failed or result.written or result.removed)
    state: BodyState = "failed" if result.failed else "unchanged" if is_same else "done"
    return _of_result(task, result, state, digest)


def _check(task: BodyTask, options: Options) -> BodyOutcome:
    inputs = input_state(options, "")
    last = task.last
    if last and last.inputs and last.inputs == inputs.digest and not task.clean:
        return replace(last, state="failed" if last.errors else "unchanged")
    result = check(options, _standards())
    digest = inputs.digest if inputs.is_settled else ""
    return _of_result(task, result, "failed" if result.failed else "done", digest)


def _deploy(task: BodyTask, options: Options) -> BodyOutcome:
    project = options.project
    target = find_target(project, task.target, _standards())
    built, diagnostics = deploy.build_to_deploy(options, _LOADER)
    if built.failed or any(item.severity is Severity.ERROR for item in diagnostics):
        return _of_result(task, replace(built, diagnostics=diagnostics), "failed", "")
    messages: list[str] = []
    reporter = DeployReporter(messages.append, no_progress)
    with deploy.open_deployment(
        target, project, options.output, task.author, reporter
    ) as deployment:
        if isinstance(target, ArchiveTarget):
            message, is_new = _export(task, deployment, target)
        else:
            message, is_new = _publish(task, deployment)
    outcome = _of_result(task, replace(built, diagnostics=diagnostics), "done", "")
    message = "；".join((message, *messages))
    return replace(outcome, state="done" if is_new else "unchanged", message=message)


def _export(
    task: BodyTask, deployment: deploy.Deployment, target: ArchiveTarget
) -> tuple[str, bool]:
    count = len(deployment.release.files)
    if task.dry_run:
        return f"要打包 {count} 个文件", True
    return f"已打包 {count} 个文件：{deploy.export_archive(deployment, target)}", True


def _publish(task: BodyTask, deployment: deploy.Deployment) -> tuple[str, bool]:
    """Deploy, or say what would change. Returns the words, and whether anything does."""
    diff = deploy.plan_deployment(deployment).diff
    counts = f"新增 {len(diff.added)} 个，修改 {len(diff.changed)} 个，删除 {len(diff.removed)} 个"
    is_new = bool(diff.added or diff.changed or diff.removed)
    if task.dry_run:
        return counts if is_new else "没有要改的", is_new
    event = deploy.publish(deployment)
    if event is None:
        return "网上的就是这一版", False
    return f"已公布 {deployment.release.id}：{counts}", True


_ACTIONS: Mapping[FleetAction, Callable[[BodyTask, Options], BodyOutcome]] = {
    "build": _build,
    "check": _check,
    "deploy": _deploy,
}


def _of_result(task: BodyTask, result: Result, state: BodyState, digest: str) -> BodyOutcome:
    errors = [item for item in result.diagnostics if item.severity is Severity.ERROR]
    return replace(
        _outcome(task, state),
        errors=len(errors),
        warnings=len(result.diagnostics) - len(errors),
        pages=result.pages,
        files=result.files,
        written=result.written,
        removed=result.removed,
        problems=tuple(_describe(errors)),
        inputs=digest,
    )


def _describe(errors: list[Diagnostic]) -> Iterable[str]:
    for item in errors[:_MAX_PROBLEMS]:
        hint = f"。{item.hint}" if item.hint else ""
        yield f"{item.location} {item.code}  {item.message}{hint}"


def _outcome(task: BodyTask, state: BodyState, message: str = "") -> BodyOutcome:
    return BodyOutcome(code=task.code, project=task.project, state=state, message=message)


def _describe_defect(exc: Exception) -> str:
    """Return the words for what is our fault: they lead to the line of the program."""
    frames = traceback.extract_tb(exc.__traceback__)
    place = f"（{Path(frames[-1].filename).name}:{frames[-1].lineno}）" if frames else ""
    text = " ".join(str(exc).split())[:200]
    return f"程序出错：{type(exc).__name__}：{text}{place}。请把这一行告诉开发者"
