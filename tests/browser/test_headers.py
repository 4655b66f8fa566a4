"""Each number is read aloud with the header words of its form, as the browser itself computes them.

Browsers do not take `headers` at its word: they make a table of their own from how it is laid out.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_builder.standards import alignment
from site_builder.standards.alignment import AlignedRow
from tests.browser.desktop import ScreenReader
from tests.browser.form_labels import cell_labels, sections_of, strip_spaces
from tests.browser.page_types import REPORT, SiteOf, form_of, pages_of
from tests.helpers import Outcome, Site, format_list
from tests.helpers.standards import STANDARDS

WINDOWS = ((1280, ""), (420, ""), (768, "elder"))
each_width_and_mode = pytest.mark.parametrize(("width", "mode"), WINDOWS)
Labels = tuple[list[str], list[str]]
SITE = "built_example"


def cell_headers(table: dict[str, Any]) -> list[Labels]:
    """Return the words of the columns and rows that each cell of a table is read aloud with."""
    return [
        (
            [strip_spaces(label) for label in cell["columns"]],
            [strip_spaces(label) for label in cell["rows"]],
        )
        for cell in table["cells"]
        if cell["text"]
    ]


def form_cells(tables: list[dict[str, Any]], expected: list[Labels]) -> list[Labels]:
    """Return the cells of the tables of a form: authors write tables of their own among them."""
    return [
        words
        for table in map(cell_headers, tables)
        if any(cell in expected for cell in table)
        for words in table
    ]


def mismatches(actual: list[Labels], expected: list[Labels]) -> list[str]:
    """List the cells that are read aloud with other words than theirs."""
    assert len(actual) == len(expected), f"{len(actual)} cells are heard, {len(expected)} there are"
    return [
        f"cell {at}: {cell}, wanted {other}"
        for at, (cell, other) in enumerate(zip(actual, expected, strict=True), 1)
        if cell != other
    ]


@each_width_and_mode
@pytest.mark.parametrize("kind", ["report-2019", "report-2021"])
def test_statutory_tables(
    kind: str, width: int, mode: str, site_of: SiteOf, screen_reader: ScreenReader
) -> None:
    site = site_of(SITE)
    url = pages_of(site, kind)[0]
    tables = screen_reader.tables(site.folder / url, width, mode)
    expected = [
        words for section in sections_of(form_of(url).tables()) for words in cell_labels(section)
    ]
    problems = mismatches(form_cells(tables, expected), expected)
    assert not problems, f"{len(problems)} of {len(expected)} cells\n{format_list(problems)}"


def walk_rows(rows: tuple[AlignedRow, ...], above: str = "") -> Iterator[tuple[AlignedRow, str]]:
    """Walk lines over the years, each with its words and those of the headings above it."""
    for line in rows:
        words = above + strip_spaces(next(iter(line.labels.values())))
        yield line, words
        yield from walk_rows(line.children, words)


def series_labels(site: Site) -> list[Labels]:
    """List what the cells of the figures over the years stand under: a year, and a line."""
    years = sorted(int(url[:4]) for url in site.pages if REPORT.fullmatch(url))
    used = tuple({form_of(f"{year}/report.html").id: None for year in sorted(years, reverse=True)})
    expected: list[Labels] = []
    for definition in alignment.comparable_series(
        tuple(STANDARDS.forms[form_id] for form_id in used)
    ):
        rows = alignment.aligned_rows(
            definition, tuple(STANDARDS.forms[form_id] for form_id in used)
        )
        while len(rows) == 1 and not rows[0].cells:
            rows = rows[0].children
        for line, words in walk_rows(rows):
            expected += [([f"{year}年"], [words]) for year in years if line.cells]
    return expected


@each_width_and_mode
def test_figures_over_the_years(
    width: int, mode: str, site_of: SiteOf, screen_reader: ScreenReader
) -> None:
    site = site_of(SITE)
    tables = screen_reader.tables(site.folder / "reports" / "figures.html", width, mode)
    actual = [
        (columns, [re.sub(r"（\d{4}年版表式称.*?）$", "", row) for row in rows])
        for table in tables
        if table["name"].endswith("各年数据")
        for columns, rows in cell_headers(table)
    ]
    expected = series_labels(site)
    problems = mismatches(actual, expected)
    assert not problems, f"{len(problems)} of {len(expected)} cells\n{format_list(problems)}"
    # What was checked of the year before stands in tables of the same make.
    others = [
        cell for table in tables if table["name"].startswith("核对") for cell in cell_headers(table)
    ]
    assert others
    assert all(len(columns) == 1 and len(rows) == 1 for columns, rows in others)


@pytest.mark.parametrize("width", [1280, 420])
@pytest.mark.parametrize("year", [2020, 2021])
def test_wechat_articles(
    year: int, width: int, articles: tuple[Path, Outcome], screen_reader: ScreenReader
) -> None:
    tables = screen_reader.tables(articles[0] / f"{year}-report.html", width)
    expected = [
        # The heads of its rows stand above the columns of a piece.
        (rows[:-1] + columns, rows[-1:])
        for section in sections_of(form_of(f"{year}/report.html").tables())
        for columns, rows in cell_labels(section)
    ]
    actual = form_cells(tables, expected)
    # A piece with few columns brings its rows sooner: what counts is each cell's headers.
    problems = mismatches(sorted(actual), sorted(expected))
    assert not problems, f"{len(problems)} of {len(expected)} cells\n{format_list(problems)}"
