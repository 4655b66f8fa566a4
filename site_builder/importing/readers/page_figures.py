"""Tables of figures without ruling lines: columns by the numbers, labels by their heights.

A number stands in the middle of its row while the label beside it may take several lines, and the
label of a group the lines of several rows. All that is read so is doubted.
"""

from collections.abc import Sequence
from itertools import pairwise

from site_builder.importing.readers.page_figure_cells import FigureLine, build_cells, label_starts
from site_builder.importing.readers.page_flow import PlacedRow
from site_builder.importing.readers.page_marks import Glyph
from site_builder.importing.readers.page_tables import FilledTable
from site_builder.importing.readers.page_text import GlyphRow, bounding_box, build_row
from site_builder.model.lazy_pattern import lazy_pattern

_VALUE = lazy_pattern(r"[-−+]?[\d,，.]+%?|/|—|－")
_MIN_VALUES, _MIN_ROWS = 3, 3
_MAX_LINES_APART = 9.0
"""Lines between the numbers of two rows: as many as their labels may have."""
_MAX_HEADER_LINES = 9
_HEADING = lazy_pattern(r"[一二三四五六七八九十]{1,3}\s*、")


def find_figure_table(rows: Sequence[PlacedRow], start: int) -> tuple[int, int, FilledTable] | None:
    """Return the table whose first row of numbers a row is, with where it begins and ends."""
    first = _line(rows[start])
    if len(first.values) < _MIN_VALUES:
        return None
    end, lines = _extent(rows, start)
    figures = [line for line in lines if line.values]
    bands = _bands(figures)
    if len(figures) < _MIN_ROWS or len(bands) < _MIN_VALUES:
        return None
    first_label = _label_start(rows, start, bands[0][0])
    lines = [*map(_line, rows[first_label:start]), *lines]
    begin = _header_start(rows, first_label, bands)
    header = [_pieces(row.row) for row in rows[begin:first_label]]
    page = rows[start].page
    cells, count = build_cells(lines, header, bands, page)
    box = bounding_box(row.row.box for row in rows[begin:end])
    starts = label_starts([piece for line in lines for piece in line.labels]) or [box.x0]
    columns = (*starts, *_edges([(left + right) / 2 for left, right in bands]))
    return begin, end, FilledTable(page, page, columns, count, tuple(cells), box)


def _edges(centers: Sequence[float]) -> list[float]:
    """Return where columns begin that have these middles, and where the last one ends."""
    first, last = centers[1] - centers[0], centers[-1] - centers[-2]
    between = [(left + right) / 2 for left, right in pairwise(centers)]
    return [centers[0] - first / 2, *between, centers[-1] + last / 2]


def _pieces(row: GlyphRow) -> list[GlyphRow]:
    """Return the words of a row, also those that stand no further apart than a letter is wide."""
    parts: list[list[Glyph]] = []
    for glyph in row.glyphs:
        if not glyph.text.strip():
            continue
        previous = parts[-1][-1] if parts else None
        if previous is not None and not _is_parted(previous, glyph, row.size):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return [build_row(part) for part in parts]


def _is_parted(left: Glyph, right: Glyph, size: float) -> bool:
    share = 0.28 if left.text.isascii() and right.text.isascii() else 0.5
    return right.box.x0 - left.box.x1 >= share * size


def _line(placed: PlacedRow) -> FigureLine:
    pieces = _pieces(placed.row)
    count = 0
    while count < len(pieces) and _VALUE.fullmatch(pieces[-1 - count].text):
        count += 1
    cut = len(pieces) - count
    return FigureLine(placed, tuple(pieces[:cut]), tuple(pieces[cut:]))


def _extent(rows: Sequence[PlacedRow], start: int) -> tuple[int, list[FigureLine]]:
    """Return where the table ends, and its lines."""
    end = start + 1
    lines = [_line(rows[start])]
    left = lines[0].values[0].box.x0
    pending: list[FigureLine] = []
    for index in range(start + 1, len(rows)):
        line = _line(rows[index])
        row, size = rows[index].row, rows[index].row.size
        is_near = row.box.middle - lines[-1].placed.row.box.middle < _MAX_LINES_APART * 2 * size
        if rows[index].page != rows[start].page or not is_near:
            break
        if len(line.values) >= _MIN_VALUES or _is_below(line, lines):
            lines += [*pending, line]
            pending, end = [], index + 1
            left = min(left, line.values[0].box.x0)
        elif line.values or row.box.x1 > left + size:
            break
        else:
            pending.append(line)
    last = lines[-1].placed.row
    for line in pending:
        row = line.placed.row
        if row.box.top - last.box.bottom > 0.9 * row.size or row.text[-1] in "。：":
            break
        lines.append(line)
        last, end = row, end + 1
    return end, lines


def _is_below(line: FigureLine, lines: Sequence[FigureLine]) -> bool:
    """Return whether the numbers of a row, fewer than in others, stand below those of others."""
    boxes = [value.box for other in lines for value in other.values]
    return bool(line.values) and all(
        any(box.x0 - 4 < value.box.center < box.x1 + 4 for box in boxes) for value in line.values
    )


def _bands(lines: Sequence[FigureLine]) -> list[tuple[float, float]]:
    """Return the stretches across the page that the numbers' columns take."""
    count = max((len(line.values) for line in lines), default=0)
    full = [line.values for line in lines if len(line.values) == count]
    bands = [
        (min(value.box.x0 for value in column), max(value.box.x1 for value in column))
        for column in zip(*full, strict=True)
    ]
    apart = all(left[1] < right[0] for left, right in pairwise(bands))
    return bands if apart else []


def _label_start(rows: Sequence[PlacedRow], start: int, left: float) -> int:
    """Return where the label of the first row of numbers begins: it may stand higher than they."""
    while start:
        row, below = rows[start - 1].row, rows[start].row
        gap = below.box.top - row.box.bottom
        is_label = row.box.x1 < left and gap < 0.4 * row.size and not _HEADING.match(row.text)
        if rows[start - 1].page != rows[start].page or not is_label:
            break
        start -= 1
    return start


def _header_start(
    rows: Sequence[PlacedRow], start: int, bands: Sequence[tuple[float, float]]
) -> int:
    """Return where the lines above the numbers begin that stand over their columns."""
    begin = start
    for index in range(start - 1, max(-1, start - 1 - _MAX_HEADER_LINES), -1):
        row, below = rows[index].row, rows[index + 1].row
        gap = below.box.top - row.box.bottom
        is_text = row.text[-1] in "。；：" or _HEADING.match(row.text)
        if rows[index].page != rows[start].page or gap > 2 * row.size or is_text:
            break
        if row.box.x1 > bands[0][0]:
            begin = index
    return begin
