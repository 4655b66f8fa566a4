"""One build on its way: where it works and what it has found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.build.cache import MemoryCache
from site_builder.build.common_folder import template_folders
from site_builder.build.file_list import EMPTY_FILE_LIST, FileList
from site_builder.build.fingerprint import InputState
from site_builder.build.options import Options, Result, WorkCounts
from site_builder.build.text_bodies import TextBodies
from site_builder.core.folder_state import folder_state
from site_builder.core.hashing import digest
from site_builder.model.diagnostic import Diagnostic, sort_diagnostics
from site_builder.model.manifest import Manifest, OutputRecord
from site_builder.model.standards import Standards
from site_builder.model.suppression import SuppressedDiagnostic
from site_builder.render.template_folder import Templates


@dataclass(slots=True)
class BuildContext:
    """One build on its way: the places it works on and what it has found so far."""

    options: Options
    standards: Standards
    content: Path
    build: Path
    templates: Templates
    manifest_path: Path
    previous_manifest: Manifest
    jobs: int
    inputs: InputState | None = None
    """How everything stood before it was read; None where nothing is written."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    suppressed: tuple[SuppressedDiagnostic, ...] = ()
    memory: MemoryCache | None = None
    """What a preview read before; a build asks the disk instead."""
    scanned_at_ns: int = 0
    """When the files that are being read were listed, in nanoseconds."""
    file_list: FileList = EMPTY_FILE_LIST
    """The list of files that stands in the output folder."""
    checked_digests: dict[str, str] = field(default_factory=dict)
    """Path of a source → digest of the bytes that were checked: no others are published."""
    site_key: str = ""
    """What decides all that is found and planned, besides the texts of documents and the words
    of their lines in lists."""
    records_key: str = ""
    """What decides those lines."""
    bodies: TextBodies = field(default_factory=TextBodies)
    """The texts that were read in this build, where there are many."""
    work: WorkCounts = field(default_factory=WorkCounts)
    cache_error: OSError | None = None
    """Why something could not be left for the next build."""

    def try_save(self, save: Callable[[], None]) -> None:
        """Leave something for the next build; where that fails, this one goes on."""
        try:
            save()
        except OSError as exc:
            self.cache_error = self.cache_error or exc

    def report_progress(self, stage: str, total: int, done: int) -> None:
        """Report how far a stage has come."""
        self.options.progress(stage, done, total)

    @property
    def output_name(self) -> str:
        """Return the output folder as people name it."""
        output, project = self.options.output, self.options.project
        return str(output.relative_to(project)) if output.is_relative_to(project) else str(output)


def find_templates(project: Path) -> Templates:
    """Return the templates of a project as they stand now."""
    folder, *below = template_folders(project)
    states = [folder_state(str(each), follow_links=True)[0] for each in (folder, *below)]
    text = "\n\n".join(map("\n".join, states))
    return Templates(folder, digest(text.encode("utf-8", "surrogatepass")), tuple(below))


def unbuilt_result(context: BuildContext) -> Result:
    """Return what was found, nothing having been made."""
    return Result(sort_diagnostics(context.diagnostics), suppressed=context.suppressed)


def built_result(
    context: BuildContext, records: Mapping[str, OutputRecord], written: int, removed: int
) -> Result:
    """Return what was found and what stands in the output folder."""
    pages = sum(url.endswith(".html") for url in records)
    return Result(
        sort_diagnostics(context.diagnostics),
        pages,
        len(records),
        written,
        removed,
        context.suppressed,
        work=context.work,
    )
