"""What earlier builds left in `.build/`: parts of the search index, and what a preview holds.

Each file is a digest and JSON, checked value by value (`core.codec`), so a `.build/` folder that
came from elsewhere cannot run anything. Any defect means reading afresh.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.library_versions import runtime_version
from site_builder.build.text_cache import TextCache
from site_builder.core.hashing import digest
from site_builder.core.program_files import program_state
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.search import (
    IndexSegment,
    IndexTier,
    SearchCorpus,
    SegmentHead,
    TierHead,
    TierPart,
)
from site_builder.search import segment_file

if TYPE_CHECKING:
    from site_builder.model.page import OutputFile

_SEGMENTS_FOLDER = "search"
"""Folder of the parts, each named by the digest of all that decided it."""
_SEGMENT_NAME = lazy_pattern(r"[0-9a-f]{32}(?:\.bin)?(?:\.new)?")
_CONTENT = ".bin"
"""Ends the name of what is read only where a tier is joined."""
_PARTS = ".parts"
"""Ends the name of what is read where few groups of a tier changed."""
_UNREADABLE = (ValueError, LookupError, TypeError, RecursionError)


@dataclass(slots=True)
class MemoryCache:
    """What a process that stays (`serve`) has read: the same files are not even opened again."""

    readings: dict[str, TextCache] = field(default_factory=dict)
    """What was read of texts, and of attachments."""
    published: tuple[str, Mapping[str, str]] | None = None
    """State of the catalogue that was published last, and its index numbers by URL."""
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """URL of a file that pages lead to → what it was made from, and how large it was."""
    segments: dict[str, IndexSegment] = field(default_factory=dict)
    """Of the search index, by the digest of all that decided each."""
    search_index: "tuple[SearchCorpus, Mapping[str, OutputFile]] | None" = None
    """The search index last made, and what it was made from."""


def load_head(build: Path, key: str) -> SegmentHead | None:
    """Read what is known of a part of the index; None when there is none that can be trusted."""
    data = read_verified(build / _SEGMENTS_FOLDER / key)
    try:
        return segment_file.load_head(data) if data else None
    except _UNREADABLE:
        return None


def load_segment(build: Path, key: str, head: SegmentHead) -> IndexSegment | None:
    """Read a part of the index; None when there is none that can be trusted."""
    data = read_verified(build / _SEGMENTS_FOLDER / f"{key}{_CONTENT}")
    try:
        return segment_file.load_content(head, data) if data else None
    except _UNREADABLE:
        return None


def save_segment(build: Path, key: str, segment: IndexSegment) -> None:
    """Cache a part of the index. Raises OSError."""
    folder = build / _SEGMENTS_FOLDER
    write_verified(folder / f"{key}{_CONTENT}", segment_file.dump_content(segment))
    write_verified(folder / key, segment_file.dump_head(segment.head))


def load_tier_head(build: Path, tier: str) -> TierHead | None:
    """Read what is known of a tier that was joined; None when nothing can be trusted."""
    data = read_verified(build / _SEGMENTS_FOLDER / tier)
    try:
        return segment_file.load_tier_head(data) if data else None
    except _UNREADABLE:
        return None


def load_tier_parts(build: Path, tier: str) -> tuple[TierPart, ...]:
    """Read of what a tier was joined; nothing where that cannot be trusted."""
    data = read_verified(build / _SEGMENTS_FOLDER / f"{tier}{_PARTS}")
    try:
        return segment_file.load_parts(data) if data else ()
    except _UNREADABLE:
        return ()


def save_tier(build: Path, name: str, tier: IndexTier) -> None:
    """Cache what is known of a tier. Raises OSError."""
    folder = build / _SEGMENTS_FOLDER
    write_verified(folder / f"{name}{_PARTS}", segment_file.dump_parts(tier.parts))
    write_verified(folder / name, segment_file.dump_head(tier.head))


def prune_segments(build: Path, keys: Iterable[str]) -> None:
    """Remove the parts that the last build did not use. Raises OSError."""
    used = set(keys)
    for path in (build / _SEGMENTS_FOLDER).glob("*"):
        # Whatever is not named as this program names files may be somebody's, and stays.
        is_unused = path.name.removesuffix(_CONTENT) not in used
        if is_unused and _SEGMENT_NAME.fullmatch(path.name):
            _remove_file(path)


def _remove_file(path: Path) -> None:
    if path.is_file() and not path.is_symlink():
        path.unlink()


@cache
def program_digest() -> str:
    """Return the digest of the program itself: another version may read and render differently."""
    return digest(f"{runtime_version()}\n{program_state()}".encode())
