"""Findings for machines: JSON, version 1, and SARIF 2.1.0. Called by `check` and `verify`.

JSON: an object with `version`, `errors`, `warnings`, `accepted` (counts) and `findings`, a list of
objects: `id` (stable within its file), `rule`, `severity` (error or warning), `file`, `line`,
`column` (from 1; 0 for the file as a whole), `message`, `hint`, `basis`, `table`, `row`,
`column_label`, `stated`, `expected`, and `accepted` (the reason, or null).

JSON of `verify`: an object with `version`, `target`, `address`, `release` (id), `files` (of the
release), `checked` (`host`, `http`, `links`: how many were looked at), `same`, `finished`,
`errors`, `warnings` and `findings`, a list of objects: `kind` (changed, missing, foreign, record,
signature, header, certificate, not-found, link, unreachable), `severity`, `where`, `message` and
`hint`.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from site_builder import rules
from site_builder.model.acceptance import Accepted
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.verdict import Verdict

_VERSION = 1
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(findings: Iterable[Diagnostic], accepted: Iterable[Accepted]) -> str:
    """Write findings as JSON."""
    listed = [_plain(one, None) for one in findings]
    passed = [_plain(one.finding, one.reason) for one in accepted]
    return _text(
        {
            "version": _VERSION,
            "errors": sum(one["severity"] == "error" for one in listed),
            "warnings": sum(one["severity"] == "warning" for one in listed),
            "accepted": len(passed),
            "findings": listed + passed,
        }
    )


def _plain(one: Diagnostic, reason: str | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "rule": one.rule,
        "severity": _LEVELS[one.severity],
        "file": one.place.shown,
        "line": one.place.line,
        "column": one.place.column,
        "message": one.message,
        "hint": one.hint,
        "basis": one.basis,
        "table": one.table,
        "row": one.row,
        "column_label": one.column,
        "stated": one.stated,
        "expected": one.expected,
        "accepted": reason,
    }


def verdict_as_json(verdict: Verdict) -> str:
    """Write what `verify` found as JSON."""
    return _text(
        {
            "version": _VERSION,
            "target": verdict.target,
            "address": verdict.address,
            "release": verdict.release,
            "files": verdict.files,
            "checked": {
                "host": verdict.seen.on_host,
                "http": verdict.seen.online,
                "links": verdict.seen.links,
            },
            "same": verdict.same,
            "finished": verdict.finished,
            "errors": verdict.errors,
            "warnings": verdict.warnings,
            "findings": [
                {
                    "kind": one.kind.value,
                    "severity": _LEVELS[one.severity],
                    "where": one.where,
                    "message": one.message,
                    "hint": one.hint,
                }
                for one in verdict.findings
            ],
        }
    )


def as_sarif(findings: Iterable[Diagnostic], accepted: Iterable[Accepted]) -> str:
    """Write findings as SARIF, which code hosts show beside the lines."""
    results = [_result(one, None) for one in findings]
    results += [_result(one.finding, one.reason) for one in accepted]
    names = sorted({str(one["ruleId"]) for one in results})
    driver = {"name": "site-builder", "rules": [_rule(name) for name in names]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, Any]:
    known: dict[str, Any] = {"id": name}
    title, text = rules.title(name), rules.explain(name)
    if title:
        known["shortDescription"] = {"text": title}
    if text:
        known["help"] = {"text": text}
    return known


def _result(one: Diagnostic, reason: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(one.place.shown)}}
    if one.place.line:
        region = {"startLine": one.place.line}
        if one.place.column:
            region["startColumn"] = one.place.column
        location["region"] = region
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join(filter(None, (one.message, one.hint, one.basis)))},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"finding/v1": f"{one.place.shown} {one.id}"},
    }
    if reason is not None:
        accepted = {"kind": "inSource", "status": "accepted", "justification": reason}
        result["suppressions"] = [accepted]
    return result


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
