"""`site-builder deploy`: the site onto a target."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.build.deploy_targets import find_target, unusable_target
from site_builder.build.options import Options
from site_builder.cli import console, targets
from site_builder.cli.clock import today
from site_builder.cli.program_name import quoted
from site_builder.cli.progress import stage_progress
from site_builder.cli.source_excerpts import SourceExcerpts
from site_builder.core.errors import DeployError, UnknownTargetError
from site_builder.core.text.byte_size import format_size
from site_builder.model.diagnostic import Severity, has_errors
from site_builder.model.release import Release
from site_builder.model.standards_loader import StandardsLoader
from site_builder.model.target import ArchiveTarget
from site_builder.usecases import deploy
from site_builder.usecases import deployment_messages as messages


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Deploy. Returns 0, 1 when nothing was put online, 2 for wrong usage."""
    if arguments.built_site is not None and not arguments.built_site.strip():
        console.print_error(
            "--from 后面没有写文件夹。请写生成好的网站所在的文件夹，如 --from public"
        )
        return 2
    return targets.run_reporting_errors(partial(_deploy, load_standards), arguments)


def _deploy(load_standards: StandardsLoader, arguments: Namespace) -> int:
    standards = load_standards()
    project = Path(arguments.project)
    output = Path(arguments.built_site) if arguments.built_site is not None else project / "public"
    is_built = arguments.built_site is not None
    try:
        target = find_target(project, arguments.target, standards)
    except UnknownTargetError:
        raise
    except DeployError:
        # Of wrong settings it names the first; the build names all, and what else is wrong.
        if is_built or _build_site(load_standards, arguments, project, output):
            raise
        return 1
    if not (is_built or _build_site(load_standards, arguments, project, output)):
        if problem := unusable_target(target, project):
            console.print_line(f"还有：{problem}")
        return 1
    with (
        stage_progress(quiet=arguments.quiet) as progress,
        deploy.open_deployment(
            target, project, output, arguments.author, targets.reporter(progress)
        ) as opened,
    ):
        deployment = replace(opened, force=arguments.force)
        inform = _ignore if arguments.quiet else deployment.request.on_message
        for line in messages.waived_lines(deployment.release):
            inform(line)
        if isinstance(target, ArchiveTarget):
            _write_archive(deployment, target, inform, rehearsal=arguments.dry_run)
        else:
            _publish(deployment, inform, rehearsal=arguments.dry_run)
    return 0


_Inform = Callable[[str], None]
"""Prints a line about what goes as it should: nobody who asked for quiet wants it."""


def _ignore(_text: str) -> None:
    """Print nothing."""


def _build_site(
    load_standards: StandardsLoader, arguments: Namespace, project: Path, output: Path
) -> bool:
    """Build the site; nothing with an error or an unsigned document goes online."""
    day = today(arguments.today)
    with stage_progress(quiet=arguments.quiet) as progress:
        options = Options(project, output, day, thorough=True, progress=progress)
        result, diagnostics = deploy.build_to_deploy(options, load_standards)
    failed = has_errors(diagnostics)
    if failed:
        console.print_line("有错误，没有发布；网上的网站没有改动。")
    console.print_diagnostics(
        diagnostics,
        result.suppressed,
        SourceExcerpts(project, diagnostics),
        see_all="site-builder check --all",
        quiet=arguments.quiet,
    )
    error_count = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    if error_count and not result.failed:
        console.print_line(messages.missing_by_law_line(error_count))
    return not error_count


def _publish(deployment: deploy.Deployment, inform: _Inform, *, rehearsal: bool) -> None:
    target, release = deployment.target, deployment.release
    plan = deploy.plan_deployment(deployment)
    for line in messages.plan_lines(deployment, plan):
        inform(line)
    console.print_facts(
        release=release.id,
        dry_run=rehearsal,
        added=len(plan.diff.added),
        changed=len(plan.diff.changed),
        removed=len(plan.diff.removed),
    )
    _print_changes(inform, plan, release, show_all=rehearsal)
    if rehearsal:
        inform("这是预演，没有改动任何东西。")
        return
    event = deploy.publish(deployment)
    if event is None:
        inform(messages.NOTHING_TO_CHANGE)
        return
    inform(messages.published_line(deployment, event))
    if event.previous:
        inform(f"要退回上一版，运行 site-builder rollback {quoted(target.name)}")


def _write_archive(
    deployment: deploy.Deployment, target: ArchiveTarget, inform: _Inform, *, rehearsal: bool
) -> None:
    inform(messages.archive_line(deployment))
    console.print_facts(release=deployment.release.id, dry_run=rehearsal, written=[])
    if rehearsal:
        inform("这是预演，没有写任何文件。")
        return
    archive = deploy.export_archive(deployment, target)
    console.print_facts(written=[str(archive)])
    inform(f"请把 {archive} 交给平台管理单位。")


_MAX_LISTED = 10


def _print_changes(
    inform: _Inform, plan: deploy.DeploymentPlan, release: Release, *, show_all: bool
) -> None:
    """Print what will change: all of it in a rehearsal, otherwise the beginning."""
    diff, online_files = plan.diff, plan.online.files if plan.online else {}
    groups = (
        ("+", diff.added, release.files),
        ("~", diff.changed, release.files),
        ("-", diff.removed, online_files),
    )
    for sign, urls, files in groups:
        listed = urls if show_all else urls[:_MAX_LISTED]
        for url in listed:
            inform(f"  {sign} {url}  {format_size(files[url].size)}")
        if len(listed) < len(urls):
            inform(f"  {sign} ……还有 {len(urls) - len(listed)} 个（--dry-run 列出全部）")
