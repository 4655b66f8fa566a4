"""Tables as authors write them: rows between bars, or rows of CSV in a fence."""

import csv
import io
from collections.abc import Iterable, Sequence

_LETTERS = 26
_DELIMITERS = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}


def bar_row(cells: Iterable[str]) -> str:
    """Write a row between bars. Cells are Markdown; their lines are ended by `<br>`."""
    return f"| {' | '.join(map(_bar_cell, cells))} |"


def _bar_cell(markdown: str) -> str:
    return "<br>".join(markdown.strip().split("\n")).replace("|", r"\|")


def delimiter_row(alignments: Iterable[str]) -> str:
    """Write the line below the header: how each column is aligned."""
    return f"| {' | '.join(_DELIMITERS[alignment] for alignment in alignments)} |"


def csv_row(cells: Sequence[str]) -> str:
    """Write a row of CSV, without the end of its last line."""
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(cells)
    return row.getvalue().removesuffix("\n")


def fence_around(content: str) -> str:
    """Return back-ticks that a content does not end."""
    fence = "```"
    while fence in content:
        fence += "`"
    return fence


def column_name(column: int) -> str:
    """Return the name of a column, counted from 0, as WPS and Excel do."""
    prefix, last = divmod(column, _LETTERS)
    return (chr(64 + prefix) if prefix else "") + chr(65 + last)


def range_name(top: int, left: int, bottom: int, right: int) -> str:
    """Return the name of a range of cells, counted from 0, as WPS and Excel do."""
    return f"{column_name(left)}{top + 1}:{column_name(right)}{bottom + 1}"
