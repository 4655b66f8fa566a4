"""What stands on a page and belongs to no text: page numbers, headers and footers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_builder.importing.readers.page_grid import RuledGrid
from site_builder.importing.readers.page_marks import SKEWED, Glyph, PageMarks
from site_builder.importing.readers.page_text import GlyphRow, build_rows
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Omission, Origin

_MARGIN = 0.13
"""Share of a page's height in which headers and footers stand, at both ends."""
_FRAMED_NUMBER = lazy_pattern(
    r"[-—–－―─·•~～\s]+\d{1,3}[-—–－―─·•~～\s]+|第\s*\d{1,3}\s*页([,，、/\s]*共\s*\d{1,3}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}|(?i:page)\s*\d{1,3}(\s*of\s*\d{1,3})?"
)
_BARE_NUMBER = lazy_pattern(r"\d{1,3}")
_DIGITS = lazy_pattern(r"\d+")
_SAME_HEIGHT = 4.0
_MIN_SEQUENCE = 3
PAGE_NUMBER, RUNNING_TITLE, WATERMARK = "页码", "每页重复的页眉、页脚", "水印"


@dataclass(frozen=True, slots=True)
class _MarginRow:
    page: int
    """Index of its page."""
    row: GlyphRow
    text: str
    is_low: bool
    is_ruled: bool
    """It stands within the lines of a table."""


def remove_furniture(
    file: str, pages: Sequence[PageMarks], grids: Sequence[Sequence[RuledGrid]]
) -> list[PageMarks]:
    """Return pages without furniture, which is among their omissions then."""
    rows = [row for index, page in enumerate(pages) for row in _margin_rows(index, page, grids)]
    reasons: dict[int, dict[int, str]] = defaultdict(dict)
    removed: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row, reason in [*_page_numbers(rows), *_running_titles(rows, len(pages))]:
        glyphs = [id(glyph) for glyph in row.row.glyphs]
        if not any(glyph in reasons[row.page] for glyph in glyphs):
            reasons[row.page].update(dict.fromkeys(glyphs, reason))
            removed[row.page].append((row.text, reason))
    return [
        _without(file, page, reasons[index], removed[index]) for index, page in enumerate(pages)
    ]


def _without(
    file: str, page: PageMarks, reasons: dict[int, str], removed: list[tuple[str, str]]
) -> PageMarks:
    skewed = "".join(glyph.text for glyph in page.glyphs if glyph.turn == SKEWED).strip()
    texts = [*removed, (skewed, WATERMARK)] if skewed else removed
    glyphs = tuple(
        glyph for glyph in page.glyphs if id(glyph) not in reasons and glyph.turn != SKEWED
    )
    origin = Origin(file, page=page.number)
    omissions = tuple(Omission(text, reason, origin) for text, reason in texts)
    return replace(page, glyphs=glyphs, omissions=(*page.omissions, *omissions))


def _margin_rows(
    index: int, page: PageMarks, grids: Sequence[Sequence[RuledGrid]]
) -> list[_MarginRow]:
    low = (1 - _MARGIN) * page.height
    high = _MARGIN * page.height
    glyphs: list[Glyph] = [
        glyph for glyph in page.glyphs if glyph.turn == 0 and not high < glyph.box.middle < low
    ]
    return [
        _MarginRow(
            index,
            row,
            row.text,
            row.box.middle >= low,
            any(grid.box.holds(row.box.center, row.box.middle) for grid in grids[index]),
        )
        for row in build_rows(glyphs)
        if row.text
    ]


def _page_numbers(rows: Sequence[_MarginRow]) -> list[tuple[_MarginRow, str]]:
    numbers = []
    for row in rows:
        framed = bool(_FRAMED_NUMBER.fullmatch(row.text))
        bare = bool(_BARE_NUMBER.fullmatch(row.text))
        if (framed and not row.is_ruled) or (
            (framed or bare) and (_is_sequence(row, rows) or (row.is_low and not row.is_ruled))
        ):
            numbers.append((row, PAGE_NUMBER))
    return numbers


def _is_sequence(row: _MarginRow, rows: Sequence[_MarginRow]) -> bool:
    """Return whether the numbers at this height of the pages count the pages."""
    same = [
        other
        for other in rows
        if abs(other.row.box.middle - row.row.box.middle) < _SAME_HEIGHT
        and _masked(other.text) == _masked(row.text)
        and _number(other) - other.page == _number(row) - row.page
    ]
    return len({other.page for other in same}) >= _MIN_SEQUENCE


def _number(row: _MarginRow) -> int:
    match = _DIGITS.search(row.text)
    return int(match[0]) if match else 0


def _masked(text: str) -> str:
    return _DIGITS.sub("0", "".join(text.split()))


def _running_titles(rows: Sequence[_MarginRow], count: int) -> list[tuple[_MarginRow, str]]:
    titles = []
    groups: dict[tuple[str, bool], list[_MarginRow]] = defaultdict(list)
    for row in rows:
        if not row.is_ruled:
            groups[_masked(row.text), row.is_low].append(row)
            if all(glyph.is_artifact for glyph in row.row.glyphs):
                titles.append((row, RUNNING_TITLE))
    for group in groups.values():
        level = [
            row for row in group if abs(row.row.box.middle - group[0].row.box.middle) < _SAME_HEIGHT
        ]
        pages = {row.page for row in level}
        if len(pages) >= max(2, 0.4 * count):
            titles += [(row, RUNNING_TITLE) for row in level]
    return titles
