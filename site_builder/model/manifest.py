"""What was written, from what, under which key. Stored in `.build/` between builds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.suppression import SuppressedDiagnostic


class OutputRecord(NamedTuple):
    """One file of the output. A tuple: each build restores thousands."""

    cache_key: str
    """What decides its bytes besides what its renderer shares with others."""
    digest: str
    """Digest of its bytes."""
    size: int
    mtime_ns: int
    """Modification time in nanoseconds, as left by the build."""
    renderer: str = ""
    """By what it was made: a name in the manifest's `shared`."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files that belong to the builder in one output folder, by URL."""

    site_key: str
    """Of all that decides what is found in the site and what is planned, except the texts of the
    catalogue; empty while a build is under way."""
    records: Mapping[str, OutputRecord]
    diagnostics: tuple[Diagnostic, ...]
    """What the build found, to be reported again when nothing has changed."""
    suppressed: tuple[SuppressedDiagnostic, ...]
    lists: tuple[str, ...] = ()
    """Digests of the list in the output folder as a build wrote it, or was about to."""
    unsettled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """URL → digests of what may stand there instead, while a build is under way."""
    shared: Mapping[str, str] = field(default_factory=dict)
    """Renderer → what decided all the files it made."""
    records_key: str = ""
    """Of the records of all documents of the catalogue: words of their lines, and all else."""
    years: tuple[int, ...] = ()
    """Sections of the site, newest first."""
    fonts: tuple[tuple[str, str], ...] = ()
    """Files of the system that PDF files were set with, each with its size and times then."""
