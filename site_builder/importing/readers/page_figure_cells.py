"""Cells of a table without ruling lines: numbers by columns, labels by the rows they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.readers.page_flow import PlacedRow
from site_builder.importing.readers.page_marks import Box, Glyph
from site_builder.importing.readers.page_tables import FilledCell
from site_builder.importing.readers.page_text import (
    GlyphRow,
    bounding_box,
    join_glyphs,
    join_texts,
)

NO_LINES = "表格没有线，按文字的位置分的行和列"
Bands = Sequence[tuple[float, float]]
"""From where to where across the page the columns of numbers go."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A row of the page: words at the left, numbers at the right."""

    placed: PlacedRow
    labels: tuple[GlyphRow, ...]
    values: tuple[GlyphRow, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """The text of a label and where it stands."""

    text: str
    column: int
    column_end: int
    middle: float


def build_cells(
    lines: Sequence[FigureLine], header: Sequence[Sequence[GlyphRow]], bands: Bands, page: int
) -> tuple[list[FilledCell], int]:
    """Return the cells of a table, each doubted, and how many rows it has."""
    figures = [line for line in lines if line.values]
    starts = label_starts([piece for line in lines for piece in line.labels])
    count = max(1, len(starts))
    cells, height = _header_cells(header, bands, count, page)
    anchors = _anchors(figures, len(bands))
    for row, line in enumerate(figures, height):
        for column, text in enumerate(_values(line, bands, anchors), count):
            cells.append(_cell(row, column, 1, 1, text, page))
    middles = [line.placed.row.box.middle for line in figures]
    covered: dict[tuple[int, int], int] = {}
    for label in _labels(lines, starts, middles):
        first, last = _rows_of(label, middles, covered, count)
        places = [
            (r, c) for r in range(first, last + 1) for c in range(label.column, label.column_end)
        ]
        taken = [covered[place] for place in places if place in covered]
        if taken:
            other = cells[taken[0]]
            cells[taken[0]] = replace(other, text=f"{other.text}\n{label.text}")
            continue
        covered.update(dict.fromkeys(places, len(cells)))
        span = (last - first + 1, label.column_end - label.column)
        cells.append(_cell(height + first, label.column, *span, label.text, page))
    cells += [
        _cell(height + row, column, 1, 1, "", page)
        for row in range(len(figures))
        for column in range(count)
        if (row, column) not in covered
    ]
    return sorted(cells, key=lambda cell: (cell.row, cell.column)), height + len(figures)


def _cell(row: int, column: int, rows: int, columns: int, text: str, page: int) -> FilledCell:  # noqa: PLR0913, PLR0917 - a place, its size and its text
    return FilledCell(row, column, rows, columns, text, page, NO_LINES)


def label_starts(pieces: Sequence[GlyphRow]) -> list[float]:
    """Return where the columns of labels begin; a lone piece of text begins none."""
    starts: list[list[float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.x0):
        if not starts or piece.box.x0 - starts[-1][0] > 1.8 * piece.size:
            starts.append([])
        starts[-1].append(piece.box.x0)
    return [group[0] for group in starts if len(group) > 1 or group is starts[0]]


def _column_of(x: float, starts: Sequence[float], size: float) -> int:
    return max((i for i, start in enumerate(starts) if start <= x + 0.5 * size), default=0)


def _labels(
    lines: Sequence[FigureLine], starts: Sequence[float], middles: Sequence[float]
) -> list[_Label]:
    """Return labels: those of rows by the number they are nearest to, those of groups by gaps."""
    last = len(starts) - 1
    own: dict[tuple[int, int], list[GlyphRow]] = {}
    groups: list[tuple[int, list[GlyphRow]]] = []
    for piece in (piece for line in lines for piece in line.labels):
        column = _column_of(piece.box.x0, starts, piece.size)
        is_wide = column < last and piece.box.x1 > starts[column + 1]
        if column == last or is_wide:
            nearest = min(range(len(middles)), key=lambda i: abs(middles[i] - piece.box.middle))
            own.setdefault((nearest, column), []).append(piece)
            continue
        group = next((g for c, g in reversed(groups) if c == column), None)
        if group and piece.box.top - group[-1].box.bottom < 0.8 * piece.size:
            group.append(piece)
        else:
            groups.append((column, [piece]))
    labels = [
        _Label(_joined(pieces), column, last + 1, middles[row])
        for (row, column), pieces in own.items()
    ]
    for column, pieces in groups:
        box = bounding_box(piece.box for piece in pieces)
        labels.append(_Label(_joined(pieces), column, column + 1, box.middle))
    return labels


def _joined(pieces: Sequence[GlyphRow]) -> str:
    text = ""
    for piece in sorted(pieces, key=lambda piece: (piece.box.top, piece.box.x0)):
        text = join_texts(text, piece.text)
    return text


def _rows_of(
    label: _Label, middles: Sequence[float], covered: Mapping[tuple[int, int], int], count: int
) -> tuple[int, int]:
    """Return the rows a label is for: a group's are free of others, and it stands in the middle."""
    nearest = min(range(len(middles)), key=lambda i: abs(middles[i] - label.middle))
    if label.column_end == count:
        return nearest, nearest
    best = (nearest, nearest)
    for first in range(nearest, -1, -1):
        if (first, label.column) in covered:
            break
        for last in range(max(first, nearest), len(middles)):
            if (last, label.column) in covered:
                break
            middle = (middles[first] + middles[last]) / 2
            pitch = (middles[-1] - middles[0]) / max(1, len(middles) - 1)
            if abs(middle - label.middle) < 0.45 * pitch and last - first > best[1] - best[0]:
                best = (first, last)
    return best


def _anchors(figures: Sequence[FigureLine], count: int) -> list[tuple[int, float]]:
    """Return for each column which side of its numbers stands in line, and where."""
    full = [line.values for line in figures if len(line.values) == count]
    anchors = []
    for column in zip(*full, strict=True):
        sides = [sorted(_sides(value.box)[side] for value in column) for side in range(3)]
        side = min(range(3), key=lambda i: sides[i][-1] - sides[i][0])
        anchors.append((side, sides[side][len(sides[side]) // 2]))
    return anchors


def _sides(box: Box) -> tuple[float, float, float]:
    return box.center, box.x1, box.x0


def _values(line: FigureLine, bands: Bands, anchors: Sequence[tuple[int, float]]) -> list[str]:
    """Return the numbers of a row by column; touching ones are cut where the columns part."""
    texts: list[list[Glyph]] = [[] for _ in bands]
    for value in line.values:
        touched = [
            i
            for i, (left, right) in enumerate(bands)
            if min(right, value.box.x1) - max(left, value.box.x0) > 0.25 * value.size
        ]
        nearest = min(range(len(bands)), key=lambda i: abs(sum(bands[i]) / 2 - value.box.center))
        columns = touched or [nearest]
        for column, glyphs in zip(columns, _cut(value.glyphs, columns, anchors)[1], strict=False):
            texts[column] += glyphs
    return [join_glyphs(glyphs) for glyphs in texts]


def _cut(
    glyphs: tuple[Glyph, ...], columns: Sequence[int], anchors: Sequence[tuple[int, float]]
) -> tuple[float, list[tuple[Glyph, ...]]]:
    """Return how far numbers stand from their columns, cut where that is least, and the parts."""
    side, position = anchors[columns[0]]
    best: tuple[float, list[tuple[Glyph, ...]]] | None = None
    longest = len(glyphs) - len(columns) + 1
    for length in [len(glyphs)] if len(columns) == 1 else range(1, max(2, longest + 1)):
        part = glyphs[:length]
        distance = abs(_sides(bounding_box(glyph.box for glyph in part))[side] - position)
        rest: tuple[float, list[tuple[Glyph, ...]]] = (0.0, [])
        if len(columns) > 1 and glyphs[length:]:
            rest = _cut(glyphs[length:], columns[1:], anchors)
        if best is None or distance + rest[0] < best[0]:
            best = (distance + rest[0], [part, *rest[1]])
    return best or (0.0, [glyphs])


def _header_cells(
    header: Sequence[Sequence[GlyphRow]], bands: Bands, count: int, page: int
) -> tuple[list[FilledCell], int]:
    """Return the header in two rows: what stands over several columns, and over each of them."""
    if not header:
        return [], 0
    stub: list[GlyphRow] = []
    leaves: list[list[GlyphRow]] = [[] for _ in bands]
    wide: list[tuple[int, int, str]] = []
    for piece in (piece for row in header for piece in row):
        over = _bands_below(piece, bands)
        if not over:
            stub.append(piece)
        elif len(over) == 1:
            leaves[over[0]].append(piece)
        else:
            wide.append((over[0], over[-1] + 1, piece.text))
    cells = [
        _cell(0, 0, 2, count, _joined(stub), page),
        *_wide_cells(wide, len(bands), count, page),
    ]
    cells += [_cell(1, count + i, 1, 1, _joined(leaf), page) for i, leaf in enumerate(leaves)]
    return cells, 2


def _bands_below(piece: GlyphRow, bands: Bands) -> list[int]:
    margin = 0.5 * piece.size
    return [
        index
        for index, (left, right) in enumerate(bands)
        if piece.box.x0 < right + margin and left - margin < piece.box.x1
    ]


def _wide_cells(
    wide: Sequence[tuple[int, int, str]], width: int, count: int, page: int
) -> list[FilledCell]:
    """Return the first row of a header; texts over the same columns are one."""
    spans: list[tuple[int, int, str]] = []
    for first, end, text in sorted(wide, key=lambda item: item[:2]):
        if spans and first < spans[-1][1]:
            start, last, above = spans[-1]
            spans[-1] = (start, max(last, end), f"{above}\n{text}")
        else:
            spans.append((first, end, text))
    starts = {first: (end, text) for first, end, text in spans}
    cells = []
    column = 0
    while column < width:
        end, text = starts.get(column, (column + 1, ""))
        cells.append(_cell(0, count + column, 1, end - column, text, page))
        column = end
    return cells
