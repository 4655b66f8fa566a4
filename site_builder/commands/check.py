"""`site-builder check`: everything that is wrong with a site, without making it."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from site_builder import console, reports, rules
from site_builder.model.diagnostic import Diagnostic, has_errors
from site_builder.pipeline import Options, check


def run(arguments: Namespace) -> int:
    """Check a site. Returns 0, 1 when there is any error, 2 for an unknown rule."""
    if arguments.explain:
        return _explain(arguments.explain)
    unknown = [name for name in arguments.only if not rules.explain(name)]
    if unknown:
        console.complain(f"没有规则“{unknown[0]}”。{rules.nearest_rule(unknown[0])}")
        return 2
    project = Path(arguments.project)
    result = check(
        Options(
            project=project,
            output=project / "public",
            today=arguments.today or date.today(),  # noqa: DTZ011 - the office's own day
            jobs=arguments.jobs,
            progress=console.progress(),
        )
    )
    chosen = tuple(
        _below(rules.selected(result.findings, arguments.only), arguments.paths, project)
    )
    if arguments.format == "json":
        console.say(reports.as_json(chosen, result.accepted))
    elif arguments.format == "sarif":
        console.say(reports.as_sarif(chosen, result.accepted))
    else:
        console.show(chosen, len(result.accepted))
        if not chosen:
            console.say("没有发现问题。")
    return 1 if has_errors(chosen) else 0


def _explain(name: str) -> int:
    text = rules.explain(name)
    if not text:
        console.complain(f"没有规则“{name}”。{rules.nearest_rule(name)}")
        return 2
    console.say(text)
    return 0


def _below(
    findings: Iterable[Diagnostic], paths: Iterable[str], project: Path
) -> Iterator[Diagnostic]:
    """Keep the findings of some files or folders, named from here or from the project."""
    roots = {_named(path, project) for path in paths}
    for one in findings:
        file = one.place.file
        if not roots or any(file == root or file.startswith(f"{root}/") for root in roots):
            yield one


def _named(path: str, project: Path) -> str:
    resolved = Path(path).resolve()
    if resolved.is_relative_to(project.resolve()) and resolved.exists():
        return resolved.relative_to(project.resolve()).as_posix()
    return Path(path).as_posix().rstrip("/")
