"""What every command prints with `--json`: one object, version 2, its keys in docs/commands.md.

`result.schema.json` beside this file describes it, with the facts of each command.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from site_builder.model.diagnostic import Diagnostic
    from site_builder.model.suppression import SuppressedDiagnostic

RESULT_SCHEMA = Path(__file__).with_name("result.schema.json")
_VERSION = 2


class JsonOutput:
    """Collects what a command would have printed."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.messages: list[str] = []
        self.findings: list[Mapping[str, Any]] = []
        self.facts: dict[str, object] = {}
        self.is_printed = False
        """Whoever reads it has it: what is said from now on is for nobody."""

    def add_findings(self, findings: Iterable[Mapping[str, Any]]) -> None:
        """Add what is wrong, as `findings_json` writes it."""
        self.findings += findings

    def add_diagnostics(
        self, diagnostics: "Iterable[Diagnostic]", suppressed: "Iterable[SuppressedDiagnostic]"
    ) -> None:
        """Add what is wrong, and what was accepted."""
        from site_builder.cli.findings_json import (  # noqa: PLC0415 - few calls need it
            findings_to_dicts,
        )

        self.add_findings(findings_to_dicts(diagnostics, suppressed))

    def text(self, exit_code: int) -> str:
        """Write the object."""
        active = [finding for finding in self.findings if finding["accepted"] is None]
        errors = sum(finding["severity"] == "error" for finding in active)
        document = {
            "version": _VERSION,
            "command": self.command,
            "done": exit_code == 0,
            "exit_code": exit_code,
            "messages": self.messages,
            "errors": errors,
            "warnings": len(active) - errors,
            "accepted": len(self.findings) - len(active),
            "findings": self.findings,
            **self.facts,
        }
        return json.dumps(document, ensure_ascii=False, indent=1)
