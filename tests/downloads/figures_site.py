"""What the tests of downloads share: a site in both forms with 0, 缺 and `/`, and its figures."""

import re
from dataclasses import dataclass
from itertools import cycle

from site_builder.model.form import Form, TableSection, all_leaves
from site_builder.standards.header_grid import depth, header_labels
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS
from tests.helpers.typed_figures import list_typed_values as values_typed
from tests.properties.small_site import CONFIG, report

YEARS = (2020, 2021)
ALL = CONFIG.replace("[docx,", "[pdf, docx,")


def figures_text(year: int) -> str:
    """Return consistent figures in which zeros, blanks and `/` stand side by side."""
    text = (ROOT / "tests" / "forms" / f"figures-{year}.yaml").read_text(encoding="utf-8")
    marks = cycle(("0", "缺", "/"))
    text = re.sub(r"(?<=[\[ ])0(?=[,\]])", lambda _: next(marks), text)
    # Amounts keep each digit: some that a binary number of 15 digits holds, one that it does not.
    text = text.replace("251000.5元", "24252.311082元")
    return text.replace("[43.788]", "[123456789012345.12345]")


def files() -> dict[str, str]:
    """Build the site: path in the project → text."""
    result = {"config.yaml": ALL, "content/index.md": "---\n标题: 首页\n---\n欢迎。\n"}
    for year in YEARS:
        result[f"content/{year}/report.md"] = report(year)
        result[f"content/{year}/figures.yaml"] = figures_text(year)
    return result


def form_of(year: int) -> Form:
    """Return the form a year is reported in."""
    (form,) = (form for form in STANDARDS.forms.values() if form.applies_to(year))
    return form


def typed_values(year: int) -> list[str]:
    """List the figures of a year as typed, in the order of the form."""
    return values_typed(figures_text(year))


@dataclass(frozen=True)
class Figure:
    """One number of a report with the words that identify it."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    text: str
    """As typed, without the sign of an increase."""


def expected_figures(year: int) -> list[list[Figure]]:
    """List what each band of a year's tables holds, from the form and the typed text alone."""
    texts = iter(typed_values(year))
    return [
        [
            Figure(
                header_labels(section.columns, column.path),
                header_labels(section.rows, row.path),
                next(texts).removeprefix("+"),
            )
            for row in all_leaves(section.rows)
            for column in all_leaves(section.columns)
        ]
        for section in sections_of(year)
    ]


def sections_of(year: int) -> list[TableSection]:
    """List the bands of a year's tables."""
    return [section for table in form_of(year).tables() for section in table.sections]


Cell = tuple[object, int, int]
"""What a cell holds, the rows and the columns it spans."""


def figures_of(grid: list[list[Cell]], section: TableSection) -> list[Figure]:
    """Read a table: each number with the labels above it and before it, spans distinguished."""
    occupied: dict[tuple[int, int], tuple[object, tuple[int, int]]] = {}
    for row, cells in enumerate(grid):
        column = 0
        for value, rows, columns in cells:
            while (row, column) in occupied:
                column += 1
            for down in range(rows):
                for right in range(columns):
                    assert (row + down, column + right) not in occupied, "cells overlap"
                    occupied[row + down, column + right] = (value, (row, column))
    height = depth(section.columns)
    width = depth(section.rows)
    right = 1 + max(column for _, column in occupied)
    assert len(occupied) == len(grid) * right, "the table has holes"
    result = []
    for row in range(height, len(grid)):
        for column in range(width, right):
            value, origin = occupied[row, column]
            if origin != (row, column):
                continue  # the rest of a number's merged cell
            above = dict.fromkeys(occupied[at, column] for at in range(height))
            before = dict.fromkeys(occupied[row, at] for at in range(width))
            result.append(
                Figure(
                    tuple(_without_spaces(text) for text, _ in above),
                    tuple(_without_spaces(text) for text, _ in before),
                    _without_spaces(value).removeprefix("+"),
                )
            )
    return result


def _without_spaces(value: object) -> str:
    return "".join(str(value).split())
