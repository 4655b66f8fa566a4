"""Put a built site on a target: what would change, the deployment, or an archive to pass on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from site_builder.build import manifest as manifests
from site_builder.build.deploy_targets import (
    DeployReporter,
    hold_build_lock,
    make_request,
    resolve_author,
)
from site_builder.build.file_list import read_file_list
from site_builder.build.options import Options, Result, StageProgress
from site_builder.build.output_scan import FILE_LIST_NAME
from site_builder.build.publication import escalate_requirements
from site_builder.core.errors import DeployError, describe_os_error
from site_builder.core.safe_files import write_whole
from site_builder.deploy import deployment as engine
from site_builder.deploy.paths import resolve_path
from site_builder.deploy.release import Author, collect_files, compare, make_release, to_json
from site_builder.deploy.remote import Remote
from site_builder.deploy.remotes.archive import write_archive
from site_builder.deploy.target_state import DeployStrategy, inspect_target
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.release import DeploymentEvent, Release, ReleaseDiff, Requirement
from site_builder.model.standards_loader import StandardsLoader
from site_builder.model.target import ArchiveTarget, Target
from site_builder.usecases.build import build


@dataclass(frozen=True, slots=True)
class Deployment:
    """One release on its way to one target."""

    request: engine.DeployRequest
    target: Target
    project: Path
    output: Path
    release: Release
    force: bool
    """Upload everything, whatever stands on the target."""


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """What deploying would do, before anything is done."""

    layout: DeployStrategy
    protocol: str
    online: Release | None
    interrupted: bool
    """An earlier deployment was interrupted; this one completes it."""
    diff: ReleaseDiff


def build_to_deploy(
    options: Options, load_standards: StandardsLoader
) -> tuple[Result, tuple[Diagnostic, ...]]:
    """Build a site that is to go online. Returns also all that was found, as `deploy` judges it.

    Nothing with an error, an unsigned document or without what the law requires goes online.
    """
    result = build(options, load_standards)
    return result, escalate_requirements(result.diagnostics)


@contextmanager
def open_deployment(
    target: Target, project: Path, output: Path, author: str, reporter: DeployReporter
) -> Iterator[Deployment]:
    """Take a built site to a target; nobody builds it meanwhile. Raises DeployError.

    `author`: a name, empty for the account of this machine.
    """
    with hold_build_lock(project):
        resolved = resolve_author(author)
        release = create_release(project, output, resolved, reporter.on_progress)
        request = make_request(target, project, resolved, reporter)
        yield Deployment(request, target, project, output, release, force=False)


def create_release(
    project: Path, output: Path, author: Author, on_progress: StageProgress
) -> Release:
    """Take a built site as a release. Raises DeployError for one that may not go online."""
    file_list = read_file_list(output)
    if not file_list.files and not file_list.drafts:
        raise DeployError(f"{output} 里没有生成好的网站。请先运行 site-builder build。")
    if file_list.drafts:
        raise DeployError(
            f"{output} 里是未审的网站或者公众号文章，不能发布。请审签后运行 site-builder build。"
        )
    if not file_list.is_intact:
        raise DeployError(
            f"{output} 里的文件清单（{FILE_LIST_NAME}）被改动过或者损坏，不知道网站是否完整。"
            "请重新生成网站。"
        )
    records = manifests.load_manifest(manifests.manifest_path(project / ".build", output)).records
    if records and {url: record.digest for url, record in records.items()} != file_list.files:
        raise DeployError(
            f"{output} 里的文件清单（{FILE_LIST_NAME}）和生成的记录不同。请重新生成网站。"
        )
    waived = _waived_requirements(output, file_list.requirements)
    # By their digests, not by size and time: these stay the same when somebody wants them to.
    files = collect_files(
        output, file_list.files, lambda done: on_progress("核对", done, len(file_list.files))
    )
    return make_release(files, author, waived)


def _waived_requirements(
    output: Path, requirements: tuple[Requirement, ...]
) -> tuple[Requirement, ...]:
    """Return the requirements that the office accepted. Raises DeployError for open ones."""
    unmet = [requirement for requirement in requirements if not requirement.reason]
    if unmet:
        listing = "".join(
            f"\n  {requirement.message}（{requirement.file}，{requirement.diagnostic_id}）"
            for requirement in unmet
        )
        raise DeployError(
            f"{output} 里的网站缺少依法应当公布的内容 {len(unmet)} 处，不能发布：{listing}\n"
            "请补上后重新生成；确实没有的，在“接受”里写明编号和理由。"
        )
    return requirements


def plan_deployment(deployment: Deployment) -> DeploymentPlan:
    """Find out what deploying a release would change. Writes nothing on the target."""

    def inspect(remote: Remote) -> DeploymentPlan:
        state = inspect_target(remote)
        diff = compare(state.online.files if state.online else {}, deployment.release.files)
        interrupted = state.pending is not None
        return DeploymentPlan(state.strategy, remote.protocol, state.online, interrupted, diff)

    return engine.with_reconnect(deployment.request, inspect)


def publish(deployment: Deployment) -> DeploymentEvent | None:
    """Deploy a release, and store a copy of its record here. None when it is online already."""
    event = engine.deploy(
        deployment.request, deployment.release, deployment.output, force=deployment.force
    )
    if event:
        try:
            _archive_record(deployment)
        except OSError as exc:
            reason = describe_os_error(exc)
            message = f"网站已经换好；发布记录没有存进项目的 releases 文件夹：{reason}。"
            deployment.request.on_message(message)
    return event


def export_archive(deployment: Deployment, target: ArchiveTarget) -> Path:
    """Write a release as an archive. Returns its path."""
    folder = resolve_path(deployment.project, target.folder, "目录")
    total = len(deployment.release.files)

    def on_progress(done: int) -> None:
        deployment.request.on_progress("打包", done, total)

    path = write_archive(deployment.release, deployment.output, folder, target.format, on_progress)
    _archive_record(deployment)
    return path


def _archive_record(deployment: Deployment) -> None:
    """Store a release's record out of reach of whoever tampers with the target."""
    folder = deployment.project / "releases" / deployment.target.name
    data = to_json(deployment.release)
    for name, content in (
        (f"{deployment.release.id}.json.sig", deployment.request.sign(data)),
        (f"{deployment.release.id}.json", data),
    ):
        if content:
            write_whole(folder / name, content)
