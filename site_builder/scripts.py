"""Which signs without a shape belong to the script around them. Called by `rules`, `read`, `plan`.

Between Chinese characters they are left over from copying; Arabic letters, Mongolian and others are
not written right without them.
"""

import re
import unicodedata
from collections.abc import Iterable

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
RTL = re.compile(f"[{_RTL}]")
"""A letter that is written from right to left: Arabic (Uyghur, Kazakh, Kirghiz), Hebrew …"""
_JOINING = re.compile(f"[{_RTL}\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af]")
"""Letters whose shape depends on their neighbours."""
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\u1950-\u19df\u1a20-\u1aaf]")
"""Letters of scripts that part words without blanks: a line may end at a zero-width space."""
_MONGOLIAN = re.compile("[\u1800-\u180a\u1810-\u18af]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_JOINERS = "\u200c\u200d"
_TURNS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""Marks of direction. What overrides it (U+202D, U+202E) hides text, and is never right."""
_VARIANTS = "\u180b\u180c\u180d\u180e\u180f"


def belongs(text: str, at: int) -> bool:
    """Tell whether a sign without a shape is a part of how the words around it are written."""
    sign = text[at]
    before, after = _letter(reversed(text[:at])), _letter(text[at + 1 :])
    if sign in _TURNS:
        return bool(RTL.match(_strong(reversed(text[:at]))) or RTL.match(_strong(text[at + 1 :])))
    if sign in _VARIANTS:
        return bool(_MONGOLIAN.match(before))
    if sign in _JOINERS:
        first = bool(_JOINING.match(after)) and not _HAN.match(before)
        return bool(_JOINING.match(before)) or first or _is_picture(before, after)
    return sign == "\u200b" and bool(_UNSPACED.match(before) and _UNSPACED.match(after))


def _letter(text: Iterable[str]) -> str:
    """Give the nearest character that is no mark or sign without a shape."""
    return next((one for one in text if unicodedata.category(one) not in ("Cf", "Mn", "Me")), "")


def _strong(text: Iterable[str]) -> str:
    """Give the nearest letter: punctuation, digits and blanks have no direction of their own."""
    return next((one for one in text if unicodedata.bidirectional(one) in ("L", "R", "AL")), "")


def _is_picture(before: str, after: str) -> bool:
    """Tell whether two pictures are joined to one, as in 👩‍💻."""
    return all(one and unicodedata.category(one) == "So" for one in (before, after))


def is_right_to_left(text: str) -> bool:
    """Tell whether a text begins from right to left, as browsers decide for `dir="auto"`."""
    return bool(RTL.match(_strong(text)))
