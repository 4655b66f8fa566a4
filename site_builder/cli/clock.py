"""The day that a command works on. The one place that asks the clock."""

from datetime import date, datetime


def today(requested: date | None = None) -> date:
    """Return the day that was asked for, or the office's own today."""
    return requested or date.today()  # noqa: DTZ011 - the office's day, which is that of its computer


def now() -> datetime:
    """Return the time that the office's clock shows."""
    return datetime.now()  # noqa: DTZ005 - as today
