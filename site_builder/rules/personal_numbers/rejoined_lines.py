"""Numbers that a line break or the edges of cells cut."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import TextSpan
from site_builder.rules.personal_numbers.rejoined_cells import NUMBER_PIECE, rejoin_cells
from site_builder.rules.text.digit_normalization import (
    CROSS_LIKE,
    DASH_LIKE,
    DIGIT_LIKE,
    SPACE_LIKE,
    normalize_digits,
)

_MAX_LENGTH = 19
_EDGE_LENGTH = 80
"""Characters at an edge that are read: signs may be written as codes."""
_TAIL = lazy_pattern(r"(?:^|[^\d.,]|(?<!\d)[.,])(\d[\d -]{0,17}-?)(?:\\|\s*)$")
_START = lazy_pattern(r"(?:\s|> ?)*([\d -]{0,17}[\dXx])(?![\dA-Za-z]|[.,]\d)")
_ENDS = lazy_pattern(r"\S$|\d {2,4}$")
"""Blanks at the end of a line break it; others stand for an address."""


_JOINT = "¶"
_MAY_JOIN = lazy_pattern(
    rf"{_JOINT}(?<=[{DIGIT_LIKE}{SPACE_LIKE}{DASH_LIKE}\\＼]{_JOINT})"
    rf"[{SPACE_LIKE}{DASH_LIKE}>＞]*[{DIGIT_LIKE}{CROSS_LIKE}]"
)
"""A line ends as `_TAIL` wants it, and the next begins as `_START` wants it."""


def rejoin_numbers(spans: tuple[TextSpan, ...]) -> Iterator[TextSpan]:
    """Yield numbers that a line break or the edges of cells cut, as a doubtful passage each."""
    body = [span for span in spans if span.kind == "body"]
    if len({span.label for span in body}) > 1 or _MAY_JOIN.search(
        _JOINT.join([span.text for span in body])
    ):
        yield from _rejoin_lines(spans)
    yield from rejoin_cells(spans)


def _rejoin_lines(spans: tuple[TextSpan, ...]) -> Iterator[TextSpan]:
    columns: dict[str, list[TextSpan]] = {}
    for span in spans:
        columns.setdefault(_DIGITS.sub("", span.label), []).append(span)
    rejoined_texts: set[str] = set()
    for group in (spans, *(columns.values() if len(columns) > 1 else ())):
        for span in _rejoin(group):
            if span.text not in rejoined_texts:
                rejoined_texts.add(span.text)
                yield span


_DIGITS = lazy_pattern(r"\d+")


def _rejoin(spans: Sequence[TextSpan]) -> Iterator[TextSpan]:
    pieces: list[str] = []
    first = None
    for before, after in pairwise(spans):
        if first is None:
            end = before.text[-_EDGE_LENGTH:]
            tail = _TAIL.search(normalize_digits(end)[-20:]) if _ENDS.search(end) else None
            tail = tail if tail and before.kind == "body" else None
            first, pieces = (before, [tail[1].strip(" -")]) if tail else (None, [])
        if first is None:
            continue
        start = _START.match(normalize_digits(after.text[:24])) if after.kind == "body" else None
        if start:
            pieces.append(start[1].strip())
        is_continued = bool(
            start
            and NUMBER_PIECE.fullmatch(normalize_digits(after.text[:_EDGE_LENGTH].strip()[:24]))
        )
        if not is_continued or len("".join(pieces)) >= _MAX_LENGTH:
            yield from _join(first, pieces)
            first, pieces = None, []
    if first is not None:
        yield from _join(first, pieces)


_MIN_PARTS = 2
_MIN_LENGTH, _NUMBER_LENGTHS = 11, (11, 15, 16, 18, 19)


def _join(first: TextSpan, pieces: list[str]) -> Iterator[TextSpan]:
    """Yield the parts as one number when none of them is one and together they have its length."""
    plain = [re.sub(r"\D(?<![Xx])", "", part) for part in pieces]
    for count in range(_MIN_PARTS, len(plain) + 1):
        text = "".join(plain[:count])
        if len(text) in _NUMBER_LENGTHS and all(
            len(part) < _MIN_LENGTH or len(text) > len(part) + 1 for part in plain[:count]
        ):
            yield TextSpan("figures", first.label, text, first.location)
