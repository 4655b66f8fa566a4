"""Sources → documents: read in any order, in any process, or taken from the cache."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_builder.build import attachment_checks, cache
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import READING, versions
from site_builder.content.documents import (
    ReadContext,
    ReadResult,
    read_document,
    read_report,
    read_standalone_page,
)
from site_builder.content.markdown.csv_files import TableFiles, csv_files_named_in
from site_builder.content.scan import MAX_TEXT
from site_builder.core import parallel
from site_builder.core.hashing import digest as digest_of
from site_builder.core.safe_files import read_below
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Document
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.rules import registry

_TABLE_SEPARATOR = "|"


def read_documents(
    context: BuildContext, sources: list[Source], settings: Settings | None
) -> list[Document]:
    """Read all documents, those unchanged since the last build from its cache."""
    cached = _load_cache(context)
    reader = _make_reader(context, sources, settings, cached)
    texts = [source for source in sources if source.kind not in ("file", "figures", "signoff")]
    report_years = {source.year for source in texts if source.kind == "report"}
    for year in reader.figures.keys() - report_years:
        hint = f"请运行 site-builder new report {year}，写好空白的 report.md，再填写六个部分。"
        location = Location(reader.figures[year].display_path)
        context.diagnostics.append(
            error("report/text", location, f"{year} 年只有数据，没有 report.md", hint)
        )
    on_progress = partial(context.report_progress, "读取", len(texts))
    results = parallel.parallel_map(partial(_read_source, reader), texts, context.jobs, on_progress)
    entries: cache.DocumentCache = {}
    documents = []
    for source, (key, (document, diagnostics)) in zip(texts, results, strict=True):
        entries[source.path] = key, (document, diagnostics)
        context.checked_digests |= _checked_digests(reader, source, key)
        context.diagnostics.extend(diagnostics)
        if document is not None:
            documents.append(document)
    files = [source for source in sources if source.kind == "file"]
    entries |= attachment_checks.check_attachments(
        context, files, reader.rule_context, reader.fingerprint, cached
    )
    if context.memory is not None:
        states = {
            source.path: _source_state(reader, source, entries[source.path][0]) for source in texts
        }
        context.memory.update(entries, states)
    elif _keys(cached) != _keys(entries):
        context.try_save(partial(cache.save_documents, context.build, entries))
    return documents


def _keys(entries: cache.DocumentCache) -> dict[str, str]:
    return {path: key for path, (key, _) in entries.items()}


def reread_document(
    context: BuildContext, sources: list[Source], settings: Settings, source: Source
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read one document afresh, whatever is cached of it."""
    return _read_source(_make_reader(context, sources, settings, {}), source)[1]


def _load_cache(context: BuildContext) -> cache.DocumentCache:
    """Return what was read before: in this process, or as an earlier build left it."""
    if context.memory is not None and context.memory.documents:
        return context.memory.documents
    return {} if context.options.clean else cache.load_documents(context.build)


def _make_reader(
    context: BuildContext,
    sources: list[Source],
    settings: Settings | None,
    cached: cache.DocumentCache,
) -> "_Reader":
    read_context = ReadContext(
        standards=context.standards,
        organization=settings.organization if settings else "",
        government_hosts=settings.government_hosts if settings else (),
    )
    rule_context = RuleContext(settings, context.standards) if settings else None
    # Where the site goes and where a setting stands have no bearing on a document.
    relevant_settings = replace(settings, locations={}, targets=()) if settings else None
    causes = (
        *(cache.program_digest(), context.standards.digest, versions(READING)),
        relevant_settings,
    )
    figures = {source.year: source for source in sources if source.kind == "figures"}
    fingerprint = digest_of(repr(causes).encode())
    source_states = context.memory.source_states if context.memory is not None and cached else {}
    tables = {source.path: source for source in sources if source.path.lower().endswith(".csv")}
    return _Reader(
        context.content,
        figures,
        tables,
        read_context,
        rule_context,
        fingerprint,
        cached,
        source_states,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that reading one document needs besides its own file."""

    content: Path
    figures: dict[int, Source]
    tables: dict[str, Source]
    """The CSV files by path: texts may take tables from them."""
    read_context: ReadContext
    rule_context: RuleContext | None
    """For the rules; None when the settings could not be read, and rules would only guess."""
    fingerprint: str
    """Of everything that decides a reading besides the file's bytes."""
    cached: cache.DocumentCache
    source_states: Mapping[str, cache.SourceState]
    """State of the files behind those, where the same state means the same bytes."""

    def figures_source(self, source: Source) -> Source | None:
        """Return the file that is read together with this one."""
        return self.figures.get(source.year) if source.kind == "report" else None


def _checked_digests(reader: _Reader, source: Source, key: str) -> dict[str, str]:
    """Return the digests of a document's own files, as they are in the key of its reading."""
    if not key:
        return {}
    _, text_digest, figures_digest = key.partition(_TABLE_SEPARATOR)[0].split("-")[:3]
    figures_source = reader.figures_source(source)
    return {
        source.path: text_digest,
        **({figures_source.path: figures_digest} if figures_source else {}),
    }


def _source_state(reader: _Reader, source: Source, key: str) -> cache.SourceState:
    """Return the state of a document's files; its key names those that tables are taken from."""
    tables = tuple(reader.tables.get(path) for path in key.split(_TABLE_SEPARATOR)[1:])
    return (source, reader.figures_source(source), *tables), reader.fingerprint


def _table_files(reader: _Reader, source: Source, data: bytes) -> TableFiles:
    """Read the CSV files that a text takes tables from. Raises OSError."""
    paths = csv_files_named_in(data, source.path)
    contents = {path: read_below(reader.content, path) for path in paths if path in reader.tables}
    return TableFiles(contents, () if len(contents) == len(paths) else tuple(reader.tables))


def _with_table_digests(key: str, source: Source, data: bytes, tables: TableFiles) -> str:
    """Add to a key what decides the tables of a text, and at its end their files."""
    paths = csv_files_named_in(data, source.path)
    if not paths:
        return key
    digests = tuple((path, digest_of(content)) for path, content in tables.contents.items())
    fingerprint = digest_of(repr((digests, tables.names)).encode())
    return _TABLE_SEPARATOR.join((f"{key}-{fingerprint}", *paths))


def _read_source(reader: _Reader, source: Source) -> tuple[str, cache.ReadOutcome]:
    """Read one document and check it, or take it from the cache under the same key."""
    cached_entry = reader.cached.get(source.path, ("", (None, ())))
    if source.path in reader.source_states and reader.source_states[source.path] == _source_state(
        reader, source, cached_entry[0]
    ):
        return cached_entry
    figures_source = reader.figures_source(source)
    if source.size > MAX_TEXT or (figures_source and figures_source.size > MAX_TEXT):
        return "", (None, ())  # the scan has reported it
    current_source = source
    try:
        data = read_below(reader.content, source.path)
        current_source = figures_source or source
        figures_file = (
            (figures_source, read_below(reader.content, figures_source.path))
            if figures_source
            else None
        )
        tables = _table_files(reader, source, data)
    except OSError as exc:
        return "", (None, (_unreadable_error(reader, current_source, exc),))
    digests = (
        reader.fingerprint,
        digest_of(data),
        digest_of(figures_file[1]) if figures_file else "",
    )
    key = _with_table_digests("-".join(digests), source, data, tables)
    if cached_entry[0] == key:
        return cached_entry
    read_context = replace(reader.read_context, tables=tables)
    result = _parse_source(read_context, source, data, figures_file)
    rule_diagnostics = (
        registry.check_text(result.text, reader.rule_context) if reader.rule_context else ()
    )
    return key, (result.document, (*result.diagnostics, *rule_diagnostics))


def _unreadable_error(reader: _Reader, source: Source, exc: OSError) -> Diagnostic:
    """Report which file could not be read: a table that a text takes, or the one at hand."""
    table = next((path for path in reader.tables if str(exc.filename).endswith(path)), "")
    return unreadable_file_error(f"content/{table}" if table else source.display_path, exc)


def _parse_source(
    read_context: ReadContext,
    source: Source,
    data: bytes,
    figures_file: tuple[Source, bytes] | None,
) -> ReadResult:
    if source.kind == "report":
        return read_report(source, data, figures_file, read_context)
    if source.kind == "document":
        return read_document(source, data, read_context)
    return read_standalone_page(source, data, read_context)
