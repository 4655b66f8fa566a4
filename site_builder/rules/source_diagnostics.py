"""Documentation of what is found while files are read and pages planned, for `check --explain`.

These are not rules of their own — a file that cannot be read cannot be checked — but an author
asks the same four questions about them. The answers stand in `source_diagnostics.yaml`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

SECTIONS = ("查什么", "依据", "错误示例", "怎么改")
PUBLISHING = (
    "\n发布：\n    {}：法律和国家规定要求公布的内容。生成时是提醒；发布（deploy）时是错误，补上或者"
    "写明理由接受以后\n    才能发布。check --deploy 按发布的要求检查。"
)


def explain(name: str) -> str:
    """Return the documentation of a diagnostic, `stage/name`; empty for an unknown one."""
    entry = _entries().get(name)
    if entry is None:
        return ""
    parts = "\n".join(f"{part}：\n    {entry[part]}" for part in SECTIONS)
    stops = PUBLISHING.format(name) if name in required_to_publish() else ""
    return f"{name}  {entry['名称']}\n\n{parts}{stops}"


@cache
def required_to_publish() -> tuple[str, ...]:
    """Return the ids of what must be there, or be accepted, before a site goes online."""
    return tuple(name for name, entry in _entries().items() if entry.get("发布") == "必须")


@cache
def acceptable_warnings() -> tuple[str, ...]:
    """Return the ids of the warnings that an office may let stand with a reason."""
    optional = (name for name, entry in _entries().items() if entry.get("接受") == "可以")
    return (*required_to_publish(), *optional)


def documented_codes() -> tuple[str, ...]:
    """Return the ids that are documented."""
    return tuple(_entries())


@cache
def _entries() -> Mapping[str, Mapping[str, str]]:
    from site_builder.core.yaml.nodes import (  # noqa: PLC0415 - few ask, and YAML costs start-up
        decode_text,
        parse_yaml,
    )

    data = Path(__file__).with_suffix(".yaml").read_bytes()
    root, diagnostics = parse_yaml(
        decode_text(data, "source_diagnostics.yaml")[0], "source_diagnostics.yaml"
    )
    if diagnostics or root is None:
        raise ValueError(diagnostics)
    return {
        name: {key: part.text() or "" for key, part in (node.mapping() or {}).items()}
        for name, node in (root.mapping() or {}).items()
    }
