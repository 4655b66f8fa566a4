"""Staged files → their places: all of them or, after a failure, none."""

import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from site_builder.build.open_folders import (
    OpenFolder,
    open_folder,
    open_subfolder,
    replaced_folder_error,
)
from site_builder.build.output_scan import BACKUP_FOLDER, STAGING_FOLDER
from site_builder.core.file_names import SYSTEM_FILES
from site_builder.core.urls import conflicting_files, folders_of


def no_progress(_done: int) -> None:
    """Report nothing."""


def commit_staging(
    output: Path,
    staged: Iterable[str],
    removed: Iterable[str],
    on_progress: Callable[[int], None] = no_progress,
) -> None:
    """Move staged files into place, then remove those that are no more.

    `on_progress` receives how many are done. Raises OSError after putting everything back.
    """
    moves, removals = sorted(staged), tuple(removed)
    blocking = conflicting_files(moves, removals) if removals else []
    try:
        with _open_commit(output) as commit:
            try:
                commit.remove(blocking, no_progress)
                commit.remove_empty_folders(blocking)
                commit.move(moves, on_progress)
                commit.remove(removals, on_progress)
            except BaseException:
                commit.undo()
                commit.remove_empty_folders(moves)
                raise
            commit.remove_empty_folders(removals)
    except FileNotFoundError as exc:
        # The stage is gone: this is another folder by now.
        raise replaced_folder_error(str(output)) from exc


@contextmanager
def _open_commit(output: Path) -> Iterator["_Commit"]:
    with (
        open_folder(str(output)) as root,
        open_subfolder(root, f"{STAGING_FOLDER}/new") as new,
        open_subfolder(root, f"{STAGING_FOLDER}/{BACKUP_FOLDER}", create=True) as old,
    ):
        yield _Commit(root, new, old)


class _Commit:
    """One commit on its way: what it has changed so far, and what stood there before."""

    def __init__(self, root: OpenFolder, new: OpenFolder, old: OpenFolder) -> None:
        self.root, self.new, self.old = root, new, old
        self.changes: list[tuple[str, str, str | None]] = []
        """Folder, name, and name of the backup; empty where nothing stood there, None of a folder
        that was moved whole."""
        self.done = 0
        """Files that have been moved or removed."""

    def move(self, urls: Iterable[str], on_progress: Callable[[int], None]) -> None:
        """Move staged files, of which the URLs are in order, into place.

        A folder that does not stand there yet is moved whole: a first build is a few moves.
        """
        moved = ""
        for folder, names in _by_folder(urls).items():
            if not moved or not f"{folder}/".startswith(f"{moved}/"):
                moved = self._move_new_folder(folder)
            if moved:
                self.done += len(names)
                on_progress(self.done)
            else:
                self._move_files(folder, names, on_progress)

    def _move_new_folder(self, folder: str) -> str:
        """Move the outermost folder on a way that does not stand yet. Returns its path, or ""."""
        for path in folders_of(f"{folder}/") if folder else ():
            parent, _, name = path.rpartition("/")
            with (
                open_subfolder(self.new, parent) as source,
                open_subfolder(self.root, parent) as target,
            ):
                try:
                    target.mode(name)
                except FileNotFoundError:
                    source.move(name, target, name)
                    self.changes.append((parent, name, None))
                    return path
        return ""

    def _move_files(
        self, folder: str, names: Iterable[str], on_progress: Callable[[int], None]
    ) -> None:
        with (
            open_subfolder(self.new, folder) as source,
            open_subfolder(self.root, folder) as target,
        ):
            for name in names:
                try:
                    backup = self._back_up(target, name)
                except IsADirectoryError:
                    backup = ""
                    _remove_emptied_folder(Path(target.path, name))
                source.move(name, target, name)
                self.changes.append((folder, name, backup))
                self.done += 1
                on_progress(self.done)

    def remove(self, urls: Iterable[str], on_progress: Callable[[int], None]) -> None:
        """Remove files; those that stand there no more need not be."""
        for folder, names in _by_folder(urls).items():
            with suppress(FileNotFoundError, NotADirectoryError):
                self._remove_below(folder, names)
            on_progress(self.done)

    def _remove_below(self, folder: str, names: Iterable[str]) -> None:
        with open_subfolder(self.root, folder) as target:
            for name in names:
                with suppress(IsADirectoryError, FileNotFoundError):
                    if backup := self._back_up(target, name):
                        self.changes.append((folder, name, backup))
                        self.done += 1
                        target.unlink(name)

    def _back_up(self, target: OpenFolder, name: str) -> str:
        """Build a second name of what is about to change. Returns "" where there is nothing.

        Raises IsADirectoryError for a folder.
        """
        backup = str(len(self.changes))
        try:
            target.link(name, self.old, backup)
        except FileNotFoundError:
            return ""
        except OSError:
            mode = target.mode(name)
            if stat.S_ISDIR(mode):
                raise IsADirectoryError from None
            if not stat.S_ISREG(mode):
                return ""
            # A file system without hard links.
            shutil.copy2(f"{target.path}/{name}", f"{self.old.path}/{backup}")
        return backup

    def undo(self) -> None:
        """Put everything back as it was, as far as the disk permits."""
        for folder, name, backup in reversed(self.changes):
            with (
                suppress(OSError),
                open_subfolder(self.root, folder, create=True) as target,
            ):
                if backup:
                    self.old.move(backup, target, name)
                elif backup is None:
                    with open_subfolder(self.new, folder) as source:
                        target.move(name, source, name)
                else:
                    target.unlink(name)
                    self.remove_empty_folders([f"{folder}/{name}"])

    def remove_empty_folders(self, urls: Iterable[str]) -> None:
        """Remove folders that removing files has emptied."""
        for folder in sorted(_by_folder(urls), reverse=True):
            with suppress(OSError):
                current = folder
                while current:
                    parent, _, name = current.rpartition("/")
                    with open_subfolder(self.root, parent) as target:
                        target.rmdir(name)
                    current = parent


def _by_folder(urls: Iterable[str]) -> dict[str, list[str]]:
    """Return the names in each folder, that of the site itself being empty."""
    names_by_folder: dict[str, list[str]] = {}
    for url in urls:
        folder, _, name = url.rpartition("/")
        names_by_folder.setdefault(folder, []).append(name)
    return names_by_folder


def _remove_emptied_folder(target: Path) -> None:
    """Remove an emptied folder where a file is to stand, with what systems leave in folders."""
    below = sorted(target.rglob("*"), reverse=True)
    files = [path for path in below if path.is_symlink() or not path.is_dir()]
    if all(path.name.startswith(SYSTEM_FILES) for path in files):
        for path in below:
            path.unlink() if path in files else path.rmdir()
    target.rmdir()
