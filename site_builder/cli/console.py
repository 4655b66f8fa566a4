"""What the program prints for people: diagnostics and summaries; `progress` shows progress."""

import os
import re
import sys
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

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
    grouped: bool = False,
) -> None:
    """Print diagnostics, each with its place, what is wrong and what to do; then count them.

    With `grouped`, many warnings are listed by kind: who builds is to see the errors first. What
    `check` does not examine is always listed one by one.
    """
    ordered = tuple(diagnostics)
    warnings = [diagnostic for diagnostic in ordered if diagnostic.severity is Severity.WARNING]
    by_kind = [diagnostic for diagnostic in warnings if not diagnostic.code.startswith(_UNCHECKED)]
    grouped = grouped and len(by_kind) > _MAX_LISTED_WARNINGS
    for diagnostic in ordered:
        if (
            not grouped
            or diagnostic.severity is Severity.ERROR
            or diagnostic.code.startswith(_UNCHECKED)
        ):
            _print_diagnostic(diagnostic, excerpts)
    if grouped:
        _print_by_code(by_kind)
    if ordered or suppressed_count:
        suppressed_note = f"，已接受 {suppressed_count} 处" if suppressed_count else ""
        print(
            f"\n错误 {len(ordered) - len(warnings)} 处，提醒 {len(warnings)} 处{suppressed_note}。"
        )


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


def _print_by_code(warnings: list[Diagnostic]) -> None:
    """Print warnings by kind, the most frequent first, with one next step."""
    by_code: dict[str, list[Diagnostic]] = {}
    for warning in warnings:
        by_code.setdefault(warning.code, []).append(warning)
    print(f"提醒 {len(warnings)} 处，不影响生成：")
    for code, group in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"  {len(group)} 处 {code}  {registry.title(code)}，如 {group[0].location}")
    print("逐条看原因和改法，请运行 site-builder check。")


def print_verification(report: "VerificationReport", *, quiet: bool = False) -> None:
    """Print what `verify` found: of findings with the same hint, the hint once, after them.

    With `quiet`, nothing is printed where all is well.
    """
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
    checked = report.checked
    counts = (
        f"目标上核对 {checked.on_host} 个" if checked.on_host else "",
        f"网上核对 {checked.online} 个" if checked.online else "",
        f"外站链接 {checked.links} 个" if checked.links else "",
    )
    summary = "，".join(filter(None, counts))
    if report.matches and report.complete and summary:
        if quiet:
            return
        warning_note = f"；提醒 {report.warnings} 处" if report.warnings else ""
        print(
            f"一致：{report.files} 个文件和发布的 {report.release} 相同"
            f"（{summary}）{warning_note}。"
        )
        return
    outcome = "没有核对完" if report.matches else "不一致"
    print(
        f"{outcome}：错误 {report.errors} 处，"
        f"提醒 {report.warnings} 处（{summary or '没有核对'}）。"
    )


def _kind_order(finding: "VerificationFinding") -> int:
    return list(type(finding.kind)).index(finding.kind)


def print_line(text: str) -> None:
    """Print a line."""
    print(text, flush=True)


def print_error(text: str) -> None:
    """Print a line about what went wrong outside the author's files."""
    print(masked(text), file=sys.stderr)


_UNCHECKED = "write/"
"""What only building finds."""
_MAX_LISTED_WARNINGS = 20
"""Warnings that somebody who builds still reads one by one."""
_RULE_CODE = r"[a-z]\d{3}/|[a-z]+/required$"
