"""What is wrong, for programs: a finding has one shape, whatever command found it.

`id` (stable within its file), `rule`, `severity` (error or warning), `file` (or address), `line`,
`column` (from 1; 0 for the file as a whole), `message`, `hint`, `basis`, `table`, `row`,
`column_label`, `stated`, `expected`, `replacements` (what fixes it for certain: `line`, `column`,
`old`, `new`), `accepted` (the reason, or null) and `evidence` (of the site of others: `excerpt`,
`sha256` and `time` of the copy; else null). Of a failed identity also `decided` (whether there is
one smallest correction; null for other findings) and `causes`, at most three, most likely first:
`kind`, `text` and `changes`, each with the ids of the cell as in `figures.json`, `previous_year`,
`current` and `proposed` (text; null for a cell without a number).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.failure import LikelyCause
from site_builder.model.suppression import SuppressedDiagnostic

SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def findings_to_dicts(
    diagnostics: Iterable[Diagnostic], suppressed: Iterable[SuppressedDiagnostic] = ()
) -> Iterator[dict[str, Any]]:
    """Yield diagnostics as JSON has them, those that were accepted last."""
    yield from map(finding_to_dict, diagnostics)
    yield from (finding_to_dict(each.diagnostic, reason=each.reason) for each in suppressed)


def finding_to_dict(
    diagnostic: Diagnostic,
    *,
    reason: str | None = None,
    evidence: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return a diagnostic as JSON has it: the reason it is accepted for, the copy it rests on."""
    failure = diagnostic.failure
    return {
        "id": diagnostic.id,
        "rule": diagnostic.code,
        "severity": SEVERITIES[diagnostic.severity],
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
        "evidence": evidence,
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
