"""What a build is asked to do, and what it did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic, has_errors
from site_builder.model.suppression import SuppressedDiagnostic

StageProgress = Callable[[str, int, int], None]
"""Called for each stage: its name, how many are done, how many there are."""


def no_progress(_stage: str, _done: int, _all: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked to do."""

    project: Path
    output: Path
    today: date
    """The day on which it is asked; rules about dates depend on it, pages never do."""
    drafts: bool = False
    """Show what has not been signed, with a mark, instead of refusing it."""
    wechat: bool = False
    """Make the articles for an official account instead of the site."""
    clean: bool = False
    """Forget what earlier builds left."""
    thorough: bool = False
    """Read every file of the output that is to stay: a change may leave size and times the same."""
    explain: str = ""
    """A file, address or source of which to explain why it was made again; empty for none."""
    jobs: int = 0
    """Processes; 0 for as many as there are processors."""
    progress: StageProgress = no_progress


@dataclass(slots=True)
class WorkCounts:
    """How much was done; a build's cost is to follow what changed, not how large a site is."""

    read: int = 0
    """Texts and attachments that were read and checked."""
    planned: int = 0
    """Pages and downloads of which it was asked whether they are as they were."""
    indexed: int = 0
    """Groups of the search index that were made."""
    rendered: int = 0
    """Files that were made, be it to find them as they were."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did."""

    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    """HTML pages of the site."""
    files: int = 0
    """All files of the site."""
    written: int = 0
    removed: int = 0
    suppressed: tuple[SuppressedDiagnostic, ...] = ()
    """Diagnostics that an office accepts."""
    explanation: tuple[str, ...] = ()
    """Lines about what was asked to be explained."""
    work: WorkCounts = field(default_factory=WorkCounts)

    @property
    def failed(self) -> bool:
        """Return whether nothing was published."""
        return has_errors(self.diagnostics)
