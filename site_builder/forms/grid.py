"""A band of a form laid out: spans, ids, scopes and the `headers` of every cell.

`Head` is one type for both axes, so one algorithm makes the column headers and, turned, the row
headers. Used by `plan` for pages and, later, by every download.
"""

from decimal import Decimal

from site_builder.model.figures import Amount, Cell, Figures, Missing
from site_builder.model.form import Band, Head, Table, all_leaves
from site_builder.model.parts import BandView, DataCell, HeadCell, TableRow, TableView

_STATES = {Missing.BLANK: "blank", Missing.NOT_APPLICABLE: "not-applicable"}
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


def _head_id(table: Table, band: Band, axis: str, path: str) -> str:
    name = table.id if band.id == table.id else f"{table.id}-{band.id}"
    return f"{name}-{axis}-{path.replace('.', '-')}"


def _band(table: Table, band: Band, figures: Figures) -> BandView:
    height, width = depth(band.columns), depth(band.rows)

    def head_id(axis: str, head: Head) -> str:
        return _head_id(table, band, axis, head.path)

    def ids(axis: str, heads: tuple[Head, ...], path: str) -> str:
        return " ".join(head_id(axis, head) for head in chain(heads, path))

    columns = all_leaves(band.columns)
    header = tuple(
        tuple(
            HeadCell(
                id=head_id("c", head),
                label=head.label,
                rowspan=1 if head.children else height - level,
                colspan=len(tuple(head.leaves())),
                scope="colgroup" if head.children else "col",
                headers=ids("c", band.columns, head.path).rpartition(" ")[0],
                vertical=False,
            )
            for head in heads
        )
        for level, heads in enumerate(_levels(band.columns))
    )
    column_ids = {column.path: ids("c", band.columns, column.path) for column in columns}
    # A head above all columns (申请人情况) would say the same in every line of a phone's list.
    shared = 1 if len(band.columns) == 1 else 0
    column_labels = {c.path: " ".join(labels(band.columns, c.path)[shared:]) for c in columns}
    rows: list[TableRow] = []
    opened: set[str] = set()
    for row in all_leaves(band.rows):
        heads = chain(band.rows, row.path)
        row_heads = tuple(
            HeadCell(
                id=head_id("r", head),
                label=head.label,
                rowspan=len(tuple(head.leaves())),
                colspan=1 if head.children else width - level,
                scope="rowgroup" if head.children else "row",
                headers=ids("r", band.rows, head.path).rpartition(" ")[0],
                # A group two levels above the numbers is a narrow upright strip on paper.
                vertical=depth((head,)) > 2,  # noqa: PLR2004
            )
            for level, head in enumerate(heads)
            if head.path not in opened
        )
        opened.update(head.path for head in heads)
        row_ids = ids("r", band.rows, row.path)
        rows.append(
            TableRow(
                row_heads,
                tuple(
                    DataCell(
                        text=printed(cell, column),
                        state=state_of(cell),
                        headers=f"{column_ids[column.path]} {row_ids}".strip(),
                        label=column_labels[column.path],
                    )
                    for column in columns
                    for cell in (figures.cells[table.id, row.path, column.path],)
                ),
            )
        )
    return BandView(
        id=_head_id(table, band, "t", band.id),
        caption=band.title,
        note=band.note,
        corner=band.stub,
        corner_rowspan=height,
        corner_colspan=width,
        header=header,
        rows=tuple(rows),
        columns=len(columns),
    )


def _levels(heads: tuple[Head, ...]) -> list[tuple[Head, ...]]:
    """List the heads of each printed level, from the top."""
    found: list[tuple[Head, ...]] = []
    while heads:
        found.append(tuple(head for head in heads if head.label))
        heads = tuple(child for head in heads for child in head.children)
    return found
