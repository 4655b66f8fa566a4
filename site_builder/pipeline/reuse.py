"""What earlier builds left in `.build/`: read documents and parts of the search index.

Each file is a digest and JSON, judged value by value (`codec`), so a `.build/` folder that came
from elsewhere cannot run anything. Any fault means reading afresh.
"""

import gc
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import site_builder
from site_builder.codec import Codec, codec_of, dumps, loads
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import Document
from site_builder.model.search import IndexSegment, SearchCorpus
from site_builder.model.source import Source
from site_builder.pipeline.libraries import runtime
from site_builder.search.part import BUCKETS
from site_builder.write.cache_file import read_cache, write_cache

if TYPE_CHECKING:
    from site_builder.pipeline.templates import Made

Read = tuple[Document | None, tuple[Diagnostic, ...]]
Kept = dict[str, tuple[str, Read]]
"""Path → digest of all that decided the reading, and what was read."""

_DOCUMENTS = codec_of(Kept)
_PART = codec_of(IndexSegment)
_FILE = "documents.json"
_PARTS = "search"
"""Folder of the parts, each named by the digest of all that decided it."""
_PART_NAME = re.compile(r"[0-9a-f]{32}(?:\.new)?")
_DIGEST = 16
"""Bytes at the start of the file that say what the rest should be."""


Seen = tuple[tuple[Source | None, ...], str]
"""What the files of a document looked like, and the digest of all else that decides."""

FRESH = 2_000_000_000
"""Nanoseconds: a file changed this shortly ago may change again within one tick of its times."""


@dataclass(slots=True)
class Memory:
    """What a process that stays (`serve`) has read: the same files are not even opened again."""

    kept: Kept = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """URL of a file that pages lead to → what it was made from, and how large it was."""
    began: int = 0
    """When the files that are being read were listed, in nanoseconds."""
    parts: dict[str, IndexSegment] = field(default_factory=dict)
    """Of the search index, by the digest of all that decided each."""
    indexed: "tuple[SearchCorpus, Mapping[str, Made]] | None" = None
    """The search index last made, and what it was made from."""

    def keep(self, now: Kept, seen: Mapping[str, Seen]) -> None:
        """Take what was read just now; looks whose times cannot be trusted yet are not kept."""
        trusted = self.began - FRESH
        self.kept = now
        self.seen = {
            path: one
            for path, one in seen.items()
            if now[path][0] and all(max(file.timestamps_ns) < trusted for file in one[0] if file)
        }


def load(build: Path) -> Kept:
    """Read what was kept; nothing when it cannot be trusted."""
    return dict(_load(build / _FILE, _DOCUMENTS) or {})


def load_part(build: Path, key: str) -> IndexSegment | None:
    """Read a part of the index; None when there is none that can be trusted."""
    found: IndexSegment | None = _load(build / _PARTS / key, _PART)
    return found if found and len(found.buckets) == BUCKETS else None


def save_part(build: Path, key: str, part: IndexSegment) -> None:
    """Keep a part of the index. Raises OSError."""
    _save(build / _PARTS / key, dumps(_PART, part))


def forget_parts(build: Path, but: Iterable[str]) -> None:
    """Remove the parts that the last build did not use. Raises OSError."""
    used = set(but)
    for path in (build / _PARTS).glob("*"):
        # Whatever is not named as ours may be somebody's, and stays.
        ours = _PART_NAME.fullmatch(path.name) and not path.is_symlink()
        if ours and path.name not in used and path.is_file():
            path.unlink()


def _load(path: Path, codec: Codec) -> Any:  # noqa: ANN401 - of the codec's type, or None
    try:
        data = read_cache(path)
        with _without_collection():
            # A changed byte may well be a readable text of other words.
            whole = data[:_DIGEST] == _digest(data[_DIGEST:])
            return loads(codec, data[_DIGEST:]) if whole else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def save(build: Path, kept: Kept) -> None:
    """Keep what was read. Raises OSError."""
    _save(build / _FILE, dumps(_DOCUMENTS, kept))


def _save(path: Path, data: bytes) -> None:
    write_cache(path, _digest(data) + data)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from searching millions of living values for dead ones: it doubles the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@cache
def program_digest() -> str:
    """Digest the program itself: another version may read and render differently."""
    digest = hashlib.blake2b(runtime().encode(), digest_size=16)
    root = Path(site_builder.__file__).parent
    for name, facts in _files(root, (".py", ".yaml", ".json", ".typ")):
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def folder_digest(folder: Path) -> str:
    """Digest the names, sizes and times of a folder's files."""
    digest = hashlib.blake2b(digest_size=16)
    for name, facts in _files(folder, ()):
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}".encode())
    return digest.hexdigest()


def _files(folder: Path, endings: tuple[str, ...]) -> Iterable[tuple[str, os.stat_result]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (not endings or path.suffix in endings):
            yield path.relative_to(folder).as_posix(), path.stat()
