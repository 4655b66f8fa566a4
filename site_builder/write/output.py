"""The output folder: files are staged beside their places and moved at the end.

A failure on the way puts back what was moved. Only files of the last manifest are ever removed.
Called by the pipeline.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.manifest import OutputRecord
from site_builder.model.place import Location
from site_builder.safe_files import digest, leads_away, read_below
from site_builder.urls import folders_of, in_the_way
from site_builder.write.file_list import NAME

STAGE = ".site-builder"
"""Folder inside the output where a build prepares its files: the same disk, so moving is atomic."""

_CRUMBS = (".", "Thumbs.db", "desktop.ini")
"""What systems leave in any folder that somebody opened, and what is no page: left alone."""
_LEFT_BY_SYSTEMS = ("._", ".DS_Store", "Thumbs.db", "desktop.ini")
"""Of these, what nobody misses. Other hidden files may be somebody's: `.htaccess`."""
_STAGED = ("new", "old", "list")
"""What a build puts into its stage."""

_REASONS = {
    errno.ENOENT: "没有上一层文件夹",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹",
    errno.EEXIST: "路径上已有同名文件",
    errno.EISDIR: "路径上已有同名文件夹",
    errno.ENOTEMPTY: "路径上已有同名文件夹，里面还有别的文件",
    errno.ENAMETOOLONG: "路径太长",
    errno.ESTALE: "生成的时候，它或者里面的文件夹被换成了别的文件夹或者链接",
}


def reason(fault: OSError) -> str:
    """Say in Chinese what a disk refuses."""
    return _REASONS.get(fault.errno or 0, "系统没有说明原因")


def failed(folder: str, fault: OSError) -> Diagnostic:
    """Turn a failure of the disk into a finding about the folder that was written to."""
    hint = "请检查文件夹的权限和磁盘空间。原来的网站没有改动。"
    if fault.errno == errno.ENOTEMPTY and isinstance(fault.filename, str):
        name = Path(fault.filename).name
        hint = f"请把文件夹 {name} 里的文件（也看隐藏的）移走。原来的网站没有改动。"
    if folder != ".build":
        hint = f"{hint}也可以用 --output 换一个输出文件夹。"
    return error("write/failed", Location(folder), f"写不进文件夹 {folder}：{reason(fault)}", hint)


def strangers(output: Path, owned: Iterable[str]) -> list[str]:
    """List what no build of ours wrote in the output folder. Raises OSError.

    A link is always a stranger: what lies behind it is somebody else's.
    """
    if not output.is_dir():
        return []
    known = set(owned)
    listed = output / NAME
    # The list is not put in the place of a folder that somebody uses.
    in_use = not listed.is_symlink() and listed.is_dir() and any(listed.iterdir())
    foreign_paths = [NAME] if in_use else []
    for folder, folders, names in os.walk(output):
        below = Path(folder).relative_to(output)
        for name in sorted((*folders, *names)):
            path = (below / name).as_posix()
            linked = (output / path).is_symlink()
            crumb = name.startswith(_CRUMBS) and not linked
            if linked or (name in names and path not in known and not crumb):
                foreign_paths.append(path)
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and not os.path.islink(os.path.join(folder, name))  # noqa: PTH114, PTH118 - thousands a build
        ]
    return sorted(foreign_paths)


_NAMED = 5
"""Files named in a message; the others are counted."""


def foreign(output: str, found: list[str]) -> Diagnostic:
    """Say that the output folder holds other people's files."""
    some = "、".join(found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
    message = f"输出文件夹里有 {len(found)} 个不是本程序生成的文件：{some}"
    hint = "没有写入或删除任何文件。请把它们移走，或用 --output 换一个空文件夹。"
    return error("write/foreign", Location(output), message, hint)


@cache
def _readable() -> int:
    """Return the rights to read that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return ~mask & (stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def intact(output: Path, url: str, record: OutputRecord, *, thorough: bool = False) -> bool:
    """Tell whether a written file still stands as the build left it, for all to read.

    By size and time, or, where that is not enough, by its digest too.
    """
    try:
        facts = os.lstat(os.path.join(output, url))  # noqa: PTH118 - thousands a build
        same = (
            facts.st_size == record.size
            and facts.st_mtime_ns == record.mtime_ns
            and stat.S_ISREG(facts.st_mode)
            and not _readable() & ~facts.st_mode
        )
        return same and (not thorough or digest(read_below(output, url)) == record.digest)
    except OSError:
        return False


def linked_folders(output: Path, urls: Iterable[str]) -> list[str]:
    """List the folders of some files that are links by now: what lies behind is not ours."""
    folders = {folder for url in urls for folder in folders_of(url)}
    return sorted(folder for folder in folders if (output / folder).is_symlink())


def stage(output: Path, url: str, data: bytes, key: str) -> OutputRecord:
    """Prepare one file beside its place. Raises OSError."""
    path = output / STAGE / "new" / url
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        if not (output / STAGE / "new").is_dir():
            raise _swapped(output) from None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return OutputRecord(key, digest(data), len(data), path.stat().st_mtime_ns)


Identity = tuple[int, int]
"""Device and number of a folder: they stay when its name leads elsewhere."""


def open_stage(output: Path) -> Identity:
    """Make an empty stage, and the output folder with it. Raises OSError."""
    close_stage(output)
    (output / STAGE / "new").mkdir(parents=True)
    return _identity(output)


def _identity(folder: Path) -> Identity:
    facts = folder.stat()
    return facts.st_dev, facts.st_ino


def must_be_same(output: Path, before: Identity, urls: Iterable[str]) -> None:
    """Raise OSError when the output folder, or one in it, was replaced while building."""
    if _identity(output) != before or linked_folders(output, urls):
        raise _swapped(output)


def _swapped(output: Path) -> OSError:
    return OSError(errno.ESTALE, "swapped", str(output))


def close_stage(output: Path) -> None:
    """Remove the stage, and a file or link that stands in its place."""
    stage = output / STAGE
    if stage.is_symlink() or (stage.exists() and not stage.is_dir()):
        stage.unlink()
    for name in _STAGED:
        path = stage / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    # What else is there is somebody's, and stays.
    with suppress(OSError):
        stage.rmdir()


def commit(output: Path, staged: Iterable[str], removed: Iterable[str]) -> None:
    """Move staged files into place, then remove those that are no more.

    Raises OSError after putting everything back as it was.
    """
    moved, gone = tuple(staged), tuple(removed)
    first = in_the_way(moved, gone)
    undo: list[tuple[Path, Path | None]] = []
    try:
        for url in first:
            _remove(output, url, undo)
        _prune(output, first)
        for url in moved:
            target = output / url
            _must_lead_nowhere(output, url)
            _clear_folder(target)
            kept = _keep(output, url)
            target.parent.mkdir(parents=True, exist_ok=True)
            (output / STAGE / "new" / url).replace(target)
            undo.append((target, kept))
        for url in gone:
            _remove(output, url, undo)
    except BaseException:
        for target, kept in reversed(undo):
            _put_back(output, target, kept)
        raise
    _prune(output, gone)


def _must_lead_nowhere(output: Path, url: str) -> None:
    """Raise OSError when a folder on the way to a file is a link by now."""
    if leads_away(output, url.split("/")[:-1]) or not (output / STAGE / "new").is_dir():
        raise _swapped(output)


def _remove(output: Path, url: str, undo: list[tuple[Path, Path | None]]) -> None:
    target = output / url
    _must_lead_nowhere(output, url)
    if target.is_file():
        undo.append((target, _keep(output, url)))
        target.unlink()


def _put_back(output: Path, target: Path, kept: Path | None) -> None:
    if kept:
        target.parent.mkdir(parents=True, exist_ok=True)
        kept.replace(target)
    else:
        target.unlink(missing_ok=True)
        _prune(output, (target.relative_to(output).as_posix(),))


def _clear_folder(target: Path) -> None:
    """Remove an emptied folder where a file is to stand, with what systems leave in folders."""
    if not target.is_dir() or target.is_symlink():
        return
    below = sorted(target.rglob("*"), reverse=True)
    files = [path for path in below if path.is_symlink() or not path.is_dir()]
    if all(path.name.startswith(_LEFT_BY_SYSTEMS) for path in files):
        for path in below:
            path.unlink() if path in files else path.rmdir()
    target.rmdir()


def _keep(output: Path, url: str) -> Path | None:
    """Keep a second name for a file that is about to change. Returns None when there is none."""
    source, kept = output / url, output / STAGE / "old" / url
    if not source.is_file():
        return None
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(source, kept)
    return kept


def _prune(output: Path, removed: Iterable[str]) -> None:
    """Remove folders that removing files has emptied."""
    for folder in sorted({(output / url).parent for url in removed}, reverse=True):
        current = folder
        while current != output and current.is_dir() and not any(current.iterdir()):
            current.rmdir()
            current = current.parent


def differing(
    output: Path,
    planned: Mapping[str, str],
    records: Mapping[str, OutputRecord],
    *,
    thorough: bool = False,
) -> list[str]:
    """List the URLs whose key is new or whose file was touched since."""
    return [
        url
        for url, key in planned.items()
        if (record := records.get(url)) is None
        or record.cache_key != key
        or not intact(output, url, record, thorough=thorough)
    ]
