"""Files read once: whatever stands as an earlier build read it is known from the cache."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from site_builder.build import text_cache
from site_builder.build.context import BuildContext
from site_builder.build.fingerprint import RACY_MTIME_WINDOW_NS
from site_builder.build.text_cache import TextCache, TextEntry, unpack_outcome
from site_builder.core import parallel
from site_builder.model.document import Document, DocumentRecord
from site_builder.model.source import SourceFile


@dataclass(frozen=True, slots=True)
class FileReader:
    """How files of one kind are read, and where it is noted."""

    name: str
    """Of the folder below `.build/`."""
    stage: str
    """What people are told that goes on."""
    fingerprint: str
    """Of everything that decides a reading besides the files' bytes."""
    state: Callable[[SourceFile, TextEntry], str]
    """State now of all that a file was read from when it was read last; empty if unknown."""
    read: Callable[[int, SourceFile, TextEntry | None], tuple[TextEntry, str]]
    """Reads a file, given the time before which its own can be trusted, and what is known of it.

    Returns what is known now, and its record; an empty one where the last one holds.
    """
    min_items: int = parallel.MIN_ITEMS
    """From so many files on, it pays to start processes."""
    prepare: Callable[[Sequence[SourceFile]], None] | None = None
    """Called before so many files are read."""


@dataclass(slots=True)
class Readings:
    """Some files as they are read: what is known of each, and the records as far as needed."""

    context: BuildContext
    reader: FileReader
    sources: Sequence[SourceFile]
    """By path."""
    previous: TextCache
    cache: TextCache
    packed: dict[str, str] = field(default_factory=dict)
    """Path → the record of what was read now, as it is cached; nothing once that is saved."""

    def documents(self) -> list[Document]:
        """Return all documents by path, and report what is wrong with each file."""
        paths = [source.path for source in self.sources]
        missing = set(self.cache.load_outcomes(paths))
        self._read([source for source in self.sources if source.path in missing], afresh=True)
        documents = []
        for path in paths:
            document, diagnostics = self.cache.outcomes[path]
            self.context.diagnostics.extend(diagnostics)
            if document is not None:
                documents.append(document)
        return documents

    def records(self, paths: Iterable[str]) -> list[DocumentRecord] | None:
        """Return the records of some documents; None where one is not at hand any more."""
        listed = list(paths)
        if self.cache.load_outcomes(listed):
            return None
        outcomes = (self.cache.outcomes[path][0] for path in listed)
        records = [record for record in outcomes if isinstance(record, DocumentRecord)]
        return records if len(records) == len(listed) else None

    def save(self) -> None:
        """Leave for the next build what was read."""
        if self.context.memory is not None:
            self.context.memory.readings[self.reader.name] = self.cache
        elif self.packed or self.cache.entries != self.previous.entries:
            folder = self.context.build / self.reader.name
            self.context.try_save(
                partial(text_cache.save_text_cache, folder, self.cache, self.packed, self.previous)
            )
        self.packed = {}

    def read_changed(self) -> None:
        """Read the files that do not stand as they were read last."""
        changed = []
        for source in self.sources:
            entry = self.previous.entries.get(source.path)
            is_current = entry and entry.state and entry.state == self.reader.state(source, entry)
            if entry and is_current and not self.context.options.thorough:
                self.cache.entries[source.path] = entry
                if source.path in self.previous.outcomes:
                    self.cache.outcomes[source.path] = self.previous.outcomes[source.path]
            else:
                changed.append(source)
        self._read(changed)

    def _read(self, sources: Sequence[SourceFile], *, afresh: bool = False) -> None:
        previous = {} if afresh else self.previous.entries
        trusted_before = self.context.scanned_at_ns - RACY_MTIME_WINDOW_NS
        if self.reader.prepare and len(sources) >= self.reader.min_items:
            self.reader.prepare(sources)
        results = parallel.parallel_map(
            partial(_read_one, self.reader, previous, trusted_before),
            sources,
            self.context.jobs,
            partial(self.context.report_progress, self.reader.stage, len(sources)),
            min_items=self.reader.min_items,
        )
        for source, (entry, packed) in zip(sources, results, strict=True):
            path = source.path
            self.cache.entries[path] = entry
            if packed:
                self.context.work.read += 1
                self.packed[path] = packed
                self.cache.outcomes[path] = unpack_outcome(packed)
            elif path in self.previous.outcomes:
                self.cache.outcomes[path] = self.previous.outcomes[path]


def _read_one(
    reader: FileReader, previous: dict[str, TextEntry], trusted_before: int, source: SourceFile
) -> tuple[TextEntry, str]:
    return reader.read(trusted_before, source, previous.get(source.path))


def read_files(
    context: BuildContext, reader: FileReader, sources: Iterable[SourceFile]
) -> Readings:
    """Read the files that changed since the last build."""
    previous = _load_previous(context, reader)
    cache = TextCache(reader.fingerprint, folder=previous.folder)
    readings = Readings(context, reader, list(sources), previous, cache)
    readings.read_changed()
    return readings


def _load_previous(context: BuildContext, reader: FileReader) -> TextCache:
    """Return what was read before: in this process, or as an earlier build left it."""
    folder = context.build / reader.name
    if context.memory is not None and reader.name in context.memory.readings:
        previous = context.memory.readings[reader.name]
    elif context.options.clean:
        return TextCache(folder=folder)
    else:
        previous = text_cache.load_text_cache(folder)
    # Under another fingerprint the same bytes may mean something else.
    return previous if previous.fingerprint == reader.fingerprint else TextCache(folder=folder)
