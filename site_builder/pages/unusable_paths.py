"""Dead addresses that one misnamed file or folder explains: reported at that file alone."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnusablePath:
    """A file or folder below `content/` that the scan could make no use of."""

    folder: str
    """The folder it lies in, below `content/`; empty for `content/` itself."""
    is_folder: bool


class UnusablePaths:
    """Decides which of a site's dead addresses are explained."""

    def __init__(self, unusable: frozenset[UnusablePath], paths: Iterable[str]) -> None:
        self._unusable = unusable
        self._folders = {""}
        for path in paths if unusable else ():
            folder = path
            while (folder := posixpath.dirname(folder)) not in self._folders:
                self._folders.add(folder)

    def explains(self, path: str) -> bool:
        """Return whether a path that leads nowhere may be meant for something unusable.

        It is when the first part of it that does not exist would lie next to an unusable path of
        its sort: `2021/documents/road.md` next to `2021/documents/道路.md`, or below `2021年`.
        """
        folder, is_folder = posixpath.dirname(path), False
        while folder not in self._folders:
            folder, is_folder = posixpath.dirname(folder), True
        return UnusablePath(folder, is_folder) in self._unusable
