"""A file of an office under `content/`, as the scan found it."""

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["page", "rule", "year", "report", "figures", "document", "file", "signoff"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file and what it is for, decided by its path alone."""

    path: str
    """Path below `content/`, with forward slashes."""
    kind: SourceKind
    year: int
    """The year folder it lies in; 0 outside."""
    size: int
    """Bytes."""
    timestamps_ns: tuple[int, int]
    """Modification and change time in nanoseconds; shows that a file may have changed."""

    @property
    def display_path(self) -> str:
        """Return path from the project folder, as diagnostics quote it."""
        return f"content/{self.path}"
