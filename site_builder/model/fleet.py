"""Work on the projects of many bodies: a task for each, and what came of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

FleetAction = Literal["build", "check", "deploy"]
BodyState = Literal["done", "unchanged", "failed", "crashed"]
"""Done, with nothing to do, stopped by what its office has to correct, or by a defect or a kill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTask:
    """What is to be done for one body. It travels to another process or machine, by path alone."""

    action: FleetAction
    code: str
    project: str
    """Its folder, absolute."""
    today: date
    clean: bool = False
    target: str = ""
    """Name of the target to deploy to."""
    author: str = ""
    dry_run: bool = False
    last: "BodyOutcome | None" = None
    """What came of the same task before."""


@dataclass(frozen=True, slots=True)
class BodyOutcome:
    """What came of a task: small, whatever the size of the site."""

    code: str
    project: str
    state: BodyState
    errors: int = 0
    warnings: int = 0
    pages: int = 0
    files: int = 0
    written: int = 0
    removed: int = 0
    message: str = ""
    """What stopped it, or what deploying changed, in Chinese."""
    problems: tuple[str, ...] = ()
    """The first errors, each with its place."""
    inputs: str = ""
    """Digest of how everything stood that it was made from; empty where that may still change."""
    cpu_ms: int = 0
    """Processor time that it took, in milliseconds."""

    @property
    def failed(self) -> bool:
        """Return whether somebody has to do something."""
        return self.state in ("failed", "crashed") or self.errors > 0


@dataclass(frozen=True, slots=True)
class FleetResult:
    """What came of all bodies, in the order of the register."""

    action: FleetAction
    outcomes: tuple[BodyOutcome, ...]
    interruption: str = ""
    """Why not all bodies were worked on, in Chinese; empty when they were."""
    is_interrupted: bool = False
    """Somebody stopped it."""

    @property
    def failed(self) -> bool:
        """Return whether any body failed, or was not reached."""
        return bool(self.interruption) or any(outcome.failed for outcome in self.outcomes)
