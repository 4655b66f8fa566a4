"""What the program prints for people: diagnostics and summaries; `progress` shows progress."""

import os
import re
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from site_builder.cli.json_output import JsonOutput
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.digits import masked
from site_builder.rules import registry

if TYPE_CHECKING:
    from site_builder.cli.source_excerpts import SourceExcerpts
    from site_builder.model.verification import VerificationFinding, VerificationReport

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


def print_diagnostics(
    diagnostics: Iterable[Diagnostic],
    suppressed_count: int,
    excerpts: "SourceExcerpts | None" = None,
    *,
    headline: str = "",
    see_all: str = "",
) -> None:
    """Print what came of it and how much is wrong, then each diagnostic with what to do.

    With `see_all`, the command that lists everything, many warnings are folded by kind. Errors are
    never folded, nor is what only building finds: `check` does not list it.
    """
    ordered = tuple(diagnostics)
    if _json is not None:
        _json.messages += [headline] if headline else []
        _json.add_diagnostics(ordered, suppressed_count)
        return
    warnings = [diagnostic for diagnostic in ordered if not diagnostic.is_error]
    foldable = [diagnostic for diagnostic in warnings if not diagnostic.code.startswith(_UNCHECKED)]
    is_folded = bool(see_all) and len(foldable) > _MAX_LISTED_WARNINGS
    listed = [
        diagnostic
        for diagnostic in ordered
        if not is_folded or diagnostic.is_error or diagnostic.code.startswith(_UNCHECKED)
    ]
    if headline:
        print(headline)
    if ordered or suppressed_count:
        suppressed_note = f"，已接受 {suppressed_count} 处" if suppressed_count else ""
        print(f"错误 {len(ordered) - len(warnings)} 处，提醒 {len(warnings)} 处{suppressed_note}。")
    if ordered:
        print()
    for diagnostic in listed:
        _print_diagnostic(diagnostic, excerpts)
    if is_folded:
        if listed:
            print()
        _print_by_code(foldable, see_all)


def _print_diagnostic(diagnostic: Diagnostic, excerpts: "SourceExcerpts | None") -> None:
    coloured = _supports_colour()
    label = diagnostic.severity.value
    if coloured:
        colour = _RED if diagnostic.severity is Severity.ERROR else _YELLOW
        label = f"{colour}{label}{_RESET}"
    print(f"{diagnostic.location} {label} {diagnostic.code}  {diagnostic.message}")
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
        print(f"  {_DIM}{line}{_RESET}" if coloured else f"  {line}")


def _print_by_code(warnings: list[Diagnostic], see_all: str) -> None:
    """Print warnings by kind, the most frequent first, each with its first; then how to see all."""
    by_code: dict[str, list[Diagnostic]] = {}
    for warning in warnings:
        by_code.setdefault(warning.code, []).append(warning)
    print(f"提醒 {len(warnings)} 处，不影响生成，分 {len(by_code)} 种：")
    for code, group in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0])):
        first = group[0]
        others = " 等" if len(group) > 1 else ""
        print(f"  {len(group)} 处 {code}  {first.message}")
        print(f"      {first.location}{others}")
    required = sum(map(registry.is_required_to_publish, warnings))
    if required:
        print(f"其中 {required} 处依法应当公布，不补上不能发布。")
    print(f"逐条看原因和改法：{see_all}")


def print_verification(report: "VerificationReport", *, quiet: bool = False) -> None:
    """Print what `verify` found: of findings with the same hint, the hint once, after them.

    With `quiet`, nothing is printed where all is well.
    """
    summary = _verification_summary(report)
    if not (quiet and summary.startswith(_SAME)):
        print(summary, end="\n\n" if report.findings else "\n")
    coloured = _supports_colour()
    findings = sorted(report.findings, key=_kind_order)
    for hint, group in groupby(findings, key=lambda finding: finding.hint):
        for finding in group:
            label = finding.severity.value
            if coloured:
                colour = _RED if finding.severity is Severity.ERROR else _YELLOW
                label = f"{colour}{label}{_RESET}"
            resource = f"{finding.resource}  " if finding.resource else ""
            print(f"{label} {resource}{finding.message}")
        print(f"  {_DIM}{hint}{_RESET}\n" if coloured else f"  {hint}\n")


def _verification_summary(report: "VerificationReport") -> str:
    checked = report.checked
    counts = (
        f"目标上核对 {checked.on_host} 个" if checked.on_host else "",
        f"网上核对 {checked.online} 个" if checked.online else "",
        f"外站链接 {checked.links} 个" if checked.links else "",
    )
    summary = "，".join(filter(None, counts))
    if report.matches and report.complete and summary:
        warning_note = f"；提醒 {report.warnings} 处" if report.warnings else ""
        return (
            f"{_SAME}：{report.files} 个文件和发布的 {report.release} 相同"
            f"（{summary}）{warning_note}。"
        )
    outcome = "没有核对完" if report.matches else "不一致"
    return (
        f"{outcome}：错误 {report.errors} 处，"
        f"提醒 {report.warnings} 处（{summary or '没有核对'}）。"
    )


def _kind_order(finding: "VerificationFinding") -> int:
    return list(type(finding.kind)).index(finding.kind)


def print_line(text: str) -> None:
    """Print a line."""
    if _json is None:
        print(text, flush=True)
    else:
        _json.messages.append(text)


def print_facts(**facts: object) -> None:
    """Print what the lines say, where a program reads it; for people nothing."""
    if _json is not None:
        _json.facts |= facts


def print_error(text: str) -> None:
    """Print a line about what went wrong outside the author's files."""
    if _json is None:
        # What was typed may hold anything: nothing of it is to steer the terminal.
        harmless = "".join(each if each.isprintable() or each == "\n" else "?" for each in text)
        print(masked(harmless), file=sys.stderr)
    else:
        _json.messages.append(masked(text))


def run_with_json(command: Callable[[], int]) -> int:
    """Run a command and print what comes of it as one object. Returns its exit code."""
    global _json  # noqa: PLW0603 - the console is one, like the streams it stands for
    _json = output = JsonOutput()
    try:
        exit_code = command()
    finally:
        _json = None
    print(output.text(exit_code), flush=True)
    return exit_code


_json: JsonOutput | None = None
"""Collects what is printed, while a command runs whose result is for a program."""


_SAME = "一致"
"""How the summary of a verification begins where all is as released."""
_UNCHECKED = "write/"
"""What only building finds."""
_MAX_LISTED_WARNINGS = 10
"""Warnings that somebody still reads one by one."""
_RULE_CODE = r"[a-z]\d{3}/|[a-z]+/required$"
