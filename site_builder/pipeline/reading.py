"""Sources → documents: read in any order, in any process, or taken from what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_builder import rules
from site_builder.fields.load import load_standards
from site_builder.forms.load import load_forms
from site_builder.located import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Document
from site_builder.model.inspection import RuleContext
from site_builder.model.place import Location
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.pipeline import attachments, reuse, workers
from site_builder.pipeline.libraries import READING, versions
from site_builder.pipeline.run import Run
from site_builder.read.document import Context, Reading, read_article, read_document, read_report
from site_builder.read.scan import MAX_TEXT
from site_builder.read.table_files import TableFiles, table_files
from site_builder.safe_files import digest as digest_of
from site_builder.safe_files import read_below

_AND_FILE = "|"


def read(run: Run, sources: list[Source], settings: Settings | None) -> list[Document]:
    """Read all documents, those unchanged since the last build from what it kept."""
    kept = _kept(run)
    reader = _reader(run, sources, settings, kept)
    texts = [one for one in sources if one.kind not in ("file", "figures", "signoff")]
    reported = {one.year for one in texts if one.kind == "report"}
    for year in reader.figures.keys() - reported:
        hint = f"请运行 site-builder new report {year}，写好空白的 report.md，再填写六个部分。"
        place = Location(reader.figures[year].display_path)
        run.findings.append(error("report/text", place, f"{year} 年只有数据，没有 report.md", hint))
    told = partial(run.told, "读取", len(texts))
    results = workers.each(partial(_read_one, reader), texts, run.jobs, told)
    now: reuse.Kept = {}
    documents = []
    for source, (key, (document, found)) in zip(texts, results, strict=True):
        now[source.path] = key, (document, found)
        run.judged |= _judged(reader, source, key)
        run.findings.extend(found)
        if document is not None:
            documents.append(document)
    files = [one for one in sources if one.kind == "file"]
    now |= attachments.check_files(run, files, reader.desk, reader.digest, kept)
    if run.memory is not None:
        run.memory.keep(now, {one.path: _seen(reader, one, now[one.path][0]) for one in texts})
    elif {path: key for path, (key, _) in kept.items()} != {p: key for p, (key, _) in now.items()}:
        run.keep(partial(reuse.save, run.build, now))
    return documents


def read_again(
    run: Run, sources: list[Source], settings: Settings, source: Source
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read one document afresh, whatever was kept of it. Called by `looking` when it changes."""
    return _read_one(_reader(run, sources, settings, {}), source)[1]


def _kept(run: Run) -> reuse.Kept:
    """Give what was read before: in this process, or as an earlier build left it."""
    if run.memory is not None and run.memory.kept:
        return run.memory.kept
    return {} if run.options.clean else reuse.load(run.build)


def _reader(
    run: Run, sources: list[Source], settings: Settings | None, kept: reuse.Kept
) -> "_Reader":
    context = Context(
        fields=load_standards(),
        forms=load_forms(),
        body=settings.organization if settings else "",
        government=settings.government_hosts if settings else (),
    )
    desk = RuleContext(settings, load_standards()) if settings else None
    # Where the site goes and where a setting stands say nothing about a document.
    told = replace(settings, locations={}, targets=()) if settings else None
    decisive = (reuse.program_digest(), versions(READING), told)
    figures = {one.year: one for one in sources if one.kind == "figures"}
    digest = digest_of(repr(decisive).encode())
    seen = run.memory.seen if run.memory is not None and kept else {}
    tables = {one.path: one for one in sources if one.path.lower().endswith(".csv")}
    return _Reader(run.content, figures, tables, context, desk, digest, kept, seen)


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that reading one document needs besides its own file."""

    content: Path
    figures: dict[int, Source]
    tables: dict[str, Source]
    """The CSV files by path: texts may take tables from them."""
    context: Context
    desk: RuleContext | None
    """For the rules; None when the settings could not be read, and rules would only guess."""
    digest: str
    """Of everything that decides a reading besides the file's bytes."""
    kept: reuse.Kept
    seen: Mapping[str, reuse.Seen]
    """What the files behind those looked like, where the same look means the same bytes."""

    def beside(self, source: Source) -> Source | None:
        """Give the file that is read together with this one."""
        return self.figures.get(source.year) if source.kind == "report" else None


def _judged(reader: _Reader, source: Source, key: str) -> dict[str, str]:
    """Return the digests of a document's own files, as they are in the key of its reading."""
    if not key:
        return {}
    _, own, numbers = key.partition(_AND_FILE)[0].split("-")[:3]
    beside = reader.beside(source)
    return {source.path: own, **({beside.path: numbers} if beside else {})}


def _seen(reader: _Reader, source: Source, key: str) -> reuse.Seen:
    """Return how the files of a document look; its key names those that tables are taken from."""
    tables = tuple(reader.tables.get(path) for path in key.split(_AND_FILE)[1:])
    return (source, reader.beside(source), *tables), reader.digest


def _table_files(reader: _Reader, source: Source, data: bytes) -> TableFiles:
    """Read the CSV files that a text takes tables from. Raises OSError."""
    paths = table_files(data, source.path)
    contents = {path: read_below(reader.content, path) for path in paths if path in reader.tables}
    return TableFiles(contents, () if len(contents) == len(paths) else tuple(reader.tables))


def _with_files(key: str, source: Source, data: bytes, tables: TableFiles) -> str:
    """Add to a key what decides the tables of a text, and at its end their files."""
    paths = table_files(data, source.path)
    if not paths:
        return key
    digests = tuple((path, digest_of(content)) for path, content in tables.contents.items())
    decisive = digest_of(repr((digests, tables.names)).encode())
    return _AND_FILE.join((f"{key}-{decisive}", *paths))


def _read_one(reader: _Reader, source: Source) -> tuple[str, reuse.Read]:
    """Read one document and check it, or take it from what was kept under the same key."""
    cached = reader.kept.get(source.path, ("", (None, ())))
    if source.path in reader.seen and reader.seen[source.path] == _seen(reader, source, cached[0]):
        return cached
    beside = reader.beside(source)
    if source.size > MAX_TEXT or (beside and beside.size > MAX_TEXT):
        return "", (None, ())  # the scan has said so
    opening = source
    try:
        data = read_below(reader.content, source.path)
        opening = beside or source
        numbers = (beside, read_below(reader.content, beside.path)) if beside else None
        tables = _table_files(reader, source, data)
    except OSError as fault:
        file = next((one for one in reader.tables if str(fault.filename).endswith(one)), "")
        return "", (
            None,
            (unreadable_file_error(f"content/{file}" if file else opening.display_path, fault),),
        )
    digests = (reader.digest, digest_of(data), digest_of(numbers[1]) if numbers else "")
    key = _with_files("-".join(digests), source, data, tables)
    if cached[0] == key:
        return cached
    context = replace(reader.context, tables=tables)
    reading = _reading(context, source, data, numbers)
    checked = rules.check_text(reading.text, reader.desk) if reader.desk else ()
    return key, (reading.document, (*reading.findings, *checked))


def _reading(
    context: Context, source: Source, data: bytes, numbers: tuple[Source, bytes] | None
) -> Reading:
    if source.kind == "report":
        return read_report(source, data, numbers, context)
    if source.kind == "document":
        return read_document(source, data, context)
    return read_article(source, data, context)
