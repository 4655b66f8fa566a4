"""The order in which a page is read: from the top down, two columns of text one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_builder.importing.readers.page_marks import Box, Glyph
from site_builder.importing.readers.page_text import GlyphRow, build_row, build_rows, split_row

_MIN_COLUMN_ROWS = 4
_MIN_REACHING = 3
_SAME = 2.0
_FILLED = 0.7
"""How much of a column its rows fill when it is running text."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of text with the column it stands in."""

    page: int
    row: GlyphRow
    left: float
    right: float
    """Sides of the column."""

    @property
    def text(self) -> str:
        """Return the text of the row."""
        return self.row.text


def text_frame(rows: Iterable[GlyphRow], width: float) -> tuple[float, float]:
    """Return the left and right side of the text of a file's pages, both in points."""
    rows = list(rows)
    texts = rows_of_text(rows)
    if not texts:
        return 0.0, width
    lefts = sorted(row.box.x0 for row in rows)
    left = next((x for x, other in pairwise(lefts) if other - x < _SAME), lefts[0])
    rights = sorted((row.box.x1 for row in texts), reverse=True)
    right = rights[min(1, len(rights) - 1)]
    reaching = sum(row.box.x1 > right - 1.5 * row.size for row in texts)
    if reaching < _MIN_REACHING or reaching < 0.1 * len(texts) or right - left < 0.5 * width:
        right = max(right, width - left)  # few rows show where the column ends: margins are alike
    return left, right


def rows_of_text(rows: Iterable[GlyphRow]) -> list[GlyphRow]:
    """Return the rows that hold more than a few letters."""
    rows = list(rows)
    return [row for row in rows if len(row.text) > 3] or rows  # noqa: PLR2004 - a date has more


def order_rows(page: int, glyphs: Sequence[Glyph], frame: tuple[float, float]) -> list[PlacedRow]:
    """Return the rows of a part of a page between two tables, as they are read."""
    rows = [row for row in build_rows(glyphs) if row.text]
    gutter = _find_gutter(rows, frame)
    if gutter is None:
        return [PlacedRow(page, row, *frame) for row in rows]
    ordered: list[PlacedRow] = []
    left: list[GlyphRow] = []
    right: list[GlyphRow] = []
    for row in rows:
        before = [glyph for glyph in row.glyphs if glyph.box.x1 <= gutter]
        after = [glyph for glyph in row.glyphs if glyph.box.x0 >= gutter]
        if len(before) + len(after) < len(row.glyphs):
            ordered += _columns(page, left, right)
            left, right = [], []
            ordered.append(PlacedRow(page, row, *frame))
            continue
        left += [build_row(before)] if before else []
        right += [build_row(after)] if after else []
    return ordered + _columns(page, left, right)


def _columns(page: int, left: list[GlyphRow], right: list[GlyphRow]) -> list[PlacedRow]:
    placed = []
    for rows in (left, right):
        if rows:
            frame = min(row.box.x0 for row in rows), max(row.box.x1 for row in rows)
            placed += [PlacedRow(page, row, *frame) for row in rows]
    return placed


def _find_gutter(rows: Sequence[GlyphRow], frame: tuple[float, float]) -> float | None:
    """Return where two columns of running text part, or None."""
    parts = [split_row(row) for row in rows]
    best: tuple[int, float] | None = None
    width = frame[1] - frame[0]
    for step in range(35, 66):
        x = frame[0] + width * step / 100
        both = [
            row
            for row in parts
            if len(row) > 1
            and any(part.box.x1 <= x for part in row)
            and any(part.box.x0 >= x for part in row)
            and not any(part.box.x0 < x < part.box.x1 for part in row)
        ]
        if len(both) >= _MIN_COLUMN_ROWS and _is_running_text(both, x):
            best = max(best or (0, x), (len(both), x), key=lambda item: item[0])
    return best[1] if best else None


def _is_running_text(rows: Sequence[Sequence[GlyphRow]], x: float) -> bool:
    for side in ("left", "right"):
        parts = [[part for part in row if (part.box.x1 <= x) == (side == "left")] for row in rows]
        if any(len(row) != 1 for row in parts):
            return False
        boxes: list[Box] = [row[0].box for row in parts]
        column = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
        if sum(box.width for box in boxes) < _FILLED * column * len(boxes):
            return False
        if column < 0.3 * (
            max(part.box.x1 for row in rows for part in row)
            - min(part.box.x0 for row in rows for part in row)
        ):
            return False
    return True
