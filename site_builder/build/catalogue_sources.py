"""The documents of a site as a catalogue's sheet has them: shared by its import and its export."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.content.scan import scan
from site_builder.content.typed_documents import TypedDocument, read_typed_document
from site_builder.core.hashing import short_digest
from site_builder.core.safe_files import read_below
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.source import Source, SourceFile
from site_builder.model.standards import Standards

_DIGEST_BYTES = 8
_DIGEST_PREFIX = "v"
"""A digest of nothing but digits would become a number in a spreadsheet."""


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """A document or a report, with its bytes as they were read."""

    source: Source
    data: bytes
    typed: TypedDocument
    state: str
    """Size and times when it was listed."""

    @property
    def digest(self) -> str:
        """Return the digest that the sheet carries."""
        return source_digest(self.data)


def source_digest(data: bytes) -> str:
    """Return the digest by which a sheet knows a document again."""
    return f"{_DIGEST_PREFIX}{short_digest(data, _DIGEST_BYTES)}"


def read_catalogue_sources(
    content: Path, standards: Standards, previous: Mapping[str, CatalogueSource] | None = None
) -> tuple[Mapping[str, CatalogueSource], tuple[Diagnostic, ...]]:
    """Read all documents and reports, by their paths below `content/`, in the order of paths.

    Of `previous`, what has the same size and times is not read again. The diagnostics are those
    that make the folder itself unusable. Raises OSError for a file that cannot be read.
    """
    sources, diagnostics = scan(content, standards.formats)
    fatal = tuple(
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.severity is Severity.ERROR and diagnostic.location.file == "content"
    )
    if fatal:
        return {}, fatal
    return dict(_read(content, sources, standards, previous or {})), ()


def _read(
    content: Path,
    files: Iterable[SourceFile],
    standards: Standards,
    previous: Mapping[str, CatalogueSource],
) -> Iterator[tuple[str, CatalogueSource]]:
    for file in files:
        if file.kind not in ("document", "report"):
            continue
        earlier = previous.get(file.path)
        if earlier and earlier.state == file.state:
            yield file.path, earlier
        else:
            data = read_below(content, file.path)
            typed = read_typed_document(file.display_path, data, standards)
            yield file.path, CatalogueSource(file.source, data, typed, file.state)
