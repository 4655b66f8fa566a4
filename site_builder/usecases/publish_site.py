"""Publish a site as its plan was shown: the same files over the same release, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.build.deploy_targets import DeployReporter, find_target, unusable_target
from site_builder.build.options import Options
from site_builder.core.errors import DeployError, PublicationBlockedError, UnknownTargetError
from site_builder.model.diagnostic import Severity
from site_builder.model.standards_loader import StandardsLoader
from site_builder.model.target import ArchiveTarget
from site_builder.usecases.deploy import (
    Deployment,
    DeploymentPlan,
    build_to_deploy,
    export_archive,
    open_deployment,
    plan_deployment,
    publish,
)
from site_builder.usecases.deployment_messages import (
    NOTHING_TO_CHANGE,
    archive_line,
    missing_by_law_line,
    plan_lines,
    published_line,
    waived_lines,
)
from site_builder.usecases.page_changes import PageChanges, page_changes

_ONE_PROCESS = 1
"""Whoever serves pages runs threads, and a process must not be forked then."""


@dataclass(frozen=True, slots=True)
class PublicationRequest:
    """Which site goes where, and who orders it."""

    project: Path
    target: str
    """Name of a target."""
    author: str
    """Empty for the account of this machine."""
    today: date
    reporter: DeployReporter


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """What publishing would do; shown to a person, who then orders just that."""

    digest: str
    """Of the files that would be online."""
    online: str
    """Id of the release that they replace; empty for none."""
    lines: tuple[str, ...]
    changes: tuple[PageChanges, ...]
    """Empty where nothing changes, and for an archive."""
    is_archive: bool = False

    @property
    def changes_nothing(self) -> bool:
        """Return whether just this is online."""
        return not self.is_archive and not any(change.count for change in self.changes)


def plan_publication(
    request: PublicationRequest, load_standards: StandardsLoader
) -> PublicationPlan:
    """Build the site, and find out what publishing it would change.

    Raises PublicationBlockedError for a site that may not go online, DeployError and OSError.
    """
    with _deployment(request, load_standards) as deployment:
        if isinstance(deployment.target, ArchiveTarget):
            lines = (*waived_lines(deployment.release), archive_line(deployment))
            return PublicationPlan(deployment.release.digest, "", lines, (), is_archive=True)
        return _change_plan(deployment, plan_deployment(deployment))


def _change_plan(deployment: Deployment, plan: DeploymentPlan) -> PublicationPlan:
    return PublicationPlan(
        deployment.release.digest,
        plan.online.id if plan.online else "",
        (*waived_lines(deployment.release), *plan_lines(deployment, plan)),
        page_changes(deployment, plan),
    )


def publish_as_planned(
    request: PublicationRequest, load_standards: StandardsLoader, *, digest: str, online: str
) -> tuple[str, ...]:
    """Publish what was shown: the files of this digest, over this release. Returns what was done.

    Raises DeployError where either is another by now, and all that `plan_publication` raises.
    """
    with _deployment(request, load_standards) as deployment:
        if deployment.release.digest != digest:
            raise DeployError("看过以后，文稿又有改动，没有发布。请再看一遍会改什么，再发布。")
        if isinstance(deployment.target, ArchiveTarget):
            return (f"请把 {export_archive(deployment, deployment.target)} 交给平台管理单位。",)
        plan = plan_deployment(deployment)
        if (plan.online.id if plan.online else "") != online:
            raise DeployError("看过以后，网上的已经换过一版，没有发布。请再看一遍会改什么。")
        event = publish(deployment)
        return (NOTHING_TO_CHANGE,) if event is None else (published_line(deployment, event),)


@contextmanager
def _deployment(
    request: PublicationRequest, load_standards: StandardsLoader
) -> Iterator[Deployment]:
    """Build the site, and hold it as it was built. Raises PublicationBlockedError."""
    project, reporter = request.project, request.reporter
    output = project / "public"
    try:
        target = find_target(project, request.target, load_standards())
    except UnknownTargetError:
        raise
    except DeployError:
        # Of wrong settings it names the first; the build names all, and what else is wrong.
        _build(request, output, load_standards)
        raise
    try:
        _build(request, output, load_standards)
    except PublicationBlockedError as exc:
        problem = unusable_target(target, project)
        if problem is None:
            raise
        raise PublicationBlockedError(f"{exc}还有：{problem}", exc.diagnostics) from None
    with open_deployment(target, project, output, request.author, reporter) as deployment:
        yield deployment


def _build(request: PublicationRequest, output: Path, load_standards: StandardsLoader) -> None:
    options = Options(
        request.project,
        output,
        request.today,
        thorough=True,
        jobs=_ONE_PROCESS,
        progress=request.reporter.on_progress,
    )
    result, diagnostics = build_to_deploy(options, load_standards)
    errors = tuple(each for each in diagnostics if each.severity is Severity.ERROR)
    if errors:
        reason = "" if result.failed else missing_by_law_line(len(errors))
        raise PublicationBlockedError(f"有错误，没有发布；网上的网站没有改动。{reason}", errors)
