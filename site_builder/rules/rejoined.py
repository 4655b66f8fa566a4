"""Numbers that a line break or the edges of cells cut. Called by `rules._personal`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from site_builder.model.inspection import TextSpan
from site_builder.rules.cells import split_in_cells
from site_builder.rules.halfwidth import half

_MOST = 19
_NEAR = 80
"""Characters at an edge that are looked at: signs may be written as codes."""
_TAIL = re.compile(r"(?:^|[^\d.,]|(?<!\d)[.,])(\d[\d -]{0,17}-?)(?:\\|\s*)$")
_START = re.compile(r"(?:\s|> ?)*([\d -]{0,17}[\dXx])(?![\dA-Za-z]|[.,]\d)")
_ENDS = re.compile(r"\S$|\d {2,4}$")
"""Blanks at the end of a line break it; others stand for an address."""
_PIECE = re.compile(r"\d{1,17}[Xx]?|[Xx]")


def rejoined(listed: tuple[TextSpan, ...]) -> Iterator[TextSpan]:
    """List numbers that a line break or the edges of cells cut, as a doubtful passage each."""
    columns: dict[str, list[TextSpan]] = {}
    for one in listed:
        columns.setdefault(_COUNTED.sub("", one.label), []).append(one)
    seen: set[str] = set()
    for group in (listed, *(columns.values() if len(columns) > 1 else ())):
        for one in _rejoined(group):
            if one.text not in seen:
                seen.add(one.text)
                yield one
    yield from split_in_cells(listed)


_COUNTED = re.compile(r"\d+")


def _rejoined(listed: Sequence[TextSpan]) -> Iterator[TextSpan]:
    pieces: list[str] = []
    first = None
    for before, after in pairwise(listed):
        if first is None:
            end = before.text[-_NEAR:]
            tail = _TAIL.search(half(end)[-20:]) if _ENDS.search(end) else None
            tail = tail if tail and before.kind == "body" else None
            first, pieces = (before, [tail[1].strip(" -")]) if tail else (None, [])
        if first is None:
            continue
        start = _START.match(half(after.text[:24])) if after.kind == "body" else None
        if start:
            pieces.append(start[1].strip())
        whole = bool(start and _PIECE.fullmatch(half(after.text[:_NEAR].strip()[:24])))
        if not whole or len("".join(pieces)) >= _MOST:
            yield from _joined(first, pieces)
            first, pieces = None, []
    if first is not None:
        yield from _joined(first, pieces)


_PARTS = 2
_SHORTEST, _WHOLE = 11, (11, 15, 16, 18, 19)


def _joined(first: TextSpan, pieces: list[str]) -> Iterator[TextSpan]:
    """Yield the parts as one number when none of them is one and together they have its length."""
    plain = [re.sub(r"\D(?<![Xx])", "", one) for one in pieces]
    for count in range(_PARTS, len(plain) + 1):
        text = "".join(plain[:count])
        if len(text) in _WHOLE and all(
            len(one) < _SHORTEST or len(text) > len(one) + 1 for one in plain[:count]
        ):
            yield TextSpan("figures", first.label, text, first.location)
