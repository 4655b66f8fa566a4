"""A published site that lies in a folder."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from site_builder.core.safe_files import open_below

_FIRST_YEAR, _LAST_YEAR = 2008, 2099


class SiteFolder:
    """The files of a site in a folder; no link is followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def years(self) -> Iterable[int]:
        """Return the years that have a folder."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except OSError:
            return ()
        return sorted(
            int(name)
            for name in names
            if name.isascii()
            and name.isdecimal()
            and len(name) == len("2022")
            and _FIRST_YEAR <= int(name) <= _LAST_YEAR
        )

    def read(self, path: str, limit: int) -> bytes:
        """Return a file. Raises OSError, also for one that is too large."""
        with open_below(self._folder, path) as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        return data
