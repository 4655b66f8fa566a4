"""Whether the program works here: what is installed, what it can do, how the project stands."""

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder import __version__
from site_builder.core.errors import UsageError, describe_os_error
from site_builder.model.extras import EXTRAS, PROGRAM_LIBRARIES, pip_install
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.installed_parts import (
    Capability,
    LibraryState,
    capabilities,
    library_state,
)
from site_builder.usecases.project_health import (
    Health,
    HealthCheck,
    is_project,
    project_checks,
)

_SAMPLE = "政府信息公开〔2026〕1号"


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What `doctor` has found."""

    version: str
    python: str
    executable: str
    system: str
    package: str
    """The folder that the program runs from."""
    extras: tuple[tuple[str, tuple[LibraryState, ...]], ...]
    capabilities: tuple[Capability, ...]
    project: Path | None
    """None where there is no project to look at."""
    checks: tuple[HealthCheck, ...]

    @property
    def works(self) -> bool:
        """Return whether a site can be built."""
        return all(check.health is not Health.ERROR for check in self.checks)

    @property
    def missing_extras(self) -> tuple[str, ...]:
        """Return the extras of which something is missing."""
        return tuple(
            name for name, states in self.extras if not all(state.is_usable for state in states)
        )


def examine(folder: str, load_standards: StandardsLoader, encoding: str) -> HealthReport:
    """Look at the installation, and at a project: the current folder where none is named.

    `encoding`: of the console. Raises UsageError where the folder that was named is not there.
    """
    project = Path(folder or ".")
    if folder and not project.is_dir():
        raise UsageError(f"没有文件夹 {folder}", "请写项目文件夹的位置。")
    checks = [*_program_checks(), *_console_checks(encoding)]
    is_complete = all(check.health is not Health.ERROR for check in checks)
    if not folder and not is_project(project):
        project_folder = None
    else:
        project_folder = project
        try:
            checks += project_checks(project, load_standards, read_settings=is_complete)
        except OSError as exc:
            message = f"打不开 {exc.filename or folder}：{describe_os_error(exc)}"
            checks.append(HealthCheck("config", Health.ERROR, message, "请检查文件夹的权限。"))
    return HealthReport(
        version=__version__,
        python=platform.python_version(),
        executable=sys.executable,
        system=platform.platform(),
        package=str(Path(__file__).resolve().parents[1]),
        extras=tuple(
            (extra.name, tuple(map(library_state, extra.libraries))) for extra in EXTRAS.values()
        ),
        capabilities=capabilities(),
        project=project_folder,
        checks=tuple(checks),
    )


def _program_checks() -> Iterator[HealthCheck]:
    unusable = [
        state.library.requirement
        for state in map(library_state, PROGRAM_LIBRARIES)
        if not state.is_usable
    ]
    if not unusable:
        yield HealthCheck("program", Health.OK, "程序自己要用的组件都有")
        return
    message = f"程序自己要用的组件没有装好：{'、'.join(unusable)}"
    words = " ".join(f'"{name}"' for name in unusable)
    hint = f"请运行 {pip_install()} {words}。"
    yield HealthCheck("program", Health.ERROR, message, hint)


def _console_checks(encoding: str) -> Iterator[HealthCheck]:
    try:
        _SAMPLE.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        message = f"这个窗口的编码是 {encoding}，汉字显示成问号"
        hint = "Windows: chcp 65001, set PYTHONUTF8=1. Linux, macOS: export PYTHONUTF8=1."
        yield HealthCheck("console", Health.WARNING, message, f"先运行 {hint}")
    else:
        yield HealthCheck("console", Health.OK, f"窗口能显示汉字（{encoding}）")
