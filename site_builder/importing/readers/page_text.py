"""Glyphs → rows of text → the text of a cell: spaces, double printing, text turned or stacked."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from site_builder.importing.readers.page_marks import SKEWED, Box, Glyph, turn_glyphs

_LATIN_GAP, _WIDE_GAP = 0.28, 0.62
"""From which gap on two letters are apart, in heights of the text; Chinese is set wider."""
_PADDING = 12.0
"""Points that a cell leaves free on both sides together, where it is wide enough."""
_CLOSE = 1.5
"""Distance of the rows of one text, in heights of it: rows of a table stand further apart."""
_PART_GAP = 1.6
"""Width of a gap between parts of a row, in heights of the text."""
SPLIT_NUMBER = "数字在单元格里分成两行"


@dataclass(frozen=True, slots=True)
class GlyphRow:
    """Glyphs side by side, from the left."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float

    @property
    def text(self) -> str:
        """Return its text, with a space for each gap."""
        return join_glyphs(self.glyphs)

    @property
    def bold(self) -> bool:
        """Return whether all its text is bold."""
        return all(glyph.bold for glyph in self.glyphs if glyph.text.strip())


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Text read from a place of a page, and how sure the reading is."""

    text: str = ""
    doubt: str = ""
    candidates: tuple[str, ...] = ()


def is_wide(letter: str) -> bool:
    """Return whether a letter is as wide as it is high."""
    return unicodedata.east_asian_width(letter) in "WF"


def bounding_box(boxes: Iterable[Box]) -> Box:
    """Return the smallest rectangle around some."""
    boxes = tuple(boxes)
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def build_rows(glyphs: Iterable[Glyph]) -> list[GlyphRow]:
    """Return rows of glyphs from the top down; each glyph is in one of them, but for doubles."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.box.middle, glyph.box.x0)):
        for row in reversed(rows[-4:]):
            size = min(glyph.size, max(item.size for item in row))
            if abs(glyph.box.middle - row[0].box.middle) < 0.5 * size:
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    return [build_row(row) for row in rows]


def build_row(glyphs: Iterable[Glyph]) -> GlyphRow:
    """Return glyphs as one row; what is printed twice at a place is there once."""
    ordered = sorted(glyphs, key=lambda glyph: (glyph.box.x0, glyph.box.x1))
    single: list[Glyph] = []
    for glyph in ordered:
        if not any(_is_double(glyph, other) for other in single[-3:]):
            single.append(glyph)
    sizes = sorted(glyph.size for glyph in single)
    return GlyphRow(
        tuple(single), bounding_box(glyph.box for glyph in single), sizes[len(sizes) // 2]
    )


def split_row(row: GlyphRow) -> list[GlyphRow]:
    """Return the parts of a row that wide gaps divide."""
    parts: list[list[Glyph]] = []
    for glyph in row.glyphs:
        if not glyph.text.strip():
            continue
        if parts and glyph.box.x0 - parts[-1][-1].box.x1 < max(_PART_GAP * row.size, 12.0):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return [build_row(part) for part in parts]


def _is_double(glyph: Glyph, other: Glyph) -> bool:
    """Return whether a glyph was printed again, slightly moved, to look bold or shaded."""
    width = max(min(glyph.box.width, other.box.width), 0.1)
    return (
        glyph.text == other.text
        and abs(glyph.box.x0 - other.box.x0) < 0.35 * width
        and abs(glyph.box.middle - other.box.middle) < 0.25 * glyph.size
    )


def join_glyphs(glyphs: Sequence[Glyph]) -> str:
    """Return the text of glyphs side by side, a space where they stand apart."""
    pieces: list[str] = []
    previous: Glyph | None = None
    for glyph in glyphs:
        if previous is not None and is_apart(previous, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
        previous = glyph
    return _single_spaces("".join(pieces))


def is_apart(left: Glyph, right: Glyph) -> bool:
    """Return whether there is a space between two glyphs of a row that no glyph shows."""
    if left.text.isspace() or right.text.isspace():
        return False
    gap = right.box.x0 - left.box.x1
    wide = is_wide(left.text[-1]) or is_wide(right.text[0])
    return gap > (_WIDE_GAP if wide else _LATIN_GAP) * min(left.size, right.size)


def _single_spaces(text: str) -> str:
    pieces = ["".join(run) for _, run in groupby(text, key=str.isspace)]
    return "".join(
        piece if not piece.isspace() else "　" if set(piece) == {"　"} else " " for piece in pieces
    ).strip()


def first_word(text: str) -> str:
    """Return what of a text cannot be parted from its first letter at the end of a line."""
    if not text:
        return ""
    if is_wide(text[0]) or not text[0].isascii():
        closing = len(text) > 1 and unicodedata.category(text[1]) in ("Pe", "Pf", "Po")
        return text[: 2 if closing else 1]
    if text[0].isdigit():
        return text[0]
    word = ""
    for letter in text:
        if letter.isspace() or not letter.isascii():
            break
        word += letter
    return word


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is set."""
    return sum(size if is_wide(letter) else 0.5 * size for letter in text)


def join_texts(first: str, second: str) -> str:
    """Return two lines of one text joined: with a space between Latin words only."""
    if not first or not second:
        return first + second
    left, right = first[-1], second[0]
    if left.isascii() and right.isascii() and (left.isalpha() or right.isalpha()):
        return f"{first} {second}"
    return first + second


def cell_text(glyphs: Sequence[Glyph], box: Box) -> PlacedText:
    """Return the text of a cell: lines that were only wrapped are joined, others stay lines."""
    glyphs = [glyph for glyph in glyphs if glyph.turn != SKEWED]
    if not glyphs:
        return PlacedText()
    turns = {glyph.turn for glyph in glyphs if glyph.text.strip()}
    turn = turns.pop() if len(turns) == 1 else 0
    if turn:
        shifted = tuple(replace(glyph, box=_shift(glyph.box, box)) for glyph in glyphs)
        frame = Box(0, 0, box.width, box.height)
        glyphs = list(turn_glyphs(shifted, turn, frame))
        width = box.height if turn in (90, 270) else box.width
    else:
        width = box.width
    rows = [row for row in build_rows(glyphs) if row.text]
    doubt = next((glyph.doubt for glyph in glyphs if glyph.doubt), "")
    joined = _join_rows(rows, width)
    candidates = joined.candidates or _glyph_candidates(glyphs)
    return PlacedText(joined.text, doubt or joined.doubt, candidates)


def _shift(box: Box, frame: Box) -> Box:
    return Box(box.x0 - frame.x0, box.top - frame.top, box.x1 - frame.x0, box.bottom - frame.top)


def _glyph_candidates(glyphs: Sequence[Glyph]) -> tuple[str, ...]:
    """Return other readings of the whole text; only a text of one piece has them."""
    return glyphs[0].candidates if len(glyphs) == 1 else ()


def _join_rows(rows: Sequence[GlyphRow], width: float) -> PlacedText:
    if not rows:
        return PlacedText()
    if len(rows) > 2 and all(len(row.text) == 1 for row in rows):  # noqa: PLR2004 - 合计 may be two words
        return PlacedText("".join(row.text for row in rows))
    text, doubt, candidates = rows[0].text, "", tuple[str, ...]()
    for above, row in pairwise(rows):
        wrapped = is_filled(above, row, width - min(_PADDING, 0.4 * width))
        if text[-1].isdigit() and row.text[0].isdigit():
            joined = text + row.text
            is_close = row.box.middle - above.box.middle < _CLOSE * row.size
            if not wrapped or not is_close or not joined.isdigit():
                doubt, candidates = SPLIT_NUMBER, (joined,) if joined.isdigit() else ()
        text = join_texts(text, row.text) if wrapped else f"{text}\n{row.text}"
    return PlacedText(text, doubt, candidates)


def is_filled(above: GlyphRow, below: GlyphRow, width: float) -> bool:
    """Return whether a row has no room for the first word of the row below."""
    free = width - above.box.width
    return free < text_width(first_word(below.text), below.size) + 0.15 * below.size
