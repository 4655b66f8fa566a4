"""The files that the program consists of: another version may read and render differently."""

from functools import cache
from pathlib import Path

from site_builder.core.folder_state import folder_state

PACKAGE = Path(__file__).parents[1]
_SUFFIXES = (".py", ".yaml", ".json", ".typ")


def program_files() -> list[str]:
    """Return a line for each file of the program: its name, its size and its times."""
    lines, _ = folder_state(str(PACKAGE), _SUFFIXES)
    return lines


@cache
def program_state() -> str:
    """Return the state of these files when it was first asked for: this process runs no others."""
    return "\n".join(program_files())
