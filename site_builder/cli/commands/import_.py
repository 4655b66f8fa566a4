"""`site-builder import`: reports in whatever format an office has → editable source."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from site_builder.cli import catalogue_summary, console, import_json, import_summary
from site_builder.cli.findings_json import findings_to_dicts
from site_builder.cli.needed_folders import missing_file
from site_builder.cli.progress import stage_progress
from site_builder.core.errors import UsageError
from site_builder.core.file_names import IGNORED_NAMES
from site_builder.importing.readers.formats import is_importable
from site_builder.model.catalogue_plan import CatalogueImport
from site_builder.model.form import Form
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.import_files import ImportOptions, ImportResult, import_files


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Import files. Returns 0; 1 when any gave no report or was not written; 2 for wrong usage."""
    standards = load_standards()
    if standards.form_errors:
        console.print_diagnostics(standards.form_errors)
        return 1
    try:
        options = _parse_options(arguments, standards)
    except UsageError as exc:
        console.print_error(str(exc))
        return 2
    with stage_progress() as progress:
        result = import_files(replace(options, progress=progress, announce=_announce), standards)
    _print_result(result, options)
    return 1 if result.failed else 0


def _announce(outcome: CatalogueImport) -> None:
    """Print what a catalogue's sheet is about to change."""
    for line in catalogue_summary.describe_plan(outcome):
        console.print_line(line)


def _print_result(result: ImportResult, options: ImportOptions) -> None:
    for line in import_summary.summarize(result, dry_run=options.dry_run):
        console.print_line(line)
    # Their lines stand among those of their reports.
    console.print_findings((), findings_to_dicts(import_json.report_diagnostics(result)))
    if result.diagnostics:
        console.print_diagnostics(result.diagnostics)
    console.print_facts(**import_json.facts(result))


def _parse_options(arguments: Namespace, standards: Standards) -> ImportOptions:
    """Read the arguments. Raises UsageError."""
    files = tuple(dict.fromkeys(_files(arguments.files)))
    if arguments.year and len(files) > 1:
        raise UsageError(f"--year 只能用于一份报告，这里有 {len(files)} 个文件")
    project = Path(arguments.project)
    if not arguments.dry_run and not (project / "content").is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹；只看结果的，加 --dry-run。"
        raise UsageError(f"{project.resolve()} 里没有 content 文件夹", hint)
    form = _parse_form(arguments.form, standards) if arguments.form else None
    if arguments.year and not form:
        _check_year(arguments.year, standards)
    return ImportOptions(
        project=project,
        files=files,
        year=arguments.year,
        form=form.id if form else None,
        dry_run=arguments.dry_run,
        force=arguments.force,
    )


def _check_year(year: int, standards: Standards) -> None:
    if not any(form.applies_to(year) for form in standards.forms.values()):
        first = min(form.first_year for form in standards.forms.values())
        raise UsageError(f"{year} 年没有适用的统一表式，最早适用于 {first} 年度报告")


def _parse_form(text: str, standards: Standards) -> Form:
    for form in standards.forms.values():
        if text in (form.id, form.key):
            return form
    keys = "、".join(form.key for form in standards.forms.values())
    raise UsageError(f"没有表式“{text}”", f"可以写：{keys}。")


def _files(words: Sequence[str]) -> Iterator[str]:
    """Yield the files that were named, and those in folders that were named. Raises UsageError."""
    for word in words:
        path = Path(word)
        if path.is_dir():
            files = [str(file) for file in sorted(path.rglob("*")) if _is_candidate(file, path)]
            if not files:
                raise UsageError(f"文件夹 {word} 里没有可以导入的文件")
            yield from files
        elif path.exists():
            yield word
        else:
            raise UsageError(missing_file(word))


def _is_candidate(file: Path, folder: Path) -> bool:
    """Return whether a file of a folder is to be imported: none that systems leave there."""
    names = file.relative_to(folder).parts
    hidden = any(name.startswith(IGNORED_NAMES) for name in names)
    return not hidden and is_importable(file.name) and file.is_file()
