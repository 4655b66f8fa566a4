"""Excel workbooks as both kinds here want them: reproducible, and text is never a formula.

Needs the extra `xlsx`.
"""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

_MAX_CELL_LENGTH = 32_000
"""Characters a cell holds, a little below Excel's limit of 32,767; more is refused by Excel."""
_MAX_DIGITS = 15
"""Decimal digits that a cell's number preserves: Excel's numbers are binary."""


def build_workbook(
    title: str, subject: str, fill: Callable[[Any], None], *, is_long: bool = False
) -> bytes:
    """Build a workbook: `fill` writes its sheets.

    `is_long`: row after row, for no more than one is held in memory.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": not is_long,
        "constant_memory": is_long,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "宋体", "font_size": 11, "valign": "vcenter"},
    }
    book = xlsxwriter.Workbook(buffer, options)
    properties = {"title": title, "subject": subject, "author": "", "created": datetime(2000, 1, 1)}  # noqa: DTZ001 - a fixed day, written without a zone
    book.set_properties(properties)
    fill(book)
    book.close()
    return buffer.getvalue()


def truncate_text(text: str) -> str:
    """Return text that a cell can hold."""
    return (
        text
        if len(text) <= _MAX_CELL_LENGTH
        else f"{text[:_MAX_CELL_LENGTH]}……（过长，全文见网站）"
    )


def to_exact_float(value: str) -> float | None:
    """Return a number that a cell holds without loss; None where it must be written as text."""
    number = Decimal(value)
    if len(number.normalize().as_tuple().digits) > _MAX_DIGITS:
        return None
    return float(number)


def number_format(value: str, printed: str) -> str:
    """Write the number format that shows a value as the page prints it: sign, decimals, unit."""
    _, point, decimals = value.partition(".")
    digits = f"0{point}{'0' * len(decimals)}"
    unit = printed.removeprefix("+").removeprefix(value)
    pattern = digits + "".join(f"\\{character}" for character in unit)
    return f"+{pattern};-{pattern};{pattern}" if printed.startswith("+") else pattern


_EXCEL_EPOCH_YEAR = 1900
"""Excel counts days from this year, which it takes for a leap year."""


def to_excel_date(text: str) -> datetime | None:
    """Read a date of a list; None where a cell must hold it as text."""
    try:
        date = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
    return date.replace(tzinfo=None) if date.year > _EXCEL_EPOCH_YEAR else None
