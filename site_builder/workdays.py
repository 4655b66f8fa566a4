"""Counting in 工作日, as the periods of the law are counted. Used by rules about periods.

The day a period starts from does not count; a period ends with its last working day.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from site_builder.model.field import WorkCalendar

_WEEK = 5
"""Working days of an ordinary week, and the number of its Saturday."""


def is_workday(day: date, calendar: WorkCalendar) -> bool:
    """Tell whether offices work on a day."""
    return between(day - timedelta(1), day, calendar) == 1


def between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Count the working days after `start`, up to and with `end`; 0 when `end` is not later."""
    if end <= start:
        return 0
    first, last = start.toordinal(), end.toordinal()
    weekdays = _weekdays(last) - _weekdays(first)
    free = bisect_right(calendar.free, last) - bisect_right(calendar.free, first)
    work = bisect_right(calendar.work, last) - bisect_right(calendar.work, first)
    return weekdays - free - _yearly(start, end, calendar) + work


def nth(start: date, count: int, calendar: WorkCalendar) -> date:
    """Give the last day of a period of so many working days from `start`."""
    low, high = start.toordinal() + count, start.toordinal() + 3 * count + 30
    days = range(low, high)
    found = bisect_left(
        days, count, key=lambda day: between(start, date.fromordinal(day), calendar)
    )
    return date.fromordinal(days[found])


def unannounced(end: date, calendar: WorkCalendar) -> bool:
    """Tell whether a period that ends so late is counted without knowing the holidays."""
    return end.year > calendar.last


def _weekdays(ordinal: int) -> int:
    """Count Mondays to Fridays up to a day; ordinal 1 is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * _WEEK + min(rest, _WEEK)


def _yearly(start: date, end: date, calendar: WorkCalendar) -> int:
    """Count the holidays that stand in for those of years without a notice."""
    years = range(max(start.year, calendar.last + 1), end.year + 1)
    days = (date(year, month, day) for year in years for month, day in calendar.yearly)
    return sum(start < day <= end and day.weekday() < _WEEK for day in days)
