"""What the text of a cell says: values keep what they say, and two readings are a doubt."""

from decimal import Decimal

import pytest

from site_builder.importing.recognition.values import read_amount, read_value
from site_builder.model.figures import Amount, Cell, MissingValue
from site_builder.model.form import Header, Value

BLANK, NOT_APPLICABLE = MissingValue.BLANK, MissingValue.NOT_APPLICABLE


def column(value: Value, unit: str = "") -> Header:
    return Header("made", "made", "列", "列", value, unit)


@pytest.mark.parametrize(
    ("text", "kind", "value", "remark"),
    [
        ("0", "count", 0, ""),
        ("", "count", BLANK, ""),
        (" \u00a0\u3000", "count", BLANK, ""),
        ("\u200b", "count", BLANK, ""),
        ("/", "count", NOT_APPLICABLE, ""),
        ("—", "count", NOT_APPLICABLE, "—"),
        ("不 适 用", "count", NOT_APPLICABLE, "不 适 用"),
        ("N/A", "count", NOT_APPLICABLE, "N/A"),
        ("１２", "count", 12, ""),
        ("1,234", "count", 1234, "1,234"),
        ("12件", "count", 12, "12件"),
        ("22（其中修订 16 件）", "count", 22, "22（其中修订 16 件）"),
        ("22（件）", "count", 22, "22（件）"),
        ("9（含上年结转）", "count", 9, "9（含上年结转）"),
        ("1（增）", "signed", 1, "1（增）"),
        ("34（减）", "signed", -34, "34（减）"),
        ("减少 3", "signed", -3, "减少 3"),
        ("-18", "signed", -18, ""),
        ("－5", "signed", -5, ""),
        ("+1036", "signed", 1036, ""),
    ],
)
def test_a_number_is_read(text: str, kind: Value, value: Cell, remark: str) -> None:
    reading = read_value(text, column(kind))
    assert (reading.value, reading.text) == (value, remark)
    assert reading.reading == ("blank" if value is BLANK else "read")


@pytest.mark.parametrize(
    ("text", "kind", "candidates"),
    [
        ("1O", "count", ("10",)),
        ("l", "count", ("1",)),
        ("1 234", "count", ("1234",)),
        ("12\n34", "count", ("1234",)),
        ("12①", "count", ("12",)),
        ("3²", "count", ("3",)),
        ("007", "count", ("7",)),
        ("5.0", "count", ("5",)),
        ("-3", "count", ("3",)),
        ("34（减）", "count", ("-34",)),
        ("8（万）", "count", ("8",)),
        ("447（千件）", "count", ("447",)),
        ("447228（作废）", "count", ("447228",)),
        ("88283（2023年数）", "count", ("88283",)),
        ("3985758（更正：3985785）", "count", ("3985758",)),
        ("十二", "count", ("十二",)),
        ("无", "count", ("无",)),
        ("12,34", "count", ("12,34",)),
        ("1234567890123456", "count", ("1234567890123456",)),
    ],
)
def test_what_is_not_certain_is_doubtful(
    text: str, kind: Value, candidates: tuple[str, ...]
) -> None:
    reading = read_value(text, column(kind))
    assert (reading.reading, reading.value, reading.candidates) == ("doubtful", None, candidates)
    assert reading.reason


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("961716000（元）", ("96171.6", "961716000")),
        ("961716000（单位：元）", ("96171.6", "961716000")),
        ("9.61716（亿元）", ("96171.6", "9.61716")),
        ("961716（千元）", ("96171.6", "961716")),
    ],
)
def test_a_unit_in_brackets_is_a_unit(text: str, candidates: tuple[str, ...]) -> None:
    reading = read_value(text, column("money", "万元"))
    assert (reading.reading, reading.candidates) == ("doubtful", candidates)
    assert read_value("96171.6（万元）", column("money", "万元")).value == Decimal("96171.6")


def test_an_amount_keeps_its_unit() -> None:
    asked, fixed = column("money", "asked"), column("money", "万元")
    assert read_value("251000元", asked).value == Amount(Decimal(251000), "元")
    assert read_value("24252.311082", fixed).value == Decimal("24252.311082")
    assert read_value("5.3万元", fixed).value == Decimal("5.3")
    assert read_value("0", asked).value == Amount(Decimal(0), "")


def test_an_amount_is_never_converted_unasked() -> None:
    reading = read_value("251000元", column("money", "万元"))
    assert (reading.value, reading.candidates) == (None, ("25.1", "251000"))
    assert read_value("12", column("money", "asked")).candidates == ("12万元", "12元")


def test_a_header_may_state_the_unit() -> None:
    asked, fixed = column("money", "asked"), column("money", "万元")
    assert read_amount("35.8", asked, "万元").value == Amount(Decimal("35.8"), "万元")
    assert read_amount("35.8", fixed, "万元").value == Decimal("35.8")
    assert read_amount("358000", fixed, "元").candidates == ("35.8", "358000")
    assert read_amount("0", asked, "万元").value == Amount(Decimal(0), "")
