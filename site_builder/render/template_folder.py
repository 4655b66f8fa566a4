"""Where the templates are that come with the program."""

from functools import cache
from pathlib import Path


@cache
def default_templates() -> Path:
    """Find the templates that come with the program.

    An installed wheel carries them inside the package; in a checkout they are next to it.
    """
    installed = Path(__file__).parents[1] / "_templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"
