"""Row headers of statutory tables in a finished PDF: Typst tags column headers only.

Each header cell gets the id, the scope and the headers that the web page gives it, each number the
ids of all its headers. Called in `pdf_process`; needs pikepdf.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from site_builder.model.parts import HeaderCell, TableSectionView
from site_builder.render.pdf_process import GridScopes, Tables

_SCOPES = {"col": Name.Column, "colgroup": Name.Column, "row": Name.Row, "rowgroup": Name.Row}


def with_row_headers(data: bytes, tables: Tables) -> bytes:
    """Write the headers of statutory tables into a PDF. Same input, same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        elements = [one for one in _elements(tree.K) if Name.Table == one.S]
        for element, table in zip(elements, tables, strict=True):
            if isinstance(table, GridScopes):
                _mark_grid(element, table)
            else:
                _mark(element, *table)
        _list_ids(tree)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True, fix_metadata_version=False)
    return buffer.getvalue()


def _elements(kids: Any) -> Iterator[Any]:  # noqa: ANN401 - pikepdf's objects
    """Yield all elements of the structure, in reading order."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            if Name.K in kid:
                yield from _elements(kid.K)


def _rows(element: Any) -> list[list[Any]]:  # noqa: ANN401 - pikepdf's objects
    return [
        [cell for cell in row.K if cell.S in (Name.TH, Name.TD)]
        for row in _elements(element.K)
        if row.S == Name.TR
    ]


def _mark_grid(element: Any, table: GridScopes) -> None:  # noqa: ANN401 - pikepdf's objects
    """Write the scopes of a table of the text; without row headers Typst's own are right."""
    if table.caption:
        _table_facts(element)[Name.Summary] = String(table.caption)
    for cells, scopes in zip(_rows(element), table.scopes, strict=True):
        for cell, scope in zip(cells, scopes, strict=True):
            if scope in ("row", "rowgroup"):
                cell.S = Name.TH
                _table_facts(cell)[Name.Scope] = _SCOPES[scope]


def _mark(element: Any, title: str, band: TableSectionView) -> None:  # noqa: ANN401 - pikepdf's objects
    """Write ids, scopes and headers into one table."""
    rows = _rows(element)
    _table_facts(element)[Name.Summary] = String(band.caption or title)
    height = len(band.header)
    for number, (cells, heads) in enumerate(zip(rows[:height], band.header, strict=True)):
        own = cells
        if number == 0 and band.corner_colspan:
            corner, *own = cells
            _head(corner, _corner(band))
        for cell, head in zip(own, heads, strict=True):
            _head(cell, head)
    for cells, row in zip(rows[height:], band.rows, strict=True):
        many = len(row.header_cells)
        for cell, head in zip(cells[:many], row.header_cells, strict=True):
            _head(cell, head)
        for cell, one in zip(cells[many:], row.cells, strict=True):
            _table_facts(cell)[Name.Headers] = _ids(one.headers)


def _corner(band: TableSectionView) -> HeaderCell:
    """Name the corner: it heads the row labels below it."""
    high, wide = band.corner_rowspan, band.corner_colspan
    return HeaderCell(f"{band.id}-corner", "", high, wide, "col", "", vertical=False)


def _head(cell: Any, head: HeaderCell) -> None:  # noqa: ANN401 - pikepdf's objects
    cell.S = Name.TH
    cell.ID = String(head.id)
    facts = _table_facts(cell)
    facts[Name.Scope] = _SCOPES[head.scope]
    facts[Name.Headers] = _ids(head.headers)
    if head.vertical:
        # It stands one character a line; said, it is one name.
        cell.ActualText = String(head.label)


def _ids(names: str) -> Array:
    return Array([String(name) for name in names.split()])


def _table_facts(cell: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    """Give the attributes of a table or cell that say what it is, not how it looks."""
    if Name.A not in cell:
        cell.A = Array([])
    for facts in cell.A:
        if Name.Table == facts.O:
            return facts
    cell.A.append(Dictionary(O=Name.Table))
    return cell.A[-1]


def _list_ids(tree: Any) -> None:  # noqa: ANN401 - pikepdf's objects
    """Write the list of all ids anew; a reader finds an element by it."""
    named = {str(one.ID): one for one in _elements(tree.K) if Name.ID in one}
    names = Array([])
    # The names of a tree stand in the order of their bytes.
    for name in sorted(named, key=lambda one: bytes(String(one))):
        names.append(String(name))
        names.append(named[name])
    tree.IDTree = Dictionary(Names=names)
