"""A source as it was before it was saved anew."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source as it stands."""

    path: str
    """From the project folder."""
    data: bytes
    """Nothing where there is no such file."""
    digest: str
    """Of the bytes; empty where there is no file. Who saves names what was edited by it."""


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """What a source held until it was replaced."""

    id: str
    """Names it among the versions of its file."""
    replaced_at: str
    """`2026-01-12T10:32:05`, as the clock of the computer showed it."""
    size: int
    """In bytes."""
