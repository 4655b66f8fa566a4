"""A catalogue kept as a sheet → its rows, each value by the id of the field its column is of."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match, normalize_label
from site_builder.importing.recognition.catalogue_grid import CoveredGrid, CoveredPlace, grid_of
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, Original, OriginalTable
from site_builder.model.standards import Field

SOURCE, DIGEST, YEAR = "source-file", "source-digest", "year-folder"
"""Ids of the columns of an exported sheet that are no fields."""
SOURCE_LABEL, DIGEST_LABEL, YEAR_LABEL = "来源文件", "导出校验", "年份"
_OWN_COLUMNS = {
    SOURCE_LABEL: SOURCE,
    "源文件": SOURCE,
    DIGEST_LABEL: DIGEST,
    YEAR_LABEL: YEAR,
    "年度": YEAR,
}
_NESTED_TYPES = frozenset(("attachments", "corrections", "suppressions"))
"""Fields that no cell of a sheet holds."""
_IDENTIFYING = frozenset(("index_number", "created", "published", "document_number", "summary"))
_MAX_HEADER_START, _MAX_HEADER_DEPTH = 12, 3
_LABEL_NOTES = lazy_pattern(r"\([^()]*\)|（[^（）]*）|[*＊:：]")
_NOTHING = lazy_pattern(r"\s*[-－–—―/／\\]*\s*")
"""What stands in a cell that has nothing to say."""


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A row: the text of each column that is a field, or one of our own columns."""

    origin: Origin
    texts: Mapping[str, str]
    """By id; empty texts too, where the sheet has the column."""
    doubts: Mapping[str, str]
    """Why a text is not certain, by id."""

    def get(self, field_id: str) -> str:
        """Return a text; empty when the sheet has no such column."""
        return self.texts.get(field_id, "")


@dataclass(frozen=True, slots=True)
class CatalogueTable:
    """A table whose header row is a catalogue's."""

    origin: Origin
    columns: Mapping[str, str]
    """Id of the field → the label that heads its column, in the order of the sheet."""
    unused: tuple[str, ...]
    """Columns with content that are no field, in words that say why."""
    conflicts: tuple[str, ...]
    """Columns that are the same field and differ, in words."""
    rows: tuple[CatalogueRow, ...]
    dashes: int
    """Cells with nothing but a dash or a slash, which were read as empty."""


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """A file whose tables are a catalogue's."""

    file: str
    tables: tuple[CatalogueTable, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of the reader."""
    is_alone: bool
    """Nothing else is in the file: it need not be searched for a report."""


def is_catalogue(original: Original, fields: Sequence[Field]) -> bool:
    """Return whether a workbook or the like is a catalogue: a header row names its fields.

    `fields`: those of catalogue documents, as the standards list them.
    """
    return recognize_catalogue(original, fields) is not None


def recognize_catalogue(original: Original, fields: Sequence[Field]) -> CatalogueSheet | None:
    """Return the rows of a catalogue kept as a sheet; None for a file without such a table.

    The file must be a workbook or the like: a list of documents in a report is no catalogue.
    """
    tables = recognize_tables(original, fields)
    if not tables:
        return None
    rows = sum(len(table.rows) for table in tables)
    others = sum(table.row_count for table in original.tables()) - rows
    is_alone = others <= len(tables) * _MAX_HEADER_START
    return CatalogueSheet(original.file, tables, original.diagnostics, is_alone=is_alone)


def _heads_a_catalogue(ids: Collection[str]) -> bool:
    """Return whether columns of these ids make a catalogue."""
    return ("title" in ids or SOURCE in ids) and not _IDENTIFYING.isdisjoint(ids)


def recognize_tables(
    original: Original,
    fields: Sequence[Field],
    is_header: Callable[[Collection[str]], bool] = _heads_a_catalogue,
) -> tuple[CatalogueTable, ...]:
    """Return the tables of a file that are a catalogue's, each with its rows.

    Another list is recognized by its own fields; `is_header` says which of them its header has.
    """
    recognized = []
    first: tuple[Origin, CoveredGrid, _Header] | None = None
    for table in original.tables():
        grid = grid_of(table)
        header = _find_header(grid, fields, is_header)
        if header:
            first = table.origin, grid, header
            recognized.append(_read_table(table, grid, header, fields))
        elif first and _goes_on(table, grid, first):
            header = _Header(0, first[2].labels)
            recognized.append(_read_table(table, grid, header, fields))
    return tuple(recognized)


def _goes_on(
    table: OriginalTable, grid: CoveredGrid, first: tuple[Origin, CoveredGrid, "_Header"]
) -> bool:
    """Return whether a table without a header is the rest of the list above it."""
    place, above, _ = first
    is_below = (table.origin.page, table.origin.column) == (place.page, place.column)
    return is_below and grid.width <= above.width


@dataclass(frozen=True, slots=True)
class _Header:
    end: int
    """Index of the first row below it."""
    labels: Mapping[int, str]
    """By column."""


@lru_cache(maxsize=4)
def _field_ids(fields: tuple[Field, ...]) -> Mapping[str, str]:
    names = {
        normalize_label(name): field.id
        for field in fields
        for name in (field.label, *field.aliases)
    }
    return {**names, **{label: id_ for label, id_ in _OWN_COLUMNS.items() if label not in names}}


def _fold(label: str) -> str:
    return _LABEL_NOTES.sub("", normalize_label(label))


def _column_id(label: str, fields: Sequence[Field]) -> str:
    ids = _field_ids(tuple(fields))
    return ids.get(normalize_label(label)) or ids.get(_fold(label), "")


def _find_header(
    grid: CoveredGrid, fields: Sequence[Field], is_header: Callable[[Collection[str]], bool]
) -> _Header | None:
    """Find the row, or the lowest of several rows, whose cells name fields."""
    for start in range(min(_MAX_HEADER_START, grid.height)):
        for depth in range(1, _MAX_HEADER_DEPTH + 1):
            last = start + depth - 1
            cells = grid.line(last)
            if any(cell.row < start for cell in cells.values()):
                break
            labels = {column: cell.text.strip() for column, cell in cells.items()}
            ids = {_column_id(label, fields) for label in labels.values()}
            is_whole = all(cell.row + cell.row_span - 1 == last for cell in cells.values())
            if is_whole and is_header(ids):
                return _Header(last + 1, labels)
    return None


def _read_table(
    table: OriginalTable, grid: CoveredGrid, header: _Header, fields: Sequence[Field]
) -> CatalogueTable:
    by_id = {field.id: field for field in fields}
    targets: dict[int, str] = {}
    unused: list[str] = []
    for column in range(grid.width):
        label = header.labels.get(column, "")
        field_id = _column_id(label, fields) if label else ""
        if field_id in by_id and by_id[field_id].type in _NESTED_TYPES:
            unused.append(f"“{label}”（一格写不下，请写进文稿）")
        elif field_id:
            targets[column] = field_id
        elif any(grid.text(row, column) for row in range(header.end, grid.height)):
            unused.append(_unused_column(label, column, targets, fields))
    rows, dashes = [], 0
    for number in range(header.end, grid.height):
        line = grid.line(number)
        if _is_repeated(line, header):
            continue
        row, empty = _row(line, targets, by_id)
        dashes += empty
        if row:
            rows.append(row)
    return CatalogueTable(
        origin=table.origin,
        columns={field_id: header.labels[column] for column, field_id in targets.items()},
        unused=tuple(unused),
        conflicts=tuple(_conflicts(grid, header, targets)),
        rows=tuple(rows),
        dashes=dashes,
    )


def _unused_column(
    label: str, column: int, targets: Mapping[int, str], fields: Sequence[Field]
) -> str:
    if not label:
        return f"第 {column + 1} 列（没有列名）"
    free = [field.label for field in fields if field.id not in targets.values()]
    closest = closest_match(_fold(label), free, HIGH_CONFIDENCE)
    return f"“{label}”（是不是“{closest}”？）" if closest else f"“{label}”"


def _conflicts(grid: CoveredGrid, header: _Header, targets: Mapping[int, str]) -> Iterator[str]:
    """Yield which columns are the same field and do not say the same."""
    first: dict[str, int] = {}
    for column, field_id in targets.items():
        other = first.setdefault(field_id, column)
        if other != column and any(
            grid.text(row, other) != grid.text(row, column)
            for row in range(header.end, grid.height)
        ):
            yield f"“{header.labels[other]}”和“{header.labels[column]}”是同一项，内容不一样"


def _is_repeated(line: Mapping[int, CoveredPlace], header: _Header) -> bool:
    """Return whether a row is the header once more, as at the top of each printed page."""
    texts = {column: cell.text.strip() for column, cell in line.items()}
    return bool(texts) and texts == {
        column: label for column, label in header.labels.items() if column in texts
    }


def _row(
    line: Mapping[int, CoveredPlace], targets: Mapping[int, str], fields: Mapping[str, Field]
) -> tuple[CatalogueRow | None, int]:
    """Return a row and how many dashes were read as empty; None for a row without content."""
    if not any(cell.text.strip() for cell in line.values()):
        return None, 0
    texts: dict[str, str] = dict.fromkeys(targets.values(), "")
    doubts: dict[str, str] = {}
    dashes = 0
    for column, cell in line.items():
        field_id = targets.get(column, "")
        if not field_id or texts[field_id]:
            continue
        if cell.text.strip() and _NOTHING.fullmatch(cell.text):
            dashes += 1
            continue
        texts[field_id] = clean_text(cell.text, fields.get(field_id))
        if cell.doubt:
            doubts[field_id] = cell.doubt
    return CatalogueRow(next(iter(line.values())).origin, texts, doubts), dashes


_CJK = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—、。]"
_BREAK = lazy_pattern(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})")
_BREAKS = lazy_pattern(r"[ \t]*\n\s*")
_COMPACT_DATE = lazy_pattern(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_MIDNIGHT = lazy_pattern(r"(.*[0-9日])[ T]0?0:00(?::00)?(?:\.0+)?")


def clean_text(text: str, field: Field | None) -> str:
    """Return a cell's text as front matter has it: one line, unless its field may have several."""
    text = text.strip()
    if field is not None and field.type == "long":
        return "\n".join(line.strip() for line in text.split("\n"))
    if field is not None and field.type == "references":
        return "\n".join(text.split())
    if field is not None and field.type == "names":
        return "；".join(line.strip() for line in text.split("\n") if line.strip())
    text = _BREAKS.sub(" ", _BREAK.sub("", text))
    if field is not None and field.type == "date":
        midnight = _MIDNIGHT.fullmatch(text)
        text = midnight[1] if midnight else text
        compact = _COMPACT_DATE.fullmatch(text)
        text = "-".join(compact.groups()) if compact else text
    return text
