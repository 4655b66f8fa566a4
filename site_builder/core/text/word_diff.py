"""What was changed in a text, word by word: Chinese by the character, numbers as wholes."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from site_builder.model.lazy_pattern import lazy_pattern

_TOKEN = lazy_pattern(r"[A-Za-z]+|[0-9０-９][0-9０-９.,．，]*(?<=[0-9０-９])|\s+|.")
_MAX_TOKENS = 4_000
"""Of one passage; comparing costs the product of both lengths."""
_MIN_EQUAL = 2
"""What is equal between two changes and shorter than this is read with them."""


class DiffSpan(NamedTuple):
    """Words that stayed, came or went."""

    kind: Literal["equal", "insert", "delete"]
    text: str


class PassageChange(NamedTuple):
    """Neighbouring paragraphs that changed."""

    paragraph: int
    """Number of the first in the new text, from 1; of the next where all went."""
    spans: tuple[DiffSpan, ...]


def passage_changes(old: Sequence[str], new: Sequence[str]) -> tuple[PassageChange, ...]:
    """Compare two texts, given as paragraphs."""
    return tuple(
        PassageChange(start + 1, word_diff("\n".join(before), "\n".join(after)))
        for before, after, start in _changed_passages(old, new)
    )


def _changed_passages(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], int]]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        if end - start == new_end - new_start:
            for place in range(end - start):
                number = new_start + place
                yield old[start + place : start + place + 1], new[number : number + 1], number
        else:
            yield old[start:end], new[new_start:new_end], new_start


def word_diff(old: str, new: str) -> tuple[DiffSpan, ...]:
    """Compare two passages. What went stands before what came in its place."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > _MAX_TOKENS:
        return tuple(_changed(old, new))
    spans: list[DiffSpan] = []
    went, came = "", ""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    opcodes = matcher.get_opcodes()
    for place, (kind, start, end, new_start, new_end) in enumerate(opcodes):
        is_inside = 0 < place < len(opcodes) - 1
        if kind != "equal" or (is_inside and end - start < _MIN_EQUAL):
            went += "".join(before[start:end])
            came += "".join(after[new_start:new_end])
            continue
        spans += [*_changed(went, came), DiffSpan("equal", "".join(before[start:end]))]
        went, came = "", ""
    return (*spans, *_changed(went, came))


def _changed(went: str, came: str) -> Iterator[DiffSpan]:
    if went:
        yield DiffSpan("delete", went)
    if came:
        yield DiffSpan("insert", came)
