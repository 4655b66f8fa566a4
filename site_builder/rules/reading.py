"""Documentation of what is found while files are read and pages planned, for `check --explain`.

These are not rules of their own — a file that cannot be read cannot be checked — but an author
asks the same four questions about them. The answers stand in `reading.yaml`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from site_builder.located import decode, parse

PARTS = ("查什么", "依据", "错误示例", "怎么改")


def explain(name: str) -> str:
    """Give the documentation of a finding, `stage/name`; empty for an unknown one."""
    found = _entries().get(name)
    if found is None:
        return ""
    parts = "\n".join(f"{part}：\n    {found[part]}" for part in PARTS)
    return f"{name}  {found['名称']}\n\n{parts}"


def names() -> tuple[str, ...]:
    """List the ids that are documented."""
    return tuple(_entries())


@cache
def _entries() -> Mapping[str, Mapping[str, str]]:
    data = files("site_builder.rules").joinpath("reading.yaml").read_bytes()
    root, findings = parse(decode(data, "reading.yaml")[0], "reading.yaml")
    if findings or root is None:
        raise ValueError(findings)
    return {
        name: {key: part.text() or "" for key, part in (node.mapping() or {}).items()}
        for name, node in (root.mapping() or {}).items()
    }
