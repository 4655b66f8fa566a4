"""What is put online at once: a release, its files, and what was done with releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of a release."""

    size: int
    sha256: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the law wants published that a site does not have."""

    file: str
    problem: str
    """Id of the finding."""
    message: str
    reason: str = ""
    """Why the office lets it stand; empty while nobody has said so, which stops `deploy`."""


@dataclass(frozen=True, slots=True)
class Release:
    """All files of a site as they are put online together."""

    id: str
    """`<day>-<time>-<start of the digest>`, in China's time: sorts by age."""
    digest: str
    """SHA-256 over names, sizes and digests of all files."""
    files: Mapping[str, FileFacts]
    """By URL."""
    who: str
    when: str
    """ISO 8601, China's time."""
    accepted: tuple[Requirement, ...] = ()
    """What the law wants and the site has not, each with the office's reason."""


class Action(StrEnum):
    """What was done on a target."""

    DEPLOY = "发布"
    ROLLBACK = "回退"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a target's history."""

    action: Action
    release: str
    before: str
    """The release that was online before; empty for none."""
    digest: str
    who: str
    when: str
    added: int
    changed: int
    removed: int
    files: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What a release changes against what is online: URLs, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Tell whether nothing changes."""
        return not (self.added or self.changed or self.removed)
