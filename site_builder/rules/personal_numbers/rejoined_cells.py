"""Numbers of persons that stand in cells of a Markdown table, a part in each.

Statistics stand so too: only what has the check digit of a person's number counts, and a telephone
only in a row without other figures.
"""

from collections.abc import Iterator, Sequence

from site_builder.core.check_digits import (
    has_luhn_check_digit,
    has_resident_check_digit,
    is_resident_id_format,
)
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import TextSpan
from site_builder.rules.text.digit_normalization import DIGIT_LIKE, normalize_digits

NUMBER_PIECE = lazy_pattern(r"\d{1,17}[Xx]?|[Xx]")
_MIN_CELLS, _MAX_CELLS = 2, 5
_UNION = lazy_pattern(r"62(?:\d{14}|\d{17})")
_MOBILE = lazy_pattern(r"1[3-9]\d{9}")
_MOBILE_GROUPINGS = ((3, 4, 4), (3, 8), (7, 4))
_RESIDENT_ID_LENGTH = 18


_MANY_DIGITS = lazy_pattern(rf"[{DIGIT_LIKE}](?:[^{DIGIT_LIKE}]*[{DIGIT_LIKE}]){{7}}")
"""Of the two halves of a number, one has so many."""


def rejoin_cells(spans: Sequence[TextSpan]) -> Iterator[TextSpan]:
    """Yield the numbers that cells of one row, or of one column in rows that follow, make up."""
    above: TextSpan | None = None
    was_rich = False
    for span in spans:
        is_row = span.kind == "body" and span.text.count("|") >= _MIN_CELLS
        is_rich = is_row and bool(_MANY_DIGITS.search(span.text))
        if is_rich or (was_rich and is_row):
            cells = _cells(span)
            in_columns = _in_columns(_cells(above), cells) if above else ()
            for text in (*(_in_row(cells) if is_rich else ()), *in_columns):
                yield TextSpan("figures", span.label, text, span.location)
        above, was_rich = span if is_row else None, is_rich


def _cells(span: TextSpan) -> list[str]:
    return [cell.strip() for cell in normalize_digits(span.text).strip().strip("|").split("|")]


def _in_row(cells: list[str]) -> Iterator[str]:
    pieces = [cell if NUMBER_PIECE.fullmatch(cell) else "" for cell in cells]
    for first in range(len(pieces)):
        for last in range(first + _MIN_CELLS, min(first + _MAX_CELLS, len(pieces)) + 1):
            parts = pieces[first:last]
            if all(parts) and (_is_checked("".join(parts)) or _is_mobile(parts, pieces)):
                yield "".join(parts)


def _is_mobile(parts: list[str], pieces: list[str]) -> bool:
    is_isolated = len(parts) == sum(bool(piece) for piece in pieces)
    fits = tuple(len(piece) for piece in parts) in _MOBILE_GROUPINGS
    return is_isolated and fits and bool(_MOBILE.fullmatch("".join(parts)))


def _in_columns(above: list[str], cells: list[str]) -> Iterator[str]:
    for upper, lower in zip(above, cells, strict=False):
        joined = f"{upper}{lower}"
        if NUMBER_PIECE.fullmatch(upper) and NUMBER_PIECE.fullmatch(lower) and _is_checked(joined):
            yield joined


def _is_checked(text: str) -> bool:
    if len(text) == _RESIDENT_ID_LENGTH and is_resident_id_format(text):
        return has_resident_check_digit(text)
    return bool(_UNION.fullmatch(text)) and has_luhn_check_digit(text)
