"""The register of bodies in an office's folder."""

from pathlib import Path

from site_builder.build.project_settings import read_if_exists
from site_builder.config.bodies import read_register
from site_builder.core.file_names import REGISTER_FILE
from site_builder.model.body import Register
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.standards import Standards


def load_register(
    folder: Path, standards: Standards
) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """Read the register of a folder; None when there is none to read. Raises OSError."""
    return read_register(read_if_exists(folder / REGISTER_FILE), standards)
