"""Tables in plain text whose cells are apart for certain: by tabs, bars, frames or columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.markup.runs import EDGES
from site_builder.importing.readers.ragged_tables import ragged_tables
from site_builder.importing.readers.text_frames import framed_table, is_framed
from site_builder.importing.readers.text_lines import SourceLine
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, OriginalCell, OriginalTable

_FRAME = lazy_pattern(r"[\s+|:=\-\u2500-\u257f]*[\u2500-\u257f=-][\s+|:=\-\u2500-\u257f]*")
_BAR = lazy_pattern(r"\s*[|\u2502\u2503\u2551](.*)[|\u2502\u2503\u2551]\s*")
_BARS = lazy_pattern(r"(?<!\\)[|\u2502\u2503\u2551]")
_GAP = lazy_pattern("[ \u00a0]{2,}|[\u3000\t][ \u00a0\u3000\t]*")
_FIGURE = lazy_pattern(r"[-+−]?[0-9０-９][0-9０-９,，.．]*%?|[-/—–]+|无")
_MIN_ROWS = 2
_MIN_ALIGNED_ROWS = 3
_MIN_ALIGNED_CELLS = 3
_MAX_CELLS = 300

Row = tuple[SourceLine, list[str]]


def find_tables(
    file: str, lines: Sequence[SourceLine], count: int = 0
) -> dict[int, tuple[OriginalTable, int]]:
    """Return the tables of a text by the index of their first line, and how many lines each has.

    `count` is how many tables the text had before these lines.
    """
    tables: dict[int, tuple[OriginalTable, int]] = {}
    for start, length in _runs(lines, lambda line: bool(line.text.strip(EDGES))):
        position = start
        while position < start + length:
            framed = _framed_length(lines, position, start + length)
            number = count + len(tables) + 1
            drawn = (
                framed_table(file, lines[position : position + framed], number) if framed else None
            )
            if drawn is not None:
                tables[position] = drawn, framed
                position += framed
                continue
            rows, used = _table_at(lines, position, start + length)
            if used and not rows and "\t" in lines[position].text:
                region = lines[position : position + used]
                for first, rows_used, table in ragged_tables(file, region, number - 1):
                    tables[position + first] = table, rows_used
            if rows:
                tables[position] = build_table(file, rows, number), used
            position += max(1, used)
    return tables


def _runs(
    lines: Sequence[SourceLine], belongs: Callable[[SourceLine], bool]
) -> Iterator[tuple[int, int]]:
    position = 0
    for is_inside, group in groupby(lines, belongs):
        length = sum(1 for _ in group)
        if is_inside:
            yield position, length
        position += length


def _framed_length(lines: Sequence[SourceLine], start: int, end: int) -> int:
    """Return how many lines from here on belong to a drawn table; 0 behind its first line."""
    if not is_framed(lines[start].text) or (start and is_framed(lines[start - 1].text)):
        return 0
    length = 1
    while start + length < end and is_framed(lines[start + length].text):
        length += 1
    return length


def _table_at(lines: Sequence[SourceLine], start: int, end: int) -> tuple[list[Row], int]:
    """Return the rows of a table that begins with a line, and their number.

    Without rows, the number is how many lines are known to begin none.
    """
    for split, check in ((_barred, _is_barred), (_tabbed, _is_tabbed), (_aligned, _is_aligned)):
        rows: list[Row] = []
        used = 0
        for line in (lines[number] for number in range(start, end)):
            cells = split(line.text)
            if cells is None or (rows and cells and len(cells) != len(rows[0][1])):
                break
            if split is _aligned and rows and not _are_figures(cells):
                break
            used += 1
            if cells:
                rows.append((line, cells))
        if split is _tabbed and used and start + used < end and "\t" in lines[start + used].text:
            # Cells are merged: what follows of this table is no other one.
            return [], _tabbed_length(lines, start, end)
        if split is _barred and start + used < end and split(lines[start + used].text):
            # Cells of this one are merged.
            return [], used
        if check(rows):
            return rows, used
        if rows and split is _tabbed:
            return [], used
    return [], 0


def _tabbed_length(lines: Sequence[SourceLine], start: int, end: int) -> int:
    return next((n for n in range(start, end) if "\t" not in lines[n].text), end) - start


def _are_figures(cells: Sequence[str]) -> bool:
    return all(_FIGURE.fullmatch(cell) for cell in cells[1:])


def _barred(text: str) -> list[str] | None:
    """Return the cells between bars; none for a line of a frame; None for other lines."""
    match = _BAR.fullmatch(text)
    if _FRAME.fullmatch(text):
        return []
    return [unescape_bar(cell) for cell in _BARS.split(match[1])] if match else None


def unescape_bar(cell: str) -> str:
    """Return the words of a cell between bars."""
    return cell.replace("\\|", "|").strip(EDGES)


def _is_barred(rows: Sequence[Row]) -> bool:
    return len(rows) >= _MIN_ROWS and len(rows[0][1]) > 1


def _tabbed(text: str) -> list[str] | None:
    return [cell.strip(EDGES) for cell in text.split("\t")] if "\t" in text else None


def _is_tabbed(rows: Sequence[Row]) -> bool:
    """Return whether tabs part cells: two columns at least hold words, more than an indent does."""
    if len(rows) < _MIN_ROWS:
        return False
    columns = zip(*(cells for _, cells in rows), strict=True)
    return sum(sum(map(bool, column)) >= _MIN_ROWS for column in columns) > 1


def _aligned(text: str) -> list[str] | None:
    cells = _GAP.split(text.strip(EDGES))
    return cells if len(cells) >= _MIN_ALIGNED_CELLS else None


def _is_aligned(rows: Sequence[Row]) -> bool:
    """Return whether gaps part cells: below a header, all but the first are figures."""
    return len(rows) >= _MIN_ALIGNED_ROWS


def build_table(file: str, rows: Sequence[Row], number: int, caption: str = "") -> OriginalTable:
    """Build a table from rows of texts without merged cells.

    Raises UnsupportedFileError for more columns than a table of a report has.
    """
    width = max(len(texts) for _, texts in rows)
    if width > _MAX_CELLS:
        raise UnsupportedFileError(
            f"第 {rows[0][0].number} 行的表格有 {width} 列，超过 {_MAX_CELLS} 列",
            "请核对是不是选错了文件；表格确实这么大的，请另存为 .xlsx，只留统计表，再导入。",
        )
    cells = tuple(
        OriginalCell(
            row,
            column,
            1,
            1,
            text,
            Origin(file, table=number, row=row + 1, column=column + 1, line=line.number),
        )
        for row, (line, texts) in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return OriginalTable(cells, Origin(file, table=number, line=rows[0][0].number), caption)
