"""Lines of the catalogue's files as earlier builds wrote them, a year in each file of `.build/`.

An edited title changes a line of ten thousand: the lines of other years are joined as they are.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from site_builder.build import cache
from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.context import BuildContext
from site_builder.core.hashing import digest
from site_builder.model.lazy_pattern import lazy_pattern

LINES_FOLDER = "lines"
"""Below `.build/`; in it a folder for each format."""
_NAME = lazy_pattern(r"[0-9a-f]{32}(?:\.new)?")


class LineCache:
    """The lines of one file of the catalogue, each by what decided them."""

    def __init__(self, context: BuildContext, format_id: str) -> None:
        self._context = context
        self._folder: Path = context.build / LINES_FOLDER / format_id
        self._shared = f"{cache.program_digest()} {context.standards.digest} {format_id}"
        self._names: set[str] = set()

    def lines(self, cause: str, write: Callable[[], bytes]) -> bytes:
        """Return the lines that a cause decides, written now if they are not at hand."""
        options, name = self._context.options, digest(f"{self._shared} {cause}".encode())
        self._names.add(name)
        path = self._folder / name
        stored = None if options.clean or options.thorough else read_verified(path)
        if stored is not None:
            return stored
        data = write()
        self._context.try_save(partial(write_verified, path, data))
        return data

    def finish(self, data: bytes | None) -> None:
        """Remove the lines that the file has no more."""
        if data is not None:
            self._context.try_save(self._prune)

    def _prune(self) -> None:
        for path in self._folder.glob("*"):
            # Whatever is not named as this program names files may be somebody's, and stays.
            is_lines = _NAME.fullmatch(path.name) and not path.is_symlink()
            if is_lines and path.name not in self._names and path.is_file():
                path.unlink()
