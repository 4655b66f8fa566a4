"""Rows of text → headings and paragraphs, by indents, short rows, sizes and weights."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from site_builder.core.text.markdown_escapes import WordRun, join_runs
from site_builder.importing.readers.page_flow import PlacedRow
from site_builder.importing.readers.page_marks import SCAN_DOUBT, Glyph
from site_builder.importing.readers.page_text import (
    first_word,
    is_apart,
    join_glyphs,
    join_texts,
    text_width,
)
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, TextBlock, TextKind

_INDENT = 1.2
"""Heights of the text by which the first row of a paragraph stands in."""
_LARGER = 1.12
_MAX_HEADING = 60
_SENTENCE_ENDS = ("。", "；", "：", "！", "？")
_LEVELS = (
    lazy_pattern(r"[一二三四五六七八九十]{1,3}\s*[、.．]"),
    lazy_pattern(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    lazy_pattern(r"\d{1,2}\s*[、.．](?!\d)|[（(]\d{1,2}[)）]"),
)
_BULLET = lazy_pattern(r"[•●○■□◆◇▪▫\uf06c\uf09f\uf0b7\uf0d8]\s*")


def body_size(rows: Sequence[PlacedRow]) -> float:
    """Return the size in points that most of the text has."""
    sizes: Counter[float] = Counter()
    for placed in rows:
        sizes[round(placed.row.size, 1)] += len(placed.row.glyphs)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.5)


def build_paragraphs(file: str, rows: Sequence[PlacedRow], size: float) -> list[TextBlock]:
    """Return the paragraphs of rows that no table parts; `size` is that of the file's text."""
    pitch = _row_pitch(rows)
    groups: list[list[PlacedRow]] = []
    for placed in rows:
        if groups and _goes_on(groups[-1], placed, size, pitch):
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return [_text_block(file, group, size) for group in groups]


def _row_pitch(rows: Sequence[PlacedRow]) -> float:
    """Return the distance from row to row that is most frequent, in points; 0: not to be told."""
    steps = Counter(
        round(below.row.box.middle - above.row.box.middle)
        for above, below in pairwise(rows)
        if above.page == below.page and below.row.box.middle > above.row.box.middle
    )
    return float(max(steps, key=lambda step: (steps[step], -step), default=0))


def _goes_on(group: Sequence[PlacedRow], placed: PlacedRow, size: float, pitch: float) -> bool:
    """Return whether a row belongs to the paragraph of those above it."""
    above, row = group[-1], placed.row
    is_heading = _looks_like_heading(placed, size)
    if (
        _looks_like_heading(above, size) != is_heading
        or not _is_same_size(above, placed)
        or _is_far_below(above, placed, pitch)
        or _begins_item(above.text, placed.text)
    ):
        return False
    if _is_centered(placed) and (_is_centered(above) or is_heading):
        is_title = row.size > _LARGER * size
        return is_title and (_is_centered(above) or _is_full(above, placed))
    indent = row.box.x0 - placed.left
    is_indented = indent > _INDENT * row.size and not _hangs(group, placed)
    return not is_indented and _is_full(above, placed)


def _is_same_size(above: PlacedRow, placed: PlacedRow) -> bool:
    """Return whether two rows are set in one size; what is recognized shows it roughly."""
    scanned = any(glyph.doubt == SCAN_DOUBT for glyph in placed.row.glyphs)
    tolerance = 0.35 if scanned else 0.15
    return abs(above.row.size - placed.row.size) <= tolerance * placed.row.size


def _begins_item(above: str, text: str) -> bool:
    """Return whether a row begins a list item or a numbered part after a finished sentence."""
    if _BULLET.match(text):
        return True
    return above.endswith(_SENTENCE_ENDS) and any(pattern.match(text) for pattern in _LEVELS[:2])


def _is_far_below(above: PlacedRow, placed: PlacedRow, pitch: float) -> bool:
    """Return whether more than the usual space parts two rows of a column."""
    if above.page != placed.page or above.left != placed.left or not pitch:
        return False
    step = placed.row.box.middle - above.row.box.middle
    return step > max(1.6 * pitch, 2.2 * placed.row.size)


def _hangs(group: Sequence[PlacedRow], placed: PlacedRow) -> bool:
    """Return whether a row stands in as far as the rest of its paragraph or of its list item."""
    start = placed.row.box.x0
    first = group[0].row
    if len(group) > 1:
        return abs(group[-1].row.box.x0 - start) < 0.5 * placed.row.size
    return bool(_BULLET.match(first.text)) and 0 < start - first.box.x0 < 3 * first.size


def _is_full(above: PlacedRow, below: PlacedRow) -> bool:
    """Return whether a row ends where the next word had no room."""
    free = above.right - above.row.box.x1
    word = text_width(first_word(below.text), below.row.size)
    return free < word + 0.9 * below.row.size


def _is_centered(placed: PlacedRow) -> bool:
    left = placed.row.box.x0 - placed.left
    right = placed.right - placed.row.box.x1
    return min(left, right) > 1.5 * placed.row.size and abs(left - right) < 2 * placed.row.size


def _looks_like_heading(placed: PlacedRow, size: float) -> bool:
    row = placed.row
    return (row.size > _LARGER * size or row.bold) and len(placed.text) <= _MAX_HEADING


def _text_block(file: str, group: Sequence[PlacedRow], size: float) -> TextBlock:
    text = group[0].text
    for placed in group[1:]:
        text = join_texts(text, placed.text)
    origin = Origin(file, page=group[0].page)
    is_marked = all(_looks_like_heading(placed, size) for placed in group)
    is_numbered = len(group) == 1 and bool(_LEVELS[0].match(text))
    is_heading = (
        (is_marked or is_numbered)
        and len(text) <= _MAX_HEADING
        and not text.endswith(("。", "；", "，", "：", "、"))
    )
    kind: TextKind = "heading" if is_heading else "paragraph"
    bullet = _BULLET.match(text)
    markdown = join_runs(_word_runs(group))
    if bullet and not is_heading:
        kind, text, markdown = "list-item", text[bullet.end() :], _BULLET.sub("", markdown, 1)
    level = _heading_level(text, group[0], size) if is_heading else 0
    return TextBlock(kind, text, markdown, origin, level)


def _heading_level(text: str, placed: PlacedRow, size: float) -> int:
    for level, pattern in enumerate(_LEVELS, 2):
        if pattern.match(text):
            return level
    return 1 if placed.row.size > _LARGER * size and _is_centered(placed) else 0


def _word_runs(rows: Sequence[PlacedRow]) -> Iterator[WordRun]:
    """Yield the words of a paragraph, bold ones apart; bold as a whole is no emphasis."""
    bolds = {glyph.bold for placed in rows for glyph in placed.row.glyphs if glyph.text.strip()}
    text = ""
    for placed in rows:
        start = len(join_texts(text, placed.text)) - len(placed.text)
        if start > len(text):
            yield WordRun(" ")
        text = join_texts(text, placed.text)
        previous: Glyph | None = None
        for is_bold, group in groupby(placed.row.glyphs, key=lambda glyph: glyph.bold):
            glyphs = tuple(group)
            words = join_glyphs(glyphs)
            if previous and words and _has_space(previous, glyphs[0]):
                yield WordRun(" ")
            if words:
                yield WordRun(words, is_strong=is_bold and len(bolds) > 1)
            previous = glyphs[-1]


def _has_space(left: Glyph, right: Glyph) -> bool:
    return left.text.isspace() or right.text.isspace() or is_apart(left, right)
