"""Rows of a statutory table in running text: the label of each, and the figures behind it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, zip_longest

from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.importing.recognition.folded_text import FoldedText
from site_builder.importing.recognition.frames import FormFrame, SectionFrame
from site_builder.model.form import Header
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Origin, OriginalTable, TextBlock

_FIGURE = (
    r"[+-]?[0-9]+(?:,[0-9]{3})*(?![0-9])(?:\.[0-9]+)?(?!\s?[年月日])"
    r"(?:\s?\(\s*[增减加][^()0-9]{0,3}\))?(?:亿元|万元|元|件|个|条|项|宗)?"
    r"|\(?[增减]\)?[0-9]+|(?:/|[—–-]{1,2})(?=\s*(?:[0-9/—–-]|\n|$))|无|不适用"
)
_FIGURES = lazy_pattern(rf"(?:[\s|,、;:]*(?:{_FIGURE}))*")
_TOKEN = lazy_pattern(_FIGURE)
_STRAY_NUMBER = lazy_pattern(r"\s*[.、)]")
_ARTICLE = lazy_pattern(r"第\s*\(?[0-9]{1,2}\)?\s*[条项款]")
_LABEL_END = lazy_pattern(r"[\s)\]\"”’」』]*(?:\([^()0-9]*\))?")
"""What may stand between the words of a label and its figures."""
_NUMBER = lazy_pattern(r"([0-9])\s*[.、)]\s*$")
_SENTENCE_TAIL = lazy_pattern(r"\s*[件条宗起项个次份人家]{0,2}\s*[,、。;!?]")
_SENTENCE = lazy_pattern("[。;!?]")
_COMMA_BEFORE = lazy_pattern(r",\s*$")
_DIGIT = lazy_pattern("[0-9]")
_MAX_PLACES, _MAX_OCCURRENCES = 60, 1_000
"""Of one label, and of all with figures behind them; no report comes near."""
_NUMBER_LENGTH = 6
"""Characters in which the number of a label is sought."""
_MAX_OCCURRENCES = 800
"""Labels with figures behind them beyond which a text is no report."""


@dataclass(frozen=True, slots=True)
class FigureToken:
    """Figures without a gap: of one cell, or of several."""

    text: str
    """As the original writes them."""
    end: int
    """Where it ends in the text."""
    origin: Origin
    line: int
    """Where its line begins."""
    is_line: bool
    """Nothing else stands in its line."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of the form with the figures that stand behind its label."""

    section: SectionFrame
    row: Header
    tokens: tuple[FigureToken, ...]
    span: tuple[int, int]
    """From its label to its last figure, in the text."""
    doubt: str
    """Why it is not certain which figures are the row's, in Chinese; empty when it is."""


@dataclass(frozen=True, slots=True)
class _Occurrence:
    order: int
    section: SectionFrame
    row: Header
    start: int
    """Of its number, if it has one."""
    end: int
    score: int
    is_touching: bool
    """A digit stands right before its words: of its number, or of the figures before it."""


class RunningText:
    """The texts of some blocks in one, in usual widths, each place with its origin."""

    def __init__(self, blocks: Sequence[Block], frame: FormFrame) -> None:
        self.source = blocks
        self.pieces = [
            (text, origin, index)
            for index, block in enumerate(blocks)
            for text, origin in _pieces(block)
        ]
        self.starts = [*accumulate((len(text) + 1 for text, _, _ in self.pieces), initial=0)]
        self.original = "\n".join(text for text, _, _ in self.pieces)
        self.text = to_halfwidth(self.original)
        self.folded = FoldedText(self.text, frame.normalize)

    def origin(self, offset: int) -> Origin:
        """Return where a place of the text comes from."""
        return self.pieces[bisect_right(self.starts, offset) - 1][1]

    def line(self, offset: int) -> tuple[int, int]:
        """Return where the line of a place begins and ends."""
        end = self.text.find("\n", offset)
        return self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end

    def is_sentence(self, start: int) -> bool:
        """Return whether figures are counted in a sentence: 行政处罚12件，."""
        match = _FIGURES.match(self.text, start)
        return bool(match and _SENTENCE_TAIL.match(self.text, match.end()))

    def sentence_start(self, offset: int) -> int:
        """Return where the sentence before a place ends; 0 when there is none."""
        return max((match.end() for match in _SENTENCE.finditer(self.text, 0, offset)), default=0)

    def tokens(self, start: int, end: int) -> tuple[FigureToken, ...]:
        """Return the figures with which a stretch of the text begins."""
        match = _FIGURES.match(self.text, start, end)
        result: list[FigureToken] = []
        for token in _TOKEN.finditer(self.text, start, match.end() if match else start):
            line, line_end = self.line(token.start())
            starts_line = line > start and not self.text[line : token.start()].strip()
            if starts_line and _STRAY_NUMBER.match(self.text, token.end()):
                break  # the number of a paragraph, behind the table
            words = self.original[token.start() : token.end()]
            is_line = self.text[line:line_end].strip() == token[0]
            origin = self.origin(token.start())
            result.append(FigureToken(words, token.end(), origin, line, is_line))
        return tuple(result)


def _pieces(block: Block) -> Iterator[tuple[str, Origin]]:
    if isinstance(block, TextBlock):
        yield block.text, block.origin
    elif isinstance(block, OriginalTable):
        yield from ((cell.text, cell.origin) for cell in block.cells)


def find_text_rows(
    text: RunningText, sections: Sequence[SectionFrame], frame: FormFrame
) -> tuple[TextRow, ...]:
    """Return the rows of a table's sections that stand in a text, in the form's order."""
    occurrences = [*islice(_occurrences(text, sections, frame), _MAX_OCCURRENCES + 1)]
    chain = _best_chain(occurrences if len(occurrences) <= _MAX_OCCURRENCES else ())
    groups = sorted(_group_starts(text, sections, frame))
    headed = {section.id: [*_header_ends(text, section, frame)] for section in sections}
    rows: list[TextRow] = []
    for occurrence, following in zip_longest(chain, chain[1:]):
        end = following.start if following else len(text.text)
        end = min((start for start in groups if occurrence.end <= start < end), default=end)
        row = _text_row(text, occurrence, following, end)
        if len(occurrence.section.columns.leaves) == 1 and not _is_headed(
            text, headed[occurrence.section.id], occurrence.start
        ):
            row = replace(row, doubt=row.doubt or "前面没有这一栏的名称，可能是正文里的一句话")
        rows.append(row)
    # What looked like figures may have been the number of the next label.
    return tuple(row for row in rows if row.tokens)


def _occurrences(
    text: RunningText, sections: Sequence[SectionFrame], frame: FormFrame
) -> Iterator[_Occurrence]:
    """Yield every place where a row's label stands with figures behind it."""
    leaves = [(section, leaf) for section in sections for leaf in section.rows.leaves]
    count = 0
    for order, (section, leaf) in enumerate(leaves):
        number = frame.normalize(leaf.label).number
        for start, end in header_places(text, leaf, frame):
            tail = _LABEL_END.match(text.text, end)
            figures_start = tail.end() if tail else end
            begin, printed = _number_before(text.text, start, number)
            if not text.tokens(figures_start, len(text.text)) or printed not in (0, number):
                continue
            if text.is_sentence(figures_start) or _COMMA_BEFORE.search(
                text.text, max(0, begin - 3), begin
            ):
                continue
            score = 4 + (2 if printed else 0)
            is_touching = begin == start and bool(
                number and _DIGIT.match(text.text[start - 1 : start])
            )
            count += 1
            if count > _MAX_OCCURRENCES:
                return
            yield _Occurrence(order, section, leaf, begin, figures_start, score, is_touching)


def header_places(text: RunningText, header: Header, frame: FormFrame) -> Iterator[tuple[int, int]]:
    """Yield where any words for a header stand, the longest at each place."""
    labels = [frame.normalize(words) for words in frame.texts_of(header)]
    ends: dict[int, int] = {}
    for words in dict.fromkeys(folded for label in labels for folded in (label.full, label.core)):
        for start, end in islice(text.folded.find(words), _MAX_PLACES):
            ends[start] = max(end, ends.get(start, 0))
    yield from sorted(ends.items())


def _number_before(text: str, start: int, number: int) -> tuple[int, int]:
    """Return where the number before a label begins, and the number; its start and 0 for none.

    Only the digits of the number that is due are taken: those before them may be figures.
    """
    before = text[max(0, start - _NUMBER_LENGTH) : start]
    match = re.search(rf"{number}\s*[.、)]\s*$", before) if number else None
    if match:
        return start - len(before) + match.start(), number
    other = _NUMBER.search(before)
    return start, int(other[1]) if other else 0


def _group_starts(
    text: RunningText, sections: Sequence[SectionFrame], frame: FormFrame
) -> Iterator[int]:
    """Yield where the labels of groups of rows stand."""
    for section in sections:
        for header in _groups(section.section.rows):
            number = frame.normalize(header.label).number
            for start, _ in header_places(text, header, frame):
                yield _number_before(text.text, start, number)[0]


def _header_ends(text: RunningText, section: SectionFrame, frame: FormFrame) -> Iterator[int]:
    """Yield where the labels of a section's columns end."""
    for leaf in section.columns.leaves:
        yield from (end for _, end in header_places(text, leaf, frame))


def _is_headed(text: RunningText, ends: Sequence[int], start: int) -> bool:
    """Return whether a column's label stands above a row, with no sentence between them."""
    above = max((end for end in ends if end <= start), default=None)
    return above is not None and not _SENTENCE.search(text.text, above, start)


def _groups(headers: Sequence[Header]) -> Iterator[Header]:
    for header in headers:
        if header.children:
            yield header
            yield from _groups(header.children)


def _best_chain(occurrences: Sequence[_Occurrence]) -> tuple[_Occurrence, ...]:
    """Return the places, in the order of form and text, whose scores add up to the most."""
    best: list[tuple[int, int]] = []
    ordered = sorted(occurrences, key=lambda item: (item.start, item.order))
    for number, item in enumerate(ordered):
        before = [
            (best[other][0], other)
            for other in range(number)
            if ordered[other].order < item.order and ordered[other].end <= item.start
        ]
        score, previous = max(before, key=lambda pair: pair[0], default=(0, -1))
        best.append((score + item.score, previous))
    place = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    chain: list[_Occurrence] = []
    while place >= 0:
        chain.append(ordered[place])
        place = best[place][1]
    return tuple(reversed(chain))


def _text_row(
    text: RunningText, occurrence: _Occurrence, following: _Occurrence | None, end: int
) -> TextRow:
    tokens = text.tokens(occurrence.end, end)
    rest = text.text[max([occurrence.end, *(token.end for token in tokens)]) : end]
    doubt = ""
    if _STRAY_NUMBER.match(rest) or (following and following.is_touching and not rest.strip()):
        doubt = "末尾的数字可能是下一行的序号"
    elif following and _DIGIT.search(_ARTICLE.sub("", rest)):
        doubt = "这一行后面还有认不出的数字"
    span = occurrence.start, max([occurrence.end, *(token.end for token in tokens)])
    return TextRow(occurrence.section, occurrence.row, tokens, span, doubt)
