"""`site-builder deploy`: the site onto a target."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from site_builder.build.deploy_targets import (
    find_target,
    hold_build_lock,
    make_request,
    resolve_author,
)
from site_builder.build.options import Options
from site_builder.build.publication import escalate_requirements
from site_builder.cli import console, targets
from site_builder.cli.clock import today
from site_builder.cli.source_excerpts import SourceExcerpts
from site_builder.core.text.byte_size import format_size
from site_builder.deploy.connection import target_module
from site_builder.model.diagnostic import Severity
from site_builder.model.release import Release, ReleaseDiff
from site_builder.model.standards_loader import StandardsLoader
from site_builder.model.target import ArchiveTarget
from site_builder.usecases import deploy
from site_builder.usecases.build import build


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
    target = find_target(project, arguments.target, standards)
    output = Path(arguments.built_site) if arguments.built_site is not None else project / "public"
    if arguments.built_site is None and not _build_site(load_standards, arguments, project, output):
        console.print_line("有错误，没有发布；网上的网站没有改动。")
        return 1
    with hold_build_lock(project):
        author = resolve_author(arguments.author)
        release = deploy.create_release(project, output, author, console.progress())
        targets.print_waived_requirements(release)
        request = make_request(target, project, author, targets.reporter())
        force = arguments.force
        deployment = deploy.Deployment(request, target, project, output, release, force=force)
        if isinstance(target, ArchiveTarget):
            return _write_archive(deployment, target, rehearsal=arguments.dry_run)
        return _publish(deployment, rehearsal=arguments.dry_run)


def _build_site(
    load_standards: StandardsLoader, arguments: Namespace, project: Path, output: Path
) -> bool:
    """Build the site; nothing with an error or an unsigned document goes online."""
    day = today(arguments.today)
    options = Options(project, output, day, thorough=True, progress=console.progress())
    result = build(options, load_standards)
    diagnostics = escalate_requirements(result.diagnostics)
    console.print_diagnostics(
        diagnostics, len(result.suppressed), SourceExcerpts(project, diagnostics), grouped=True
    )
    error_count = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    if error_count and not result.failed:
        console.print_line(
            f"网站已经生成，但是缺少依法应当公布的内容 {error_count} 处。请逐处补上；确实没有的，"
            "在“接受”里写明编号和理由。"
        )
    return not error_count


def _publish(deployment: deploy.Deployment, *, rehearsal: bool) -> int:
    target, release = deployment.target, deployment.release
    plan = deploy.plan_deployment(deployment)
    console.print_line(
        f"发布到“{target.name}”（{target.kind}，{plan.protocol}）："
        f"{target_module(target).describe(target, deployment.project)}"
    )
    console.print_line(f"方式：{plan.layout}")
    if plan.interrupted:
        console.print_line("上一次更新中断过，这一次会补完。")
    if plan.online:
        console.print_line(
            f"现在公布的是 {plan.online.id}（{plan.online.author}，{plan.online.created_at}）。"
        )
    _print_changes(plan.diff, plan.online, release, show_all=rehearsal)
    if rehearsal:
        console.print_line("这是预演，没有改动任何东西。")
        return 0
    event = deploy.publish(deployment)
    if event is None:
        console.print_line("网上的就是这一版，没有什么要改。")
        return 0
    console.print_line(f"已经公布 {release.id}，共 {event.files} 个文件。")
    if event.previous:
        console.print_line(f"要退回上一版，运行 site-builder rollback {target.name}")
    return 0


def _write_archive(deployment: deploy.Deployment, target: ArchiveTarget, *, rehearsal: bool) -> int:
    files = deployment.release.files
    size = format_size(sum(entry.size for entry in files.values()))
    console.print_line(
        f"打包 {len(files)} 个文件（{size}）到 "
        f"{target_module(target).describe(target, deployment.project)}。"
    )
    if rehearsal:
        console.print_line("这是预演，没有写任何文件。")
        return 0
    console.print_line(f"请把 {deploy.export_archive(deployment, target)} 交给平台管理单位。")
    return 0


_MAX_LISTED = 10


def _print_changes(
    diff: ReleaseDiff, online: Release | None, release: Release, *, show_all: bool
) -> None:
    """Print what will change: all of it in a rehearsal, otherwise the beginning."""
    online_files = online.files if online else {}
    groups = (
        ("新增", "+", diff.added, release.files),
        ("修改", "~", diff.changed, release.files),
        ("删除", "-", diff.removed, online_files),
    )
    counts = "，".join(f"{name} {len(urls)} 个" for name, _, urls, _ in groups)
    sent = sum(release.files[url].size for url in (*diff.added, *diff.changed))
    unchanged = len(release.files) - len(diff.added) - len(diff.changed)
    console.print_line(f"{counts}，不变 {unchanged} 个；要传 {format_size(sent)}。")
    for _, sign, urls, files in groups:
        listed = urls if show_all else urls[:_MAX_LISTED]
        for url in listed:
            console.print_line(f"  {sign} {url}  {format_size(files[url].size)}")
        if len(listed) < len(urls):
            console.print_line(
                f"  {sign} ……还有 {len(urls) - len(listed)} 个（--dry-run 列出全部）"
            )
