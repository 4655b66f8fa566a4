"""What cannot be sought as a word: numbers in some surroundings, and characters of some kinds.

Each pattern matches, in a text as typed, wherever a rule can find something in the text as it reads
it; that it may match elsewhere costs a little time, and nothing else. Each begins with a class of
characters that are rare, so that a search skips all others quickly.
"""

from site_builder.model.digits import plain_supplementary_digits
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule import Anchor
from site_builder.rules.text.digit_normalization import (
    BASIC_DIGIT_LIKE,
    CROSS_LIKE,
    DASH_LIKE,
    INSIDE_NUMBER,
    MARK_LIKE,
    SEPARATOR,
    SPACE_LIKE,
)

_DIGIT = f"[{BASIC_DIGIT_LIKE}]"
_GAP = f"[{SPACE_LIKE}{DASH_LIKE}]"
MASK_SIGNS = "*＊×●█?_#○◯□■▇▓★☆△…某"
"""What people hide digits with."""
_MASKS = rf"{MASK_SIGNS}xｘ？＿＃"
# Of a number in which one or two signs hide a digit, two others or more stand beside one of them.
_TWO_DIGITS_BEFORE = "|".join(
    f"(?<={_DIGIT}{between}{_DIGIT}{behind}.)" for between in ("", _GAP) for behind in ("", _GAP)
)
_LETTERS = rf"A-Za-zＡ-Ｚａ-ｚ{CROSS_LIKE}"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
"""Characters that plates begin with."""
ROAD_ENDS = "村区园寓路街道巷弄同里庄苑屯寨庭府城"
"""Last characters of the roads, villages and quarters of an address."""
OPENING_BRACKETS = r"\[(（［【〔〖﹝{｛"
"""Brackets that stand before the year of a document's number, rightly or not."""
CONFUSABLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd"
    "\u2e80-\u2eff\u2f00-\u2fdf\ue000-\uf8ff\uf900-\ufaff"
    "\U0002f800-\U0002fa1f\U000f0000-\U0010ffffＡ-Ｚａ-ｚ"
)
"""Characters that look like another, or cannot be seen."""

_CODE = lazy_pattern(r"[&＆][^\s;；&＆]{3,17}[;；]")


def readings(text: str) -> tuple[str, ...]:
    """Return a text with plain digits, and the same with spaces for its codes of characters."""
    text = plain_supplementary_digits(text)
    if "&" not in text and "＆" not in text:
        return (text,)
    return (text, _CODE.sub(lambda match: SEPARATOR * len(match[0]), text))


SHAPES = {
    Anchor.CONFUSABLE: lazy_pattern(f"[{CONFUSABLE}]"),
    # A run of digits is looked at once, from its first digit on.
    Anchor.LONG_NUMBER: lazy_pattern(
        rf"{_DIGIT}(?<!\d.)(?:(?:[{INSIDE_NUMBER}]*{_DIGIT}){{9}}|(?:[{MARK_LIKE}]{_DIGIT}){{9}}"
        rf"|(?:{_DIGIT}{{2,3}}|{_DIGIT}{{5}})[{MARK_LIKE}]{{1,2}}[{SPACE_LIKE}]?{_DIGIT}{{4}})"
    ),
    Anchor.LETTERED_NUMBER: lazy_pattern(
        rf"[{_LETTERS}](?:(?<=[{PROVINCES}].)|(?=.?{_DIGIT}{{7}}))"
    ),
    Anchor.MASKED_NUMBER: lazy_pattern(
        rf"[{_MASKS}](?:(?={_GAP}?{_DIGIT}{_GAP}?{_DIGIT})|{_TWO_DIGITS_BEFORE})"
    ),
    Anchor.DOOR_NUMBER: lazy_pattern(
        rf"[{ROAD_ENDS}](?=[{SPACE_LIKE}]?[{DASH_LIKE}]?[{BASIC_DIGIT_LIKE}十百])"
    ),
    Anchor.BRACKETED_NUMBER: lazy_pattern(rf"[{OPENING_BRACKETS}](?=\s*\d)"),
}
