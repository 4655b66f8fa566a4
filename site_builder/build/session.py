"""One build or check of one project: its lock, its context, and what the disk refuses it."""

import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from site_builder.build import manifest as manifests
from site_builder.build import staging
from site_builder.build.context import BuildContext, find_templates, unbuilt_result
from site_builder.build.fingerprint import InputState
from site_builder.build.options import Options, Result
from site_builder.build.project_lock import ProjectLock
from site_builder.core import parallel
from site_builder.core.errors import LockedError, describe_os_error
from site_builder.core.file_names import REGISTER_FILE
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error, sort_diagnostics, warning
from site_builder.model.location import Location
from site_builder.model.standards import Standards


def run_session(
    options: Options,
    standards: Standards,
    action: Callable[[BuildContext], Result],
    inputs: InputState | None = None,
) -> Result:
    """Do the work on a project, nobody else being at it."""
    build_folder = options.project / ".build"
    try:
        # A folder that is no project is not to get a `.build/` of its own.
        with ProjectLock(build_folder) if _is_project(options.project) else nullcontext():
            return _run_reporting_os_errors(options, standards, action, inputs)
    except LockedError as exc:
        diagnostic = error("write/busy", Location(".build"), exc.message, exc.hint)
    return Result((diagnostic,))


def _is_project(folder: Path) -> bool:
    return (folder / "content").is_dir() or (folder / REGISTER_FILE).is_file()


def _run_reporting_os_errors(
    options: Options,
    standards: Standards,
    action: Callable[[BuildContext], Result],
    inputs: InputState | None,
) -> Result:
    """Do the work; a failure of the disk is a diagnostic too."""
    manifest_path = manifests.manifest_path(options.project / ".build", options.output)
    context = BuildContext(
        options=options,
        standards=standards,
        content=options.project / "content",
        build=options.project / ".build",
        templates=find_templates(options.project),
        manifest_path=manifest_path,
        previous_manifest=manifests.load_manifest(manifest_path),
        jobs=options.jobs or parallel.default_jobs(),
        inputs=inputs,
    )
    try:
        result = action(context)
    except OSError as exc:
        context.diagnostics.append(_os_error_diagnostic(context, exc))
        return unbuilt_result(context)
    finally:
        context.bodies.close()
    return replace(
        result, diagnostics=sort_diagnostics((*result.diagnostics, *_cache_warnings(context)))
    )


def _os_error_diagnostic(context: BuildContext, exc: OSError) -> Diagnostic:
    """Return what the disk refuses: a file of the office, or the output."""
    path = Path(os.fsdecode(exc.filename)) if isinstance(exc.filename, str | bytes) else None
    if path and path.is_relative_to(context.content):
        return unreadable_file_error(f"content/{path.relative_to(context.content).as_posix()}", exc)
    return staging.write_error(context.output_name, exc)


def _cache_warnings(context: BuildContext) -> list[Diagnostic]:
    """Report that the next build has to make everything again."""
    if context.cache_error is None:
        return []
    message = f"写不进 .build（{describe_os_error(context.cache_error)}），下一次要全部重新生成"
    hint = "这一次的结果没有受影响。请检查文件夹的权限和磁盘空间，或者把 .build 删去。"
    return [warning("write/kept", Location(".build"), message, hint)]
