"""What stands on a target as far as it was seen, and whether what was said of it still holds."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from site_builder.build.deploy_targets import DeployReporter, unusable_target
from site_builder.build.options import no_progress
from site_builder.core.errors import ConnectionLostError, DeployError
from site_builder.model.location import Location
from site_builder.model.standards import Standards
from site_builder.model.target import Target
from site_builder.usecases.deployment_messages import failure_line
from site_builder.usecases.releases import ReleaseList, list_releases


@dataclass(frozen=True, slots=True)
class TargetSight:
    """What was seen on a target."""

    time: datetime
    releases: ReleaseList | None
    """None where it could not be seen."""
    problem: str = ""
    """Why it could not."""

    @property
    def online(self) -> str:
        """Return the id of the release that is online; empty for none."""
        retained = self.releases.retained if self.releases else ()
        return next((entry.release.id for entry in retained if entry.online), "")


@dataclass(frozen=True, slots=True)
class TargetBasis:
    """What a result rests on, on this machine: how a target is written, and its folder."""

    target: Target
    problem: str


def target_basis(project: Path, target: Target) -> TargetBasis:
    """Return what a result about a target rests on now."""
    # A line that is written above it in the settings changes nothing.
    return TargetBasis(
        replace(target, location=Location("")), str(unusable_target(target, project) or "")
    )


def see_target(project: Path, name: str, standards: Standards, time: datetime) -> TargetSight:
    """Look at a target now; where that fails, tell why."""
    reporter = DeployReporter(lambda _: None, no_progress)
    try:
        return TargetSight(time, list_releases(project, name, standards, reporter))
    except (DeployError, ConnectionLostError, OSError) as exc:
        return TargetSight(time, None, failure_line(exc))
