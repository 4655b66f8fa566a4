"""An office's files in any format → editable source in a project, every doubt said aloud."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.build import recognized_files
from site_builder.build.drafted_files import draft_files
from site_builder.build.imported_files import NOTHING_WRITTEN, WrittenFiles, write_files
from site_builder.build.options import StageProgress, no_progress
from site_builder.core.errors import ImportRefusedError, describe_os_error
from site_builder.importing.combination import combine
from site_builder.importing.recognition.catalogue import CatalogueSheet
from site_builder.model.catalogue_plan import CatalogueImport
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.failure import FailureGroup
from site_builder.model.figures import Figures, MissingValue
from site_builder.model.form import Form
from site_builder.model.frozendict import frozendict
from site_builder.model.imported import ImportedReport, Recognition
from site_builder.model.location import Location
from site_builder.model.original import Block
from site_builder.model.standards import Standards
from site_builder.standards.identities import Evaluation, evaluate
from site_builder.standards.likely_causes import likely_causes
from site_builder.usecases.import_catalogue import (
    Announcement,
    import_catalogue,
    no_announcement,
)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import is asked to do."""

    project: Path
    files: tuple[str, ...]
    """As they are to be named in messages."""
    year: int | None = None
    form: str | None = None
    """Id of the form; None: by year and by what the tables look like."""
    dry_run: bool = False
    force: bool = False
    """Replace what stands in the project, after a copy of it was set aside."""
    progress: StageProgress = no_progress
    announce: Announcement = no_announcement
    """Called with what a catalogue's sheet comes to, before anything of it is written."""


@dataclass(frozen=True, slots=True)
class ReportImport:
    """A report that was imported, with what its figures prove and what was written."""

    report: ImportedReport
    form: Form
    figures: Figures
    """Doubtful cells are blank in it."""
    causes: tuple[FailureGroup, ...]
    """The failed identities with what may have gone wrong; doubtful cells are left out of it."""
    evaluations: tuple[Evaluation, ...]
    """Every identity of the form on every line where it could be decided."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why it was not written."""
    files: WrittenFiles = NOTHING_WRITTEN

    @property
    def failed(self) -> bool:
        """Return whether the report was not written."""
        return bool(self.diagnostics)

    def has_doubts(self, evaluation: Evaluation) -> bool:
        """Return whether an identity rests on a cell that is doubtful: it decides nothing then."""
        return any(self.report.cells[key].value is None for key in evaluation.keys)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of all files."""

    reports: tuple[ReportImport, ...]
    """By year."""
    left_over: tuple[Block, ...]
    """Of files in which no report was recognized."""
    diagnostics: tuple[Diagnostic, ...]
    """About files that gave no report, and years that have two."""
    catalogues: tuple[CatalogueImport, ...] = ()
    """Of sheets that are a catalogue, in the order of the files."""

    @property
    def failed(self) -> bool:
        """Return whether anything that was asked for was not imported."""
        failed_reports = any(report.failed for report in self.reports)
        failed_sheets = any(outcome.failed for outcome in self.catalogues)
        return bool(self.diagnostics) or failed_reports or failed_sheets


def import_files(options: ImportOptions, standards: Standards) -> ImportResult:
    """Import reports, each written whole or not at all; a file that fails stops no other."""
    recognized, diagnostics = recognized_files.recognize(
        options.files, standards, options.year, options.form, options.progress
    )
    recognitions = [item for item in recognized if isinstance(item, Recognition)]
    sheets = [item for item in recognized if isinstance(item, CatalogueSheet)]
    left_over = tuple(block for item in recognitions for block in item.left_over)
    by_year: dict[int, list[ImportedReport]] = {}
    for recognition in recognitions:
        diagnostics += recognition.diagnostics
        for report in recognition.reports:
            by_year.setdefault(report.year, []).append(report)
    imports: list[ReportImport] = []
    for year, reports in sorted(by_year.items()):
        combined, conflicts = _single_report(year, reports)
        diagnostics += conflicts
        if combined is not None:
            previous = _previous_figures(combined, imports)
            checked = check_report(combined, standards.forms[combined.form], previous)
            imports.append(checked if options.dry_run else _write(checked, options, standards))
    catalogues = tuple(
        import_catalogue(
            sheet,
            options.project,
            standards,
            dry_run=options.dry_run,
            force=options.force,
            announce=options.announce,
        )
        for sheet in sheets
    )
    return ImportResult(tuple(imports), left_over, tuple(diagnostics), catalogues)


def _previous_figures(report: ImportedReport, imports: Sequence[ReportImport]) -> Figures | None:
    """Return the figures of the same body a year earlier, where they were imported as well."""
    for earlier in imports:
        if earlier.report.year == report.year - 1 and earlier.report.body == report.body:
            return earlier.figures
    return None


def _single_report(
    year: int, reports: list[ImportedReport]
) -> tuple[ImportedReport | None, tuple[Diagnostic, ...]]:
    """Join what several files say about a year, or report that they are two versions of it."""
    combined = reports[0]
    for report in reports[1:]:
        joined = combine(combined, report)
        if joined is None:
            message = f"{combined.file} 和 {report.file} 都是 {year} 年度的报告，不知道以哪份为准"
            hint = "请只导入其中一份；年份认错的，单独导入并加 --year。"
            return None, (error("import/same-year", Location(report.file), message, hint),)
        combined = joined
    return combined, ()


def check_report(
    report: ImportedReport, form: Form, previous_figures: Figures | None
) -> ReportImport:
    """Evaluate the identities of the form; a doubtful cell has no number."""
    cells = {
        key: MissingValue.BLANK if cell.value is None else cell.value
        for key, cell in report.cells.items()
    }
    figures = Figures(form.id, frozendict(cells), frozendict({}))
    certain = {key: cell.value for key, cell in report.cells.items() if cell.value is not None}
    certain_figures = Figures(form.id, frozendict(certain), frozendict({}))
    evaluations = (
        evaluation
        for table in form.tables()
        for evaluation in evaluate(table, figures, previous_figures)
    )
    causes = likely_causes(form, certain_figures, previous_figures)
    return ReportImport(report, form, figures, causes, tuple(evaluations))


def _write(checked: ReportImport, options: ImportOptions, standards: Standards) -> ReportImport:
    report = checked.report
    location = Location(report.file)
    try:
        files = draft_files(report, checked.form, standards, options.project)
        written = write_files(options.project, files, force=options.force)
    except ImportRefusedError as exc:
        refusal = error("import/refused", location, exc.message, exc.hint)
        return replace(checked, diagnostics=(refusal,))
    except OSError as exc:
        message = f"写不进 content/{report.year}：{describe_os_error(exc)}"
        failure = error("import/failed", location, message, "请检查文件夹的权限和磁盘空间。")
        return replace(checked, diagnostics=(failure,))
    return replace(checked, files=written)
