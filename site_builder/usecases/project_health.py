"""Whether a project's folder is one that can be built: its settings, its disk, remains of a run."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from site_builder.build.output_scan import BACKUP_FOLDER, STAGING_FOLDER
from site_builder.build.project_lock import ProjectLock
from site_builder.core.errors import LockedError, describe_os_error
from site_builder.core.text.byte_size import format_size
from site_builder.model.standards_loader import StandardsLoader
from site_builder.render.own_templates import own_templates
from site_builder.render.template_folder import Templates, default_templates
from site_builder.usecases.installed_parts import add_command, missing_libraries

_OUTPUTS = {
    "public": "build",
    "drafts": "build --drafts",
    "wechat": "build --wechat",
    "rollup": "rollup",
}
"""Folder of an output → the command that writes it."""
MIN_FREE_BYTES = 500 * 1024 * 1024
"""A site of some thousand attachments is staged beside the one that is online."""
_MAX_NAMED = 3
_UNFINISHED = ".*.new"
"""A file that is being written, as `core.safe_files` names it."""


class Health(Enum):
    """How serious a finding about the computer or the folder is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """Something that was looked at, and what came out."""

    id: str
    health: Health
    message: str
    hint: str = ""


def is_project(folder: Path) -> bool:
    """Return whether a folder looks like a project, be it an incomplete one."""
    return (folder / "config.yaml").exists() or (folder / "content").is_dir()


def project_checks(
    project: Path, load_standards: StandardsLoader, *, read_settings: bool = True
) -> Iterator[HealthCheck]:
    """Check the folder of a project. Without the libraries that read them, settings are not read.

    Raises OSError where the settings cannot be opened.
    """
    if read_settings:
        yield from _settings_checks(project, load_standards)
    if (project / "content").is_dir():
        yield HealthCheck("content", Health.OK, "有 content 文件夹")
    else:
        hint = "请在项目文件夹里运行，或用 --project 指明；新建网站用 site-builder new site。"
        yield HealthCheck("content", Health.ERROR, "没有 content 文件夹", hint)
    yield from _writing_checks(project)
    yield _space_check(project)
    yield from _leftover_checks(project)
    yield from _template_checks(project)


def _template_checks(project: Path) -> Iterator[HealthCheck]:
    """Check templates of the project's own: which were made from one of ours that has changed."""
    folder = project / "templates"
    # In a checkout, the templates of the program lie where a project's own would.
    if not folder.is_dir() or folder.resolve() == default_templates().resolve():
        return
    own = tuple(own_templates(Templates(folder, "", (default_templates(),))))
    behind = [template for template in own if template.is_behind]
    for template in behind:
        message = f"templates/{template.name} 没有跟上：自带的模板后来改过"
        hint = (
            f"自带的在 {default_templates() / template.name}；对照着改好以后，"
            f"把第一行的摘要改成 {template.current}。"
        )
        yield HealthCheck("template", Health.WARNING, message, hint)
    unknown = [template.name for template in own if template.current and not template.origin]
    if unknown:
        message = (
            f"没有记下由哪一版改成的模板有 {len(unknown)} 个：{'、'.join(unknown[:_MAX_NAMED])}"
        )
        hint = "程序更新以后，要自己看它们跟上没有。由 site-builder new template 写出来的会记下。"
        yield HealthCheck("template", Health.OK, f"{message}。{hint}")
    elif own and not behind:
        yield HealthCheck("template", Health.OK, f"自己的模板 {len(own)} 个，都跟得上自带的")


def _settings_checks(project: Path, load_standards: StandardsLoader) -> Iterator[HealthCheck]:
    from site_builder.build.deploy_targets import (  # noqa: PLC0415 - reads settings
        unusable_target,
    )
    from site_builder.build.optional_dependencies import (  # noqa: PLC0415 - reads settings
        missing_extras,
    )
    from site_builder.build.project_settings import (  # noqa: PLC0415 - needs a library
        read_project_settings,
    )

    settings, diagnostics = read_project_settings(project, load_standards())
    errors = [item for item in diagnostics if item.severity.name == "ERROR"]
    if settings is not None:
        errors += missing_extras(settings.downloads, settings)
    for item in errors:
        message = f"{item.location} {item.message}"
        yield HealthCheck("config", Health.ERROR, message, item.hint)
    if settings is None:
        return
    if not errors:
        yield HealthCheck("config", Health.OK, "config.yaml 读得懂")
    if warnings := len(diagnostics) - sum(item in errors for item in diagnostics):
        message = f"config.yaml 有 {warnings} 处提醒"
        hint = "请运行 site-builder check 逐条看。"
        yield HealthCheck("config", Health.WARNING, message, hint)
    for target in settings.targets:
        if missing := missing_libraries(target.extra):
            message = f"不能发布到“{target.name}”（{target.kind}）：没有 {'、'.join(missing)}"
            hint = f"请运行 {add_command(target.extra)}。"
            yield HealthCheck("target", Health.WARNING, message, hint)
        if problem := unusable_target(target, project):
            message = f"现在不能发布到“{target.name}”（{target.kind}）：{problem.message}"
            yield HealthCheck("target", Health.WARNING, message, problem.hint)


def _writing_checks(project: Path) -> Iterator[HealthCheck]:
    """Check that the folders of a build can be written to; where there are none, that they can."""
    names = [name for name in (".build", *_OUTPUTS) if (project / name).exists()]
    problems = {
        name: problem for name in ("", *names) if (problem := _write_problem(project / name))
    }
    hint = "请检查文件夹的权限和磁盘空间；用别的用户生成过的，换回那个用户或改正权限。"
    for name, problem in problems.items():
        message = f"写不进{f'文件夹 {name}' if name else '项目文件夹'}：{problem}"
        yield HealthCheck("writable", Health.ERROR, message, hint)
    if not problems:
        yield HealthCheck("writable", Health.OK, "项目文件夹能写入")


def _write_problem(folder: Path) -> str:
    """Return why a folder cannot be written to; empty where it can."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as exc:
        return describe_os_error(exc)


def _space_check(project: Path) -> HealthCheck:
    free = shutil.disk_usage(project).free
    message = f"磁盘还剩 {format_size(free)}"
    if free >= MIN_FREE_BYTES:
        return HealthCheck("space", Health.OK, message)
    hint = "生成网站要另写一份再换过去，请先腾出空间。"
    return HealthCheck("space", Health.WARNING, message, hint)


def _leftover_checks(project: Path) -> Iterator[HealthCheck]:
    """Find what an interrupted run has left; a run that is under way leaves nothing yet."""
    stages = [name for name in _OUTPUTS if (project / name / STAGING_FOLDER).exists()]
    if stages and _is_building(project):
        yield HealthCheck("leftover", Health.OK, "另一个生成正在进行")
    else:
        yield from (_stage_check(project, name) for name in stages)
    files = sorted(_unfinished_files(project))
    if files:
        names = "、".join(files[:_MAX_NAMED]) + ("等" if len(files) > _MAX_NAMED else "")
        message = f"有 {len(files)} 个没有写完的文件：{names}"
        hint = "是保存的时候中断留下的，原来的文件没有改动；请看一看，再删去。"
        yield HealthCheck("leftover", Health.WARNING, message, hint)
    if not stages and not files:
        yield HealthCheck("leftover", Health.OK, "没有中断留下的文件")


def _stage_check(project: Path, name: str) -> HealthCheck:
    """Build the check of what was left of an output that was being written."""
    stage = f"{name}/{STAGING_FOLDER}"
    state = (
        f"{name} 里可能有的是新的、有的是旧的，不要用"
        if (project / stage / BACKUP_FOLDER).exists()
        else f"{name} 没有改动"
    )
    message = f"上次生成没有做完，留下了 {stage}；{state}"
    hint = f"再运行一次 site-builder {_OUTPUTS[name]}，会自动清掉。"
    return HealthCheck("leftover", Health.WARNING, message, hint)


def _is_building(project: Path) -> bool:
    if not (project / ".build" / "lock").exists():
        return False
    try:
        with ProjectLock(project / ".build"):
            return False
    except LockedError:
        return True


def _unfinished_files(project: Path) -> Iterator[str]:
    for path in (*project.glob(_UNFINISHED), *(project / "content").rglob(_UNFINISHED)):
        yield path.relative_to(project).as_posix()
