"""`site-builder completion`: the script by which a shell completes commands."""

from argparse import Namespace
from typing import TYPE_CHECKING

from argcomplete.shell_integration import shellcode

from site_builder.cli import console

if TYPE_CHECKING:
    from site_builder.model.standards_loader import StandardsLoader


def run(arguments: Namespace, _load_standards: "StandardsLoader") -> int:
    """Print the script. Returns 0."""
    console.print_text(shellcode(["site-builder"], shell=arguments.shell).strip())
    return 0
