"""What one build is asked to do, where it works, what it has found, and what it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_builder.model.acceptance import SuppressedDiagnostic
from site_builder.model.diagnostic import Diagnostic, has_errors, sort_diagnostics
from site_builder.model.manifest import Manifest, OutputRecord
from site_builder.pipeline.reuse import Memory
from site_builder.write.file_list import NONE, FileList


def silent(_stage: str, _done: int, _all: int) -> None:
    """Tell nobody."""


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
    """Look into every file of the output that is to stay: one may be changed and look the same."""
    jobs: int = 0
    """Processes; 0 for as many as there are processors."""
    progress: Callable[[str, int, int], None] = silent
    """Hears of each stage: its name, how many are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did."""

    findings: tuple[Diagnostic, ...]
    pages: int = 0
    """HTML pages of the site."""
    files: int = 0
    """All files of the site."""
    written: int = 0
    removed: int = 0
    accepted: tuple[SuppressedDiagnostic, ...] = ()
    """Findings that an office lets stand."""

    @property
    def failed(self) -> bool:
        """Tell whether nothing was published."""
        return has_errors(self.findings)


@dataclass(slots=True)
class Run:
    """One build on its way: the places it works on and what it has found so far."""

    options: Options
    content: Path
    build: Path
    templates: Path
    manifest_path: Path
    last: Manifest
    jobs: int
    findings: list[Diagnostic] = field(default_factory=list)
    accepted: tuple[SuppressedDiagnostic, ...] = ()
    memory: Memory | None = None
    """What a preview read before; a build asks the disk instead."""
    listed: FileList = NONE
    """The list of files that stands in the output folder."""
    judged: dict[str, str] = field(default_factory=dict)
    """Path of a source → digest of the bytes that were checked: no others are published."""
    unkept: OSError | None = None
    """Why something could not be left for the next build."""

    def keep(self, save: Callable[[], None]) -> None:
        """Leave something for the next build; where that fails, this one goes on."""
        try:
            save()
        except OSError as fault:
            self.unkept = self.unkept or fault

    def told(self, stage: str, total: int, done: int) -> None:
        """Tell how far a stage has come."""
        self.options.progress(stage, done, total)

    @property
    def output_name(self) -> str:
        """The output folder as people name it."""
        output, project = self.options.output, self.options.project
        return str(output.relative_to(project)) if output.is_relative_to(project) else str(output)


def found(run: Run) -> Result:
    """Tell what was found, nothing having been made."""
    return Result(sort_diagnostics(run.findings), accepted=run.accepted)


def made(run: Run, records: Mapping[str, OutputRecord], written: int, removed: int) -> Result:
    """Tell what was found and what stands in the output folder."""
    pages = sum(url.endswith(".html") for url in records)
    return Result(
        sort_diagnostics(run.findings), pages, len(records), written, removed, run.accepted
    )
