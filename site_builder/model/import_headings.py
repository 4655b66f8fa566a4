"""What stands around the tables of real reports: headings in other words, furniture."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartWords:
    """How reports write the heading of one part of the form."""

    titles: tuple[str, ...]
    """Other titles that mean the part for certain."""
    words: tuple[tuple[str, ...], ...]
    """A numbered heading that holds a word of each group is likely the part's."""
    without: tuple[str, ...]
    """Words that no such heading holds."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportHeadings:
    """Words by which the text of a report is recognized. Compared by identity: there is one."""

    parts: Mapping[str, PartWords]
    """By the id of the part."""
    preamble: tuple[str, ...]
    """Words of the text before the first part."""
    last_part: tuple[str, ...]
    """Words of the text of the last part."""
    appendix: tuple[str, ...]
    """What begins a line behind the report that is none of it."""
    furniture: tuple[str, ...]
    """Words of which whole lines of a page consist."""
    furniture_starts: tuple[str, ...]
    """What short lines of a page begin with."""
