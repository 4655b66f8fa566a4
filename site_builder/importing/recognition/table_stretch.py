"""The blocks that a table in running text takes, cut out of the text around it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from site_builder.core.text.markdown_escapes import escape_words
from site_builder.importing.recognition.frames import FormFrame, SectionFrame
from site_builder.importing.recognition.text_rows import RunningText, TextRow
from site_builder.model.form import Header
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, TextBlock

_SENTENCE = lazy_pattern("[。;!?]")
_OPENING = lazy_pattern(r"[\s(\[“‘]*(?:[一二三四五六七八九十]+[、.)]+)?[\s(\[“‘]*\Z")
_FIGURES = lazy_pattern(r"[\s0-9.,/+()增减元万亿—–-]*")


class TableStretch:
    """Where a table stands in a text: from the labels above its first row to its last figure."""

    def __init__(
        self,
        text: RunningText,
        text_rows: Sequence[TextRow],
        sections: Sequence[SectionFrame],
        frame: FormFrame,
    ) -> None:
        self.text = text
        self.frame = frame
        self.spans = [row.span for row in text_rows]
        self._headers = [*self._folded(label for s in sections for label in _header_labels(s))]
        rows = (label for s in sections for header in s.section.rows for label in _labels(header))
        self._labels = [*self._headers, *self._folded(rows)]
        self.end = max(end for _, end in self.spans)
        self.start = self._with_header(min(start for start, _ in self.spans))

    def _folded(self, labels: Iterable[str]) -> Iterator[str]:
        for label in map(self.frame.normalize, labels):
            yield from dict.fromkeys((label.full, label.core))

    def _with_header(self, start: int) -> int:
        """Return where the labels above a place begin: in its own line, and in those above it."""
        piece = bisect_right(self.text.starts, start) - 1
        own = self.text.starts[piece]
        places = (
            begin
            for label in dict.fromkeys(self._headers)
            for begin, end in self.text.folded.find(label)
            if own <= begin and end <= start and not _SENTENCE.search(self.text.text, begin, start)
        )
        place = min(places, default=start)
        opening = _OPENING.search(self.text.text, own, place)
        place = opening.start() if opening else place
        if self.text.text[own:place].strip():
            return place
        while piece and self._is_label(self.text.pieces[piece - 1][0]):
            piece -= 1
        return self.text.starts[piece]

    def cut(self) -> tuple[dict[int, tuple[Block, ...]], tuple[Block, ...]]:
        """Return the pieces of the blocks that were cut, by their index; and the table's blocks."""
        cuts: dict[int, tuple[Block, ...]] = {}
        used: list[Block] = []
        for index in range(self._block_index(self.start), self._block_index(self.end - 1) + 1):
            block = self.text.source[index]
            is_touched = self._is_touched(index)
            if not isinstance(block, TextBlock):
                used += [block] if is_touched else []
                continue
            pieces = [*self._pieces(index, block)]
            if len(pieces) > 1:
                cuts[index] = tuple(piece for piece, _ in pieces)
            used += [
                piece
                for piece, is_inner in pieces
                if is_inner and (is_touched or self._is_label(piece.text))
            ]
        return cuts, tuple(used)

    def _block_index(self, offset: int) -> int:
        return self.text.pieces[bisect_right(self.text.starts, offset) - 1][2]

    def _bounds(self, index: int) -> tuple[int, int]:
        """Return where a block's text begins and ends."""
        places = [n for n, piece in enumerate(self.text.pieces) if piece[2] == index]
        if not places:
            return 0, 0
        last = places[-1]
        return self.text.starts[places[0]], self.text.starts[last] + len(self.text.pieces[last][0])

    def _is_touched(self, index: int) -> bool:
        start, end = self._bounds(index)
        return any(begin < end and start < stop for begin, stop in self.spans)

    def _is_label(self, text: str) -> bool:
        """Return whether a text between rows is the table's: a label, a part of one, figures."""
        folded = self.frame.normalize(text).full
        is_figure = bool(_FIGURES.fullmatch(text)) and not _SENTENCE.search(text)
        return is_figure or any(folded in label for label in self._labels)

    def _pieces(self, index: int, block: TextBlock) -> Iterator[tuple[TextBlock, bool]]:
        """Yield a block's text before, within and behind the table."""
        start, end = self._bounds(index)
        cuts = sorted(
            {0, *(max(0, min(c, end) - start) for c in (self.start, self.end)), end - start}
        )
        for begin, stop in pairwise(cuts):
            words = block.text[begin:stop].strip()
            is_inner = self.start - start <= begin and stop <= self.end - start
            if len(cuts) == 2:  # noqa: PLR2004 - both ends: nothing is cut
                yield block, is_inner
            elif words:
                yield replace(block, text=words, markdown=escape_words(words)), is_inner


def _header_labels(section: SectionFrame) -> Iterator[str]:
    """Yield what stands above the rows of a section."""
    own = section.section
    yield from filter(None, (own.title, own.stub, own.note))
    for header in own.columns:
        yield from _labels(header)


def _labels(header: Header) -> Iterator[str]:
    if header.label:
        yield header.label
    for child in header.children:
        yield from _labels(child)
