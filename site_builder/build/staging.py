"""The output folder: files are staged next to their places and moved at the end.

A failure on the way puts back what was moved. Only files of the last manifest are ever removed.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from site_builder.build.output_scan import FILE_LIST_NAME, STAGING_FOLDER
from site_builder.core.errors import describe_os_error
from site_builder.core.hashing import digest
from site_builder.core.ignored_files import SYSTEM_FILES, UNPUBLISHED_NAMES
from site_builder.core.safe_files import has_symlink, read_below
from site_builder.core.urls import conflicting_files, folders_of
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location
from site_builder.model.manifest import OutputRecord

_STAGING_ENTRIES = ("new", "old", "list")
"""What a build puts into its stage."""


def write_error(folder: str, exc: OSError) -> Diagnostic:
    """Turn a failure of the disk into a diagnostic about the folder that was written to."""
    hint = "请检查文件夹的权限和磁盘空间。原来的网站没有改动。"
    if exc.errno == errno.ENOTEMPTY and isinstance(exc.filename, str):
        name = Path(exc.filename).name
        hint = f"请把文件夹 {name} 里的文件（也看隐藏的）移走。原来的网站没有改动。"
    if folder != ".build":
        hint = f"{hint}也可以用 --output 换一个输出文件夹。"
    return error(
        "write/failed", Location(folder), f"写不进文件夹 {folder}：{describe_os_error(exc)}", hint
    )


def find_foreign_files(output: Path, known_outputs: Iterable[str]) -> list[str]:
    """Return what no build of this program wrote in the output folder. Raises OSError.

    A link is always foreign: what lies behind it is somebody else's.
    """
    if not output.is_dir():
        return []
    known_urls = set(known_outputs)
    list_path = output / FILE_LIST_NAME
    # The list is not put in the place of a folder that somebody uses.
    in_use = not list_path.is_symlink() and list_path.is_dir() and any(list_path.iterdir())
    foreign_paths = [FILE_LIST_NAME] if in_use else []
    for folder, folders, names in os.walk(output):
        below = Path(folder).relative_to(output)
        for name in sorted((*folders, *names)):
            path = (below / name).as_posix()
            is_link = (output / path).is_symlink()
            is_ignored = name.startswith(UNPUBLISHED_NAMES) and not is_link
            if is_link or (name in names and path not in known_urls and not is_ignored):
                foreign_paths.append(path)
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and not os.path.islink(os.path.join(folder, name))  # noqa: PTH114, PTH118 - thousands a build
        ]
    return sorted(foreign_paths)


_MAX_NAMED = 5
"""Files named in a message; the others are counted."""


def foreign_files_error(output: str, foreign_files: list[str]) -> Diagnostic:
    """Report that the output folder holds other people's files."""
    names_text = "、".join(foreign_files[:_MAX_NAMED]) + (
        "等" if len(foreign_files) > _MAX_NAMED else ""
    )
    message = f"输出文件夹里有 {len(foreign_files)} 个不是本程序生成的文件：{names_text}"
    hint = "没有写入或删除任何文件。请把它们移走，或用 --output 换一个空文件夹。"
    return error("write/foreign", Location(output), message, hint)


@cache
def _read_permissions() -> int:
    """Return the rights to read that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return ~mask & (stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def is_unchanged(output: Path, url: str, record: OutputRecord, *, thorough: bool = False) -> bool:
    """Return whether a written file still stands as the build left it, for all to read.

    By size and time, or, where that is not enough, by its digest too.
    """
    try:
        status = os.lstat(os.path.join(output, url))  # noqa: PTH118 - thousands a build
        unchanged = (
            status.st_size == record.size
            and status.st_mtime_ns == record.mtime_ns
            and stat.S_ISREG(status.st_mode)
            and not _read_permissions() & ~status.st_mode
        )
        return unchanged and (not thorough or digest(read_below(output, url)) == record.digest)
    except OSError:
        return False


def linked_folders(output: Path, urls: Iterable[str]) -> list[str]:
    """Return the folders of some files that are links by now: what lies behind is foreign."""
    folders = {folder for url in urls for folder in folders_of(url)}
    return sorted(folder for folder in folders if (output / folder).is_symlink())


def stage_file(
    output: Path, url: str, data: bytes, cache_key: str, renderer: str = ""
) -> OutputRecord:
    """Stage one file next to its place. Raises OSError."""
    path = output / STAGING_FOLDER / "new" / url
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        if not (output / STAGING_FOLDER / "new").is_dir():
            raise _replaced_folder_error(output) from None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return OutputRecord(cache_key, digest(data), len(data), path.stat().st_mtime_ns, renderer)


FolderIdentity = tuple[int, int]
"""Device and number of a folder: they stay when its name leads elsewhere."""


def open_staging(output: Path) -> FolderIdentity:
    """Build an empty stage, and the output folder with it. Raises OSError."""
    close_staging(output)
    (output / STAGING_FOLDER / "new").mkdir(parents=True)
    return _folder_identity(output)


def _folder_identity(folder: Path) -> FolderIdentity:
    status = folder.stat()
    return status.st_dev, status.st_ino


def check_same_folder(output: Path, identity: FolderIdentity, urls: Iterable[str]) -> None:
    """Raise OSError when the output folder, or one in it, was replaced while building."""
    if _folder_identity(output) != identity or linked_folders(output, urls):
        raise _replaced_folder_error(output)


def _replaced_folder_error(output: Path) -> OSError:
    return OSError(errno.ESTALE, "swapped", str(output))


def close_staging(output: Path) -> None:
    """Remove the stage, and a file or link that stands in its place."""
    folder = output / STAGING_FOLDER
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        folder.unlink()
    for name in _STAGING_ENTRIES:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    # What else is there is somebody's, and stays.
    with suppress(OSError):
        folder.rmdir()


def commit_staging(output: Path, staged: Iterable[str], removed: Iterable[str]) -> None:
    """Move staged files into place, then remove those that are no more.

    Raises OSError after putting everything back as it was.
    """
    moves, removals = tuple(staged), tuple(removed)
    blocking = conflicting_files(moves, removals)
    undo: list[tuple[Path, Path | None]] = []
    try:
        for url in blocking:
            _remove(output, url, undo)
        _remove_empty_parents(output, blocking)
        for url in moves:
            target = output / url
            _check_no_links(output, url)
            _remove_empty_folder(target)
            backup = _backup(output, url)
            target.parent.mkdir(parents=True, exist_ok=True)
            (output / STAGING_FOLDER / "new" / url).replace(target)
            undo.append((target, backup))
        for url in removals:
            _remove(output, url, undo)
    except BaseException:
        for target, backup in reversed(undo):
            _restore(output, target, backup)
        raise
    _remove_empty_parents(output, removals)


def _check_no_links(output: Path, url: str) -> None:
    """Raise OSError when a folder on the way to a file is a link by now."""
    if has_symlink(output, url.split("/")[:-1]) or not (output / STAGING_FOLDER / "new").is_dir():
        raise _replaced_folder_error(output)


def _remove(output: Path, url: str, undo: list[tuple[Path, Path | None]]) -> None:
    target = output / url
    _check_no_links(output, url)
    if target.is_file():
        undo.append((target, _backup(output, url)))
        target.unlink()


def _restore(output: Path, target: Path, backup: Path | None) -> None:
    if backup:
        target.parent.mkdir(parents=True, exist_ok=True)
        backup.replace(target)
    else:
        target.unlink(missing_ok=True)
        _remove_empty_parents(output, (target.relative_to(output).as_posix(),))


def _remove_empty_folder(target: Path) -> None:
    """Remove an emptied folder where a file is to stand, with what systems leave in folders."""
    if not target.is_dir() or target.is_symlink():
        return
    below = sorted(target.rglob("*"), reverse=True)
    files = [path for path in below if path.is_symlink() or not path.is_dir()]
    if all(path.name.startswith(SYSTEM_FILES) for path in files):
        for path in below:
            path.unlink() if path in files else path.rmdir()
    target.rmdir()


def _backup(output: Path, url: str) -> Path | None:
    """Keep a second name for a file that is about to change. Returns None when there is none."""
    source, backup = output / url, output / STAGING_FOLDER / "old" / url
    if not source.is_file():
        return None
    backup.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, backup)
    except OSError:  # a file system without hard links
        shutil.copy2(source, backup)
    return backup


def _remove_empty_parents(output: Path, removed: Iterable[str]) -> None:
    """Remove folders that removing files has emptied."""
    for folder in sorted({(output / url).parent for url in removed}, reverse=True):
        current = folder
        while current != output and current.is_dir() and not any(current.iterdir()):
            current.rmdir()
            current = current.parent


def stale_outputs(
    output: Path,
    planned: Mapping[str, str],
    records: Mapping[str, OutputRecord],
    *,
    thorough: bool = False,
) -> list[str]:
    """Return the URLs whose key is new or whose file was touched since."""
    return [
        url
        for url, cache_key in planned.items()
        if (record := records.get(url)) is None
        or record.cache_key != cache_key
        or not is_unchanged(output, url, record, thorough=thorough)
    ]
