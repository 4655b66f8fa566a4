"""The files that the program consists of: another version may read and render differently."""

from pathlib import Path

from site_builder.core.folder_state import folder_state

_PACKAGE = Path(__file__).parents[1]
_SUFFIXES = (".py", ".yaml", ".json", ".typ")


def program_files() -> list[str]:
    """Return a line for each file of the program: its name, its size and its times."""
    lines, _ = folder_state(str(_PACKAGE), _SUFFIXES)
    return lines
