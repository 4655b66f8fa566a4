"""A row of the form and the cells of its figures → which cell belongs to which column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.frames import SectionFrame
from site_builder.importing.recognition.grids import is_blank, overlaps
from site_builder.importing.recognition.headers import ColumnMap, Slot
from site_builder.importing.recognition.row_order import Certainty, FormRow
from site_builder.model.figures import CellKey
from site_builder.model.form import Header, Identity
from site_builder.model.original import OriginalCell

_RANKS: tuple[Certainty, ...] = ("certain", "inferred", "unproven", "doubtful")


@dataclass(frozen=True, slots=True)
class Placement:
    """A cell of the original for a cell of the form."""

    key: CellKey
    section: str
    column: Header
    cell: OriginalCell | None
    """None: the table has the row, but no cell that can be its."""
    certainty: Certainty
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    """Texts of other cells that may be meant."""
    unit: str = ""
    """Of money, as the header states it."""
    lacks_unit: bool = False
    """Money under a header that names the column and no unit."""
    group: str = ""
    """The label of the group whose one row it stands in."""


def place_row(row: FormRow) -> tuple[Placement, ...]:
    """Place the cells of a row."""
    columns = row.data.header.columns(row.section, row.column_group)
    values = _figures(row, columns)
    placements = tuple(_place(row, columns, values))
    if _may_be_shifted(values):
        doubt = "只有最后一格空着，可能是前面少了一格"
        placements = tuple(
            replace(placement, certainty="doubtful", reason=doubt) for placement in placements
        )
    if not row.group:
        return placements
    return tuple(
        replace(
            placement,
            key=(placement.key[0], leaf.path, placement.key[2]),
            group=row.group.label,
        )
        for leaf in row.group.leaves()
        for placement in placements
    )


def _may_be_shifted(values: Sequence[OriginalCell]) -> bool:
    """Return whether a cell may be lost and the others moved up: in sheets no other trace stays."""
    *filled, last = [is_blank(cell) for cell in values] or [False]
    return bool(filled) and last and not any(filled)


def _figures(row: FormRow, columns: ColumnMap) -> tuple[OriginalCell, ...]:
    """Return the cells of figures: without empty ones that stand beside the form's columns."""
    values = list(row.data.values)
    if columns.is_decided:
        values = [cell for cell in values if not _is_beside(cell, row, columns)]
    count = len(row.section.columns.leaves)
    while len(values) > count and not columns.is_decided and is_blank(values[0]):
        del values[0]
    return tuple(values)


def _is_beside(cell: OriginalCell, row: FormRow, columns: ColumnMap) -> bool:
    """Return whether an empty cell stands below a column that the table has and the form has not.

    One that no header stands over was pushed out of its column: then the row does not fit.
    """
    above = [
        header
        for header_row in row.data.header.rows
        for header in header_row.cells
        if overlaps(header, cell.column, cell.column + cell.column_span)
    ]
    is_clear = cell.column < columns.slots[0].start or all(map(is_blank, above))
    return (
        is_blank(cell)
        and is_clear
        and bool(above)
        and not any(overlaps(cell, slot.start, slot.end) for slot in columns.slots)
    )


def _place(row: FormRow, columns: ColumnMap, values: Sequence[OriginalCell]) -> Iterator[Placement]:
    leaves = row.section.columns.leaves
    if columns.is_decided and len(values) == len(columns.slots):
        yield from _by_labels(row, columns, values)
    elif len(values) == len(leaves):
        certainty, reason = _by_position(row.section, columns, values)
        for leaf, cell in zip(leaves, values, strict=True):
            slot = next((slot for slot in columns.slots if slot.path == leaf.path), None)
            yield _placement(row, leaf, cell, (certainty, reason), slot)
    elif columns.is_decided and len(values) > len(columns.slots) and _fits(values, columns):
        yield from _by_labels(row, columns, _below(values, columns))
    else:
        reason = f"这一行有 {len(values)} 格，表式有 {len(leaves)} 列，对不上"
        for leaf in leaves:
            slot = next((slot for slot in columns.slots if slot.path == leaf.path), None)
            below = [cell for cell in values if slot and overlaps(cell, slot.start, slot.end)]
            only = below[0] if len(below) == 1 else None
            yield _placement(row, leaf, only, ("doubtful", reason), slot)


def _fits(values: Sequence[OriginalCell], columns: ColumnMap) -> bool:
    """Return whether each cell stands exactly below a header: the table has columns of its own."""
    places = [(cell.column, cell.column + cell.column_span) for cell in values]
    return places == [place for place in columns.places if place[0] >= places[0][0]]


def _below(values: Sequence[OriginalCell], columns: ColumnMap) -> list[OriginalCell]:
    return [
        cell
        for cell in values
        if any(overlaps(cell, slot.start, slot.end) for slot in columns.slots)
    ]


def _by_labels(
    row: FormRow, columns: ColumnMap, values: Sequence[OriginalCell]
) -> Iterator[Placement]:
    pairs = list(zip(columns.slots, values, strict=True))
    certainty: Certainty = "inferred" if columns.reason else "certain"
    reason = columns.reason
    if columns.has_strange_words:
        certainty = "unproven"
    if not all(overlaps(cell, slot.start, slot.end) for slot, cell in pairs):
        certainty, reason = "unproven", "数和列名没有上下对齐，按个数对应"
    by_path = {leaf.path: leaf for leaf in row.section.columns.leaves}
    in_order = [path for path in by_path if path in columns.paths]
    for place, (slot, cell) in enumerate(pairs):
        placement = _placement(row, by_path[slot.path], cell, (certainty, reason), slot)
        position = in_order.index(slot.path)
        if position != place and values[position].text.strip() != cell.text.strip():
            placement = replace(
                placement,
                certainty="doubtful",
                reason="列的次序和表式不同，可能是列名错位",
                alternatives=(values[position].text,),
            )
        yield placement
    for leaf in by_path.values():
        if leaf.path not in columns.paths and not _is_part_of_table(columns, row.section):
            yield _placement(row, leaf, None, ("doubtful", "原件的表里没有这一列"), None)


def _is_part_of_table(columns: ColumnMap, section: SectionFrame) -> bool:
    """Return whether a table holds whole groups of columns: the others stand in other tables."""
    groups = {path.rpartition(".")[0] for path in columns.paths}
    return not section.has_row_labels and all(
        leaf.path in columns.paths
        for leaf in section.columns.leaves
        if leaf.path.rpartition(".")[0] in groups
    )


def _by_position(
    section: SectionFrame, columns: ColumnMap, values: Sequence[OriginalCell]
) -> tuple[Certainty, str]:
    """Return how certain cells are whose number alone fits the form's columns."""
    contradicted = any(
        slot.options and leaf.path not in slot.options and overlaps(cell, slot.start, slot.end)
        for leaf, cell in zip(section.columns.leaves, values, strict=True)
        for slot in columns.slots
    )
    if contradicted:
        # Sums prove nothing here: exchanged columns leave them as they are.
        return "doubtful", "列名和表式的列序对不上"
    if any(map(_is_sum_of_columns, section.section.identities)):
        return "unproven", "列名缺失或不认识，按表式的列序对应"
    if any(overlaps(cell, start, end) for cell in values for start, end in columns.places):
        return "doubtful", "列名不认识"
    return "inferred", "列名缺失，按表式的列序对应"


def _is_sum_of_columns(identity: Identity) -> bool:
    return (
        identity.axis == "rows"
        and identity.relation == "="
        and not any(term.previous_year for term in identity.terms())
    )


def _placement(
    row: FormRow,
    column: Header,
    cell: OriginalCell | None,
    doubt: tuple[Certainty, str],
    slot: Slot | None,
) -> Placement:
    certainty, reason = doubt
    placement = Placement(
        key=(row.section.table.id, row.path, column.path),
        section=row.section.section.id,
        column=column,
        cell=cell,
        certainty=max(row.certainty, certainty, key=_RANKS.index),
        reason="；".join(filter(None, (row.reason, reason))),
        unit=slot.unit if slot else "",
        lacks_unit=column.value == "money" and bool(slot and slot.is_named and not slot.unit),
    )
    if cell is None or is_blank(cell) or not row.data.shares(cell):
        return placement
    return replace(placement, certainty="doubtful", reason="这个数在合并的格子里，占了几行")
