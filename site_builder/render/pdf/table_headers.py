"""Row headers of statutory tables in a finished PDF: Typst tags column headers only.

Each header cell gets the id, the scope and the headers that the web page gives it, each number the
ids of all its headers. Called in `worker`; needs pikepdf.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from site_builder.model.views.parts import HeaderCell, TableSectionView
from site_builder.render.pdf.job import PdfTables, TextTableScopes

_SCOPES = {"col": Name.Column, "colgroup": Name.Column, "row": Name.Row, "rowgroup": Name.Row}


def add_table_headers(data: bytes, tables: PdfTables) -> bytes:
    """Write the headers of statutory tables into a PDF. Same input, same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        elements = [item for item in _structure_elements(tree.K) if Name.Table == item.S]
        for element, table in zip(elements, tables, strict=True):
            if isinstance(table, TextTableScopes):
                _tag_text_table(element, table)
            else:
                _tag_section(element, *table)
        _rebuild_id_tree(tree)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True, fix_metadata_version=False)
    return buffer.getvalue()


def _structure_elements(kids: Any) -> Iterator[Any]:  # noqa: ANN401 - pikepdf's objects
    """Yield all elements of the structure, in reading order."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            if Name.K in kid:
                yield from _structure_elements(kid.K)


def _rows(element: Any) -> list[list[Any]]:  # noqa: ANN401 - pikepdf's objects
    return [
        [cell for cell in row.K if cell.S in (Name.TH, Name.TD)]
        for row in _structure_elements(element.K)
        if row.S == Name.TR
    ]


def _tag_text_table(element: Any, table: TextTableScopes) -> None:  # noqa: ANN401 - pikepdf's objects
    """Write the scopes of a table of the text; without row headers Typst's own are right."""
    if table.caption:
        _table_attributes(element)[Name.Summary] = String(table.caption)
    for cells, scopes in zip(_rows(element), table.scopes, strict=True):
        for cell, scope in zip(cells, scopes, strict=True):
            if scope in ("row", "rowgroup"):
                cell.S = Name.TH
                _table_attributes(cell)[Name.Scope] = _SCOPES[scope]


def _tag_section(element: Any, title: str, section: TableSectionView) -> None:  # noqa: ANN401 - pikepdf's objects
    """Write ids, scopes and headers into one table."""
    rows = _rows(element)
    _table_attributes(element)[Name.Summary] = String(section.caption or title)
    height = len(section.header)
    for number, (cells, heads) in enumerate(zip(rows[:height], section.header, strict=True)):
        header_cells = cells
        if number == 0 and section.corner_colspan:
            corner, *header_cells = cells
            _tag_header(corner, _corner_header(section))
        for cell, head in zip(header_cells, heads, strict=True):
            _tag_header(cell, head)
    for cells, row in zip(rows[height:], section.rows, strict=True):
        label_count = len(row.header_cells)
        for cell, head in zip(cells[:label_count], row.header_cells, strict=True):
            _tag_header(cell, head)
        for cell, data_cell in zip(cells[label_count:], row.cells, strict=True):
            _table_attributes(cell)[Name.Headers] = _id_array(data_cell.headers)


def _corner_header(section: TableSectionView) -> HeaderCell:
    """Return the header of the corner: it heads the row labels below it."""
    high, wide = section.corner_rowspan, section.corner_colspan
    return HeaderCell(f"{section.id}-corner", "", high, wide, "col", "", vertical=False)


def _tag_header(cell: Any, head: HeaderCell) -> None:  # noqa: ANN401 - pikepdf's objects
    cell.S = Name.TH
    cell.ID = String(head.id)
    attributes = _table_attributes(cell)
    attributes[Name.Scope] = _SCOPES[head.scope]
    attributes[Name.Headers] = _id_array(head.headers)
    if head.vertical:
        # It is printed one character a line; read aloud, it is one name.
        cell.ActualText = String(head.label)


def _id_array(names: str) -> Array:
    return Array([String(name) for name in names.split()])


def _table_attributes(cell: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    """Return the attributes of a table or cell that define what it is, not its style."""
    if Name.A not in cell:
        cell.A = Array([])
    for attributes in cell.A:
        if Name.Table == attributes.O:
            return attributes
    cell.A.append(Dictionary(O=Name.Table))
    return cell.A[-1]


def _rebuild_id_tree(tree: Any) -> None:  # noqa: ANN401 - pikepdf's objects
    """Write the list of all ids anew; a reader finds an element by it."""
    elements_by_id = {str(item.ID): item for item in _structure_elements(tree.K) if Name.ID in item}
    id_array = Array([])
    # The names of a tree stand in the order of their bytes.
    for identifier in sorted(elements_by_id, key=lambda item: bytes(String(item))):
        id_array.append(String(identifier))
        id_array.append(elements_by_id[identifier])
    tree.IDTree = Dictionary(Names=id_array)
