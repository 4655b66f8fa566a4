"""List the documents of a site as a sheet: those that are asked for, in the order asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from site_builder.build.catalogue_sources import CatalogueSource, read_catalogue_sources
from site_builder.content.typed_documents import SHEET_TYPES
from site_builder.core.errors import UsageError
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.importing.drafts.documents import iso_date
from site_builder.model.standards import Field, Standards

FINDINGS = "findings"
"""Sorts by how much checking reports; any other word is the id of a field."""


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Which documents, and in which order; what is empty asks for nothing."""

    text: str = ""
    """Words that all stand somewhere in the row."""
    year: str = ""
    item: str = ""
    """Number of an item of Art. 20."""
    status: str = ""
    theme: str = ""
    """A class; its sub-classes belong to it."""
    has_findings: bool = False
    only: Collection[str] | None = None
    """Paths below `content/`; None for all."""
    sort: str = ""
    descending: bool = False


@dataclass(slots=True)
class CatalogueReader:
    """Reads the documents again and again: what has not changed is not read twice."""

    _sources: Mapping[str, CatalogueSource] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, project: Path, standards: Standards) -> Mapping[str, CatalogueSource]:
        """Return all documents as they stand now. Raises UsageError and OSError."""
        with self._lock:
            sources, fatal = read_catalogue_sources(project / "content", standards, self._sources)
            if fatal:
                raise UsageError(fatal[0].message, fatal[0].hint)
            self._sources = sources
            return sources


def sheet_fields(sources: Iterable[CatalogueSource], standards: Standards) -> tuple[Field, ...]:
    """Return the columns: fields that the law or practice asks for, or that any document has."""
    used = {field_id for item in sources for field_id in item.typed.keys}
    return tuple(
        field
        for field in standards.document_fields
        if field.type in SHEET_TYPES and (field.id in used or field.required)
    )


def list_catalogue(
    sources: Iterable[CatalogueSource],
    query: CatalogueQuery,
    findings: Mapping[str, int],
    fields: Sequence[Field],
) -> list[CatalogueSource]:
    """Return the documents that are asked for. `findings`: how many, by the path of the file."""
    words = [to_halfwidth(word).casefold() for word in query.text.split()]
    rows = [
        item
        for item in sources
        if _has_values(item, query)
        and (not query.has_findings or findings.get(item.source.display_path))
        and (query.only is None or item.source.path in query.only)
        and (not words or _has_words(item, words))
    ]
    if query.sort == FINDINGS:
        rows.sort(
            key=lambda item: findings.get(item.source.display_path, 0), reverse=query.descending
        )
        return rows
    column = next((field for field in fields if field.id == query.sort), None)
    if column is None:
        return rows[::-1] if query.descending else rows
    filled = [item for item in rows if item.typed.texts.get(column.id)]
    empty = [item for item in rows if not item.typed.texts.get(column.id)]
    filled.sort(key=lambda item: _sort_key(item, column), reverse=query.descending)
    return [*filled, *empty]


def _has_values(item: CatalogueSource, query: CatalogueQuery) -> bool:
    values = item.typed.values
    theme = str(values.get("theme", ""))
    return (
        (not query.year or str(item.source.year) == query.year)
        and (not query.item or str(values.get("item", "")) == query.item)
        and (not query.status or values.get("status", "") == query.status)
        and (not query.theme or theme == query.theme or theme.startswith(f"{query.theme}\\"))
    )


def _has_words(item: CatalogueSource, words: Sequence[str]) -> bool:
    text = "\n".join((item.source.display_path, *item.typed.texts.values()))
    folded = to_halfwidth(text).casefold()
    return all(word in folded for word in words)


def _sort_key(item: CatalogueSource, column: Field) -> tuple[int, str]:
    """Return what a row is sorted by: numbers as numbers, days as days."""
    text = item.typed.texts[column.id]
    if column.type == "item":
        number = item.typed.values.get(column.id)
        return (number if isinstance(number, int) else len(text) + 1000, text)
    return 0, iso_date(text) if column.type == "date" else text.casefold()
