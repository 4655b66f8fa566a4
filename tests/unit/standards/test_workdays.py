"""Working days: known years, exchanged weekends, extended holidays, years without a notice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from chinese_calendar import get_workdays

from site_builder.standards.workdays import (
    count_workdays,
    is_beyond_calendar,
    nth_workday_after,
)
from tests.helpers.standards import STANDARDS

CALENDAR = STANDARDS.work_calendar


def is_workday(day: date) -> bool:
    return count_workdays(day - timedelta(1), day, CALENDAR) == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-01-19", True),  # Sunday, worked for the Spring Festival
        ("2020-01-31", False),  # Friday, added by the extension of 2020
        ("2020-02-01", False),  # Saturday, taken back as a working day by the same
        ("2020-02-03", True),
        ("2015-09-03", False),  # 70 years of victory
        ("2019-05-03", False),  # amended notice for 2019
        ("2018-12-31", False),  # by the notice for 2019
        ("2024-02-09", True),  # 除夕 of 2024: only encouraged
        ("2026-01-04", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-09-20", True),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-11-21", False),
    ],
)
def test_known_days(day: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_workday(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("year", "count"),
    # Mondays to Fridays less the statutory holidays; in 2020 also two less by the extension.
    [(2008, 251), (2019, 250), (2020, 249), (2021, 250), (2022, 249), (2024, 251), (2025, 248)],
)
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert count_workdays(date(year - 1, 12, 31), date(year, 12, 31), CALENDAR) == count


def test_twenty_days_over_the_extended_spring_festival() -> None:
    # 20 to 23 January 4 days, 3 to 7, 10 to 14 and 17 to 21 February 15, then one more.
    assert nth_workday_after(date(2020, 1, 19), 20, CALENDAR) == date(2020, 2, 24)
    assert count_workdays(date(2020, 1, 19), date(2020, 2, 24), CALENDAR) == 20


def test_the_first_day_does_not_count() -> None:
    assert count_workdays(date(2021, 3, 1), date(2021, 3, 1), CALENDAR) == 0
    assert count_workdays(date(2021, 3, 1), date(2021, 3, 2), CALENDAR) == 1
    assert count_workdays(date(2021, 3, 2), date(2021, 3, 1), CALENDAR) == 0


def test_counting_agrees_with_walking() -> None:
    start = date(2019, 11, 5)
    walked = 0
    for more in range(1, 4000):
        day = start + timedelta(more)
        walked += is_workday(day)
        assert count_workdays(start, day, CALENDAR) == walked


def test_years_without_a_notice() -> None:
    calendar = replace(CALENDAR, last_year=2026)
    assert not is_beyond_calendar(date(2026, 12, 31), calendar)
    assert is_beyond_calendar(date(2027, 1, 1), calendar)
    # 261 Mondays to Fridays in 2030; 1 January, 1 and 2 May, 1 to 3 October are among them.
    assert count_workdays(date(2029, 12, 31), date(2030, 12, 31), calendar) == 255


def test_days_are_those_of_the_library() -> None:
    first, last = date(2004, 1, 1), date(CALENDAR.last_year, 12, 31)
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    workdays = set(get_workdays(first, last))
    assert [day for day in days if is_workday(day) != (day in workdays)] == []
