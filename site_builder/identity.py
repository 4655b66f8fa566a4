"""Check digits of numbers that name people, bodies and cards; nothing here knows about texts.

Called by the privacy rules. Written by hand: the libraries at hand refuse real identity numbers
whose region was renumbered after the holder's birth.
"""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2049

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_KINDS = re.compile(r"(?:1[1239]|2[19]|3[1-59]|4[19]|5[1-49]|6[129]|7[129]|8[19]|9[123]"
                           r"|A[19]|N[1239]|Y1)")  # fmt: skip
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RADIX = 36
_LONG = 18
_NATION = "10"
"""Region of what the ministries register."""


def is_day(digits: str) -> bool:
    """Tell whether eight digits are a day on which somebody alive may have been born."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def has_resident_shape(number: str) -> bool:
    """Tell whether 18 characters have a region and a birthday where GB 11643 has them."""
    # Foreigners' permanent residence cards begin with 9 and hold the region behind it.
    region = number[1:3] if number[0] == "9" else number[:2]
    return bool(_PROVINCES.fullmatch(region)) and is_day(number[6:14])


def has_old_resident_shape(number: str) -> bool:
    """Tell whether 15 digits have a region and a birthday where the first generation had them."""
    return bool(_PROVINCES.match(number)) and is_day(f"19{number[6:12]}")


def resident_check(number: str) -> bool:
    """Tell whether the check digit of an 18-digit identity number is right (GB 11643)."""
    total = sum(int(one) * weight for one, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17] == _CHECKS[total % 11]


def is_organisation_code(code: str) -> bool:
    """Tell whether nine characters are an organisation code (GB 11714)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    pairs = zip(code[:8], _ORGANISATION_WEIGHTS, strict=True)
    rest = 11 - sum(int(one, _RADIX) * weight for one, weight in pairs) % 11
    return code[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code (GB 32100), inside and out."""
    return has_credit_check(code) and is_organisation_code(code[8:17])


def has_credit_check(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code by kind, region and check."""
    letters = len(code) == _LONG and all(one in _CREDIT for one in code)
    if not letters or not _CREDIT_KINDS.match(code):
        return False
    if not _PROVINCES.match(code, 2) and not code.startswith(_NATION, 2):
        return False
    pairs = zip(code[:17], _CREDIT_WEIGHTS, strict=True)
    total = sum(_CREDIT.index(one) * weight for one, weight in pairs)
    return code[17] == _CREDIT[-total % 31]


def luhn(number: str) -> bool:
    """Tell whether the last digit of a card number is right (ISO/IEC 7812)."""
    total = 0
    for place, one in enumerate(reversed(number)):
        digit = int(one) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - sum of its two digits
    return total % 10 == 0
