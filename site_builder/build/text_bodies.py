"""The texts of documents between two steps of one build: read once, then shown and indexed.

They lie in a file without a name that all processes of the build share, and that goes with it. None
is held in memory, and no later build knows of them.
"""

import os
import tempfile
from collections.abc import Iterable
from multiprocessing import get_context
from multiprocessing.sharedctypes import RawArray
from pathlib import Path

from site_builder.core.codec import codec_of, dumps, loads
from site_builder.model.document import CatalogueDocument, DocumentRecord
from site_builder.model.prose import Prose

_BODY = codec_of(tuple[Prose, str, str, str])


class TextBodies:
    """The file, and where in it each text lies."""

    def __init__(self, folder: Path, paths: Iterable[str]) -> None:
        """Create the file for the texts of some sources. Raises OSError."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - open as long as the build
        self._numbers = {path: number for number, path in enumerate(paths)}
        self._starts = RawArray("q", len(self._numbers))
        self._sizes = RawArray("q", len(self._numbers))
        self._end = get_context("fork").Value("q", 0)

    def write(self, document: CatalogueDocument) -> None:
        """Write a text, from any process. Raises OSError."""
        body = (document.prose, document.format, document.audience, document.retention)
        data, number = dumps(_BODY, body), self._numbers[document.source.path]
        with self._end.get_lock():
            start = self._end.value
            self._end.value = start + len(data)
        os.pwrite(self._file.fileno(), data, start)
        self._starts[number], self._sizes[number] = start, len(data)

    def read(self, record: DocumentRecord) -> CatalogueDocument | None:
        """Return a document whole; None where its text was not read in this build."""
        number = self._numbers.get(record.source.path)
        if number is None or not self._sizes[number]:
            return None
        data = os.pread(self._file.fileno(), self._sizes[number], self._starts[number])
        prose, *fields = loads(_BODY, data)
        return CatalogueDocument(
            record.entry, prose, record.attachments, record.suppressions, *fields
        )


def can_share_bodies() -> bool:
    """Return whether processes here share a file that was opened before they began."""
    return hasattr(os, "fork") and hasattr(os, "pwrite")
