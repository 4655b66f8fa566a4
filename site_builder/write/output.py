"""The output folder: files are staged beside their places and moved at the end.

A failure on the way puts back what was moved. Only files of the last manifest are ever removed.
Called by the pipeline.
"""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.manifest import Record
from site_builder.model.place import Place
from site_builder.model.release import Requirement
from site_builder.urls import inside

STAGE = ".site-builder"
"""Folder inside the output where a build prepares its files: the same disk, so moving is atomic."""

_CRUMBS = (".", "Thumbs.db", "desktop.ini")
"""What systems leave in any folder that somebody opened."""

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
    errno.ENAMETOOLONG: "路径太长",
}


def reason(fault: OSError) -> str:
    """Say in Chinese what a disk refuses."""
    return _REASONS.get(fault.errno or 0, "系统没有说明原因")


def failed(folder: str, fault: OSError) -> Diagnostic:
    """Turn a failure of the disk into a finding about the folder that was written to."""
    hint = "请检查文件夹的权限和磁盘空间。原来的网站没有改动。"
    if folder != ".build":
        hint = f"{hint}也可以用 --output 换一个输出文件夹。"
    return error("write/failed", Place(folder), f"写不进文件夹 {folder}：{reason(fault)}", hint)


_LIST = ".site-builder-files"
"""Names what a build wrote, inside the folder itself: it outlives a lost or moved `.build/`."""


_DRAFTS = "# drafts"
"""First line of the list of a site that was built with drafts: such a site is never deployed."""


_LISTED = re.compile("([0-9a-f]{32})  (.+)")
"""A line of the list: a digest and a URL. Programs before this one wrote the URL alone."""


_REQUIRED = "# required "
"""Begins a line of the list about something the law wants and the site does not have."""


def write_list(
    output: Path,
    digests: Mapping[str, str],
    *,
    drafts: bool,
    requirements: Iterable[Requirement] = (),
) -> None:
    """Write down which files of the output folder are ours, and their digests. Raises OSError.

    So whoever deploys a copy of the folder can tell whether it is as it was built, and what it
    lacks.
    """
    names = (f"{digest}  {url}" for url, digest in sorted(digests.items()))
    lacks = (_REQUIRED + json.dumps(asdict(one), ensure_ascii=False) for one in requirements)
    text = "".join(f"{line}\n" for line in (*((_DRAFTS,) if drafts else ()), *lacks, *names))
    if text.splitlines() != _lines(output):
        beside = output / STAGE / "list"
        beside.write_text(text, encoding="utf-8")
        beside.replace(output / _LIST)


def read_requirements(output: Path) -> tuple[Requirement, ...]:
    """List what the law wants and the built site does not have. Raises ValueError, TypeError."""
    lines = (line for line in _lines(output) if line.startswith(_REQUIRED))
    return tuple(Requirement(**json.loads(line.removeprefix(_REQUIRED))) for line in lines)


def _lines(output: Path) -> list[str]:
    try:
        return (output / _LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def has_drafts(output: Path) -> bool:
    """Tell whether the last build of a folder showed what has not been signed."""
    try:
        with (output / _LIST).open(encoding="utf-8") as file:
            return file.readline().rstrip("\n") == _DRAFTS
    except (OSError, UnicodeDecodeError):
        return False


def read_list(output: Path) -> tuple[str, ...]:
    """List the files that the last build wrote, as far as the list can be believed."""
    return tuple(read_digests(output))


def read_digests(output: Path) -> dict[str, str]:
    """Read the list with the digests; an empty one is not known."""
    found = {}
    for line in _lines(output):
        listed = _LISTED.fullmatch(line)
        digest, url = listed.groups() if listed else ("", line)
        if inside(url) and not line.startswith((_DRAFTS, _REQUIRED)):
            found[url] = digest
    return found


def strangers(output: Path, owned: Iterable[str]) -> list[str]:
    """List what no build of ours wrote in the output folder. Raises OSError.

    A link is always a stranger: what lies behind it is somebody else's.
    """
    if not output.is_dir():
        return []
    known = set(owned)
    found = []
    for folder, folders, names in os.walk(output):
        below = Path(folder).relative_to(output)
        for name in sorted((*folders, *names)):
            path = (below / name).as_posix()
            linked = (output / path).is_symlink()
            crumb = name.startswith(_CRUMBS) and not linked
            if linked or (name in names and path not in known and not crumb):
                found.append(path)
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and not os.path.islink(os.path.join(folder, name))  # noqa: PTH114, PTH118 - thousands a build
        ]
    return sorted(found)


_NAMED = 5
"""Files named in a message; the others are counted."""


def foreign(output: str, found: list[str]) -> Diagnostic:
    """Say that the output folder holds other people's files."""
    some = "、".join(found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
    message = f"输出文件夹里有 {len(found)} 个不是本程序生成的文件：{some}"
    hint = "没有写入或删除任何文件。请把它们移走，或用 --output 换一个空文件夹。"
    return error("write/foreign", Place(output), message, hint)


def digest(data: bytes) -> str:
    """Digest bytes as records do."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def intact(output: Path, url: str, record: Record) -> bool:
    """Tell whether a written file still stands as the build left it."""
    try:
        facts = os.stat(os.path.join(output, url))  # noqa: PTH116, PTH118 - thousands a build
    except OSError:
        return False
    return facts.st_size == record.size and facts.st_mtime_ns == record.stamp


def stage(output: Path, url: str, data: bytes, key: str) -> Record:
    """Prepare one file beside its place. Raises OSError."""
    path = output / STAGE / "new" / url
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Record(key, digest(data), len(data), path.stat().st_mtime_ns)


def open_stage(output: Path) -> None:
    """Make an empty stage, and the output folder with it. Raises OSError."""
    shutil.rmtree(output / STAGE, ignore_errors=True)
    (output / STAGE / "new").mkdir(parents=True)


def close_stage(output: Path) -> None:
    """Remove the stage."""
    shutil.rmtree(output / STAGE, ignore_errors=True)


def commit(output: Path, staged: Iterable[str], removed: Iterable[str]) -> None:
    """Move staged files into place, then remove those that are no more.

    Raises OSError after putting everything back as it was.
    """
    undo: list[tuple[Path, Path | None]] = []
    try:
        for url in staged:
            target = output / url
            kept = _keep(output, url)
            target.parent.mkdir(parents=True, exist_ok=True)
            (output / STAGE / "new" / url).replace(target)
            undo.append((target, kept))
        for url in removed:
            target = output / url
            if target.is_file():
                undo.append((target, _keep(output, url)))
                target.unlink()
    except BaseException:
        for target, kept in reversed(undo):
            if kept:
                kept.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
    _prune(output, removed)


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


def differing(output: Path, planned: Mapping[str, str], records: Mapping[str, Record]) -> list[str]:
    """List the URLs whose key is new or whose file was touched since."""
    return [
        url
        for url, key in planned.items()
        if (record := records.get(url)) is None
        or record.key != key
        or not intact(output, url, record)
    ]
