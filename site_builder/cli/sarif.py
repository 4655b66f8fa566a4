"""Diagnostics as SARIF 2.1.0, which code hosts show next to the lines."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from site_builder.cli.findings_json import SEVERITIES
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.suppression import SuppressedDiagnostic
from site_builder.rules import registry

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(diagnostics: Iterable[Diagnostic], suppressed: Iterable[SuppressedDiagnostic]) -> str:
    """Write diagnostics as SARIF, which code hosts show next to the lines."""
    results = [_result(diagnostic, None) for diagnostic in diagnostics]
    results += [_result(entry.diagnostic, entry.reason) for entry in suppressed]
    names = sorted({str(result["ruleId"]) for result in results})
    driver = {"name": "site-builder", "rules": [_rule(name) for name in names]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1)


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
        "level": SEVERITIES[diagnostic.severity],
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
