"""Sentences about a deployment, as the command line and the editor show them."""

from collections.abc import Iterator

from site_builder.core.errors import DeployError, SiteBuilderError, describe_os_error
from site_builder.core.text.byte_size import format_size
from site_builder.deploy.connection import target_module
from site_builder.model.release import DeploymentEvent, Release
from site_builder.model.target import FolderTarget
from site_builder.usecases.deploy import Deployment, DeploymentPlan

NOTHING_TO_CHANGE = "网上的就是这一版，没有什么要改。"


def plan_lines(deployment: Deployment, plan: DeploymentPlan) -> Iterator[str]:
    """Yield where a release goes, how, what is online there, and how much of it changes."""
    target, diff = deployment.target, plan.diff
    yield (
        f"发布到“{target.name}”（{target.kind}，{plan.protocol}）："
        f"{target_module(target).describe(target, deployment.project)}"
    )
    yield f"方式：{plan.layout}"
    if plan.interrupted:
        yield "上一次更新中断过，这一次会补完。"
    if plan.online:
        yield f"现在公布的是 {plan.online.id}（{plan.online.author}，{plan.online.created_at}）。"
    files = deployment.release.files
    sent = sum(files[url].size for url in (*diff.added, *diff.changed))
    unchanged = len(files) - len(diff.added) - len(diff.changed)
    yield (
        f"新增 {len(diff.added)} 个，修改 {len(diff.changed)} 个，删除 {len(diff.removed)} 个，"
        f"不变 {unchanged} 个；要传 {format_size(sent)}。"
    )


def archive_line(deployment: Deployment) -> str:
    """Return what an archive will hold, and where it goes."""
    target, files = deployment.target, deployment.release.files
    size = format_size(sum(entry.size for entry in files.values()))
    folder = target_module(target).describe(target, deployment.project)
    return f"打包 {len(files)} 个文件（{size}）到 {folder}。"


def published_line(deployment: Deployment, event: DeploymentEvent) -> str:
    """Return what was put online, and where it is to be seen."""
    target = deployment.target
    home = target.address
    if isinstance(target, FolderTarget) and not home:
        root = target_module(target).document_root(target, deployment.project)
        home = f"{root}/index.html"
    seen_at = f"请打开 {home} 看看。" if home else ""
    return f"已经公布 {event.release}，共 {event.files} 个文件。{seen_at}"


def rolled_back_line(event: DeploymentEvent, release: Release) -> str:
    """Return what was put online again."""
    return (
        f"已经退回 {release.id}（{release.author}，{release.created_at} 发布），"
        f"共 {event.files} 个文件。"
    )


def waived_lines(release: Release) -> Iterator[str]:
    """Yield what the law wants and a release has not, with the reasons the office gave."""
    if release.waived_requirements:
        yield f"依法应当公布而没有、写明理由接受的 {len(release.waived_requirements)} 处："
    for requirement in release.waived_requirements:
        yield f"  {requirement.file} {requirement.message}。理由：{requirement.reason}"


def missing_by_law_line(error_count: int) -> str:
    """Return why a site that was built does not go online."""
    return (
        f"网站已经生成，但是缺少依法应当公布的内容 {error_count} 处。请逐处补上；确实没有的，"
        "在“接受”里写明编号和理由。"
    )


def failure_line(exc: Exception) -> str:
    """Return why work on a target ended, and what is online now where anything was done to it."""
    condition = "".join(getattr(exc, "__notes__", ()))
    if isinstance(exc, DeployError):
        return f"{exc}{condition}"
    if isinstance(exc, SiteBuilderError):
        return f"{exc}" if exc.hint else f"{exc}。{condition}"
    if isinstance(exc, OSError):
        path_note = f"（{exc.filename}）" if exc.filename else ""
        return f"没有完成：{describe_os_error(exc)}{path_note}。{condition}"
    return f"程序出错了（{type(exc).__name__}：{exc}），请把这句话告诉维护程序的人。{condition}"
