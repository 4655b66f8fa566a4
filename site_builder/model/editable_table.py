"""A table of a text as it is edited: its cells, and what is said of them."""

from dataclasses import dataclass
from typing import Literal

TableNotation = Literal["bars", "data"]
"""Rows between bars, or rows of CSV in a fence, which may hold merged cells."""


@dataclass(frozen=True, slots=True)
class EditableTable:
    """A table; rows and columns count from 0, and all rows are of one length."""

    rows: tuple[tuple[str, ...], ...]
    """Between bars a cell is Markdown, its line breaks as such; in a fence it is words."""
    notation: TableNotation = "bars"
    caption: str = ""
    """Without the mark before it, and without the note on row headers."""
    alignments: tuple[str, ...] = ()
    """Of each column: empty, `left`, `center` or `right`; none in a fence."""
    header_rows: int = 1
    row_headers: int = 0
    """Columns of them."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Top, left, bottom, right."""
    groups: tuple[tuple[int, int | None], ...] = ()
    """Rows that name those below them, and the last row of each where that is written."""


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table in the lines of a text."""

    first: int
    """Its first line, from 0; that of the caption where there is one."""
    end: int
    """The line behind it."""
    table: EditableTable
    caption_line: str
    """Empty where there is none."""
    has_gap: bool
    """An empty line stands between caption and table."""
    prefixes: tuple[str, str]
    """What stands before the first line, and before all others: marks of quotations and lists."""
    row_lines: tuple[tuple[str, ...], ...]
    """The lines of each row as typed; with bars, those of the delimiters are behind the first."""
    settings: tuple[str, ...] = ()
    """The lines at the head of a fence, as typed."""
    fence: str = ""
    """The line that opens it."""
