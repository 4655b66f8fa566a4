"""What is put online at once: a release, its files, and what was done with releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a release."""

    size: int
    sha256: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the law wants published that a site does not have."""

    file: str
    diagnostic_id: str
    """Id of the diagnostic."""
    message: str
    reason: str = ""
    """Why the office accepts it; empty while nobody has given a reason, which stops `deploy`."""

    def to_dict(self) -> dict[str, str]:
        """Return it under the keys of the written formats, which outlive names in this code."""
        return {
            "file": self.file,
            "problem": self.diagnostic_id,
            "message": self.message,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Release:
    """All files of a site as they are put online together."""

    id: str
    """`<day>-<time>-<start of the digest>`, in China's time: sorts by age."""
    digest: str
    """SHA-256 over names, sizes and digests of all files."""
    files: Mapping[str, FileEntry]
    """By URL."""
    author: str
    created_at: str
    """ISO 8601, China's time."""
    waived_requirements: tuple[Requirement, ...] = ()
    """What the law wants and the site has not, each with the office's reason."""


class Action(StrEnum):
    """What was done on a target."""

    DEPLOY = "发布"
    ROLLBACK = "回退"


@dataclass(frozen=True, slots=True)
class DeploymentEvent:
    """One line of a target's history."""

    action: Action
    release: str
    previous: str
    """The release that was online before; empty for none."""
    digest: str
    author: str
    timestamp: str
    added: int
    changed: int
    removed: int
    files: int

    def to_dict(self) -> dict[str, str | int]:
        """Return it under the keys of the written history, which outlive names in this code."""
        return {
            "action": self.action,
            "release": self.release,
            "before": self.previous,
            "digest": self.digest,
            "who": self.author,
            "when": self.timestamp,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "files": self.files,
        }


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """What a release changes against what is online: URLs, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
