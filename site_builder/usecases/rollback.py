"""Put an earlier release of a target online again."""

from dataclasses import dataclass
from pathlib import Path

from site_builder.build.deploy_targets import (
    DeployReporter,
    find_target,
    make_request,
    resolve_author,
)
from site_builder.deploy import deployment
from site_builder.model.release import DeploymentEvent, Release
from site_builder.model.standards import Standards


@dataclass(frozen=True, slots=True)
class RollbackRequest:
    """Which release is to be online again, where, and who orders it."""

    project: Path
    target: str
    """Name of a target."""
    release: str
    """Id of a release; empty for the one before."""
    author: str
    """Empty for the account of this machine."""


def rollback(
    request: RollbackRequest, standards: Standards, reporter: DeployReporter
) -> tuple[DeploymentEvent, Release]:
    """Return what was done and the release that is online now. Raises DeployError, OSError."""
    target = find_target(request.project, request.target, standards)
    author = resolve_author(request.author)
    return deployment.rollback(
        make_request(target, request.project, author, reporter), request.release
    )
