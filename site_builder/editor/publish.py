"""Publishing: what would change on a target, the order to do it, its progress, the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from site_builder.build.deploy_targets import (
    DeployReporter,
    find_target,
    resolve_author,
)
from site_builder.build.project_settings import read_project_settings
from site_builder.core.errors import DeployError, UsageError
from site_builder.deploy.connection import target_module
from site_builder.deploy.release import sanitize_text
from site_builder.editor.findings import group_findings
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.publication_jobs import JobKind, JobResult, PublicationJob, result_of
from site_builder.editor.release_list import release_lines
from site_builder.editor.session import Session
from site_builder.editor.target_sight import TargetSight, see_target, target_basis
from site_builder.model.standards_loader import loader_of
from site_builder.model.target import TARGET_TYPES, FolderTarget, RemoteTarget, Target
from site_builder.usecases.deployment_messages import rolled_back_line
from site_builder.usecases.edit_text import SETTINGS
from site_builder.usecases.publish_site import (
    PublicationRequest,
    plan_publication,
    publish_as_planned,
)
from site_builder.usecases.rollback import RollbackRequest, rollback

_MAX_NAME = 40
"""Characters of a person's name."""
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class _TargetChoice:
    """A target of config.yaml, to be chosen."""

    name: str
    kind: str
    place: str
    has_signing_key: bool
    can_roll_back: bool
    is_own: bool
    """Written in the project's own settings, not in those that several have in common."""


def _publish_page(session: Session, _rest: str, arguments: Arguments) -> str:
    settings, diagnostics = read_project_settings(session.project, session.standards)
    mistakes = [each for each in diagnostics if each.is_error]
    targets = settings.targets if settings else ()
    choices = [_choice(session, target) for target in targets]
    job = session.jobs.current()
    name = arguments.get("target", "") or (choices[0].name if len(choices) == 1 else "")
    target = next((each for each in targets if each.name == name), None)
    chosen = _choice(session, target) if target else None
    if name and chosen is None and not mistakes:
        raise UsageError(f"config.yaml 的“部署”里没有“{name}”")
    last, sight = _present_state(session, target, job) if target else (None, None)
    return render(
        session,
        "publish.html",
        mistakes=group_findings(mistakes, session.standards),
        kinds=tuple(TARGET_TYPES.values()),
        choices=choices,
        chosen=chosen,
        running=_progress(job) if job and job.is_running else None,
        last=last,
        blocking=group_findings(last.result.blocking, session.standards) if last else (),
        sight=sight,
        is_present=isinstance(target, FolderTarget),
        releases=release_lines(sight.releases) if sight and sight.releases else None,
        author=job.author if job else resolve_author("").name,
        max_name=_MAX_NAME,
    )


def _present_state(
    session: Session, target: Target, job: PublicationJob | None
) -> tuple[PublicationJob | None, TargetSight | None]:
    """Return the last job on a target if what it came to is so now, and what stands there.

    A folder is looked at now; any other target takes a connection, and is shown as it was seen.
    """
    if job and job.is_running:
        return None, None
    basis = target_basis(session.project, target)
    last = job if job and job.target == target.name and job.basis == basis else None
    if not isinstance(target, FolderTarget):
        return last, last.result.sight if last else None
    sight = see_target(session.project, target.name, session.standards, session.now())
    last_sight = last.result.sight if last else None
    return (None if last_sight and last_sight.online != sight.online else last), sight


def _choice(session: Session, target: Target) -> _TargetChoice:
    try:
        place = target_module(target).describe(target, session.project)
    except DeployError as exc:
        place = str(exc)
    return _TargetChoice(
        target.name,
        target.kind,
        place,
        bool(target.signing_key),
        isinstance(target, RemoteTarget),
        target.location.file == SETTINGS,
    )


def _show_progress(session: Session, _request: Request) -> Answer:
    """Return how far the job under way is."""
    job = session.jobs.current()
    return _progress(job) if job else {"running": False}


def _progress(job: PublicationJob) -> Answer:
    return {
        "running": job.is_running,
        "target": job.target,
        "kind": job.kind,
        "stage": job.stage,
        "percent": _PERCENT * job.done // job.total if job.total else 0,
        "messages": job.messages,
    }


def _refresh(session: Session, request: Request) -> Answer:
    """Begin to look at what stands on a target."""
    return _start(session, JobKind.REFRESH, _target(session, request), "", lambda _: JobResult())


def _plan(session: Session, request: Request) -> Answer:
    """Begin to find out what publishing would change."""
    target = _target(session, request)

    def work(reporter: DeployReporter) -> JobResult:
        asked = _publication(session, target.name, "", reporter)
        return JobResult(plan=plan_publication(asked, loader_of(session.standards)))

    return _start(session, JobKind.PLAN, target, "", work)


def _publish(session: Session, request: Request) -> Answer:
    """Begin to publish what was shown."""
    target, author = _target(session, request), _author(request)
    digest, online = str(request["digest"]), str(request["online"])

    def work(reporter: DeployReporter) -> JobResult:
        asked = _publication(session, target.name, author, reporter)
        loader = loader_of(session.standards)
        return JobResult(lines=publish_as_planned(asked, loader, digest=digest, online=online))

    return _start(session, JobKind.PUBLISH, target, author, work)


def _roll_back(session: Session, request: Request) -> Answer:
    """Begin to put an earlier release online again."""
    target, author = _target(session, request), _author(request)
    order = RollbackRequest(session.project, target.name, str(request["release"]), author)
    if not order.release:
        raise UsageError("没有写退回哪一版")

    def work(reporter: DeployReporter) -> JobResult:
        event, release = rollback(order, session.standards, reporter)
        return JobResult(lines=(rolled_back_line(event, release),))

    return _start(session, JobKind.ROLLBACK, target, author, work)


def _start(
    session: Session,
    kind: JobKind,
    target: Target,
    author: str,
    work: Callable[[DeployReporter], JobResult],
) -> Answer:
    last = session.jobs.current()
    author = author or (last.author if last else resolve_author("").name)
    job = PublicationJob(kind, target.name, author, target_basis(session.project, target))

    def work_and_look(reporter: DeployReporter) -> JobResult:
        result = replace(result_of(work, reporter), time=session.now())
        if not isinstance(target, RemoteTarget):
            return result
        sight = see_target(session.project, target.name, session.standards, session.now())
        return replace(result, sight=sight)

    session.jobs.start(job, work_and_look)
    return {"page": f"publish?target={quote(target.name)}"}


def _publication(
    session: Session, target: str, author: str, reporter: DeployReporter
) -> PublicationRequest:
    return PublicationRequest(session.project, target, author, session.today(), reporter)


def _target(session: Session, request: Request) -> Target:
    """Return the target that is named. Raises UnknownTargetError: nobody types an address."""
    return find_target(session.project, str(request["target"]), session.standards)


def _author(request: Request) -> str:
    """Return who orders it, as it will stand in the records. Raises UsageError."""
    name = " ".join(sanitize_text(str(request["author"])).split())
    if not name or len(name) > _MAX_NAME:
        raise UsageError("请写上发布人的姓名", f"不超过 {_MAX_NAME} 个字。")
    return name


PAGES: Mapping[str, Page] = {"publish": _publish_page}
ACTIONS: Mapping[str, Action] = {
    "publish-refresh": _refresh,
    "publish-plan": _plan,
    "publish-progress": _show_progress,
    "publish": _publish,
    "roll-back": _roll_back,
}
