"""The texts of documents between two steps of one build: read once, then shown and indexed.

They lie in a file without a name that all processes of the build share, and that goes with it. None
is held in memory, and no later build knows of them.
"""

import marshal
import os
from collections.abc import MutableSequence, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from site_builder.core.codec import codec_of
from site_builder.model.document import CatalogueDocument, DocumentRecord
from site_builder.model.prose import Prose

_BODY = codec_of(tuple[Prose, str, str, str])


class TextBodies:
    """The file, and where in it each text lies; nothing where it was not opened."""

    def __init__(self) -> None:
        self._fd = -1
        self._numbers: dict[str, int] = {}
        self._starts: MutableSequence[int] = []
        self._sizes: MutableSequence[int] = []
        self._end: MutableSequence[int] = []
        self._lock: AbstractContextManager[object] = nullcontext()

    def open(self, folder: Path, paths: Sequence[str]) -> None:
        """Open the file for the texts of some sources, before processes begin.

        Where a system has no such files, or no room for one, texts are read once more: that is all.
        """
        if not hasattr(os, "fork") or not hasattr(os, "pwrite"):
            return
        import tempfile  # noqa: PLC0415 - few builds read many texts
        from multiprocessing import get_context  # noqa: PLC0415 - few builds read many texts
        from multiprocessing.sharedctypes import RawArray  # noqa: PLC0415 - nor share numbers

        with suppress(OSError):
            with tempfile.TemporaryFile(dir=folder) as file:
                self._fd = os.dup(file.fileno())
            self._numbers = {path: number for number, path in enumerate(paths)}
            self._starts = RawArray("q", len(paths))
            self._sizes = RawArray("q", len(paths))
            self._end = RawArray("q", 1)
            self._lock = get_context("fork").Lock()

    def write(self, document: CatalogueDocument) -> None:
        """Write a text, from any process."""
        number = self._numbers.get(document.source.path)
        if number is None:
            return
        body = (document.prose, document.format, document.audience, document.retention)
        data = marshal.dumps(_BODY.pack(body))
        with self._lock:
            start = self._end[0]
            self._end[0] = start + len(data)
        with suppress(OSError):
            if os.pwrite(self._fd, data, start) == len(data):
                self._starts[number], self._sizes[number] = start, len(data)

    def read(self, record: DocumentRecord) -> CatalogueDocument | None:
        """Return a document whole; None where its text was not read in this build."""
        number = self._numbers.get(record.source.path)
        if number is None or not self._sizes[number]:
            return None
        data = os.pread(self._fd, self._sizes[number], self._starts[number])
        # Only processes of this build can have written to a file without a name.
        prose, *fields = _BODY.unpack(marshal.loads(data))  # noqa: S302 - see above
        return CatalogueDocument(
            record.entry, prose, record.attachments, record.suppressions, *fields
        )

    def close(self) -> None:
        """Close the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd, self._numbers = -1, {}
