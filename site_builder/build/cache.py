"""What earlier builds left in `.build/`: read documents and parts of the search index.

Each file is a digest and JSON, checked value by value (`core.codec`), so a `.build/` folder that
came from elsewhere cannot run anything. Any defect means reading afresh.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import site_builder
from site_builder.build.cache_file import read_cache, write_cache
from site_builder.build.garbage_collection import gc_paused
from site_builder.build.library_versions import runtime_version
from site_builder.core.codec import Codec, codec_of, dumps, loads
from site_builder.core.hashing import digest, digest_of_parts
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import CatalogueDocument, Document, Report, StandalonePage
from site_builder.model.search import IndexSegment, SearchCorpus
from site_builder.model.source import Source
from site_builder.search import segment_file

if TYPE_CHECKING:
    from site_builder.model.page import OutputFile

ReadOutcome = tuple[Document | None, tuple[Diagnostic, ...]]
DocumentCache = dict[str, tuple[str, ReadOutcome]]
"""Path → digest of all that decided the reading, and what was read."""

_ENTRY = tuple[StandalonePage | CatalogueDocument | Report | None, tuple[Diagnostic, ...]]
"""`ReadOutcome` with each class by its name: the cached value records which it was."""
_DOCUMENTS_CODEC = codec_of(dict[str, tuple[str, _ENTRY]])
_DOCUMENTS_FILE = "documents.json"
_SEGMENTS_FOLDER = "search"
"""Folder of the parts, each named by the digest of all that decided it."""
_SEGMENT_NAME = re.compile(r"[0-9a-f]{32}(?:\.new)?")
_DIGEST_SIZE = 16
"""Bytes at the start of the file that state what the rest should be."""


SourceState = tuple[tuple[Source | None, ...], str]
"""State of a document's files, and the digest of all else that decides."""

RACY_MTIME_WINDOW_NS = 2_000_000_000
"""Nanoseconds: a file changed this shortly ago may change again within one tick of its times."""


@dataclass(slots=True)
class MemoryCache:
    """What a process that stays (`serve`) has read: the same files are not even opened again."""

    documents: DocumentCache = field(default_factory=dict)
    source_states: dict[str, SourceState] = field(default_factory=dict)
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """URL of a file that pages lead to → what it was made from, and how large it was."""
    scanned_at_ns: int = 0
    """When the files that are being read were listed, in nanoseconds."""
    segments: dict[str, IndexSegment] = field(default_factory=dict)
    """Of the search index, by the digest of all that decided each."""
    search_index: "tuple[SearchCorpus, Mapping[str, OutputFile]] | None" = None
    """The search index last made, and what it was made from."""

    def update(self, documents: DocumentCache, source_states: Mapping[str, SourceState]) -> None:
        """Take what was read just now; files whose times cannot be trusted yet are not cached."""
        trusted = self.scanned_at_ns - RACY_MTIME_WINDOW_NS
        self.documents = documents
        self.source_states = {
            path: state
            for path, state in source_states.items()
            if documents[path][0]
            and all(max(file.timestamps_ns) < trusted for file in state[0] if file)
        }


def load_documents(build: Path) -> DocumentCache:
    """Read what is cached; nothing when it cannot be trusted."""
    return dict(_read_verified(build / _DOCUMENTS_FILE, _DOCUMENTS_CODEC) or {})


def load_segment(build: Path, key: str) -> IndexSegment | None:
    """Read a part of the index; None when there is none that can be trusted."""
    try:
        data = _verified(read_cache(build / _SEGMENTS_FOLDER / key))
        return segment_file.load_segment(data)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def save_segment(build: Path, key: str, segment: IndexSegment) -> None:
    """Cache a part of the index. Raises OSError."""
    _write_with_digest(build / _SEGMENTS_FOLDER / key, segment_file.dump_segment(segment))


def prune_segments(build: Path, keys: Iterable[str]) -> None:
    """Remove the parts that the last build did not use. Raises OSError."""
    used = set(keys)
    for path in (build / _SEGMENTS_FOLDER).glob("*"):
        # Whatever is not named as this program names files may be somebody's, and stays.
        is_segment = _SEGMENT_NAME.fullmatch(path.name) and not path.is_symlink()
        if is_segment and path.name not in used and path.is_file():
            path.unlink()


def _read_verified(path: Path, codec: Codec) -> Any:  # noqa: ANN401 - of the codec's type, or None
    try:
        data = read_cache(path)
        with gc_paused():
            return loads(codec, _verified(data))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _verified(data: bytes) -> bytes:
    """Return what follows the digest. Raises ValueError when it is not what was written."""
    # A changed byte may well be a readable text of other words.
    if data[:_DIGEST_SIZE] != _digest(data[_DIGEST_SIZE:]):
        raise ValueError("changed since it was written")
    return data[_DIGEST_SIZE:]


def _digest(data: bytes) -> bytes:
    return bytes.fromhex(digest(data))


def save_documents(build: Path, documents: DocumentCache) -> None:
    """Cache what was read. Raises OSError."""
    _write_with_digest(build / _DOCUMENTS_FILE, dumps(_DOCUMENTS_CODEC, documents))


def _write_with_digest(path: Path, data: bytes) -> None:
    write_cache(path, _digest(data) + data)


@cache
def program_digest() -> str:
    """Return the digest of the program itself: another version may read and render differently."""
    root = Path(site_builder.__file__).parent
    files = (
        f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode()
        for name, stat in _files(root, (".py", ".yaml", ".json", ".typ"))
    )
    return digest_of_parts((runtime_version().encode(), *files))


def folder_digest(folder: Path) -> str:
    """Return the digest of the names, sizes and times of a folder's files."""
    return digest_of_parts(
        f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}".encode()
        for name, stat in _files(folder, ())
    )


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterable[tuple[str, os.stat_result]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (not suffixes or path.suffix in suffixes):
            yield path.relative_to(folder).as_posix(), path.stat()
