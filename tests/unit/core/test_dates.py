"""Days as people write them."""

from datetime import date

import pytest

from site_builder.core.errors import ValueProblem
from site_builder.core.text.dates import parse_date


@pytest.mark.parametrize(
    "typed",
    [
        *("2021-01-08", "2021-1-8", "2021/1/8", "2021.1.8", "2021.01.08", "2021年1月8日"),
        *("2021年01月08日", "2021年1月8", "２０２１年１月８日", "2021－01－08", "2021／1／8"),
        *(" 2021-01-08 ", "2021 - 1 - 8", "2021年 1月 8日"),
    ],
)
def test_a_day(typed: str) -> None:
    assert parse_date(typed) == date(2021, 1, 8)


def test_a_leap_day() -> None:
    assert parse_date("2020-2-29") == date(2020, 2, 29)


@pytest.mark.parametrize(
    "typed", ["2021-02-29", "2021-13-01", "2021-00-10", "2021-1-32", "2021年2月30日", "0000-1-1"]
)
def test_a_day_that_never_was(typed: str) -> None:
    with pytest.raises(ValueProblem, match=f"没有“{typed}”这一天"):
        parse_date(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "昨天", "2021", "2021-01", "21-1-8", "2021-001-08", "8/1/2021", "20210108"),
        *("二〇二一年一月八日", "2021-01-08 10:00", "٢٠٢١-٠١-٠٨", "2021—01—08"),
        *("2021-01-0①", "2021-01-2²", "2021-01-2 8"),
    ],
)
def test_no_day(typed: str) -> None:
    with pytest.raises(ValueProblem, match=r"不是日期。请写成 2021-01-28 这样"):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "year"),
    [("1021-03-01", 1021), ("1949-09-30", 1949), ("2101-01-01", 2101), ("2201年3月1日", 2201)],
)
def test_a_day_of_no_office(typed: str, year: int) -> None:
    with pytest.raises(ValueProblem, match=f"“{typed}”的年份是 {year} 年。请核对年份"):
        parse_date(typed)


@pytest.mark.parametrize("typed", ["1949-10-01", "2100-12-31"])
def test_the_first_and_the_last_day(typed: str) -> None:
    assert parse_date(typed).isoformat() == typed
