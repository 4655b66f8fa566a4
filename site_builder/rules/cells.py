"""Numbers of persons that stand in cells of a Markdown table, a part in each. Called by `rejoined`.

Statistics stand so too: only what has the check digit of a person's number counts, and a telephone
only in a row without other figures.
"""

import re
from collections.abc import Iterator, Sequence

from site_builder.identity import (
    has_luhn_check_digit,
    has_resident_check_digit,
    is_resident_id_format,
)
from site_builder.model.inspection import TextSpan
from site_builder.rules.halfwidth import half

_PIECE = re.compile(r"\d{1,17}[Xx]?|[Xx]")
_LEAST, _MOST = 2, 5
_UNION = re.compile(r"62(?:\d{14}|\d{17})")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHAPES = ((3, 4, 4), (3, 8), (7, 4))
_IDENTITY = 18


def split_in_cells(listed: Sequence[TextSpan]) -> Iterator[TextSpan]:
    """List the numbers that cells of one row, or of one column in rows that follow, make up."""
    above: list[str] = []
    for passage in listed:
        cells = _cells(passage)
        for text in (*_in_row(cells), *_in_columns(above, cells)):
            yield TextSpan("figures", passage.label, text, passage.location)
        above = cells


def _cells(passage: TextSpan) -> list[str]:
    if passage.kind != "body" or passage.text.count("|") < _LEAST:
        return []
    return [one.strip() for one in half(passage.text).strip().strip("|").split("|")]


def _in_row(cells: list[str]) -> Iterator[str]:
    pieces = [one if _PIECE.fullmatch(one) else "" for one in cells]
    for first in range(len(pieces)):
        for last in range(first + _LEAST, min(first + _MOST, len(pieces)) + 1):
            parts = pieces[first:last]
            if all(parts) and (_is_checked("".join(parts)) or _is_mobile(parts, pieces)):
                yield "".join(parts)


def _is_mobile(parts: list[str], pieces: list[str]) -> bool:
    alone = len(parts) == sum(bool(one) for one in pieces)
    fits = tuple(len(one) for one in parts) in _SHAPES
    return alone and fits and bool(_MOBILE.fullmatch("".join(parts)))


def _in_columns(above: list[str], cells: list[str]) -> Iterator[str]:
    for upper, lower in zip(above, cells, strict=False):
        whole = f"{upper}{lower}"
        if _PIECE.fullmatch(upper) and _PIECE.fullmatch(lower) and _is_checked(whole):
            yield whole


def _is_checked(text: str) -> bool:
    if len(text) == _IDENTITY and is_resident_id_format(text):
        return has_resident_check_digit(text)
    return bool(_UNION.fullmatch(text)) and has_luhn_check_digit(text)
