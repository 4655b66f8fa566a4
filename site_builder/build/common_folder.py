"""What the bodies of a register have in common: settings and templates under those of each.

They lie in `common/` beside the register, which is looked for in the folders above a project. So a
project is the same whoever builds it, alone, in the preview or with all others.
"""

import os
from pathlib import Path

from site_builder.core.file_names import REGISTER_FILE
from site_builder.render.template_folder import default_templates

COMMON = "common"
_MAX_LEVELS = 4
"""Folders above a project in which its register may stand."""


def common_folder(project: Path) -> Path | None:
    """Return the folder that goes with the register a project belongs to; None without one."""
    folder = os.path.abspath(project)  # noqa: PTH100 - a project that is a link has its place here
    for _ in range(_MAX_LEVELS):
        folder, last = os.path.dirname(folder), folder  # noqa: PTH120 - a build with nothing to do asks
        if folder == last:
            break
        if os.path.isfile(f"{folder}/{REGISTER_FILE}"):  # noqa: PTH113 - the same
            return Path(folder, COMMON)
    return None


def template_folders(project: Path) -> tuple[Path, ...]:
    """Return the folders of templates, each over the next: its own, the common ones, ours."""
    common = common_folder(project)
    folders = (project / "templates", *((common / "templates",) if common else ()))
    return (*(folder for folder in folders if folder.is_dir()), default_templates())


def settings_files(project: Path) -> tuple[Path, ...]:
    """Return the files that settings are read from: the project's own, and the common one."""
    common = common_folder(project)
    own = project / "config.yaml"
    return (own,) if common is None else (own, common / "config.yaml")
