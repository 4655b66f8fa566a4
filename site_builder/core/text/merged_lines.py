"""Three versions of a text, line by line: what two people changed is joined where it can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match
from itertools import pairwise

from site_builder.core.text.line_matcher import line_matcher


@dataclass(frozen=True, slots=True)
class MergedLines:
    """A stretch of the text in both later versions: lines with their ends, joined."""

    mine: str
    theirs: str
    is_conflict: bool
    """Both changed it, and not alike: somebody has to choose. Otherwise both are the result."""


def merge_lines(base: str, mine: str, theirs: str) -> tuple[MergedLines, ...]:
    """Return a text from what two people made of `base`, in order; no word of it is left out.

    What only one of them changed, or both alike, is settled; the rest is a conflict.
    """
    texts = tuple(text.splitlines(keepends=True) for text in (base, mine, theirs))
    anchors = ((0, 0, 0, 0), *_common(*texts), (*map(len, texts), 0))
    merged: list[MergedLines] = []
    for before, after in pairwise(anchors):
        length = before[3]
        starts = tuple(start + length for start in before[:3])
        if length:
            same = "".join(texts[0][before[0] : starts[0]])
            _append(merged, MergedLines(same, same, is_conflict=False))
        gap = zip(texts, starts, after[:3], strict=True)
        _append(merged, _settle(*("".join(text[start:end]) for text, start, end in gap)))
    return tuple(merged)


def _common(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield where all three versions hold the same lines: where in each, and how many."""
    blocks = [_matching_blocks(base, text) for text in (mine, theirs)]
    first = second = 0
    while first < len(blocks[0]) and second < len(blocks[1]):
        left, right = blocks[0][first], blocks[1][second]
        start = max(left.a, right.a)
        end = min(left.a + left.size, right.a + right.size)
        if start < end:
            yield start, left.b + start - left.a, right.b + start - right.a, end - start
        if left.a + left.size < right.a + right.size:
            first += 1
        else:
            second += 1


def _matching_blocks(base: Sequence[str], text: Sequence[str]) -> list[Match]:
    """Return where two versions hold the same lines, in order.

    Searched is only what stands between the first and the last change.
    """
    most = min(len(base), len(text))
    start = next((at for at in range(most) if base[at] != text[at]), most)
    most -= start
    end = next((at for at in range(most) if base[-1 - at] != text[-1 - at]), most)
    inner, other = base[start : len(base) - end], text[start : len(text) - end]
    blocks = line_matcher(inner, other).get_matching_blocks()
    return [
        Match(0, 0, start),
        *(Match(start + block.a, start + block.b, block.size) for block in blocks),
        Match(len(base) - end, len(text) - end, end),
    ]


def _settle(base: str, mine: str, theirs: str) -> MergedLines:
    if mine in (base, theirs):
        return MergedLines(theirs, theirs, is_conflict=False)
    if theirs == base:
        return MergedLines(mine, mine, is_conflict=False)
    return MergedLines(mine, theirs, is_conflict=True)


def _append(merged: list[MergedLines], lines: MergedLines) -> None:
    """Add a stretch; settled ones become one."""
    if not (lines.mine or lines.theirs):
        return
    if merged and not (merged[-1].is_conflict or lines.is_conflict):
        text = merged.pop().mine + lines.mine
        lines = MergedLines(text, text, is_conflict=False)
    merged.append(lines)
