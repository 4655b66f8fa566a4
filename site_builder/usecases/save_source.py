"""A source saved as it was edited: never over what somebody else wrote, never without a way back.

What is replaced stays under `.build/history/`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from site_builder.build.project_lock import ProjectLock
from site_builder.core.errors import LockedError, SaveConflictError, UsageError
from site_builder.core.hashing import digest
from site_builder.core.safe_files import has_symlink, read_below, write_whole
from site_builder.core.urls import is_safe_path
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.saved_version import SavedVersion, SourceText

_EDITABLE = (".md", ".yaml", ".csv")
_HISTORY = "history"
_MAX_VERSIONS = 200
"""Of one file; the oldest goes first."""
_VERSION = lazy_pattern(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-\d{6}-[0-9a-f]{12}")
MAX_BYTES = 2_000_000
"""A text that reading would refuse for its size."""
_LOCK_SECONDS, _LOCK_PAUSE = 10, 0.01


def read_source(project: Path, path: str) -> SourceText:
    """Read a source. Raises UsageError for what is no source of the project, and OSError."""
    check_source_path(project, path)
    try:
        data = read_below(project, path)
    except FileNotFoundError:
        return SourceText(path, b"", "")
    return SourceText(path, data, digest(data))


def save_source(project: Path, base: SourceText, data: bytes, now: datetime) -> SourceText:
    """Write a source whose `base` was edited. Returns it as it stands now.

    Raises SaveConflictError when the file is no longer what was edited, with what it holds; then
    nothing is written. Raises UsageError as `read_source`, and OSError with the file as it was.
    """
    if len(data) > MAX_BYTES:
        raise UsageError(f"{base.path} 太大，没有保存", "请把大段内容做成附件。")
    with save_lock(project):
        current = read_source(project, base.path)
        if current.digest != base.digest:
            raise SaveConflictError(current.path, current.data)
        if current.data != data or not current.digest:
            if current.digest:
                _keep_version(project, current, now)
            write_whole(project / base.path, data)
    return SourceText(base.path, data, digest(data))


def missing_source_error(path: str) -> UsageError:
    """Return what is said where a source was while it was edited, and is no longer."""
    return UsageError(
        f"{path} 不在了：可能改了名、移走了，或者删掉了",
        "没有保存的内容还留着：请把它放回原来的位置，再打开这个网页。",
    )


def list_versions(project: Path, path: str) -> tuple[SavedVersion, ...]:
    """Return what a source held before, the newest first."""
    check_source_path(project, path)
    return tuple(reversed(tuple(_versions(_history_folder(project, path)))))


def read_version(project: Path, path: str, version: str) -> bytes:
    """Return what a source held before. Raises UsageError for a version that there is not."""
    check_source_path(project, path)
    if not _VERSION.fullmatch(version):
        raise UsageError("没有这个版本")
    try:
        return read_below(_history_folder(project, path), version)
    except FileNotFoundError:
        raise UsageError("没有这个版本", "它可能太旧，已经不再保留。") from None


@contextmanager
def save_lock(project: Path) -> Iterator[None]:
    """Write alone: two editors that save at once would both see the file as it was before."""
    end = time.monotonic() + _LOCK_SECONDS
    while True:
        lock = ProjectLock(project / ".build", "save-lock")
        try:
            lock.__enter__()
            break
        except LockedError:
            if time.monotonic() > end:
                raise UsageError("别的窗口正在保存，没有保存", "请再按一次保存。") from None
            time.sleep(_LOCK_PAUSE)
    try:
        yield
    finally:
        lock.__exit__()


def check_source_path(project: Path, path: str) -> None:
    """Raise UsageError for a path that is no text of the project."""
    parts = path.split("/")
    is_source = path == "config.yaml" or (parts[0] == "content" and path.endswith(_EDITABLE))
    if not is_source or not is_safe_path(path) or any(part.startswith(".") for part in parts):
        raise UsageError("只能编辑 content 文件夹里的文稿、数据和 config.yaml")
    if has_symlink(project, parts):
        raise UsageError(f"{path} 是符号链接（快捷方式），不能编辑")


def _keep_version(project: Path, current: SourceText, now: datetime) -> None:
    folder = _history_folder(project, current.path)
    name = f"{now:%Y%m%d-%H%M%S-%f}-{current.digest[:12]}"
    write_whole(folder / name, current.data)
    for version in list(_versions(folder))[:-_MAX_VERSIONS]:
        (folder / version.id).unlink(missing_ok=True)


def _versions(folder: Path) -> Iterator[SavedVersion]:
    """Yield the versions of a file, the oldest first."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = _VERSION.fullmatch(file.name)
        if match:
            year, month, day, hour, minute, second = match.groups()
            replaced_at = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
            yield SavedVersion(file.name, replaced_at, file.stat().st_size)


def _history_folder(project: Path, path: str) -> Path:
    return project / ".build" / _HISTORY / path
