"""A section of a table laid out: spans, ids, scopes and the `headers` of every cell.

`Header` is one type for both axes, so one algorithm makes the column headers and, turned, the row
headers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from site_builder.model.figures import Amount, Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Header, Table, TableSection, all_leaves
from site_builder.model.views.parts import (
    DataCell,
    HeaderCell,
    TableRow,
    TableSectionView,
    TableView,
)

_STATES = {MissingValue.BLANK: "blank", MissingValue.NOT_APPLICABLE: "not-applicable"}
_MAX_HORIZONTAL_LEVELS = 2
"""A group with more levels than this is a narrow upright strip on paper."""
_TEXTS = {MissingValue.BLANK: "缺", MissingValue.NOT_APPLICABLE: "/"}


def depth(headers: tuple[Header, ...]) -> int:
    """Count the levels that headers take on paper; a header without a label takes none."""
    return max(
        ((1 if header.label else 0) + depth(header.children) for header in headers), default=0
    )


def header_chain(headers: tuple[Header, ...], path: str) -> tuple[Header, ...]:
    """Return the printed headers from the root down to a path."""
    for header in headers:
        if path == header.path or path.startswith(f"{header.path}."):
            return ((header,) if header.label else ()) + header_chain(header.children, path)
    return ()


def header_labels(headers: tuple[Header, ...], path: str) -> tuple[str, ...]:
    """Return the printed labels from the root down to a path."""
    return tuple(header.label for header in header_chain(headers, path))


def cell_label(section: TableSection, row: Header, column: Header) -> str:
    """Return what a cell is called: the printed labels of its row, then of its column."""
    labels = (*header_labels(section.rows, row.path), *header_labels(section.columns, column.path))
    return " › ".join(labels)


def cell_state(cell: Cell) -> str:
    """Return a cell's state: `number`, `blank` or `not-applicable`."""
    return _STATES[cell] if isinstance(cell, MissingValue) else "number"


def decimal_text(cell: Cell) -> str:
    """Write a cell's number in plain decimal digits; empty when it has none."""
    if isinstance(cell, MissingValue):
        return ""
    number = cell.number if isinstance(cell, Amount) else cell
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def format_cell(cell: Cell, column: Header) -> str:
    """Write a cell as the page prints it: signed changes carry their sign, amounts their unit."""
    if isinstance(cell, MissingValue):
        return _TEXTS[cell]
    sign = "+" if column.value == "signed" and isinstance(cell, int) and cell > 0 else ""
    return sign + decimal_text(cell) + (cell.unit if isinstance(cell, Amount) else "")


def lay_out(table: Table, figures: Figures) -> TableView:
    """Lay out a whole table with its figures."""
    sections = tuple(_section_view(table, section, figures) for section in table.sections)
    return TableView(table.id, table.title, sections, table.label_widths)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The rows or the columns of one section, with the ids of their header cells."""

    headers: tuple[Header, ...]
    header_ids: Mapping[str, str]
    """Path of a header → id of its cell."""

    def id(self, header: Header) -> str:
        """Return the id of a header cell."""
        return self.header_ids[header.path]

    def ids(self, path: str) -> str:
        """Return the ids of the header cells from the root down to a path."""
        return " ".join(self.id(header) for header in header_chain(self.headers, path))

    def parent_ids(self, header: Header) -> str:
        """Return the ids of the header cells above one."""
        return self.ids(header.path).rpartition(" ")[0]


def cell_ids(table: Table) -> dict[CellKey, str]:
    """Return the ids of a table's data cells, in reading order: links and marks name them."""
    return {
        (table.id, row.path, column.path): _cell_id(rows, columns, row, column)
        for section in table.sections
        for rows, columns in (_axes_of(table, section),)
        for row in all_leaves(section.rows)
        for column in all_leaves(section.columns)
    }


def _cell_id(rows: _Axis, columns: _Axis, row: Header, column: Header) -> str:
    """Return the id of a row's header and the number of the column's: `requests-r3c7`."""
    return f"{rows.id(row)}c{columns.id(column).rpartition('c')[2]}"


def _axes_of(table: Table, section: TableSection) -> tuple[_Axis, _Axis]:
    # Each cell repeats them: named by their paths, they were a third of a report's page.
    number = "" if len(table.sections) == 1 else table.sections.index(section) + 1
    rows, columns = (
        _Axis(headers, _header_ids(f"{table.id}-{number}{axis}", headers))
        for axis, headers in (("r", section.rows), ("c", section.columns))
    )
    return rows, columns


def _header_ids(prefix: str, headers: tuple[Header, ...]) -> dict[str, str]:
    paths = (header.path for header in _with_children(headers))
    return {path: f"{prefix}{number}" for number, path in enumerate(paths, 1)}


def _with_children(headers: tuple[Header, ...]) -> Iterator[Header]:
    for header in headers:
        yield header
        yield from _with_children(header.children)


def _id_prefix(table: Table, section: TableSection) -> str:
    return table.id if section.id == table.id else f"{table.id}-{section.id}"


def _section_view(table: Table, section: TableSection, figures: Figures) -> TableSectionView:
    rows, columns = _axes_of(table, section)
    cells = partial(_data_cells, table.id, rows, columns, figures)
    return TableSectionView(
        id=f"{_id_prefix(table, section)}-t",
        caption=section.title,
        note=section.note,
        corner=section.stub,
        corner_rowspan=depth(section.columns),
        corner_colspan=depth(section.rows),
        header=_column_headers(columns),
        rows=tuple(TableRow(header_cells, cells(row)) for row, header_cells in _row_headers(rows)),
        columns=len(all_leaves(section.columns)),
    )


def spans(headers: tuple[Header, ...]) -> Iterator[list[tuple[Header, int, int]]]:
    """Lay out headers level by level: each with the rows and the columns that it takes."""
    height = depth(headers)
    for level, level_headers in enumerate(_levels(headers)):
        yield [
            (header, 1 if header.children else height - level, len(tuple(header.leaves())))
            for header in level_headers
        ]


def _column_headers(columns: _Axis) -> tuple[tuple[HeaderCell, ...], ...]:
    """Lay out the column headers, level by level."""
    return tuple(
        tuple(
            HeaderCell(
                id=columns.id(header),
                label=header.label,
                rowspan=rowspan,
                colspan=colspan,
                # `colgroup` would need <colgroup> elements; `col` holds for every column it spans.
                scope="col",
                headers=columns.parent_ids(header),
                vertical=False,
            )
            for header, rowspan, colspan in level
        )
        for level in spans(columns.headers)
    )


def _row_headers(rows: _Axis) -> Iterator[tuple[Header, tuple[HeaderCell, ...]]]:
    """Lay out the row headers: each row with the header cells that begin on it."""
    width = depth(rows.headers)
    placed: set[str] = set()
    for row in all_leaves(rows.headers):
        headers = header_chain(rows.headers, row.path)
        yield (
            row,
            tuple(
                HeaderCell(
                    id=rows.id(header),
                    label=header.label,
                    rowspan=len(tuple(header.leaves())),
                    colspan=1 if header.children else width - level,
                    scope="rowgroup" if header.children else "row",
                    headers=rows.parent_ids(header),
                    vertical=depth((header,)) > _MAX_HORIZONTAL_LEVELS,
                )
                for level, header in enumerate(headers)
                if header.path not in placed
            ),
        )
        placed.update(header.path for header in headers)


def _data_cells(
    table: str, rows: _Axis, columns: _Axis, figures: Figures, row: Header
) -> tuple[DataCell, ...]:
    """Lay out the data cells of one row."""
    row_ids = rows.ids(row.path)
    return tuple(
        DataCell(
            id=_cell_id(rows, columns, row, column),
            text=format_cell(cell, column),
            value=decimal_text(cell),
            state=cell_state(cell),
            headers=f"{columns.ids(column.path)} {row_ids}".strip(),
        )
        for column in all_leaves(columns.headers)
        for cell in (figures.cells[table, row.path, column.path],)
    )


def _levels(headers: tuple[Header, ...]) -> list[tuple[Header, ...]]:
    """Return the headers of each printed level, from the top."""
    levels: list[tuple[Header, ...]] = []
    while headers:
        levels.append(tuple(header for header in headers if header.label))
        headers = tuple(child for header in headers for child in header.children)
    return levels
