"""A file of an office under `content/`: what it is for, and how it stood when it was listed."""

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal[
    "page", "rule", "year", "report", "figures", "document", "file", "signoff", "remarks"
]
REVIEW_RECORDS: tuple[SourceKind, ...] = ("signoff", "remarks")
"""What stands beside a text and tells of its review; never published."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file and what it is for, decided by its path alone."""

    path: str
    """Path below `content/`, with forward slashes."""
    kind: SourceKind
    year: int
    """The year folder it lies in; 0 outside."""

    @property
    def display_path(self) -> str:
        """Return path from the project folder, as diagnostics quote it."""
        return f"content/{self.path}"


@dataclass(frozen=True, slots=True)
class SourceFile(Source):
    """A source as the scan found it. What is read from it never knows size or times."""

    size: int
    """Bytes."""
    timestamps_ns: tuple[int, int]
    """Modification and change time in nanoseconds; shows that a file may have changed."""

    @property
    def source(self) -> Source:
        """Return the file without how it stood."""
        return Source(self.path, self.kind, self.year)

    @property
    def state(self) -> str:
        """Return size and times as one word: another word, perhaps another text."""
        return f"{self.size}-{self.timestamps_ns[0]}-{self.timestamps_ns[1]}"
