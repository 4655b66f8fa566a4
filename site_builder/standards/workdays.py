"""Counting in 工作日, as the periods of the law are counted.

The day a period starts from does not count; a period ends with its last working day.
"""

from bisect import bisect_left, bisect_right
from datetime import date

from site_builder.model.standards import WorkCalendar

_WORKDAYS_PER_WEEK = 5
"""Working days of an ordinary week, and the number of its Saturday."""


def count_workdays(start: date, end: date, calendar: WorkCalendar) -> int:
    """Count the working days after `start`, up to and with `end`; 0 when `end` is not later."""
    if end <= start:
        return 0
    first, last = start.toordinal(), end.toordinal()
    weekdays = _count_weekdays(last) - _count_weekdays(first)
    holidays = bisect_right(calendar.weekday_holidays, last) - bisect_right(
        calendar.weekday_holidays, first
    )
    extra_workdays = bisect_right(calendar.weekend_workdays, last) - bisect_right(
        calendar.weekend_workdays, first
    )
    return weekdays - holidays - _count_assumed_holidays(start, end, calendar) + extra_workdays


def nth_workday_after(start: date, count: int, calendar: WorkCalendar) -> date:
    """Return the last day of a period of so many working days from `start`."""
    low, high = start.toordinal() + count, start.toordinal() + 3 * count + 30
    days = range(low, high)
    index = bisect_left(
        days, count, key=lambda day: count_workdays(start, date.fromordinal(day), calendar)
    )
    return date.fromordinal(days[index])


def is_beyond_calendar(end: date, calendar: WorkCalendar) -> bool:
    """Return whether a period that ends so late is counted without knowing the holidays."""
    return end.year > calendar.last_year


def _count_weekdays(ordinal: int) -> int:
    """Count Mondays to Fridays up to a day; ordinal 1 is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * _WORKDAYS_PER_WEEK + min(rest, _WORKDAYS_PER_WEEK)


def _count_assumed_holidays(start: date, end: date, calendar: WorkCalendar) -> int:
    """Count the holidays that stand in for those of years without a notice."""
    years = range(max(start.year, calendar.last_year + 1), end.year + 1)
    days = (date(year, month, day) for year in years for month, day in calendar.assumed_holidays)
    return sum(start < day <= end and day.weekday() < _WORKDAYS_PER_WEEK for day in days)
