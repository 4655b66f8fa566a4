"""What earlier builds read, under `.build/`: a line for each file, and the records behind it.

The lines state what a file was read from and what came of it, by digest, so that whatever did not
change is known without its record. The records lie in a file for each year: an edit that leaves its
record as it was writes no record, and an edit that changes one writes those of its year.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import NamedTuple

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.core.codec import codec_of, encode, loads
from site_builder.core.hashing import digest
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import (
    CatalogueEntry,
    Document,
    DocumentRecord,
    Report,
    StandalonePage,
)
from site_builder.model.site import TextDigests

Outcome = tuple[Document | None, tuple[Diagnostic, ...]]
"""What came of reading a file: its record, or all of what lists show whole; and its diagnostics."""

Shards = dict[str, Mapping[str, tuple[str, str]]]
"""Name of a file of records → what it holds by path: a digest and the record."""

_OUTCOME = codec_of(tuple[StandalonePage | DocumentRecord | Report | None, tuple[Diagnostic, ...]])
_OUTCOMES = codec_of(
    tuple[tuple[StandalonePage | DocumentRecord | Report | None, tuple[Diagnostic, ...]], ...]
)
_WORDS = tuple(
    position
    for position, field_ in enumerate(fields(CatalogueEntry))
    if field_.name in ("title", "summary", "keywords")
)
"""Of an entry, what its own page and its lines show and nothing else asks for; `title` is also
compared with other titles (`catalogue_file`)."""
_SEPARATOR = "-"
_TAB = "\t"
_INDEX = "index"


class TextEntry(NamedTuple):
    """What is known of one file that was read."""

    state: str
    """Sizes and times of all that it was read from; empty where times cannot be trusted yet."""
    content: str
    """Digests of the file, its figures and its tables, with `-` between them."""
    record: str
    """Digest of what the rest of a site knows of it; empty where nothing could be read."""
    outcome: str
    """Digest of the record with the diagnostics."""
    place: str = ""
    """Digest of the same without the words that only its lines in lists show."""
    tables: tuple[str, ...] = ()
    """The CSV files that its tables are taken from."""

    @property
    def file_digests(self) -> tuple[str, str]:
        """Return the digests of the file itself and of the figures read with it."""
        text, figures = self.content.split(_SEPARATOR)[:2]
        return text, figures

    @property
    def digests(self) -> TextDigests:
        """Return what decides pages and lists that show the text."""
        return TextDigests(self.content, self.record)


def content_digest(text: str, figures: str, tables: str) -> str:
    """Join the digests of all that a document is read from."""
    return _SEPARATOR.join((text, figures, tables))


@dataclass(slots=True)
class TextCache:
    """The files of one kind that were read: the texts, or the attachments."""

    fingerprint: str = ""
    """Of everything that decides a reading besides the bytes of files."""
    entries: dict[str, TextEntry] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    """What is at hand of the records behind the lines."""
    folder: Path | None = None
    """Where the others lie."""

    def load_outcomes(self, paths: Iterable[str], shards: Shards | None = None) -> list[str]:
        """Load records. Returns the paths of those that are not there any more.

        `shards`: what was read of their files before, for who asks more than once.
        """
        shards = {} if shards is None else shards
        by_shard: dict[str, list[str]] = {}
        for path in paths:
            if path not in self.outcomes:
                by_shard.setdefault(_shard_of(path), []).append(path)
        missing: list[str] = []
        for shard, shard_paths in by_shard.items():
            if shard not in shards:
                shards[shard] = _load_shard(self.folder, shard)
            records = shards[shard]
            present: list[str] = []
            absent: list[str] = []
            for path in shard_paths:
                outcome, _ = records.get(path, ("", ""))
                (present if outcome == self.entries[path].outcome else absent).append(path)
            outcomes = _unpack([records[path][1] for path in present])
            self.outcomes.update(zip(present, outcomes, strict=False))
            missing += [*absent, *present[len(outcomes) :]]
        return missing


class PackedOutcome(NamedTuple):
    """What came of a reading, as JSON, and the digests that a line states of it."""

    text: str
    record: str
    outcome: str
    place: str


def pack_outcome(outcome: Outcome) -> PackedOutcome:
    """Return what came of a reading as it is cached."""
    document, _ = outcome
    packed_document, packed_diagnostics = _OUTCOME.pack(outcome)
    document_text, diagnostics_text = encode(packed_document), encode(packed_diagnostics)
    text = _join_outcome(document_text, diagnostics_text)
    outcome_digest = place = digest(text)
    record = digest(document_text) if document is not None else ""
    if isinstance(document, DocumentRecord):
        _, (entry, *_) = packed_document
        for position in _WORDS:
            entry[position] = None
        place = digest(_join_outcome(encode(packed_document), diagnostics_text))
    return PackedOutcome(text.decode("utf-8", "surrogatepass"), record, outcome_digest, place)


def _join_outcome(document: bytes, diagnostics: bytes) -> bytes:
    """Return as JSON the pair of a document and its diagnostics, both JSON already."""
    return b"[%b,%b]" % (document, diagnostics)


def unpack_outcome(packed: str) -> Outcome:
    """Read back what was packed in this very build."""
    outcome: Outcome = loads(_OUTCOME, packed.encode("utf-8", "surrogatepass"))
    return outcome


def _unpack(packed: Sequence[str]) -> Sequence[Outcome]:
    """Read back the records of one file, all at once; none where they make no sense."""
    data = f"[{','.join(packed)}]".encode("utf-8", "surrogatepass")
    try:
        outcomes: Sequence[Outcome] = loads(_OUTCOMES, data)
    except (ValueError, TypeError, RecursionError):
        return ()
    return outcomes if len(outcomes) == len(packed) else ()


def load_text_cache(folder: Path) -> TextCache:
    """Read the lines of a cache; none when they cannot be trusted."""
    lines = _read_lines(folder, _INDEX)
    entries: dict[str, TextEntry] = {}
    try:
        for path, state, content, record, outcome, place, tables in lines[1:]:
            names = tuple(tables.split())
            entries[path] = TextEntry(state, content, record, outcome, place, names)
    except (ValueError, TypeError):
        return TextCache(folder=folder)
    return TextCache(lines[0][0] if lines else "", entries, folder=folder)


def save_text_cache(
    folder: Path, cache: TextCache, packed: Mapping[str, str], previous: TextCache
) -> None:
    """Write what changed: the records of years that have new ones, then the lines.

    `packed` holds the records that were made now. Raises OSError.
    """
    changed = {
        _shard_of(path)
        for path in cache.entries.keys() | previous.entries.keys()
        if _outcome_of(cache, path) != _outcome_of(previous, path)
    }
    paths_by_shard: dict[str, list[str]] = {}
    for path in cache.entries:
        paths_by_shard.setdefault(_shard_of(path), []).append(path)
    for shard in sorted(changed):
        stored = _load_shard(folder, shard)
        records = (
            (path, cache.entries[path].outcome, packed.get(path) or stored.get(path, ("", ""))[1])
            for path in paths_by_shard.get(shard, ())
        )
        _write_lines(folder, shard, records)
    entries = ((path, *entry[:-1], " ".join(entry.tables)) for path, entry in cache.entries.items())
    _write_lines(folder, _INDEX, ((cache.fingerprint,), *entries))


def _outcome_of(cache: TextCache, path: str) -> str:
    entry = cache.entries.get(path)
    return entry.outcome if entry else ""


def _shard_of(path: str) -> str:
    """Return the name of the file that the record of a path lies in: its year, mostly.

    Reports and standing texts lie together: whatever is planned needs all of them.
    """
    top, _, rest = path.partition("/")
    return top if "/" in rest and top.isalnum() else "others"


def _load_shard(folder: Path | None, shard: str) -> Mapping[str, tuple[str, str]]:
    """Return the records of one file by path, each with its digest."""
    lines = _read_lines(folder, shard) if folder else []
    try:
        return {path: (outcome, packed) for path, outcome, packed in lines}
    except ValueError:
        return {}


def _read_lines(folder: Path, name: str) -> list[list[str]]:
    data = read_verified(folder / f"{name}.tsv") or b""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return []
    # JSON has no line break and no tab of its own, and a path may have neither.
    return [line.split("\t") for line in text.split("\n")[:-1]]


def _write_lines(folder: Path, name: str, lines: Iterable[Iterable[str]]) -> None:
    text = "".join([f"{_TAB.join(line)}\n" for line in lines])
    write_verified(folder / f"{name}.tsv", text.encode("utf-8", "surrogatepass"))
