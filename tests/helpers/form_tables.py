"""Statutory tables as readers give them: laid out as the form prints them, filled from figures."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from site_builder.model.figures import Cell, CellKey, MissingValue
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.original import (
    Block,
    Origin,
    Original,
    OriginalCell,
    OriginalTable,
    TextBlock,
)
from site_builder.standards.header_grid import decimal_text, depth

Spanned = tuple[str, int, int]
"""Text, rows and columns that a cell covers."""


def text_block(text: str, file: str = "report.docx") -> TextBlock:
    return TextBlock("paragraph", text, text, Origin(file))


def table_of(rows: Sequence[Sequence[str | Spanned]], number: int = 1) -> OriginalTable:
    """Lay rows of cells into a grid as HTML does: spans push cells to the right."""
    taken: set[tuple[int, int]] = set()
    cells: list[OriginalCell] = []
    for row, texts in enumerate(rows):
        column = 0
        for spanned in texts:
            text, row_span, column_span = (spanned, 1, 1) if isinstance(spanned, str) else spanned
            while (row, column) in taken:
                column += 1
            row_span = min(row_span, len(rows) - row)
            taken |= {
                (row + down, column + right)
                for down in range(row_span)
                for right in range(column_span)
            }
            origin = Origin("report.docx", table=number, row=row + 1, column=column + 1)
            cells.append(OriginalCell(row, column, row_span, column_span, text, origin))
            column += column_span
    return OriginalTable(tuple(cells), Origin("report.docx", table=number))


def original_of(title: str, blocks: Sequence[Block], *, scanned: bool = False) -> Original:
    return Original("report.docx", (text_block(title), *blocks), scanned=scanned)


def form_rows(table: Table, cells: Mapping[CellKey, str]) -> list[list[Spanned]]:
    """Return the rows of a table of a form, as it is printed."""
    width = max(
        depth(section.rows) + len(all_leaves(section.columns)) for section in table.sections
    )
    return [row for section in table.sections for row in _section(table, section, cells, width)]


def texts_of(cells: Mapping[CellKey, Cell]) -> dict[CellKey, str]:
    """Return figures as a report writes them."""
    missing = {MissingValue.BLANK: "", MissingValue.NOT_APPLICABLE: "/"}
    return {
        key: missing[cell] if isinstance(cell, MissingValue) else decimal_text(cell)
        for key, cell in cells.items()
    }


def form_blocks(form: Form, cells: Mapping[CellKey, str]) -> list[Block]:
    """Return the headings of a form's parts with its tables."""
    blocks: list[Block] = []
    for number, part in enumerate(form.parts, 1):
        blocks.append(text_block(part.title))
        if part.table:
            blocks.append(table_of(form_rows(part.table, cells), number))
        else:
            blocks.append(text_block("这一年的工作按要求做了。"))
    return blocks


def sample_figures(form: Form) -> dict[CellKey, Cell]:
    """Return figures whose sums all hold, different from cell to cell where they may be."""
    cells: dict[CellKey, Cell] = {}
    for table in form.tables():
        for number, (_, row, column) in enumerate(table.cells(), 3):
            cells[table.id, row.path, column.path] = (
                Decimal(number * 7)
                if column.value == "money" and column.unit != "asked"
                else number
            )
    for key in cells:
        if key[1:] == ("procurement", "amount"):
            cells[key] = MissingValue.NOT_APPLICABLE
    _add_up(form, cells)
    return cells


def _add_up(form: Form, cells: dict[CellKey, Cell]) -> None:
    """Set totals to the sums of what they add up."""
    by_id = {table.id: table for table in form.tables()}
    requests = by_id["requests"].sections[0]
    rows = [row.path for row in all_leaves(requests.rows)]
    columns = [column.path for column in all_leaves(requests.columns)]
    for column in columns[:-1]:
        parts = [row for row in rows if row.startswith("results.") and row != "results.total"]
        total = sum(_number(cells, "requests", row, column) for row in parts)
        cells["requests", "results.total", column] = total
        cells["requests", "new", column] = total
        carried_in = _number(cells, "requests", "carried-in", column)
        cells["requests", "carried-out", column] = carried_in
    for row in rows:
        cells["requests", row, columns[-1]] = sum(
            _number(cells, "requests", row, column) for column in columns[:-1]
        )
    for group in ("review", "suit.direct", "suit.after-review"):
        cells["remedies", "value", f"{group}.total"] = sum(
            _number(cells, "remedies", "value", f"{group}.{name}")
            for name in ("upheld", "corrected", "other", "pending")
        )


def _number(cells: Mapping[CellKey, Cell], table: str, row: str, column: str) -> int:
    cell = cells[table, row, column]
    assert isinstance(cell, int)
    return cell


def _section(
    table: Table, section: TableSection, cells: Mapping[CellKey, str], width: int
) -> Iterator[list[Spanned]]:
    columns, label_depth = all_leaves(section.columns), depth(section.rows)
    room = width - label_depth - len(columns)
    if section.title:
        yield [(section.title, 1, width)]
    header = _levels(section.columns, depth(section.columns))
    if label_depth:
        header[0].insert(0, (section.stub or section.note, depth(section.columns), label_depth))
    header[0][-1] = _wider(header[0][-1], room)
    yield from header
    labels = _labels(section.rows, label_depth)
    for row in all_leaves(section.rows):
        texts: list[Spanned] = [
            (cells[table.id, row.path, column.path], 1, 1) for column in columns
        ]
        texts[-1] = _wider(texts[-1], room)
        yield [*labels.get(row.path, []), *texts]


def _wider(cell: Spanned, room: int) -> Spanned:
    return (cell[0], cell[1], cell[2] + room)


def _levels(headers: tuple[Header, ...], height: int) -> list[list[Spanned]]:
    levels: list[list[Spanned]] = [[] for _ in range(height)]
    for header in headers:
        below = depth(header.children)
        levels[0].append((header.label, height - below, len(tuple(header.leaves()))))
        for place, level in enumerate(_levels(header.children, below)):
            levels[height - below + place] += level
    return levels


def _labels(headers: tuple[Header, ...], width: int) -> dict[str, list[Spanned]]:
    """Return the label cells that begin in the row of each leaf."""
    labels: dict[str, list[Spanned]] = {}
    for header in headers:
        if not header.label:
            continue
        leaves = tuple(header.leaves())
        below = depth(header.children)
        labels.setdefault(leaves[0].path, []).append((header.label, len(leaves), width - below))
        for path, cells in _labels(header.children, below).items():
            labels.setdefault(path, []).extend(cells)
    return labels
