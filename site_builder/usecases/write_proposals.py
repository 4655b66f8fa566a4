"""The proposed reports of a rollup → files for the offices that are to check and sign them."""

from collections.abc import Mapping
from pathlib import Path

from site_builder.core.safe_files import write_new


def write_proposals(output: Path, folder: Path) -> Mapping[Path, bool]:
    """Write those of the newest year; whether each is new: no file is ever replaced.

    Raises OSError.
    """
    sources = sorted((output / "proposals").glob("*.yaml"))
    newest = max((source.name[: len("2025")] for source in sources), default="")
    return {
        folder / source.name: write_new(folder / source.name, source.read_bytes())
        for source in sources
        if source.name.startswith(newest)
    }
