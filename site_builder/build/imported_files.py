"""The files of an import, put into a project: a whole report or nothing, never over other work.

They are prepared next to their places and moved at the end; what stood there is moved to a folder
of backups, and back if anything fails.
"""

import errno
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from site_builder.core.errors import ImportRefusedError
from site_builder.core.safe_files import has_symlink

BACKUPS = "import-backups"
"""Folder of a project; nothing of it is published."""
_SUFFIX = ".importing"


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """What an import changed in a project; paths from there."""

    written: tuple[str, ...]
    backups: tuple[str, ...]
    """Where what stood there before is now."""


NOTHING_WRITTEN = WrittenFiles((), ())


def write_files(project: Path, files: Mapping[str, bytes], *, force: bool) -> WrittenFiles:
    """Write files, by their paths from the project; those that hold just that are left alone.

    Raises ImportRefusedError when one is there already and `force` is not given, or when a part of
    a path is a link; OSError when the disk refuses. Nothing has been written then.
    """
    changed = {path: data for path, data in files.items() if not _is_equal(project, path, data)}
    occupied = [path for path in changed if (project / path).exists()]
    if occupied and not force:
        message = f"已经有 {'、'.join(occupied)}，没有改动它"
        hint = "要用导入的代替它，请加 --force；原来的会另存一份。"
        raise ImportRefusedError(message, hint)
    backups = _backup_paths(project, occupied)
    moved: list[tuple[Path, Path]] = []
    try:
        for path, data in changed.items():
            target = project / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.with_name(target.name + _SUFFIX).write_bytes(data)
        for path, backup in backups.items():
            (project / backup).parent.mkdir(parents=True, exist_ok=True)
            _move(project / path, project / backup, moved)
        for path in changed:
            target = project / path
            _move(target.with_name(target.name + _SUFFIX), target, moved)
    except BaseException:
        for source, target in reversed(moved):
            with suppress(OSError):
                target.replace(source)
        raise
    finally:
        for path in changed:
            (project / path).with_name((project / path).name + _SUFFIX).unlink(missing_ok=True)
    return WrittenFiles(tuple(changed), tuple(backups.values()))


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    source.replace(target)
    moved.append((source, target))


def _is_equal(project: Path, path: str, data: bytes) -> bool:
    """Return whether a file is there and holds this. Raises ImportRefusedError for a link."""
    parts = path.split("/")
    if has_symlink(project, parts):
        raise ImportRefusedError(
            f"{path} 或者它所在的文件夹是符号链接（快捷方式），可能指到项目外面",
            "请换成真正的文件夹，再导入一次。",
        )
    target = project / path
    if target.is_dir():
        raise OSError(errno.EISDIR, "路径上已有同名文件夹", str(target))
    return target.is_file() and target.read_bytes() == data


def _backup_paths(project: Path, occupied: list[str]) -> dict[str, str]:
    """Return where files are moved to: a folder with the next free number."""
    if not occupied:
        return {}
    number = 1
    while (project / BACKUPS / str(number)).exists():
        number += 1
    return {path: f"{BACKUPS}/{number}/{path}" for path in occupied}
