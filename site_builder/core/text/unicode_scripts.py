"""Which signs without a shape belong to the script around them.

Between Chinese characters they are left over from copying; Arabic letters, Mongolian and others are
not written right without them.
"""

import unicodedata
from collections.abc import Iterable

from site_builder.model.lazy_pattern import lazy_pattern

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
RTL_LETTER = lazy_pattern(f"[{_RTL}]")
"""A letter that is written from right to left: Arabic (Uyghur, Kazakh, Kirghiz), Hebrew …"""
_JOINING_LETTER = lazy_pattern(
    f"[{_RTL}\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af]"
)
"""Letters whose shape depends on their neighbours."""
_UNSPACED_LETTER = lazy_pattern(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\u1950-\u19df\u1a20-\u1aaf]"
)
"""Letters of scripts that part words without blanks: a line may end at a zero-width space."""
_MONGOLIAN_LETTER = lazy_pattern("[\u1800-\u180a\u1810-\u18af]")
_HAN = lazy_pattern("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_NEAR = 40
"""Characters read on either side of a sign: words are nearer to what belongs to them."""
_JOINERS = "\u200c\u200d"
_DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""Marks of direction. What overrides it (U+202D, U+202E) hides text, and is never right."""
_MONGOLIAN_SELECTORS = "\u180b\u180c\u180d\u180e\u180f"


def is_needed_by_script(text: str, index: int) -> bool:
    """Return whether a sign without a shape is a part of how the words around it are written."""
    character = text[index]
    back, ahead = text[max(0, index - _NEAR) : index][::-1], text[index + 1 : index + 1 + _NEAR]
    before, after = _first_letter(back), _first_letter(ahead)
    if character in _DIRECTION_MARKS:
        return bool(RTL_LETTER.match(_first_strong(back)) or RTL_LETTER.match(_first_strong(ahead)))
    if character in _MONGOLIAN_SELECTORS:
        return bool(_MONGOLIAN_LETTER.match(before))
    if character in _JOINERS:
        begins_joined = bool(_JOINING_LETTER.match(after)) and not _HAN.match(before)
        return bool(_JOINING_LETTER.match(before)) or begins_joined or _is_emoji_pair(before, after)
    return character == "\u200b" and bool(
        _UNSPACED_LETTER.match(before) and _UNSPACED_LETTER.match(after)
    )


def _first_letter(text: Iterable[str]) -> str:
    """Return the nearest character that is no mark or sign without a shape."""
    return next(
        (
            character
            for character in text
            if unicodedata.category(character) not in ("Cf", "Mn", "Me")
        ),
        "",
    )


def _first_strong(text: Iterable[str]) -> str:
    """Return the nearest letter: punctuation, digits and blanks have no direction of their own."""
    return next(
        (
            character
            for character in text
            if unicodedata.bidirectional(character) in ("L", "R", "AL")
        ),
        "",
    )


def _is_emoji_pair(before: str, after: str) -> bool:
    """Return whether two pictures are joined to one, as in 👩‍💻."""
    return all(
        character and unicodedata.category(character) == "So" for character in (before, after)
    )


def is_right_to_left(text: str) -> bool:
    """Return whether a text begins from right to left, as browsers decide for `dir="auto"`."""
    return bool(RTL_LETTER.match(_first_strong(text)))
