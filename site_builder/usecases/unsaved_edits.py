"""What is being typed and not saved yet, under `.build/edits/`: an edit for each window that types.

A window names what it kept before by its digest. So two windows of one source keep both their
edits, and nobody's are forgotten because somebody else has saved.
"""

from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from site_builder.core.errors import UsageError
from site_builder.core.hashing import digest, short_digest
from site_builder.core.safe_files import read_below, write_whole
from site_builder.usecases.save_source import MAX_BYTES, check_source_path, save_lock

CATALOGUE_SHEET = "公开目录"
"""What is being typed into the sheet of many documents is kept under this name."""
TARGET_FORM = "部署"
"""What is being typed of a target is kept under this name."""
REMARKS = "审核 "
"""Stands before the path of a text on which remarks are being written."""
_MAX_BYTES = 3 * MAX_BYTES
"""An edit names what it began from, too."""


def keep_edit(project: Path, path: str, data: bytes, previous: str = "") -> str:
    """Keep what a window is typing. Returns its digest. Raises UsageError and OSError.

    `previous`: digest of what the window kept before, or was opened with; it is replaced. What
    other windows keep stays.
    """
    _check_path(project, path)
    if len(data) > _MAX_BYTES:
        raise UsageError(f"{path} 太大，没保存的改动没有另外保留", "请先保存。")
    with save_lock(project):
        write_whole(_find(project, path, previous) or _free_name(project, path), data)
    return digest(data)


def read_edit(project: Path, path: str) -> bytes:
    """Return what was typed last and not saved; nothing when all is saved."""
    _check_path(project, path)
    files = sorted(_files(project, path), key=lambda file: (file.stat().st_mtime_ns, file.name))
    return read_below(files[-1].parent, files[-1].name) if files else b""


def discard_edit(project: Path, path: str, previous: str) -> None:
    """Forget what a window kept, named by its digest. Raises UsageError and OSError."""
    _check_path(project, path)
    with save_lock(project):
        file = _find(project, path, previous)
        if file:
            file.unlink()


def unsaved_paths(project: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of some sources that hold more in the editor than on the disk."""
    folder = project / ".build" / "edits"
    names = {file.name.partition("-")[0] for file in folder.iterdir()} if folder.is_dir() else set()
    return tuple(path for path in paths if names and _name(path) in names)


def _find(project: Path, path: str, previous: str) -> Path | None:
    for file in _files(project, path) if previous else ():
        with suppress(FileNotFoundError):
            if digest(read_below(file.parent, file.name)) == previous:
                return file
    return None


def _files(project: Path, path: str) -> list[Path]:
    return sorted((project / ".build" / "edits").glob(f"{_name(path)}*"))


def _free_name(project: Path, path: str) -> Path:
    taken = set(_files(project, path))
    names = (project / ".build" / "edits" / f"{_name(path)}-{number}" for number in count())
    return next(name for name in names if name not in taken)


def _name(path: str) -> str:
    return short_digest(path.encode(), 12)


def _check_path(project: Path, path: str) -> None:
    if path not in (CATALOGUE_SHEET, TARGET_FORM):
        check_source_path(project, path.removeprefix(REMARKS))
