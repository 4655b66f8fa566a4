"""Which documents are indexed together: a pure function of what exists, stable under edits.

A year is one group until it is too large; then it is parted by halves, quarters and months of the
documents' dates, and after that by a hash of their paths. So a document stays where it is however
its neighbours change, until one group of them all becomes too large or small enough.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar
from zlib import crc32

from site_builder.model.search import SearchGroup, SearchMember

MAX_GROUP_SIZE = 80
"""Documents. Slots of their fields fit a byte, and most groups' addresses two."""
TIERS = RECENT, OLDER = ("recent", "older")
"""The tiers. Most edits touch the newest year, so it is joined apart from the years before."""

_MONTHS_OF_HALF, _MONTHS_OF_QUARTER = 6, 3


class Grouped(Protocol):
    """What decides a group: of an entry, or of what is only about to become one."""

    @property
    def path(self) -> str:
        """Return what tells it from others."""

    @property
    def year(self) -> int:
        """Return the year it is filed under."""

    @property
    def date(self) -> str:
        """Return the day it is sorted by."""


Entry = TypeVar("Entry", bound=Grouped)
_Part = Callable[[Grouped], str]


def group_entries(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Return the groups by name, each by date and path: results come newest first."""
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        years.setdefault(entry.year, []).append(entry)
    return {
        name: sorted(group, key=lambda entry: (entry.date, entry.path))
        for year in sorted(years)
        for name, group in _split(f"{year}", years[year], _parts())
    }


def tiers_of(groups: Mapping[str, Sequence["Grouped"]]) -> Mapping[str, str]:
    """Return the tier of each group. Standing pages change as often as the newest year's."""
    years = {name: group[0].year for name, group in groups.items()}
    recent_years = (0, max(years.values(), default=0))
    return {name: RECENT if year in recent_years else OLDER for name, year in years.items()}


def search_groups(members: Iterable[SearchMember]) -> list[SearchGroup]:
    """Return what can be found in its groups."""
    groups = group_entries(members)
    tiers = tiers_of(groups)
    return [SearchGroup(name, tiers[name], tuple(group)) for name, group in groups.items()]


def _split(
    name: str, entries: list[Entry], parts: Iterator[_Part]
) -> Iterator[tuple[str, list[Entry]]]:
    part = next(parts, None) if len(entries) > MAX_GROUP_SIZE else None
    if part is None:
        yield name, entries
        return
    remaining = list(parts)
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(part(entry), []).append(entry)
    for suffix in sorted(groups):
        yield from _split(f"{name}{suffix}", groups[suffix], iter(remaining))


def _parts() -> Iterator[_Part]:
    """Yield ever finer ways to part the documents of a year."""
    yield lambda entry: f"-h{(_month(entry) - 1) // _MONTHS_OF_HALF + 1}"
    yield lambda entry: f"q{(_month(entry) - 1) // _MONTHS_OF_QUARTER + 1}"
    yield lambda entry: f"m{_month(entry):02}"
    yield lambda entry: f"-{_bit(0, entry)}"
    yield from (partial(_bit, number) for number in range(1, 24))


def _month(entry: Grouped) -> int:
    return int(entry.date[5:7]) if entry.date else 1


def _bit(number: int, entry: Grouped) -> str:
    return str(crc32(entry.path.encode()) >> number & 1)
