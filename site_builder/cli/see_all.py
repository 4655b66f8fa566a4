"""The command that lists every warning, where many are folded by kind."""

import shlex
from argparse import Namespace


def see_all_command(name: str, arguments: Namespace) -> str:
    """Return the command to type, about the same project."""
    project = "" if arguments.project == "." else f" --project {shlex.quote(arguments.project)}"
    return f"site-builder {name}{project} --all"
