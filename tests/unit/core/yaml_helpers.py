"""Read a YAML text that is right, or one that is wrong."""

import time

from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.model.diagnostic import Diagnostic

FILE = "content/a.yaml"


def good(text: str, first_line: int = 1) -> Node:
    root, findings = parse_yaml(text, FILE, first_line)
    assert findings == ()
    assert root is not None
    return root


def bad(text: str, first_line: int = 1) -> Diagnostic:
    """Read a text that is wrong in one way; it must be told quickly."""
    before = time.process_time()
    root, findings = parse_yaml(text, FILE, first_line)
    assert time.process_time() - before < 5
    assert root is None
    (finding,) = findings
    assert finding.hint
    return finding


def at(finding: Diagnostic) -> tuple[str, int, int]:
    return finding.code, finding.location.line, finding.location.column
