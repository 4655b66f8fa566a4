"""What the values of options may be, where several commands have the same ones."""

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_MAX_PORT = 65535
_MAX_JOBS = 256


def parse_date(text: str) -> "date":
    """Return a day. Raises ArgumentTypeError."""
    from datetime import date  # noqa: PLC0415 - costs start-up, and few calls need it

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("日期写成 2026-01-31") from None


def parse_year(text: str) -> int:
    """Return a year. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and len(text) == len("2022")):
        raise ArgumentTypeError("年份写四位数字，如 2022")
    return int(text)


def parse_port(text: str) -> int:
    """Return a port. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= _MAX_PORT):
        raise ArgumentTypeError("端口应当是 0 到 65535 的整数")
    return int(text)


def parse_jobs(text: str) -> int:
    """Return a number of processes. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= _MAX_JOBS):
        raise ArgumentTypeError("进程数应当是 1 到 256 的整数")
    return int(text)
