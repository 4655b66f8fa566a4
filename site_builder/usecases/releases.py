"""List the releases of a target, and what has been done there."""

from dataclasses import dataclass
from pathlib import Path

from site_builder.build.deploy_targets import (
    DeployReporter,
    find_target,
    make_request,
    resolve_author,
)
from site_builder.deploy.deployment import with_reconnect
from site_builder.deploy.remote import Remote
from site_builder.deploy.target_state import history, inspect_target
from site_builder.model.release import DeploymentEvent, Release
from site_builder.model.standards import Standards


@dataclass(frozen=True, slots=True)
class RetainedRelease:
    """One release that stands on a target."""

    release: Release
    online: bool


@dataclass(frozen=True, slots=True)
class ReleaseList:
    """What stands on a target, and how that came about."""

    retained: tuple[RetainedRelease, ...]
    """Oldest first."""
    events: tuple[DeploymentEvent, ...]


def list_releases(
    project: Path, target_name: str, standards: Standards, reporter: DeployReporter
) -> ReleaseList:
    """Return the releases of a target. Raises DeployError, and OSError, when it cannot be read."""

    def inspect(host: Remote) -> ReleaseList:
        state = inspect_target(host)
        online = state.online.id if state.online else ""
        retained = tuple(
            RetainedRelease(release, release.id == online) for release in state.retained
        )
        return ReleaseList(retained, history(host))

    target = find_target(project, target_name, standards)
    return with_reconnect(make_request(target, project, resolve_author(""), reporter), inspect)
