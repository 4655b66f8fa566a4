"""Days and numbers as pages write them, and the day on which a text last changed."""

from collections.abc import Iterable
from datetime import date

from site_builder.model.document import CatalogueEntry, DocumentSummary


def iso(day: date | None) -> str:
    """Write a date as lists and data do: 2021-01-28; empty when not known."""
    return day.isoformat() if day else ""


def format_date_zh(day: date | None) -> str:
    """Write a date as a text does: 2021年1月28日; empty when not known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def meta_datetime(day: date | None) -> str:
    """Write a day as the meta tags want it; one without a known hour starts at 00:00."""
    return f"{day.isoformat()} 00:00" if day else ""


def last_modified_iso(entries: Iterable[CatalogueEntry]) -> str:
    """Return when anything of some entries last changed, as data have it; empty when not known."""
    return iso(max((day for entry in entries if (day := last_modified(entry))), default=None))


def last_modified(document: DocumentSummary) -> date | None:
    """Return when a text last changed: published, corrected or ended, not yet to end."""
    status, corrections = document.status, document.corrections
    if not corrections and not status.is_inactive:
        return document.published
    corrected = corrections[0].corrected_on if corrections else None
    repealed = status.date if status.is_inactive else None
    return max((day for day in (document.published, corrected, repealed) if day), default=None)


def sort_date(entry: CatalogueEntry) -> date:
    """Return the day by which lists sort an entry; one without any stands at its year's end."""
    return entry.published or entry.created or date(entry.year, 12, 31)


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 in Chinese numerals, as the items of an article are numbered."""
    ones = "零一二三四五六七八九"
    tens, rest = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{ones[tens]}十"
    return head + (ones[rest] if rest or not tens else "")
