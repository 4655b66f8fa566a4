"""`site-builder check`: everything that is wrong with a site, without making it."""

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.build.options import Options
from site_builder.build.publication import escalate_requirements
from site_builder.cli import console, sarif
from site_builder.cli.clock import today
from site_builder.cli.progress import stage_progress
from site_builder.cli.source_excerpts import SourceExcerpts
from site_builder.content.remarks import REMARKS_SUFFIX
from site_builder.content.sign_offs import SIGN_OFF_SUFFIX
from site_builder.core.errors import UsageError
from site_builder.core.nearest_path import nearest_path
from site_builder.model.diagnostic import Diagnostic, Severity, has_errors
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.model.suppression import SuppressedDiagnostic
from site_builder.rules import registry
from site_builder.usecases.check import check


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Check a site. Returns 0, 1 when there is any error, 2 for an unknown rule or file."""
    standards = load_standards()
    project = Path(arguments.project)
    try:
        selection = _parse_selection(arguments.only, arguments.paths, project, standards)
    except UsageError as exc:
        console.print_error(str(exc))
        return 2
    with stage_progress(quiet=arguments.quiet) as progress:
        options = Options(
            project=project,
            output=project / "public",
            today=today(arguments.today),
            jobs=arguments.jobs,
            progress=progress,
        )
        result = check(options, standards)
    diagnostics = (
        escalate_requirements(result.diagnostics) if arguments.deploy else result.diagnostics
    )
    selected = tuple(
        diagnostic
        for diagnostic in diagnostics
        if selection(diagnostic) or _is_site_wide(diagnostic)
    )
    suppressed = tuple(entry for entry in result.suppressed if selection(entry.diagnostic))
    if arguments.format == "sarif":
        console.print_text(sarif.as_sarif(selected, suppressed))
    else:
        all_diagnostics = (*result.diagnostics, *(entry.diagnostic for entry in result.suppressed))
        excerpts = None if arguments.brief else SourceExcerpts(project, all_diagnostics)
        _print(arguments, selected, suppressed, excerpts)
    return 1 if has_errors(selected) else 0


def _print(
    arguments: Namespace,
    diagnostics: tuple[Diagnostic, ...],
    suppressed: tuple[SuppressedDiagnostic, ...],
    excerpts: SourceExcerpts | None,
) -> None:
    # Whoever names rules or files has few enough to read.
    is_listed = arguments.all or arguments.only or arguments.paths
    if not (diagnostics or arguments.quiet):
        console.print_line("没有发现问题。")
    console.print_diagnostics(
        diagnostics,
        suppressed,
        excerpts,
        see_all="" if is_listed else "site-builder check --all",
        quiet=arguments.quiet,
    )


def _parse_selection(
    only: Sequence[str], paths: Sequence[str], project: Path, standards: Standards
) -> "_Selection":
    """Sort what follows `--only` into rules and files: argparse cannot distinguish them."""
    names = [name for argument in only for name in _COMMA.split(argument) if name]
    codes = [name for name in names if registry.is_valid_code(name, standards)]
    roots = set()
    for word in (*(name for name in names if name not in codes), *paths):
        root = _project_path(word, project)
        if root:
            roots.add(root)
        elif word in names and not _PATH.search(word):
            raise UsageError(f"没有规则“{word}”。{registry.suggest_code(word, standards)}")
        elif registry.is_valid_code(word, standards):
            raise UsageError(f"“{word}”是规则的编号，要写在 --only 后面：--only {word}")
        else:
            nearest = nearest_path(word, Path(), project)
            hint = (
                f"是不是“{nearest}”？" if nearest else "请写现有的文件或文件夹，如 content/2021。"
            )
            raise UsageError(f"项目里没有“{word}”。{hint}")
    return _Selection(tuple(codes), frozenset(roots))


_COMMA = lazy_pattern("[,，、]")
_PATH = lazy_pattern(r"[\\]|^\.|^content\b|\.(?:md|yaml|[a-z]{3,4})$")
"""What is written as a file is, and never as a rule."""


@dataclass(frozen=True, slots=True)
class _Selection:
    """Decides which diagnostics were asked for."""

    codes: tuple[str, ...]
    roots: frozenset[str]
    """Files and folders, from the project; none for all."""

    def __call__(self, diagnostic: Diagnostic) -> bool:
        files = _related_files(diagnostic.location.file)
        in_scope = not self.roots or any(
            root in (".", *files) or files[0].startswith(f"{root}/") for root in self.roots
        )
        return in_scope and any(registry.select((diagnostic,), self.codes))


def _related_files(file: str) -> tuple[str, ...]:
    """Return the files whose diagnostics count as a file's: a record belongs to its document."""
    suffix = next((each for each in (SIGN_OFF_SUFFIX, REMARKS_SUFFIX) if file.endswith(each)), "")
    if not suffix:
        return (file,)
    text = file.removesuffix(suffix) + ".md"
    return (file, text, *((f"{file.rpartition('/')[0]}/figures.yaml",) if _is_report(text) else ()))


def _is_report(file: str) -> bool:
    return file.endswith("/report.md")


def _is_site_wide(diagnostic: Diagnostic) -> bool:
    """Return whether a diagnostic may hide others: it is reported whatever was asked for."""
    is_settings_error = (
        diagnostic.location.file == "config.yaml" and diagnostic.severity is Severity.ERROR
    )
    return is_settings_error or diagnostic.code in _SITE_WIDE_CODES


_SITE_WIDE_CODES = ("forms/file", "write/busy", "write/failed", "scan/content")


def _project_path(path: str, project: Path) -> str:
    """Return a path from the project, given from here or from there; empty for none."""
    root = project.resolve()
    for start in (Path(), project):
        target = Path(os.path.abspath(start / path))  # noqa: PTH100 - a link is not to be followed
        if target.resolve() != root:
            target = target.parent.resolve() / target.name
        if target.is_relative_to(root) and (target.exists() or target.is_symlink()):
            return target.relative_to(root).as_posix()
        if target.resolve() == root:
            return "."
    return ""
