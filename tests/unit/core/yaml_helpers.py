"""Read a YAML text that is right, or one that is wrong."""

from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.model.diagnostic import Diagnostic

FILE = "content/a.yaml"


def good(text: str, first_line: int = 1) -> Node:
    root, findings = parse_yaml(text, FILE, first_line)
    assert findings == ()
    assert root is not None
    return root


def bad(text: str, first_line: int = 1) -> Diagnostic:
    """Read a text that is wrong in one way."""
    root, findings = parse_yaml(text, FILE, first_line)
    assert root is None
    (finding,) = findings
    assert finding.hint
    return finding


def at(finding: Diagnostic) -> tuple[str, int, int]:
    return finding.code, finding.location.line, finding.location.column
