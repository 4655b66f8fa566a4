"""All tables of a report → the cells of the form, each with its place and its certainty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.column_groups import with_groups_in_order
from site_builder.importing.recognition.cut_rows import (
    join_cut_rows,
    with_stray_numbers,
    without_column_numbers,
    without_empty_repeats,
)
from site_builder.importing.recognition.data_rows import DataRow, RowReader, SourceTable
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.grids import transposed
from site_builder.importing.recognition.placements import Placement, place_row
from site_builder.importing.recognition.row_order import FormRow, order_rows, unlabelled_section
from site_builder.model.original import Origin, OriginalCell, OriginalTable

_STRAY = "行名旁边还有一个数，可能是错了格"


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables of a report hold."""

    placements: tuple[Placement, ...]
    tables: tuple[OriginalTable, ...]
    """Those that hold rows of the form."""
    accounted: frozenset[tuple[Origin, str]]
    """Place and text of each cell that is a figure of the form or the label of its row."""
    extra_rows: tuple[DataRow, ...]
    """Rows of those tables that are none of the form."""


def read_tables(sources: Sequence[SourceTable], frame: FormFrame) -> TableReading:
    """Read the tables of a report, in their order."""
    reader = RowReader(frame)
    data_rows = [row for source in sources for row in _rows_of(source, reader, frame)]
    data_rows = join_cut_rows(without_empty_repeats(without_column_numbers(data_rows)), reader)
    ordered, rest = order_rows(data_rows, frame)
    stray = with_stray_numbers([row.data for row in ordered])
    form_rows = [
        replace(row, certainty="doubtful", reason=_STRAY) if id(row.data) in stray else row
        for row in with_groups_in_order(ordered)
    ]
    placed = [place_row(row) for row in form_rows]
    used = {
        id(row.data.source)
        for row, placements in zip(form_rows, placed, strict=True)
        if any(placement.cell for placement in placements)
    }
    figures = [p.cell for placements in placed for p in placements if p.cell]
    labels = [cell for row in form_rows for cell in row.data.label_cells]
    return TableReading(
        placements=tuple(_with_row_order(form_rows, placed)),
        accounted=frozenset((cell.origin, cell.text) for cell in (*figures, *labels)),
        tables=tuple(source.table for source in sources if id(source) in used),
        extra_rows=tuple(row for row in rest if id(row.source) in used and _has_figures(row)),
    )


def _has_figures(row: DataRow) -> bool:
    return any(character.isdigit() for cell in row.values for character in cell.text)


def _rows_of(source: SourceTable, reader: RowReader, frame: FormFrame) -> list[DataRow]:
    """Return the rows of a table; of one with rows and columns exchanged, the other way round."""
    rows = list(reader.read(source))
    turned = RowReader(frame).read(replace(source, table=transposed(source.table)))
    turned_rows = [replace(row, source=source) for row in turned]
    return turned_rows if _fit(turned_rows, frame) > _fit(rows, frame) else rows


def _fit(rows: Sequence[DataRow], frame: FormFrame) -> tuple[int, int]:
    """Return how much of the form rows name: by their labels, or by the columns above them."""
    named = {target.path for row in rows for _, target in row.targets}
    below_columns = {
        (target.path, slot.start)
        for row in rows
        for section, target in row.targets
        for slot in row.header.columns(section).slots
        if slot.options
    }
    unlabelled = max((unlabelled_section(row, frame)[1] for row in rows), default=0)
    return len(below_columns) + unlabelled, len(named)


def _with_row_order(
    rows: Sequence[FormRow], placed: Sequence[tuple[Placement, ...]]
) -> Iterator[Placement]:
    """Doubt rows whose labels stand in another order than the form's: they may be exchanged."""
    tables: dict[tuple[int, str], list[int]] = {}
    for index, row in enumerate(rows):
        if not row.group:
            tables.setdefault((id(row.data.source), row.section.table.id), []).append(index)
    exchanged: dict[int, int] = {}
    for indexes in tables.values():
        by_position = sorted(indexes, key=lambda index: _position(rows[index]))
        if len({_position(rows[index]) for index in indexes}) == len(indexes):
            exchanged |= dict(zip(by_position, indexes, strict=True))
    for index, placements in enumerate(placed):
        other = exchanged.get(index, index)
        texts = {placement.column.path: placement.cell for placement in placed[other]}
        for placement in placements:
            rival = texts.get(placement.column.path)
            is_same = other == index or (
                rival is not None and _text(rival) == _text(placement.cell)
            )
            yield placement if is_same else _doubted(placement, _text(rival))


def _position(row: FormRow) -> tuple[int, int]:
    sections = row.section.table.sections
    return sections.index(row.section.section), row.section.row_positions[row.path]


def _text(cell: OriginalCell | None) -> str:
    return cell.text.strip() if cell else ""


def _doubted(placement: Placement, rival: str) -> Placement:
    return replace(
        placement,
        certainty="doubtful",
        reason="行的次序和表式不同，可能是行名错位",
        alternatives=(*placement.alternatives, *filter(None, (rival,))),
    )
