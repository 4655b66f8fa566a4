"""What the program prints for people: diagnostics and summaries; `progress` shows progress."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from site_builder.cli.json_output import JsonOutput
from site_builder.cli.program_name import as_typed
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.digits import masked
from site_builder.rules import registry

if TYPE_CHECKING:
    from site_builder.cli.source_excerpts import SourceExcerpts
    from site_builder.model.suppression import SuppressedDiagnostic

_RED, _YELLOW, _DIM, _RESET = "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


def configure_streams() -> None:
    """Build the streams able to print any character: a Windows console may know only GBK."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def silence_stdout() -> None:
    """Report nothing more: nobody is reading."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _supports_colour() -> bool:
    return (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and os.name != "nt"
    )


def coloured(severity: Severity) -> str:
    """Return the word of a severity, in its colour on a terminal."""
    colour = _RED if severity is Severity.ERROR else _YELLOW
    return f"{colour}{severity.value}{_RESET}" if _supports_colour() else severity.value


def dimmed(text: str) -> str:
    """Return what may be read later, less bright on a terminal."""
    return f"{_DIM}{text}{_RESET}" if _supports_colour() else text


def print_diagnostics(
    diagnostics: Iterable[Diagnostic],
    suppressed: "Sequence[SuppressedDiagnostic]" = (),
    excerpts: "SourceExcerpts | None" = None,
    *,
    see_all: str = "",
    quiet: bool = False,
) -> None:
    """Print how much is wrong, then each diagnostic with what to do.

    With `see_all`, the command that lists everything, many warnings are folded by kind. Errors are
    never folded, nor is what only building finds: `check` does not list it. With `quiet`, nothing
    is told of what was accepted.
    """
    ordered = tuple(diagnostics)
    accepted = 0 if quiet else len(suppressed)
    counts = _counts_line(ordered, accepted) if ordered or accepted else ""
    if _json is not None:
        _json.messages += [counts] if counts else []
        _json.add_diagnostics(ordered, suppressed)
        return
    warnings = [diagnostic for diagnostic in ordered if not diagnostic.is_error]
    foldable = [diagnostic for diagnostic in warnings if not diagnostic.code.startswith(_UNCHECKED)]
    is_folded = bool(see_all) and len(foldable) > _MAX_LISTED_WARNINGS
    listed = [
        diagnostic
        for diagnostic in ordered
        if not is_folded or diagnostic.is_error or diagnostic.code.startswith(_UNCHECKED)
    ]
    if counts:
        print(counts)
    if ordered:
        print()
    for diagnostic in listed:
        _print_diagnostic(diagnostic, excerpts)
    if is_folded:
        if listed:
            print()
        _print_by_code(foldable, see_all)


def _counts_line(diagnostics: Sequence[Diagnostic], accepted: int) -> str:
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    accepted_note = f"，已接受 {accepted} 处" if accepted else ""
    return f"错误 {errors} 处，提醒 {len(diagnostics) - errors} 处{accepted_note}。"


def _print_diagnostic(diagnostic: Diagnostic, excerpts: "SourceExcerpts | None") -> None:
    label = coloured(diagnostic.severity)
    print(f"{diagnostic.location} {label} {diagnostic.code}  {as_typed(diagnostic.message)}")
    for line in excerpts.lines_at(diagnostic.location) if excerpts else ():
        print(line)
    details = [diagnostic.hint]
    # What reading finds can only be corrected: its basis and number are of no use to an author.
    if re.match(_RULE_CODE, diagnostic.code):
        details += [
            f"依据：{diagnostic.basis}" if diagnostic.basis else "",
            f"编号：{diagnostic.id}" if diagnostic.subject else "",
        ]
    for line in filter(None, details):
        print(f"  {dimmed(as_typed(line))}")


def _print_by_code(warnings: list[Diagnostic], see_all: str) -> None:
    """Print warnings by kind, the most frequent first, each with its first; then how to see all."""
    by_code: dict[str, list[Diagnostic]] = {}
    for warning in warnings:
        by_code.setdefault(warning.code, []).append(warning)
    print(f"提醒 {len(warnings)} 处，不影响生成，分 {len(by_code)} 种：")
    for code, group in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0])):
        first = group[0]
        others = " 等" if len(group) > 1 else ""
        print(f"  {len(group)} 处 {code}  {as_typed(first.message)}")
        print(f"      {first.location}{others}")
    required = sum(map(registry.is_required_to_publish, warnings))
    if required:
        print(f"其中 {required} 处依法应当公布，不补上不能发布。")
    print(f"逐条看原因和改法：{as_typed(see_all)}")


def print_line(text: str) -> None:
    """Print a line."""
    if _json is None:
        print(as_typed(text), flush=True)
    else:
        _json.messages.append(text)


def print_text(text: str) -> None:
    """Print a script or a file as it is, to be kept; for programs it is the fact `text`."""
    if _json is None:
        print(text, flush=True)
    else:
        _json.facts["text"] = text


def print_facts(**facts: object) -> None:
    """Print what the lines say, where a program reads it; for people nothing."""
    if _json is not None:
        _json.facts |= facts


def print_findings(lines: Iterable[str], findings: Iterable[Mapping[str, Any]]) -> None:
    """Print what is wrong: for people the lines, for programs the findings."""
    if _json is not None:
        _json.add_findings(findings)
        return
    for line in lines:
        print(as_typed(line), flush=True)


def print_error(text: str) -> None:
    """Print a line about what went wrong outside the author's files."""
    if _json is None or _json.is_printed:
        # What was typed may hold anything: nothing of it is to steer the terminal.
        text = as_typed(text)
        harmless = "".join(each if each.isprintable() or each == "\n" else "?" for each in text)
        print(masked(harmless), file=sys.stderr)
    else:
        _json.messages.append(masked(text))


def print_ready(**facts: object) -> None:
    """Print the object at once, with these facts: what runs on has begun. For people nothing."""
    if _json is not None:
        _json.facts |= facts
        _print_json(_json, 0)


def run_with_json(name: str, command: Callable[[], int]) -> int:
    """Run a command and print what comes of it as one object. Returns its exit code."""
    global _json  # noqa: PLW0603 - the console is one, like the streams it stands for
    _json = output = JsonOutput(name)
    try:
        exit_code = command()
    finally:
        _json = None
    if not output.is_printed:
        _print_json(output, exit_code)
    return exit_code


def _print_json(output: JsonOutput, exit_code: int) -> None:
    output.is_printed = True
    print(output.text(exit_code), flush=True)


_json: JsonOutput | None = None
"""Collects what is printed, while a command runs whose result is for a program."""


_UNCHECKED = "write/"
"""What only building finds."""
_MAX_LISTED_WARNINGS = 10
"""Warnings that somebody still reads one by one."""
_RULE_CODE = r"[a-z]\d{3}/|[a-z]+/required$"
