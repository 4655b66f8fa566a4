"""A band of a form laid out: spans, ids, scopes and the `headers` of every cell.

`Head` is one type for both axes, so one algorithm makes the column headers and, turned, the row
headers. Used by `plan` for pages and for every download.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from site_builder.model.figures import Amount, Cell, Figures, Missing
from site_builder.model.form import Band, Head, Table, all_leaves
from site_builder.model.parts import BandView, DataCell, HeadCell, TableRow, TableView

_STATES = {Missing.BLANK: "blank", Missing.NOT_APPLICABLE: "not-applicable"}
_UPRIGHT = 2
"""A group with more levels than this is a narrow upright strip on paper."""
_TEXTS = {Missing.BLANK: "缺", Missing.NOT_APPLICABLE: "/"}


def depth(heads: tuple[Head, ...]) -> int:
    """Count the levels that heads take on paper; a head without a label takes none."""
    return max(((1 if h.label else 0) + depth(h.children) for h in heads), default=0)


def chain(heads: tuple[Head, ...], path: str) -> tuple[Head, ...]:
    """List the printed heads from the root down to a path."""
    for head in heads:
        if path == head.path or path.startswith(f"{head.path}."):
            return ((head,) if head.label else ()) + chain(head.children, path)
    return ()


def labels(heads: tuple[Head, ...], path: str) -> tuple[str, ...]:
    """List the printed labels from the root down to a path."""
    return tuple(head.label for head in chain(heads, path))


def state_of(cell: Cell) -> str:
    """Name a cell's state: `number`, `blank` or `not-applicable`."""
    return _STATES[cell] if isinstance(cell, Missing) else "number"


def digits(cell: Cell) -> str:
    """Write a cell's number in plain decimal digits; empty when it has none."""
    if isinstance(cell, Missing):
        return ""
    number = cell.number if isinstance(cell, Amount) else cell
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def printed(cell: Cell, column: Head) -> str:
    """Write a cell as the page prints it: signed changes carry their sign, amounts their unit."""
    if isinstance(cell, Missing):
        return _TEXTS[cell]
    sign = "+" if column.value == "signed" and isinstance(cell, int) and cell > 0 else ""
    return sign + digits(cell) + (cell.unit if isinstance(cell, Amount) else "")


def lay_out(table: Table, figures: Figures) -> TableView:
    """Lay out a whole table with its figures."""
    bands = tuple(_band(table, band, figures) for band in table.bands)
    return TableView(table.id, table.title, bands)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The rows or the columns of one band, with the ids of their header cells."""

    name: str
    """Start of the ids: table, band and axis."""
    heads: tuple[Head, ...]

    def id(self, head: Head) -> str:
        """Name a header cell."""
        return f"{self.name}-{head.path.replace('.', '-')}"

    def ids(self, path: str) -> str:
        """Name the header cells from the root down to a path."""
        return " ".join(self.id(head) for head in chain(self.heads, path))

    def above(self, head: Head) -> str:
        """Name the header cells above one."""
        return self.ids(head.path).rpartition(" ")[0]


def headers_of(table: Table, band: Band, row: Head, column: Head) -> str:
    """Name the header cells of a data cell, as its `headers` does: no other cell has the same."""
    rows, columns = _axes(table, band)
    return f"{columns.ids(column.path)} {rows.ids(row.path)}".strip()


def _axes(table: Table, band: Band) -> tuple[_Axis, _Axis]:
    name = _name(table, band)
    return _Axis(f"{name}-r", band.rows), _Axis(f"{name}-c", band.columns)


def _name(table: Table, band: Band) -> str:
    return table.id if band.id == table.id else f"{table.id}-{band.id}"


def _band(table: Table, band: Band, figures: Figures) -> BandView:
    rows, columns = _axes(table, band)
    cells = partial(_cells, table.id, rows, columns, figures)
    return BandView(
        id=f"{_name(table, band)}-t",
        caption=band.title,
        note=band.note,
        corner=band.stub,
        corner_rowspan=depth(band.columns),
        corner_colspan=depth(band.rows),
        header=_header(columns),
        rows=tuple(TableRow(heads, cells(row)) for row, heads in _row_heads(rows)),
        columns=len(all_leaves(band.columns)),
    )


def spans(heads: tuple[Head, ...]) -> Iterator[list[tuple[Head, int, int]]]:
    """Lay out heads level by level: each with the rows and the columns that it takes."""
    height = depth(heads)
    for level, found in enumerate(_levels(heads)):
        yield [
            (head, 1 if head.children else height - level, len(tuple(head.leaves())))
            for head in found
        ]


def _header(columns: _Axis) -> tuple[tuple[HeadCell, ...], ...]:
    """Lay out the column headers, level by level."""
    return tuple(
        tuple(
            HeadCell(
                id=columns.id(head),
                label=head.label,
                rowspan=rows,
                colspan=width,
                # `colgroup` would need <colgroup> elements; `col` holds for every column it spans.
                scope="col",
                headers=columns.above(head),
                vertical=False,
            )
            for head, rows, width in level
        )
        for level in spans(columns.heads)
    )


def _row_heads(rows: _Axis) -> Iterator[tuple[Head, tuple[HeadCell, ...]]]:
    """Lay out the row headers: each row with the header cells that begin on it."""
    width = depth(rows.heads)
    opened: set[str] = set()
    for row in all_leaves(rows.heads):
        heads = chain(rows.heads, row.path)
        yield (
            row,
            tuple(
                HeadCell(
                    id=rows.id(head),
                    label=head.label,
                    rowspan=len(tuple(head.leaves())),
                    colspan=1 if head.children else width - level,
                    scope="rowgroup" if head.children else "row",
                    headers=rows.above(head),
                    vertical=depth((head,)) > _UPRIGHT,
                )
                for level, head in enumerate(heads)
                if head.path not in opened
            ),
        )
        opened.update(head.path for head in heads)


def _cells(
    table: str, rows: _Axis, columns: _Axis, figures: Figures, row: Head
) -> tuple[DataCell, ...]:
    """Lay out the data cells of one row."""
    row_ids = rows.ids(row.path)
    return tuple(
        DataCell(
            text=printed(cell, column),
            value=digits(cell),
            state=state_of(cell),
            headers=f"{columns.ids(column.path)} {row_ids}".strip(),
        )
        for column in all_leaves(columns.heads)
        for cell in (figures.cells[table, row.path, column.path],)
    )


def _levels(heads: tuple[Head, ...]) -> list[tuple[Head, ...]]:
    """List the heads of each printed level, from the top."""
    found: list[tuple[Head, ...]] = []
    while heads:
        found.append(tuple(head for head in heads if head.label))
        heads = tuple(child for head in heads for child in head.children)
    return found
