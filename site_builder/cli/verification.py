"""What `verify` found, for people and for programs."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from site_builder.cli import console
from site_builder.cli.findings_json import finding_to_dict
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.location import Location
from site_builder.model.verification import VerificationFinding, VerificationReport

_SAME = "一致"
"""How the summary of a verification begins where all is as released."""


def print_verification(report: VerificationReport, *, quiet: bool = False) -> None:
    """Print what was found; with `quiet`, nothing is printed where all is well."""
    console.print_facts(
        target=report.target,
        address=report.address,
        release=report.release,
        files=report.files,
        checked={
            "host": report.checked.on_host,
            "http": report.checked.online,
            "links": report.checked.links,
        },
        same=report.matches,
        finished=report.complete,
    )
    summary = _summary(report)
    is_told = not (quiet and summary.startswith(_SAME))
    if is_told:
        console.print_line(summary)
    lead = [""] if is_told and report.findings else []
    console.print_findings([*lead, *_lines(report)], map(_to_dict, report.findings))


def _lines(report: VerificationReport) -> Iterator[str]:
    """Yield the findings for people: of those with the same hint, the hint once, after them."""
    findings = sorted(report.findings, key=_kind_order)
    for hint, group in groupby(findings, key=lambda finding: finding.hint):
        for finding in group:
            resource = f"{finding.resource}  " if finding.resource else ""
            yield f"{console.coloured(finding.severity)} {resource}{finding.message}"
        yield from (f"  {console.dimmed(hint)}", "")


def _to_dict(finding: VerificationFinding) -> dict[str, Any]:
    code, place = f"verify/{finding.kind.value}", Location(finding.resource)
    diagnostic = Diagnostic(code, finding.severity, place, finding.message, finding.hint)
    return finding_to_dict(diagnostic)


def _kind_order(finding: VerificationFinding) -> int:
    return list(type(finding.kind)).index(finding.kind)


def _summary(report: VerificationReport) -> str:
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
