"""The settings of a project: its own `config.yaml`, over those of all bodies of its register."""

from pathlib import Path

from site_builder.build.common_folder import settings_files
from site_builder.config.settings import read_settings
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.settings import Settings
from site_builder.model.standards import Standards


def read_project_settings(
    project: Path, standards: Standards
) -> tuple[Settings | None, tuple[Diagnostic, ...]]:
    """Read the settings; None when there are none to read. Raises OSError."""
    own, *common = map(read_if_exists, settings_files(project))
    return read_settings(own, standards, *common)


def read_if_exists(path: Path) -> bytes | None:
    """Read a file; None when there is none."""
    # Only a file is read: a named pipe would block for ever.
    return path.read_bytes() if path.is_file() else None
