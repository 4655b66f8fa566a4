"""The output folder: files are staged next to their places, and what stands there stays or not.

`output_commit` moves them at the end. Only files of the last manifest are ever removed.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from site_builder.build.open_folders import replaced_folder_error
from site_builder.build.output_scan import BACKUP_FOLDER, STAGING_FOLDER, OutputScan
from site_builder.core.errors import describe_os_error
from site_builder.core.hashing import digest
from site_builder.core.safe_files import read_below
from site_builder.core.urls import folders_of
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location
from site_builder.model.manifest import OutputRecord

_WRITE_FLAGS = sum(
    getattr(os, name, 0)
    for name in ("O_WRONLY", "O_CREAT", "O_TRUNC", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
)
_FILE_MODE = 0o666

_STAGING_ENTRIES = ("new", BACKUP_FOLDER, "list")
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


def is_unchanged(
    scan: OutputScan, url: str, record: OutputRecord, *, thorough: bool = False
) -> bool:
    """Return whether a written file still stands as the build left it, for all to read.

    By size and time, or, where that is not enough, by its digest too.
    """
    if not scan.has_file(url, record.size, record.mtime_ns):
        return False
    try:
        return not thorough or digest(read_below(Path(scan.output), url)) == record.digest
    except OSError:
        return False


def stale_outputs(
    scan: OutputScan,
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
        or not is_unchanged(scan, url, record, thorough=thorough)
    ]


def stage_file(
    output: Path, url: str, data: bytes, cache_key: str, renderer: str = ""
) -> OutputRecord:
    """Stage one file next to its place. Raises OSError."""
    stage = f"{output}/{STAGING_FOLDER}/new"
    path = f"{stage}/{url}"
    try:
        fd = os.open(path, _WRITE_FLAGS, _FILE_MODE)
    except FileNotFoundError:
        if not Path(stage).is_dir():
            raise replaced_folder_error(str(output)) from None
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, _WRITE_FLAGS, _FILE_MODE)
    try:
        # One call writes but a part of what is very large.
        written = os.write(fd, data)
        while written < len(data):
            written += os.write(fd, memoryview(data)[written:])
    finally:
        os.close(fd)
    # Some systems settle the time when a file is closed.
    mtime_ns = os.lstat(path).st_mtime_ns
    return OutputRecord(cache_key, digest(data), len(data), mtime_ns, renderer)


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
    folders = {url.rpartition("/")[0] for url in urls}
    paths = {path for folder in folders for path in (folder, *folders_of(folder))}
    if _folder_identity(output) != identity or any(
        (output / path).is_symlink() for path in paths if path
    ):
        raise replaced_folder_error(str(output))


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
