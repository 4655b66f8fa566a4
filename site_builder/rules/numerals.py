"""Numbers as reports write them: 1234, 1,234, １２, 十二, 一百零五."""

from decimal import Decimal

LEVEL = str.maketrans("０１２３４５６７８９％＊", "0123456789% ", "")
"""Makes full-width digits plain; one character stays one, so that places hold."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number_of(word: str) -> Decimal:
    """Read a number in Arabic digits, with or without separators, or in Chinese numerals."""
    if word[:1].isdecimal():
        return Decimal(word.replace(",", ""))
    if not any(char in _UNITS for char in word):
        return Decimal("".join(str(_DIGITS[char]) for char in word))
    total = digit = 0
    for char in word:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return Decimal(total + digit)
