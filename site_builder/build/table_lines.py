"""Lines of a rollup's tables, taken from the file as it was published last.

A year's figures are 70 MB, of which one body that changed is a thousandth: nothing is kept twice.
`.build/` says only where the lines of each body stand, under which cause, with their digest.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from typing import BinaryIO

from site_builder.build import cache
from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import READING
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.core.hashing import digest, short_digest
from site_builder.core.installed_versions import versions
from site_builder.core.safe_files import open_below

_Place = tuple[int, int, str]
"""Where lines begin in the file, how many bytes they are, and their digest."""
_CODEC = codec_of(dict[str, _Place])
_FOLDER = "rollup/tables"
"""Below `.build/`."""
_BEGINNING = 100
"""Bytes that lines are looked for by."""


class TableLines:
    """The lines of one table, each body's by what decided them."""

    def __init__(self, context: BuildContext, url: str) -> None:
        self._context, self._url = context, url
        self._shared = f"{cache.program_digest()} {context.standards.digest} {versions(READING)}"
        self._path = context.build / _FOLDER / f"{short_digest(url.encode(), 10)}.json"
        self._lines: dict[str, tuple[bytes, int, str]] = {}
        """How they begin, in the order of the file, how many bytes they are, and their digest."""
        self._stack = ExitStack()
        self._file: BinaryIO | None = None
        options = context.options
        self._places = {} if options.clean or options.thorough else self._load()

    def lines(self, cause: str, write: Callable[[], bytes]) -> bytes:
        """Return the lines that a cause decides, written now if they are not at hand."""
        if not cause:
            return write()
        key = digest(f"{self._shared} {cause}".encode("utf-8", "surrogatepass"))
        published = self._published(key)
        if published is None:
            data = write()
            published = data, digest(data)
        data, own_digest = published
        self._lines[key] = data[:_BEGINNING], len(data), own_digest
        return data

    def finish(self, data: bytes | None) -> None:
        """Keep where the lines stand in the file as it is now."""
        self._stack.close()
        if data is not None and self._lines:
            packed = dumps(_CODEC, dict(_find_places(data, self._lines)))
            self._context.try_save(partial(write_verified, self._path, packed))
        self._lines = {}

    def _published(self, key: str) -> tuple[bytes, str] | None:
        """Return lines from the file as it stands there; None where they are others by now."""
        if key not in self._places or self._file is None:
            return None
        offset, length, expected = self._places[key]
        try:
            self._file.seek(offset)
            data = self._file.read(length)
        except OSError:
            return None
        return (data, expected) if digest(data) == expected else None

    def _load(self) -> Mapping[str, _Place]:
        packed = read_verified(self._path)
        try:
            places: Mapping[str, _Place] = loads(_CODEC, packed) if packed else {}
            if places:
                opened = open_below(self._context.options.output, self._url)
                self._file = self._stack.enter_context(opened)
        except (OSError, ValueError, TypeError, RecursionError):
            return {}
        return places


def _find_places(
    data: bytes, lines: Mapping[str, tuple[bytes, int, str]]
) -> Iterator[tuple[str, _Place]]:
    """Find where lines stand that were joined in this order."""
    offset = 0
    for key, (beginning, length, own_digest) in lines.items():
        # Were it elsewhere, the digest would tell.
        offset = data.index(beginning, offset)
        yield key, (offset, length, own_digest)
        offset += length
