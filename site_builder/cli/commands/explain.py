"""`site-builder check --explain`: what a rule checks, why, and how to put it right."""

from argparse import Namespace
from typing import TYPE_CHECKING

from site_builder.cli import console
from site_builder.rules import registry

if TYPE_CHECKING:
    from site_builder.model.standards_loader import StandardsLoader


def run(arguments: Namespace, load_standards: "StandardsLoader") -> int:
    """Explain a rule. Returns 0, or 2 for an unknown one."""
    name = arguments.explain
    text = registry.explain(name)
    if not text:
        hint = registry.suggest_code(name, load_standards())
        console.print_error(f"没有规则“{name}”。{hint}")
        return 2
    console.print_facts(rule=name)
    console.print_line(text)
    return 0
