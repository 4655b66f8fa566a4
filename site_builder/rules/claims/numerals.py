"""Numbers as reports write them: 1234, 1,234, １２, 十二, 一百零五, 一万二千."""

from decimal import Decimal

from site_builder.core.text.fullwidth import FULLWIDTH_DIGITS

TO_HALFWIDTH = FULLWIDTH_DIGITS | str.maketrans("％＊", "% ")
"""Makes full-width digits plain; one character stays one, so that places hold."""

NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+|[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万]*)"
)
"""A number in levelled text. One that begins with 百, 千 or 万 is a manner of speaking."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = 10_000


def parse_number(word: str) -> Decimal:
    """Read a number in Arabic digits, with or without separators, or in Chinese numerals."""
    if word[:1].isdecimal():
        return Decimal(word.replace(",", ""))
    if not any(char in _UNITS or char == "万" for char in word):
        return Decimal("".join(str(_DIGITS[char]) for char in word))
    high, _, low = word.rpartition("万")
    return Decimal((_below(high) or 1) * _MYRIAD + _below(low) if "万" in word else _below(low))


def _below(word: str) -> int:
    """Read Chinese numerals without 万."""
    total = digit = 0
    for char in word:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit
