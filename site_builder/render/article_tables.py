"""Authors' tables in an article for telephones: the caption stands above, wide ones come in pieces.

Each piece repeats the row headers, and what lies across a cut stands in both pieces. The HTML is
the program's own: cells hold words and their styles, never a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from site_builder.model.lazy_pattern import lazy_pattern

MAX_COLUMNS = 7
"""That a telephone can show."""

_TABLE = lazy_pattern(r'<div class="prose-table"[^>]*><table>\n(.*?)</table></div>', re.DOTALL)
_CAPTION = lazy_pattern(r"<caption>(.*?)</caption>\n?", re.DOTALL)
_ROW = lazy_pattern(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = lazy_pattern(r"<(th|td)([^>]*)>(.*?)</\1>", re.DOTALL)
_SPAN = lazy_pattern(r' (rowspan|colspan)="(\d+)"')


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    rowspan: int
    colspan: int
    tag: str
    attributes: str
    """Other than its spans."""
    html: str

    @property
    def end(self) -> int:
        return self.column + self.colspan


def narrow_tables(html: str) -> str:
    """Put captions above their tables, and cut tables that are too wide."""
    return _TABLE.sub(lambda match: _split_table(match[1]), html)


def _split_table(table: str) -> str:
    match = _CAPTION.search(table)
    caption = match[1] if match else ""
    rows = _ROW.findall(table)
    cells = tuple(_cells(rows))
    columns = max((cell.end for cell in cells), default=0)
    if columns <= MAX_COLUMNS:
        return f"{_heading(caption)}<table>\n{_CAPTION.sub('', table)}</table>"
    pieces = list(_pieces(cells, columns))
    return "\n".join(
        f"{_heading(_numbered_caption(caption, number, len(pieces)))}<table>\n"
        f"{_to_html(_slice_columns(cells, piece), len(rows))}</table>"
        for number, piece in enumerate(pieces, 1)
    )


def _heading(caption: str) -> str:
    return f"<h4>{caption}</h4>\n" if caption else ""


def _numbered_caption(caption: str, number: int, total: int) -> str:
    return f"{caption}（{number}/{total}）" if caption else f"表格（{number}/{total}）"


def _cells(rows: list[str]) -> Iterator[_Cell]:
    occupied: set[tuple[int, int]] = set()
    for row, line in enumerate(rows):
        column = 0
        for tag, attributes, html in _CELL.findall(line):
            while (row, column) in occupied:
                column += 1
            spans = {name: int(value) for name, value in _SPAN.findall(attributes)}
            high, wide = spans.get("rowspan", 1), spans.get("colspan", 1)
            occupied |= {(row + y, column + x) for y in range(high) for x in range(wide)}
            yield _Cell(row, column, high, wide, tag, _SPAN.sub("", attributes), html)


def _pieces(cells: tuple[_Cell, ...], columns: int) -> Iterator[tuple[int, ...]]:
    """Choose the columns of each piece: the row headers, and as many others as there is room for.

    Without row headers the first column stands for them. Columns below one head stay together
    where they can.
    """
    labels = max([1, *(cell.end for cell in cells if 'scope="row"' in cell.attributes)])
    room = max(MAX_COLUMNS - labels, 2)
    boundaries = {cell.column for cell in cells if cell.row == 0} | {columns}
    start = labels
    while start < columns:
        within = [joint for joint in boundaries if start < joint <= start + room]
        end = max(within, default=min(start + room, columns))
        yield (*range(labels), *range(start, end))
        start = end


def _slice_columns(cells: tuple[_Cell, ...], columns: tuple[int, ...]) -> Iterator[_Cell]:
    """Yield what of each cell lies in some columns, counted anew."""
    for cell in cells:
        visible_columns = [
            index for index, column in enumerate(columns) if cell.column <= column < cell.end
        ]
        if visible_columns:
            yield replace(cell, column=visible_columns[0], colspan=len(visible_columns))


def _to_html(cells: Iterator[_Cell], rows: int) -> str:
    lines: list[list[str]] = [[] for _ in range(rows)]
    for cell in cells:
        spans = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        span_attributes = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
        lines[cell.row].append(
            f"<{cell.tag}{cell.attributes}{span_attributes}>{cell.html}</{cell.tag}>"
        )
    return "".join(f"<tr>{''.join(line)}</tr>\n" for line in lines)
