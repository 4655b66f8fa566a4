"""`site-builder check`: everything that is wrong with a site, without making it."""

import os
import re
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder import console, reports, rules
from site_builder.commands.days import today
from site_builder.excerpt import Lines
from site_builder.model.diagnostic import Diagnostic, Severity, has_errors
from site_builder.pipeline import Options, check
from site_builder.pipeline.publication import as_published
from site_builder.read.signoffs import ENDING


def run(arguments: Namespace) -> int:
    """Check a site. Returns 0, 1 when there is any error, 2 for an unknown rule or file."""
    if arguments.explain:
        return _explain(arguments.explain)
    project = Path(arguments.project)
    try:
        wanted = _wanted(arguments.only, arguments.paths, project)
    except _UnknownError as unknown:
        console.complain(str(unknown))
        return 2
    result = check(
        Options(
            project=project,
            output=project / "public",
            today=today(arguments.today),
            jobs=arguments.jobs,
            progress=console.progress(),
        )
    )
    findings = as_published(result.findings) if arguments.deploy else result.findings
    chosen = tuple(one for one in findings if wanted(one) or _concerns_all(one))
    accepted = tuple(one for one in result.accepted if wanted(one.finding))
    if arguments.format == "json":
        console.say(reports.as_json(chosen, accepted))
    elif arguments.format == "sarif":
        console.say(reports.as_sarif(chosen, accepted))
    else:
        every = (*result.findings, *(one.finding for one in result.accepted))
        lines = None if arguments.brief else Lines(project, every)
        console.show(chosen, len(accepted), lines)
        if not chosen:
            console.say("没有发现问题。")
    return 1 if has_errors(chosen) else 0


class _UnknownError(Exception):
    """What was asked for is neither a rule nor a file; says so in Chinese."""


def _wanted(only: Sequence[str], paths: Sequence[str], project: Path) -> "_Wanted":
    """Sort what follows `--only` into rules and files: argparse cannot tell them apart."""
    names = [name for one in only for name in _COMMAS.split(one) if name]
    chosen = [name for name in names if rules.known(name)]
    roots = set()
    for word in (*(name for name in names if name not in chosen), *paths):
        root = _named(word, project)
        if root:
            roots.add(root)
        elif word in names and not _PATH.search(word):
            raise _UnknownError(f"没有规则“{word}”。{rules.nearest_rule(word)}")
        elif rules.known(word):
            raise _UnknownError(f"“{word}”是规则的编号，要写在 --only 后面：--only {word}")
        else:
            cure = "请写现有的文件或文件夹，如 content/2021。"
            raise _UnknownError(f"项目里没有“{word}”。{cure}")
    return _Wanted(tuple(chosen), frozenset(roots))


_COMMAS = re.compile("[,，、]")
_PATH = re.compile(r"[\\]|^\.|^content\b|\.(?:md|yaml|[a-z]{3,4})$")
"""What is written as a file is, and never as a rule."""


def _explain(name: str) -> int:
    text = rules.explain(name)
    if not text:
        console.complain(f"没有规则“{name}”。{rules.nearest_rule(name)}")
        return 2
    console.say(text)
    return 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Tells which findings were asked for."""

    only: tuple[str, ...]
    roots: frozenset[str]
    """Files and folders, from the project; none for all."""

    def __call__(self, one: Diagnostic) -> bool:
        files = _asked_with(one.place.file)
        below = not self.roots or any(
            root in (".", *files) or files[0].startswith(f"{root}/") for root in self.roots
        )
        return below and any(rules.selected((one,), self.only))


def _asked_with(file: str) -> tuple[str, ...]:
    """List the files whose findings include those of a file: a record belongs to its document."""
    if not file.endswith(ENDING):
        return (file,)
    text = file.removesuffix(ENDING) + ".md"
    return (file, text, *((f"{file.rpartition('/')[0]}/figures.yaml",) if _is_report(text) else ()))


def _is_report(file: str) -> bool:
    return file.endswith("/report.md")


def _concerns_all(one: Diagnostic) -> bool:
    """Tell whether a finding kept others from being found: it is told whatever was asked for."""
    settings = one.place.file == "config.yaml" and one.severity is Severity.ERROR
    return settings or one.rule in _ALWAYS


_ALWAYS = ("write/busy", "write/failed", "scan/content")


def _named(path: str, project: Path) -> str:
    """Name a file or folder from the project, given from here or from there; empty for none."""
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
