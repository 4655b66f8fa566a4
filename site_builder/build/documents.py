"""Sources → documents: the texts of a site, read in any order and in any process."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from site_builder.build import text_cache
from site_builder.build.context import BuildContext
from site_builder.build.document_reader import DocumentReader, make_reader
from site_builder.build.readings import FileReader, Readings, read_files
from site_builder.build.text_cache import Outcome, TextCache, TextEntry, unpack_outcome
from site_builder.core.hashing import digest
from site_builder.model.diagnostic import error
from site_builder.model.document import CatalogueDocument, DocumentRecord
from site_builder.model.location import Location
from site_builder.model.settings import Settings
from site_builder.model.source import REVIEW_RECORDS, Source, SourceFile

TEXTS = "texts"
"""Folder of `.build/` for what was read of texts."""


def read_texts(
    context: BuildContext, sources: Iterable[SourceFile], settings: Settings | None
) -> Readings:
    """Read the texts that changed since the last build."""
    listed = list(sources)
    texts = [source for source in listed if source.kind not in ("file", "figures", *REVIEW_RECORDS)]
    reader = make_reader(context, listed, settings)
    _check_lone_figures(context, reader, texts)
    file_reader = FileReader(
        TEXTS,
        "读取",
        reader.fingerprint,
        partial(_state, reader),
        partial(_read_text, reader),
        prepare=partial(_open_bodies, context),
    )
    readings = read_files(context, file_reader, texts)
    for path, entry in readings.cache.entries.items():
        context.checked_digests |= reader.checked_digests(path, entry)
    return readings


def reread_document(
    context: BuildContext, sources: Iterable[SourceFile], settings: Settings, source: SourceFile
) -> tuple[TextEntry, Outcome]:
    """Read one document afresh, whatever is cached of it."""
    reader = make_reader(context, list(sources), settings)
    entry, packed = _read_text(reader, context.scanned_at_ns, source, None)
    return entry, unpack_outcome(packed)


def document_loader(
    context: BuildContext,
    sources: Iterable[SourceFile],
    settings: Settings,
    texts: TextCache,
) -> Callable[[Source], CatalogueDocument]:
    """Return what reads a document again for its page, as it was checked or not at all.

    A preview shows whatever stands there now.
    """
    reader = make_reader(context, sources, settings)
    if context.memory is not None:
        return partial(reader.load_document, expected="")
    return partial(_load_document, reader, texts)


def _load_document(reader: DocumentReader, texts: TextCache, source: Source) -> CatalogueDocument:
    record, _ = texts.outcomes.get(source.path, (None, ()))
    if isinstance(record, DocumentRecord):
        document = reader.bodies.read(record)
        if document:
            return document
    entry = texts.entries.get(source.path)
    return reader.load_document(source, entry.content if entry else "")


def _open_bodies(context: BuildContext, sources: Sequence[SourceFile]) -> None:
    """Leave many texts, as they are read, for the pages that a build makes of them."""
    if context.inputs is not None:
        paths = [source.path for source in sources if source.kind == "document"]
        context.bodies.open(context.build, paths)


def _check_lone_figures(
    context: BuildContext, reader: DocumentReader, texts: Iterable[SourceFile]
) -> None:
    report_years = {source.year for source in texts if source.kind == "report"}
    for year in reader.figures.keys() - report_years:
        hint = f"请运行 site-builder new report {year}，写好空白的 report.md，再填写六个部分。"
        location = Location(reader.figures[year].display_path)
        context.diagnostics.append(
            error("report/text", location, f"{year} 年只有数据，没有 report.md", hint)
        )


def _state(reader: DocumentReader, source: SourceFile, entry: TextEntry) -> str:
    return reader.state(source, entry.tables)


def _read_text(
    reader: DocumentReader, trusted_before: int, source: SourceFile, previous: TextEntry | None
) -> tuple[TextEntry, str]:
    """Read one file. Returns its line and its record, which is empty where the last one holds."""
    read = reader.open(source)
    state = reader.state(source, read.tables, trusted_before)
    if previous and read.content and previous.content == read.content:
        return previous._replace(state=state, tables=read.tables), ""
    outcome = reader.parse(source, read)
    packed = text_cache.pack_outcome(outcome)
    record = packed.record
    if outcome[0] is not None and source.kind != "document":
        # Of these, lists show more than a record holds; and of settings, what it holds.
        record = digest(f"{read.content} {packed.record}".encode())
    entry = TextEntry(state, read.content, record, packed.outcome, packed.place, tables=read.tables)
    return entry, packed.text
