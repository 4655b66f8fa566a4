"""One source → its document: the bytes, what they are read together with, and the text rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import READING
from site_builder.build.text_bodies import TextBodies
from site_builder.build.text_cache import Outcome, TextEntry, content_digest
from site_builder.content.documents import (
    ReadContext,
    ReadResult,
    read_document,
    read_standalone_page,
)
from site_builder.content.markdown.csv_files import TableFiles, csv_files_named_in
from site_builder.content.scan import MAX_TEXT
from site_builder.core.errors import ChangedError
from site_builder.core.hashing import digest as digest_of
from site_builder.core.installed_versions import versions
from site_builder.core.safe_files import read_below
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import CatalogueDocument
from site_builder.model.rule_context import RuleContext
from site_builder.model.settings import Settings
from site_builder.model.source import Source, SourceFile
from site_builder.rules import registry


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """All that one document is read from."""

    data: bytes
    figures: tuple[Source, bytes] | None
    table_files: TableFiles
    tables: tuple[str, ...]
    """The CSV files that the text names."""
    content: str
    """The digests of all of it; empty where it could not be read."""
    error: Diagnostic | None = None
    """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """All that reading one document needs besides its own file."""

    content: Path
    figures: Mapping[int, SourceFile]
    tables: Mapping[str, SourceFile]
    """The CSV files by path: texts may take tables from them."""
    read_context: ReadContext
    rule_context: RuleContext | None
    """For the rules; None when the settings could not be read, and rules would only guess."""
    fingerprint: str
    """Of everything that decides a reading besides the files' bytes."""
    bodies: TextBodies
    """Where the texts that are read now are left for their pages."""

    def figures_source(self, source: Source) -> SourceFile | None:
        """Return the file that is read together with this one."""
        return self.figures.get(source.year) if source.kind == "report" else None

    def state(self, source: SourceFile, tables: Iterable[str], trusted_before: int = 0) -> str:
        """Return sizes and times of all that a document is read from.

        Empty where a file is newer than `trusted_before`: it may change and keep its times.
        """
        paths = tuple(tables)
        if any(path not in self.tables for path in paths):
            # What is said of a table that is not there depends on those that are.
            return ""
        files = (source, self.figures_source(source), *map(self.tables.get, paths))
        if trusted_before and any(
            max(file.timestamps_ns) >= trusted_before for file in files if file
        ):
            return ""
        return " ".join(file.state if file else "" for file in files)

    def checked_digests(self, path: str, entry: TextEntry) -> dict[str, str]:
        """Return the digests of a document's own files, by path."""
        if not entry.content:
            return {}
        text, figures = entry.file_digests
        if not figures:
            return {path: text}
        return {path: text, f"{path.rpartition('/')[0]}/figures.yaml": figures}

    def open(self, source: SourceFile) -> SourceBytes:
        """Read the bytes of a document. A failure is a diagnostic."""
        figures_source = self.figures_source(source)
        if source.size > MAX_TEXT or (figures_source and figures_source.size > MAX_TEXT):
            return SourceBytes(b"", None, TableFiles(), (), "")  # the scan has reported it
        current: Source = source
        try:
            data = read_below(self.content, source.path)
            current = figures_source or source
            figures = (
                (figures_source.source, read_below(self.content, figures_source.path))
                if figures_source
                else None
            )
            names, table_files = self._table_files(source, data)
        except OSError as exc:
            problem = self._unreadable_error(current, exc)
            return SourceBytes(b"", None, TableFiles(), (), "", problem)
        content = content_digest(
            digest_of(data),
            digest_of(figures[1]) if figures else "",
            _tables_digest(names, table_files),
        )
        return SourceBytes(data, figures, table_files, names, content)

    def parse(self, source: SourceFile, read: SourceBytes) -> Outcome:
        """Read a document and check it. Of one that lists show in part, its record is left."""
        if not read.content:
            return None, (read.error,) if read.error else ()
        result = self._parse(source.source, read)
        rule_diagnostics = (
            registry.check_text(result.text, self.rule_context) if self.rule_context else ()
        )
        known_figures = result.known_figures
        form = self.read_context.standards.forms[known_figures.form] if known_figures else None
        sums = registry.check_known_figures(form, known_figures) if form and known_figures else ()
        diagnostics = (*result.diagnostics, *rule_diagnostics, *sums)
        if not isinstance(result.document, CatalogueDocument):
            return result.document, diagnostics
        self.bodies.write(result.document)
        return result.document.record, diagnostics

    def load_document(self, source: Source, expected: str) -> CatalogueDocument:
        """Read a document again, whole, for its page.

        Raises ChangedError when it is not what was checked, OSError when it cannot be read.
        `expected` is the digest of what was checked; empty for whatever stands there now.
        """
        path = source.path
        data = read_below(self.content, path)
        names, table_files = self._table_files(source, data)
        content = content_digest(digest_of(data), "", _tables_digest(names, table_files))
        if expected and content != expected:
            raise ChangedError(path)
        result = self._parse(source, SourceBytes(data, None, table_files, names, content))
        if not isinstance(result.document, CatalogueDocument):
            raise ChangedError(path)
        return result.document

    def _parse(self, source: Source, read: SourceBytes) -> ReadResult:
        context = replace(self.read_context, tables=read.table_files)
        if source.kind == "report":
            from site_builder.content.reports import read_report  # noqa: PLC0415 - one text a year is one

            return read_report(source, read.data, read.figures, context)
        if source.kind == "document":
            return read_document(source, read.data, context)
        return read_standalone_page(source, read.data, context)

    def _table_files(self, source: Source, data: bytes) -> tuple[tuple[str, ...], TableFiles]:
        """Read the CSV files that a text takes tables from. Raises OSError."""
        paths = csv_files_named_in(data, source.path)
        contents = {path: read_below(self.content, path) for path in paths if path in self.tables}
        names = () if len(contents) == len(paths) else tuple(self.tables)
        return tuple(paths), TableFiles(contents, names)

    def _unreadable_error(self, source: Source, exc: OSError) -> Diagnostic:
        """Report which file could not be read: a table that a text takes, or the one at hand."""
        table = next((path for path in self.tables if str(exc.filename).endswith(path)), "")
        return unreadable_file_error(f"content/{table}" if table else source.display_path, exc)


def make_reader(
    context: BuildContext, sources: Iterable[SourceFile], settings: Settings | None
) -> DocumentReader:
    """Collect what decides every reading."""
    listed = list(sources)
    read_context = ReadContext(
        standards=context.standards,
        organization=settings.organization if settings else "",
        government_hosts=settings.government_hosts if settings else (),
    )
    # Where the site goes and where a setting stands have no bearing on a document.
    relevant_settings = replace(settings, locations={}, targets=()) if settings else None
    causes = (
        *(cache.program_digest(), context.standards.digest, versions(READING)),
        relevant_settings,
    )
    return DocumentReader(
        context.content,
        {source.year: source for source in listed if source.kind == "figures"},
        {source.path: source for source in listed if source.path.lower().endswith(".csv")},
        read_context,
        RuleContext(settings, context.standards) if settings else None,
        digest_of(repr(causes).encode()),
        context.bodies,
    )


def _tables_digest(names: tuple[str, ...], tables: TableFiles) -> str:
    """Return the digest of what decides the tables of a text; empty where it takes none."""
    if not names:
        return ""
    digests = tuple((path, digest_of(content)) for path, content in tables.contents.items())
    return digest_of(repr((digests, tables.names)).encode())
