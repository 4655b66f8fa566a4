"""Tables without ruling lines: rows whose parts stand below one another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_builder.importing.readers.page_figure_cells import NO_LINES
from site_builder.importing.readers.page_figures import find_figure_table
from site_builder.importing.readers.page_flow import PlacedRow
from site_builder.importing.readers.page_tables import FilledCell, FilledTable
from site_builder.importing.readers.page_text import (
    GlyphRow,
    bounding_box,
    join_texts,
    split_row,
)
from site_builder.model.lazy_pattern import lazy_pattern

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_NUMBER = lazy_pattern(r"[-−]?[\d,，.]+%?|/|—|－|-")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its parts."""

    placed: PlacedRow
    parts: tuple[GlyphRow, ...]


def find_aligned_tables(rows: Sequence[PlacedRow]) -> list[PlacedRow | FilledTable]:
    """Return rows with those that form a table in its place."""
    items: list[PlacedRow | FilledTable] = []
    position = 0
    for start in range(len(rows)):
        figures = find_figure_table(rows, start) if start >= position else None
        if figures is not None:
            begin, end, table = figures
            begin = max(begin, position)
            items += _find_even_tables(rows[position:begin])
            items.append(table)
            position = end
    return items + _find_even_tables(rows[position:])


def _find_even_tables(rows: Sequence[PlacedRow]) -> list[PlacedRow | FilledTable]:
    """Return rows with those in its place that form a table of any words."""
    lines = [_Line(row, tuple(split_row(row.row))) for row in rows]
    items: list[PlacedRow | FilledTable] = []
    index = 0
    while index < len(lines):
        end = _end_of_run(lines, index)
        table = _build_table(lines[index:end]) if end - index >= _MIN_ROWS else None
        if table is None:
            items.append(lines[index].placed)
            index += 1
        else:
            items.append(table)
            index = end
    return items


def _end_of_run(lines: Sequence[_Line], start: int) -> int:
    """Return where a run of rows with parts ends that begins here."""
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if index > start and line.placed.page != lines[start].placed.page:
            break
        if _is_tabular(line):
            end = index + 1
        elif index == start or not _is_wrapped(line, lines[start:end]):
            break
    return end


def _is_tabular(line: _Line) -> bool:
    if len(line.parts) >= _MIN_COLUMNS:
        return True
    return len(line.parts) > 1 and bool(_NUMBER.fullmatch(line.parts[-1].text))


def _is_wrapped(line: _Line, run: Sequence[_Line]) -> bool:
    """Return whether a row of one part can be the rest of a cell: close to its row, and narrow."""
    if not run or len(line.parts) > 1:
        return False
    last = run[-1].placed.row
    gap = line.placed.row.box.top - last.box.bottom
    widest = max(part.box.x1 - part.box.x0 for part in run[-1].parts)
    return gap < 1.2 * last.size and line.placed.row.box.width <= 1.3 * widest


def _build_table(lines: Sequence[_Line]) -> FilledTable | None:
    bands = _bands(lines)
    if len(bands) < 2:  # noqa: PLR2004 - a column is no table
        return None
    full = [line for line in lines if len(line.parts) == len(bands)]
    if len(full) < _MIN_ROWS and len(full) < 0.6 * len(lines):
        return None
    exact = len(full) == len(lines) and _is_unmistakable(full)
    doubt = "" if exact else NO_LINES
    page = lines[0].placed.page
    cells: list[FilledCell] = []
    for number, line in enumerate(lines):
        cells += _cells(line, number, bands, page, doubt)
    cells = _merge_wrapped(cells, lines, bands)
    count = max(cell.row_end for cell in cells)
    columns = (*(start for start, _ in bands), bands[-1][1])
    box = bounding_box(line.placed.row.box for line in lines)
    return FilledTable(page, page, columns, count, tuple(cells), box)


def _bands(lines: Sequence[_Line]) -> list[tuple[float, float]]:
    """Return the stretches across the page that the columns take, from the rows with most parts."""
    counts = Counter(len(line.parts) for line in lines if len(line.parts) > 1)
    most = max((n for n, times in counts.items() if times > 1), default=0)
    spans = sorted(
        (part.box.x0, part.box.x1)
        for line in lines
        if len(line.parts) == most
        for part in line.parts
    )
    bands: list[tuple[float, float]] = []
    for start, end in spans:
        if bands and start <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], end))
        else:
            bands.append((start, end))
    return bands if len(bands) == most else []


def _cells(
    line: _Line, row: int, bands: Sequence[tuple[float, float]], page: int, doubt: str
) -> list[FilledCell]:
    cells: list[FilledCell] = []
    position = 0
    for part in line.parts:
        touched = [
            i for i, (start, end) in enumerate(bands) if part.box.x0 < end and start < part.box.x1
        ]
        nearest = min(range(len(bands)), key=lambda i: abs(sum(bands[i]) / 2 - part.box.center))
        first, last = (touched[0], touched[-1]) if touched else (nearest, nearest)
        first = max(first, position)
        last = max(first, last)
        cells += [FilledCell(row, i, 1, 1, "", page, doubt) for i in range(position, first)]
        if first >= len(bands):
            cells[-1] = replace(cells[-1], text=f"{cells[-1].text} {part.text}", doubt=NO_LINES)
            continue
        last = min(last, len(bands) - 1)
        cells.append(FilledCell(row, first, 1, last - first + 1, part.text, page, doubt))
        position = last + 1
    cells += [FilledCell(row, i, 1, 1, "", page, doubt) for i in range(position, len(bands))]
    return cells


def _is_unmistakable(lines: Sequence[_Line]) -> bool:
    """Return whether each column stands on one line: left, right or middle."""
    for column in range(len(lines[0].parts)):
        boxes = [line.parts[column].box for line in lines]
        size = lines[0].placed.row.size
        spreads = [
            max(values) - min(values)
            for values in (
                [box.x0 for box in boxes],
                [box.x1 for box in boxes],
                [box.center for box in boxes],
            )
        ]
        if min(spreads) > 0.3 * size:
            return False
    return True


def _merge_wrapped(
    cells: list[FilledCell], lines: Sequence[_Line], bands: Sequence[tuple[float, float]]
) -> list[FilledCell]:
    """Join rows of one part with the row they are nearer to."""
    targets: list[int] = []
    for number, line in enumerate(lines):
        row = line.placed.row
        if number == 0 or len(line.parts) > 1 or len(bands) == 1:
            targets.append(number)
            continue
        above = row.box.top - lines[number - 1].placed.row.box.bottom
        below = (
            lines[number + 1].placed.row.box.top - row.box.bottom
            if number + 1 < len(lines)
            else above + 1
        )
        targets.append(targets[number - 1] if above <= below else number)
    rows = {target: index for index, target in enumerate(sorted(set(targets)))}
    merged: dict[tuple[int, int], FilledCell] = {}
    for cell in cells:
        place = (rows[targets[cell.row]], cell.column)
        if place in merged:
            if cell.text:
                text = join_texts(merged[place].text, cell.text)
                merged[place] = replace(merged[place], text=text, doubt=NO_LINES)
        else:
            merged[place] = replace(cell, row=place[0])
    return [merged[place] for place in sorted(merged)]
