"""Columns, rows and choices of the catalogue's sheet, as its page shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from site_builder.build.catalogue_sources import CatalogueSource
from site_builder.model.standards import Field, Standards
from site_builder.usecases.list_catalogue import FINDINGS

_KINDS = {
    "date": "date",
    "long": "lines",
    "references": "lines",
    "item": "choice",
    "choice": "choice",
    "language": "choice",
    "theme": "theme",
}
_HELP = {
    "date": "如 2021-01-28",
    "words": "几个词之间用“、”隔开",
    "theme": "大类，或者“大类\\小类”",
    "references": "一行一个文件名",
}


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column, or the one before them that names the rows."""

    id: str
    label: str
    kind: str
    """date, lines, choice, theme or text: what its cells are typed into."""
    options: tuple[tuple[str, str], ...]
    """Value and label, of a choice."""
    help: str
    required: bool
    """The law asks for it."""
    sorted: str
    """ascending, descending or none."""
    next_sort: str
    """What a press on its header asks for."""


@dataclass(frozen=True, slots=True)
class EntryCell:
    """A value as it is typed in its document."""

    column: EntryColumn
    typed: str
    is_locked: bool
    """It cannot be typed here: it is more than a cell holds, or the document is unreadable."""
    is_unknown: bool
    """Of a choice: the value is none of the options."""


@dataclass(frozen=True, slots=True)
class EntryRowForm:
    """A document."""

    path: str
    """Below `content/`."""
    file: str
    name: str
    title: str
    digest: str
    findings: int
    problem: str
    cells: tuple[EntryCell, ...]


def sheet_columns(
    fields: Sequence[Field], standards: Standards, sort: str
) -> tuple[EntryColumn, ...]:
    """Return the column of file names, then those of the fields."""
    first = _column(FINDINGS, "文稿和问题", "", (), sort, descending_first=True)
    columns = (
        _column(
            field.id,
            field.label,
            field.type,
            _options(field, standards),
            sort,
            required=field.required == "law",
        )
        for field in fields
    )
    return (first, *columns)


def _column(  # noqa: PLR0913 - what a header is made of
    id_: str,
    label: str,
    kind: str,
    options: tuple[tuple[str, str], ...],
    sort: str,
    *,
    required: bool = False,
    descending_first: bool = False,
) -> EntryColumn:
    state = {id_: "ascending", f"-{id_}": "descending"}.get(sort, "none")
    up, down = id_, f"-{id_}"
    usual, other = (down, up) if descending_first else (up, down)
    return EntryColumn(
        id=id_,
        label=label,
        kind=_KINDS.get(kind, "text"),
        options=options,
        help=_HELP.get(kind, ""),
        required=required,
        sorted=state,
        next_sort=other if sort == usual else usual,
    )


def _options(field: Field, standards: Standards) -> tuple[tuple[str, str], ...]:
    if field.type == "item":
        return tuple(
            (item.short, f"{item.number}. {item.short}") for item in standards.disclosure_items
        )
    if field.type == "language":
        return tuple((language.label, language.label) for language in standards.languages)
    return tuple((value, value) for value in field.values)


def sheet_rows(
    sources: Iterable[CatalogueSource],
    columns: Sequence[EntryColumn],
    findings: Mapping[str, int],
) -> tuple[EntryRowForm, ...]:
    """Return the rows of a page."""
    return tuple(_row(item, columns, findings) for item in sources)


def _row(
    item: CatalogueSource, columns: Sequence[EntryColumn], findings: Mapping[str, int]
) -> EntryRowForm:
    typed, path = item.typed, PurePosixPath(item.source.path)
    return EntryRowForm(
        path=item.source.path,
        file=item.source.display_path,
        name=f"{item.source.year} {path.stem}",
        title=typed.texts.get("title", "") or path.stem,
        digest=item.digest,
        findings=findings.get(item.source.display_path, 0),
        problem=typed.problem,
        cells=tuple(_cell(item, column) for column in columns),
    )


def _cell(item: CatalogueSource, column: EntryColumn) -> EntryCell:
    typed = item.typed
    text = typed.texts.get(column.id, "")
    is_locked = bool(typed.problem) or (column.id in typed.keys and column.id not in typed.texts)
    options = {value for value, _ in column.options}
    return EntryCell(column, text, is_locked, bool(text) and text not in options)


def choices(sources: Iterable[CatalogueSource], standards: Standards) -> Mapping[str, object]:
    """Return what the list can be narrowed by, and the themes that can be typed."""
    status = next(field for field in standards.document_fields if field.id == "status")
    return {
        "years": sorted({item.source.year for item in sources}, reverse=True),
        "items": [(item.number, item.short) for item in standards.disclosure_items],
        "statuses": status.values,
        "classes": [theme.label for theme in standards.themes],
        "themes": [name for theme in standards.themes for name in theme.names],
    }
