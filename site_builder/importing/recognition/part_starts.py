"""Where each part of a report begins: by its heading, by its table where the heading is lost."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from site_builder.importing.recognition.form_words import FormWords
from site_builder.importing.recognition.headings import HeadingMatch, HeadingWords
from site_builder.model.original import Block, TextBlock

_EXACT, _LIKELY = 10, 4
_NUMBER, _ITEM, _HEADING, _BOLD, _CONTENT, _TABLE = 3, 1, 2, 1, 3, 6
_MAX_CANDIDATES = 400
_MAX_DISTANCE = 12
"""Blocks between a likely heading and the table below it."""


@dataclass(frozen=True, slots=True)
class PartStart:
    """The first block of a part."""

    part: str
    index: int
    has_heading: bool
    """The block is its heading; otherwise the first of its content."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    match: HeadingMatch
    score: int


def find_part_starts(
    blocks: Sequence[Block],
    words: HeadingWords,
    form_words: FormWords,
    statutory: Collection[int],
) -> tuple[PartStart, ...]:
    """Return where parts begin, in the form's order; a part of which nothing is left is missing.

    Of several lines that may be a heading those are chosen that fit best together: in the form's
    order, with its numbers, before their tables and not before another heading alone. `statutory`
    are the places of the tables that hold rows of the form.
    """
    marks = {
        index: part
        for index, block in enumerate(blocks)
        if (isinstance(block, TextBlock) or index in statutory)
        and (part := form_words.part_of(block))
    }
    candidates = _candidates(blocks, words, form_words, marks)
    chosen = _best_chain(candidates, words.order)
    starts = [PartStart(item.match.part, item.index, has_heading=True) for item in chosen]
    return _with_tables(starts, marks, words.order, len(blocks))


def _candidates(
    blocks: Sequence[Block],
    words: HeadingWords,
    form_words: FormWords,
    marks: Mapping[int, str],
) -> list[_Candidate]:
    matches = _matches(blocks, words, marks)
    result: list[_Candidate] = []
    for index, match in list(matches.items())[:_MAX_CANDIDATES]:
        block = blocks[index]
        assert isinstance(block, TextBlock)  # noqa: S101 - by the choice above
        is_numbered = match.label.style in ("item", "digit")
        is_titled = block.kind == "heading" or is_numbered
        follows = _table_below(index, match, matches, marks)
        is_plausible = match.is_exact or (
            is_titled and (follows or not form_words.has_table(match.part))
        )
        if not is_plausible or (match.label.style == "bracket" and not follows):
            continue
        score = _EXACT if match.is_exact else _LIKELY
        score += _NUMBER * (is_numbered and match.label.number == words.order[match.part])
        score += _ITEM * is_numbered + _HEADING * (block.kind == "heading")
        score += _BOLD * (block.markdown.startswith("**") and block.markdown.endswith("**"))
        score += (
            _CONTENT * (index + 1 < len(blocks) and index + 1 not in matches) + _TABLE * follows
        )
        result.append(_Candidate(index, match, score))
    return result


def _matches(
    blocks: Sequence[Block], words: HeadingWords, marks: Mapping[int, str]
) -> dict[int, HeadingMatch]:
    """Return the lines that may be headings of parts, by their places."""
    matches = {
        index: match
        for index, block in enumerate(blocks)
        if isinstance(block, TextBlock)
        and not marks.get(index)
        and (match := words.match(block.text))
    }
    # （二）主动公开政府信息情况 heads a paragraph where another line heads the part.
    headed = {m.part for m in matches.values() if m.is_exact and m.label.style != "bracket"}
    return {
        index: match
        for index, match in matches.items()
        if match.label.style != "bracket" or match.part not in headed
    }


def _table_below(
    index: int, match: HeadingMatch, matches: Mapping[int, HeadingMatch], marks: Mapping[int, str]
) -> bool:
    """Return whether the table of a part begins below a line, with no other such line between."""
    for below in range(index + 1, index + 1 + _MAX_DISTANCE):
        if marks.get(below):
            return marks[below] == match.part
        if below in matches and matches[below].is_exact:
            return False
    return False


def _best_chain(
    candidates: Sequence[_Candidate], order: Mapping[str, int]
) -> tuple[_Candidate, ...]:
    """Return the candidates in the form's order whose scores add up to the most."""
    best: list[tuple[int, tuple[_Candidate, ...]]] = []
    for number, candidate in enumerate(candidates):
        before = [
            best[other]
            for other in range(number)
            if order[candidates[other].match.part] < order[candidate.match.part]
        ]
        score, chain = max(before, key=lambda item: item[0], default=(0, ()))
        best.append((score + candidate.score, (*chain, candidate)))
    return max(best, key=lambda item: item[0], default=(0, ()))[1]


def _with_tables(
    starts: Sequence[PartStart], marks: Mapping[int, str], order: Mapping[str, int], count: int
) -> tuple[PartStart, ...]:
    """Add the parts whose heading is lost and whose table is there, where it begins."""
    result = list(starts)
    present = {start.part for start in starts}
    for part in sorted({*marks.values()} - present, key=order.__getitem__):
        first = max((s.index for s in result if order[s.part] < order[part]), default=-1)
        last = min((s.index for s in result if order[s.part] > order[part]), default=count)
        places = [index for index, name in marks.items() if name == part and first < index < last]
        if places:
            result.append(PartStart(part, places[0], has_heading=False))
    return tuple(sorted(result, key=lambda start: start.index))
