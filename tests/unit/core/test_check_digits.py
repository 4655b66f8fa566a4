"""Check digits, on numbers that standards and real sites print."""

import pytest

from site_builder.core.check_digits import (
    has_luhn_check_digit,
    has_resident_check_digit,
    is_birth_date,
    is_credit_code,
    is_old_resident_id_format,
    is_organisation_code,
    is_resident_id_format,
)


def test_the_standard_s_own_number() -> None:
    assert has_resident_check_digit("11010519491231002X")
    assert not has_resident_check_digit("110105194912310021")


def test_a_region_that_was_renumbered_after_the_birth_is_a_region() -> None:
    assert is_resident_id_format("321282199001011234")


@pytest.mark.parametrize(
    "number",
    [
        "321282199002301234",  # no 30 February
        "321282209901011234",  # not born yet
        "201912021897690012",  # begins with a date
        "991282199001011234",
    ],
)
def test_what_is_no_person(number: str) -> None:
    assert not is_resident_id_format(number)


def test_a_foreigner_s_permanent_residence_card() -> None:
    assert is_resident_id_format("931156199001011234")


def test_old_numbers() -> None:
    assert is_old_resident_id_format("320926500101123")
    assert not is_old_resident_id_format("320926501301123")
    assert is_birth_date("20000229")
    assert not is_birth_date("19000229")


@pytest.mark.parametrize(
    "code",
    ["114419005813893675", "1137078555222300XQ", "11341702486344515H", "91350100M000100Y43"],
)
def test_codes_of_bodies(code: str) -> None:
    assert is_credit_code(code)
    last = "1" if code[-1] != "1" else "2"
    assert not is_credit_code(code[:-1] + last)
    assert not is_credit_code(code[:-1])


def test_organisation_codes() -> None:
    assert is_organisation_code("01527918X")
    assert is_organisation_code("000014349")
    assert not is_organisation_code("000014348")


def test_cards() -> None:
    assert has_luhn_check_digit("4111111111111111")
    assert not has_luhn_check_digit("4111111111111112")
