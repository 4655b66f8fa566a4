"""Headings of parts that stand within a text, cut out of it; and what stands below each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_builder.core.text.markdown_escapes import escape_words
from site_builder.importing.recognition.form_words import FormWords
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.headings import HeadingWords
from site_builder.importing.recognition.part_starts import find_part_starts
from site_builder.model.import_headings import ImportHeadings
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, OriginalTable, TextBlock, TextKind

_AFTER_HEADING = lazy_pattern(r"[。：:]*\s*(?=\s|$)|[。：:]+\s*")
_MIN_INLINE = 3
"""Titles within running text that show that the lines of a report were lost."""


def split_at_headings(
    blocks: Sequence[Block], frame: FormFrame, headings: ImportHeadings
) -> tuple[Block, ...]:
    """Return the blocks with a heading of a part always in a block of its own."""
    words = HeadingWords(frame, headings)
    texts = [block.text for block in blocks if isinstance(block, TextBlock)]
    inline = {text: words.find_inline(text) for text in dict.fromkeys(texts)}
    inner = {heading.part for places in inline.values() for heading in places if heading.start}
    is_running = len(inner) >= _MIN_INLINE
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, TextBlock):
            cuts = [h for h in inline[block.text] if is_running or not h.start]
            spans = [(heading.start, heading.end) for heading in cuts]
            result += _cut(block, spans, is_running=is_running)
        else:
            result.append(block)
    return tuple(result)


def blocks_by_part(
    blocks: Sequence[Block], frame: FormFrame, headings: ImportHeadings
) -> dict[str, tuple[Block, ...]]:
    """Return what stands below the heading of each part; without those that are missing."""
    statutory = [index for index, block in enumerate(blocks) if isinstance(block, OriginalTable)]
    words, form_words = HeadingWords(frame, headings), FormWords(frame)
    starts = find_part_starts(blocks, words, form_words, statutory)
    ends = [*(start.index for start in starts[1:]), len(blocks)]
    return {
        start.part: tuple(blocks[start.index + start.has_heading : end])
        for start, end in zip(starts, ends, strict=False)
    }


def _cut(
    block: TextBlock, spans: Sequence[tuple[int, int]], *, is_running: bool
) -> Iterator[TextBlock]:
    """Yield a text cut around the headings in it; as it is where nothing follows them."""
    text, position = block.text, 0
    pieces: list[TextBlock] = []
    for start, end in spans:
        tail = _AFTER_HEADING.match(text, end)
        if not (is_running or tail or end == len(text)):
            continue
        before = text[position:start].strip()
        # Typed and counted by the list as well: 一、一、总体情况.
        if not (before and text.startswith(before, start)):
            pieces += _piece(block, before, "paragraph")
        position = tail.end() if tail else end
        pieces += _piece(block, text[start:position], "heading")
    pieces += _piece(block, text[position:], "paragraph")
    is_cut = len(pieces) > 1 or (pieces and pieces[0].text != text.strip())
    yield from pieces if is_cut else (block,)


def _piece(block: TextBlock, text: str, kind: TextKind) -> Iterator[TextBlock]:
    words = text.strip()
    if words:
        yield replace(block, kind=kind, text=words, markdown=escape_words(words), numbered=False)
