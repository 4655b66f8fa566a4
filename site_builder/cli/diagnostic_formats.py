"""Diagnostics for machines: JSON, version 1, and SARIF 2.1.0.

JSON: an object with `version`, `errors`, `warnings`, `accepted` (counts) and `findings`, a list of
objects: `id` (stable within its file), `rule`, `severity` (error or warning), `file`, `line`,
`column` (from 1; 0 for the file as a whole), `message`, `hint`, `basis`, `table`, `row`,
`column_label`, `stated`, `expected`, `replacements` (what fixes it for certain: `line`, `column`,
`old`, `new`), and `accepted` (the reason, or null). Of a failed identity
also `decided` (whether there is one smallest correction; null for other findings) and `causes`, at
most three, most likely first: `kind`, `text` and `changes`, each with the ids of the cell as in
`figures.json`, `previous_year`, `current` and `proposed` (text; null for a cell without a number).

JSON of `verify`: an object with `version`, `target`, `address`, `release` (id), `files` (of the
release), `checked` (`host`, `http`, `links`: how many were checked), `same`, `finished`,
`errors`, `warnings` and `findings`, a list of objects: `kind` (changed, missing, foreign, record,
signature, header, certificate, not-found, link, unreachable), `severity`, `where`, `message` and
`hint`.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.failure import LikelyCause
from site_builder.model.suppression import SuppressedDiagnostic
from site_builder.model.verification import VerificationReport
from site_builder.rules import registry

_VERSION = 1
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(diagnostics: Iterable[Diagnostic], suppressed: Iterable[SuppressedDiagnostic]) -> str:
    """Write diagnostics as JSON."""
    active = [diagnostic_to_dict(diagnostic, None) for diagnostic in diagnostics]
    inactive = [diagnostic_to_dict(entry.diagnostic, entry.reason) for entry in suppressed]
    return _text(
        {
            "version": _VERSION,
            "errors": sum(item["severity"] == "error" for item in active),
            "warnings": sum(item["severity"] == "warning" for item in active),
            "accepted": len(inactive),
            "findings": active + inactive,
        }
    )


def diagnostic_to_dict(diagnostic: Diagnostic, reason: str | None) -> dict[str, Any]:
    """Return a diagnostic as JSON has it, with the reason it is accepted for."""
    failure = diagnostic.failure
    return {
        "id": diagnostic.id,
        "rule": diagnostic.code,
        "severity": _LEVELS[diagnostic.severity],
        "file": diagnostic.location.display_path,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "basis": diagnostic.basis,
        "table": diagnostic.table,
        "row": diagnostic.row,
        "column_label": diagnostic.column,
        "stated": diagnostic.actual,
        "expected": diagnostic.expected,
        "decided": failure.decided if failure else None,
        "causes": [_cause_to_dict(cause) for cause in failure.causes] if failure else [],
        "replacements": [
            {
                "line": each.location.line,
                "column": each.location.column,
                "old": each.old,
                "new": each.new,
            }
            for each in diagnostic.replacements
        ],
        "accepted": reason,
    }


def _cause_to_dict(cause: LikelyCause) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "text": cause.sentence,
        "changes": [
            {
                "table": change.key[0],
                "row": change.key[1],
                "column": change.key[2],
                "previous_year": change.previous_year,
                "current": None if change.current is None else f"{change.current:f}",
                "proposed": f"{change.proposed:f}",
            }
            for change in cause.changes
        ],
    }


def verification_as_json(report: VerificationReport) -> str:
    """Write what `verify` found as JSON."""
    return _text(
        {
            "version": _VERSION,
            "target": report.target,
            "address": report.address,
            "release": report.release,
            "files": report.files,
            "checked": {
                "host": report.checked.on_host,
                "http": report.checked.online,
                "links": report.checked.links,
            },
            "same": report.matches,
            "finished": report.complete,
            "errors": report.errors,
            "warnings": report.warnings,
            "findings": [
                {
                    "kind": finding.kind.value,
                    "severity": _LEVELS[finding.severity],
                    "where": finding.resource,
                    "message": finding.message,
                    "hint": finding.hint,
                }
                for finding in report.findings
            ],
        }
    )


def as_sarif(diagnostics: Iterable[Diagnostic], suppressed: Iterable[SuppressedDiagnostic]) -> str:
    """Write diagnostics as SARIF, which code hosts show next to the lines."""
    results = [_result(diagnostic, None) for diagnostic in diagnostics]
    results += [_result(entry.diagnostic, entry.reason) for entry in suppressed]
    names = sorted({str(result["ruleId"]) for result in results})
    driver = {"name": "site-builder", "rules": [_rule(name) for name in names]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, Any]:
    descriptor: dict[str, Any] = {"id": name}
    title, text = registry.title(name), registry.explain(name)
    if title:
        descriptor["shortDescription"] = {"text": title}
    if text:
        descriptor["help"] = {"text": text}
    return descriptor


def _result(diagnostic: Diagnostic, reason: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {
        "artifactLocation": {"uri": quote(diagnostic.location.display_path)}
    }
    if diagnostic.location.line:
        region = {"startLine": diagnostic.location.line}
        if diagnostic.location.column:
            region["startColumn"] = diagnostic.location.column
        location["region"] = region
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _LEVELS[diagnostic.severity],
        "message": {
            "text": "\n".join(filter(None, (diagnostic.message, diagnostic.hint, diagnostic.basis)))
        },
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {
            "finding/v1": f"{diagnostic.location.display_path} {diagnostic.id}"
        },
    }
    if reason is not None:
        suppression = {"kind": "inSource", "status": "accepted", "justification": reason}
        result["suppressions"] = [suppression]
    return result


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
