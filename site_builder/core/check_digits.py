"""Check digits of numbers that name people, bodies and cards; nothing here knows about texts.

Own code: the available libraries refuse real identity numbers whose region was renumbered
after the holder's birth.
"""

import re
from datetime import date

from site_builder.model.lazy_pattern import lazy_pattern

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCES = lazy_pattern(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2049

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_KINDS = lazy_pattern(
    r"(?:1[1239]|2[19]|3[1-59]|4[19]|5[1-49]|6[129]|7[129]|8[19]|9[123]"
    r"|A[19]|N[1239]|Y1)"
)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RADIX = 36
_CREDIT_LENGTH = 18
_NATIONAL_REGION = "10"
"""Region of what the ministries register."""


def is_birth_date(digits: str) -> bool:
    """Return whether eight digits are a day on which somebody alive may have been born."""
    try:
        parsed = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return _FIRST_YEAR <= parsed.year <= _LAST_YEAR


def is_resident_id_format(number: str) -> bool:
    """Return whether 18 characters have a region and a birthday where GB 11643 has them."""
    # Foreigners' permanent residence cards begin with 9 and hold the region behind it.
    region = number[1:3] if number[0] == "9" else number[:2]
    return bool(_PROVINCES.fullmatch(region)) and is_birth_date(number[6:14])


def is_old_resident_id_format(number: str) -> bool:
    """Return whether 15 digits have a region and a birthday where the first generation had them."""
    return bool(_PROVINCES.match(number)) and is_birth_date(f"19{number[6:12]}")


def has_resident_check_digit(number: str) -> bool:
    """Return whether the check digit of an 18-digit identity number is right (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17] == _CHECK_DIGITS[total % 11]


def is_organisation_code(code: str) -> bool:
    """Return whether nine characters are an organisation code (GB 11714)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    pairs = zip(code[:8], _ORGANISATION_WEIGHTS, strict=True)
    check_value = 11 - sum(int(character, _RADIX) * weight for character, weight in pairs) % 11
    return code[8] == {10: "X", 11: "0"}.get(check_value, str(check_value))


def is_credit_code(code: str) -> bool:
    """Return whether 18 characters are a unified social credit code (GB 32100), inside and out."""
    return has_credit_check_digit(code) and is_organisation_code(code[8:17])


def has_credit_check_digit(code: str) -> bool:
    """Return whether 18 characters are a unified social credit code by kind, region and check."""
    well_formed = len(code) == _CREDIT_LENGTH and all(
        character in _CREDIT_ALPHABET for character in code
    )
    if not well_formed or not _CREDIT_KINDS.match(code):
        return False
    if not _PROVINCES.match(code, 2) and not code.startswith(_NATIONAL_REGION, 2):
        return False
    pairs = zip(code[:17], _CREDIT_WEIGHTS, strict=True)
    total = sum(_CREDIT_ALPHABET.index(character) * weight for character, weight in pairs)
    return code[17] == _CREDIT_ALPHABET[-total % 31]


def has_luhn_check_digit(number: str) -> bool:
    """Return whether the last digit of a card number is right (ISO/IEC 7812)."""
    total = 0
    for index, character in enumerate(reversed(number)):
        digit = int(character) * (1 + index % 2)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - sum of its two digits
    return total % 10 == 0
