"""The command, run on a server."""

import json
from pathlib import Path
from typing import Any

from tests.helpers import run_cli
from tests.inspection.portal_server import PortalServer
from tests.inspection.portals import TODAY


def inspect_json(server: PortalServer, store: Path, *more: str) -> dict[str, Any]:
    """Inspect what a server serves; return the answer for programs."""
    arguments = ("--store", str(store), "--pause", "0", "--today", TODAY, "--json", "-q", *more)
    code, _, output = run_cli("inspect", server.start, *arguments)
    answer: dict[str, Any] = json.loads(output)
    assert code == (1 if answer["errors"] else 3 if answer["undecided"] else 0)
    return answer
