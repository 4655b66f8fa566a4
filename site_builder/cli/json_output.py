"""What a command prints with `--json`, where it has no report of its own: one object, version 1.

`done` and `exit_code`; `messages`, what it would have printed; `errors`, `warnings`, `accepted` and
`findings` as `check --json` writes them; and the facts of the command, as docs/commands.md lists
them.
"""

import json
from collections.abc import Iterable
from typing import Any

from site_builder.model.diagnostic import Diagnostic

_VERSION = 1


class JsonOutput:
    """Collects what a command would have printed."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.diagnostics: list[Diagnostic] = []
        self.suppressed_count = 0
        self.facts: dict[str, object] = {}

    def add_diagnostics(self, diagnostics: Iterable[Diagnostic], suppressed_count: int) -> None:
        """Add what is wrong."""
        self.diagnostics += diagnostics
        self.suppressed_count += suppressed_count

    def text(self, exit_code: int) -> str:
        """Write the object."""
        from site_builder.cli.diagnostic_formats import (  # noqa: PLC0415 - few calls need it
            diagnostic_to_dict,
        )

        error_count = sum(diagnostic.is_error for diagnostic in self.diagnostics)
        document: dict[str, Any] = {
            "version": _VERSION,
            "done": exit_code == 0,
            "exit_code": exit_code,
            **self.facts,
            "messages": self.messages,
            "errors": error_count,
            "warnings": len(self.diagnostics) - error_count,
            "accepted": self.suppressed_count,
            "findings": [diagnostic_to_dict(each, None) for each in self.diagnostics],
        }
        return json.dumps(document, ensure_ascii=False, indent=1)
