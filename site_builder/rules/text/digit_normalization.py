"""Text with its digits and spaces written the plain way, so that no dress hides a number.

Every character stays in its place: what stands between the parts of one number is levelled, and
what is no part of it (HTML's codes of spaces, marks that make words bold) becomes `SEPARATOR`.
"""

import re
from functools import lru_cache
from html import unescape

from site_builder.core.text.fullwidth import FULLWIDTH_ASCII
from site_builder.model.digits import (
    BASIC_DIGITS,
    CHINESE_DIGITS,
    SUPPLEMENTARY,
    plain_digits,
)
from site_builder.model.lazy_pattern import lazy_pattern

SEPARATOR = "\x01"
"""Stands for a mark between the parts of a number that is neither a space nor a hyphen."""

ZERO_WIDTH = "\x02"
"""Stands for a character without width inside a number: it cuts no number into groups."""
_SPACES = dict.fromkeys(
    (
        *range(0x9, 0xE),
        *range(0x2000, 0x2010),
        0x2028,
        0x2029,
        0xA0,
        0xAD,
        0x202F,
        0x205F,
        0x2060,
        0x3000,
        0xFEFF,
        0x2800,
        0x3164,
    ),
    0x20,
)
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0x30FB, 0xB7, 0xFF65), 0x2D)
_CROSSES = dict.fromkeys((0xD7, 0x3A7, 0x425, 0x2169), 0x58)
_HALF = FULLWIDTH_ASCII | _SPACES | _DASHES | _CROSSES
_OTHER_FORM = lazy_pattern("[" + "".join(map(re.escape, map(chr, _HALF))) + "]")
_HALF_CHARACTERS = {chr(code): chr(half) for code, half in _HALF.items()}


def _to_half(match: re.Match[str]) -> str:
    return _HALF_CHARACTERS[match[0]]


def _written_as(*plain: str) -> str:
    """Return, for a character class, what is written the plain way as one of some characters."""
    codes = {ord(character) for character in plain}
    codes |= {code for code, half in _HALF.items() if half in codes}
    return "".join(f"\\U{code:08x}" for code in sorted(codes))


BASIC_DIGIT_LIKE = rf"{BASIC_DIGITS}{CHINESE_DIGITS}{_written_as(*'OoIl')}"
DIGIT_LIKE = BASIC_DIGIT_LIKE + SUPPLEMENTARY
"""For character classes: whatever `normalize_digits` may write as a digit."""
CROSS_LIKE = _written_as(*"Xx")
DASH_LIKE = _written_as("-")
SPACE_LIKE = _written_as(" ", *"\x1c\x1d\x1e\x1f\x85\u1680")
"""With all that `\\s` takes for white space."""
INVISIBLE = (
    r"\u00ad\u0300-\u036f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\u20d0-\u20f0\U000e0000-\U000e01ef"
)
INSIDE_NUMBER = rf"{SPACE_LIKE}{DASH_LIKE}{INVISIBLE}{SEPARATOR}{_written_as(*'*`[')}"
"""What may stand between two digits of one number."""
MARK_LIKE = _written_as(*"*/_.,、|~+)")
"""Marks that cut a number in certain ways only: `_CUT`, `_SINGLE_DIGITS`, `_COMMA_SEPARATED`."""

_INVISIBLE = lazy_pattern(
    rf"(?<=[0-9])[{INVISIBLE}]{{1,3}}(?=[0-9Xx])"
    r"|(?<=[0-9])[ \t]{0,9}\r?\n[ \t]{0,9}(?=[0-9Xx])"
)
_INVISIBLE_PREFILTER = lazy_pattern(rf"[{INVISIBLE}\n]")
_CODE = lazy_pattern(r"&(?:[A-Za-z]{3,16}|#[0-9]{2,7}|#[Xx][0-9A-Fa-f]{2,6});")
"""A character written in HTML's way."""
_CUT = lazy_pattern(
    r"(?<!\d)(?:1\d\d\.\d{4}\.\d{4}(?!\d)|(?<=\()1\d\d\) ?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?<!\d\.)\d{4}(?:\.\d{4}){3}(?:\.\d{1,3})?(?![.\d])"
    r"|\d{6}[*/_.]{1,2}(?:\d{8}|\d{4}[*/_.]\d{4})[*/_.]{1,2}\d{3}[\dXx])"
)
"""Numbers cut by other marks than spaces and hyphens."""
_SINGLE_DIGITS = lazy_pattern(r"(?<![\d.,])\d([*/_.,、|~+])\d(?:\1\d){8,15}(?:\1[\dXx])?(?!\1?\d)")
"""Single digits with the same mark between all of them."""
_SINGLE_DIGITS_PREFILTER = lazy_pattern(r"\d[*/_.,、|~+]\d[*/_.,、|~+]\d[*/_.,、|~+]\d")
_CUT_PREFILTER = lazy_pattern(r"[*/_.)][*/_.]? ?\d\d\d")
"""What each of them holds, sought first: most lines have none."""
_COMMA_SEPARATED = lazy_pattern(
    r"(?:身份证|证件号|身份号码)[^\d,、]{0,8}\d{6}[,、] ?\d{8}[,、] ?\d{3}[\dXx](?![0-9A-Za-z])"
)
"""An identity number in parts like a list; only where it is stated to be one."""
_LETTERED = lazy_pattern(r"[OoIl](?:(?<=\d.)|(?=\d))")
_CODED_PART = lazy_pattern(r"(?<=\d)[`\[](?=\d)")
"""A code span or the text of a link begins inside a number."""
_BOLD = lazy_pattern(r"\*\*[\dXx -]{1,30}\*\*")
"""Marks that make a part of a number bold, and are not printed."""


def normalize_digits(text: str) -> str:
    """Write full-width digits and letters, spaces and dashes the plain way, each in its place."""
    return _cached_normalize(text) if len(text) <= _MAX_CACHED_LENGTH else _normalize(text)


def _normalize(text: str) -> str:
    plain = plain_digits(text)
    if _INVISIBLE_PREFILTER.search(plain):
        plain = _INVISIBLE.sub(lambda match: ZERO_WIDTH * len(match[0]), plain)
    plain = decode_markup(_OTHER_FORM.sub(_to_half, plain))
    if _LETTERED.search(plain):
        plain = _LOOKALIKE_NUMBER.sub(_fix_letters, plain)
    if "`" in plain or "[" in plain:
        plain = _CODED_PART.sub(ZERO_WIDTH, plain)
    if _SINGLE_DIGITS_PREFILTER.search(plain):
        plain = _SINGLE_DIGITS.sub(lambda match: re.sub(r"[^\dXx]", SEPARATOR, match[0]), plain)
    if _CUT_PREFILTER.search(plain):
        plain = _CUT.sub(lambda match: re.sub(r"[*/_.)]", SEPARATOR, match[0]), plain)
    if "证" in plain or "身份" in plain:
        plain = _COMMA_SEPARATED.sub(
            lambda match: re.sub(r"(?<=\d)[,、]", SEPARATOR, match[0]), plain
        )
    return plain


_LOOKALIKE_NUMBER = lazy_pattern(
    r"(?<![0-9A-Za-z])(?=[lIOo]?\d)[\dOoIl]{11,19}[Xx]?(?![0-9A-Za-z])"
)
_LOOKALIKES = str.maketrans("OoIl", "0011")
_MAX_LETTERS = 3
"""More letters among digits are a code."""


def _fix_letters(match: re.Match[str]) -> str:
    """Take letters that resemble digits, as typists and OCR write them, for digits."""
    letters = sum(character.isalpha() for character in match[0][:-1])
    return match[0].translate(_LOOKALIKES) if 0 < letters <= _MAX_LETTERS else match[0]


_MAX_CACHED_LENGTH = 2000
_cached_normalize = lru_cache(maxsize=1024)(_normalize)
"""One rule after the other reads the same lines."""


def decode_markup(text: str) -> str:
    """Blank out what is not printed: `&nbsp;`, `&#160;`, `&#x3000;` and their kin, bold marks."""
    if "&" in text:
        text = _CODE.sub(_blank, text)
    return _BOLD.sub(_unbold, text) if "**" in text else text


def _unbold(match: re.Match[str]) -> str:
    """Remove bold marks next to digits; those of a mask (139****5678) stay."""
    before = match.string[max(0, match.start() - 2) : match.start()]
    after = match.string[match.end() : match.end() + 2]
    joined = re.search(r"\d[ -]?$", before) or re.match(r"[ -]?\d", after)
    masked = before.endswith("*") or after.startswith("*")
    spaced = before[-1:] in (" ", "-") or after[:1] in (" ", "-")
    mark = SEPARATOR if spaced else ZERO_WIDTH
    return match[0].replace("*", mark) if joined and not masked else match[0]


def _blank(match: re.Match[str]) -> str:
    blank = unescape(match[0]).translate(_HALF) in (" ", "-")
    return SEPARATOR * len(match[0]) if blank else match[0]
