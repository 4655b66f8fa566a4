"""Targets of config.yaml: looking one up, who deploys, and what is required of it."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from site_builder.build.options import StageProgress
from site_builder.build.project_lock import ProjectLock
from site_builder.build.project_settings import read_project_settings
from site_builder.core.errors import DeployError, LockedError, UnknownTargetError
from site_builder.core.text.suggest import did_you_mean
from site_builder.deploy.connection import connect
from site_builder.deploy.deployment import DeployRequest
from site_builder.deploy.paths import resolve_path, unusable_folder
from site_builder.deploy.release import Author
from site_builder.deploy.signature import sign
from site_builder.model.diagnostic import Severity
from site_builder.model.settings import Settings
from site_builder.model.standards import Standards
from site_builder.model.target import FolderTarget, RemoteTarget, Target


@dataclass(frozen=True, slots=True)
class DeployReporter:
    """Where work on a target is reported."""

    on_message: Callable[[str], None]
    on_progress: StageProgress


def resolve_author(name: str) -> Author:
    """Return who deploys: the name given, or the account of this machine. And when: now."""
    return Author(name or _account(), datetime.now(UTC))


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "未知"


def find_target(project: Path, name: str, standards: Standards) -> Target:
    """Find a target of config.yaml. Raises DeployError for wrong settings or an unknown name."""
    settings = load_settings(project, standards)
    names = [target.name for target in settings.targets]
    if not names:
        raise UnknownTargetError("config.yaml 里没有“部署”。请照手册的“部署”写上目标。")
    if name not in names:
        raise UnknownTargetError(f"config.yaml 的“部署”里没有“{name}”。{did_you_mean(name, names)}")
    return settings.targets[names.index(name)]


def load_settings(project: Path, standards: Standards) -> Settings:
    """Read the settings. Raises DeployError for wrong ones."""
    settings, diagnostics = read_project_settings(project, standards)
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    if settings is None or errors:
        first = errors[0]
        raise DeployError(f"{first.location} {first.message}。{first.hint}")
    return settings


def unusable_target(target: Target, project: Path) -> DeployError | None:
    """Return why nothing can be put on a target, as far as this machine knows; None: try it."""
    return unusable_folder(project, target.folder) if isinstance(target, FolderTarget) else None


@contextmanager
def hold_build_lock(project: Path) -> Iterator[None]:
    """Lock out builds while their output is read."""
    try:
        with ProjectLock(project / ".build"):
            yield
    except LockedError as exc:
        raise DeployError(exc.message, exc.hint) from None


def make_request(
    target: Target,
    project: Path,
    author: Author,
    reporter: DeployReporter,
) -> DeployRequest:
    """Put together what is asked of a target."""
    return DeployRequest(
        connect=lambda: connect(target, project),
        author=author,
        keep=target.keep if isinstance(target, RemoteTarget) else 0,
        sign=lambda data: (
            sign(resolve_path(project, target.signing_key, "签名密钥"), data)
            if target.signing_key
            else b""
        ),
        on_message=reporter.on_message,
        on_progress=reporter.on_progress,
    )
