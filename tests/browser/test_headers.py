"""Each number is heard with the header words of its form, as the browser itself computes them.

Browsers do not take `headers` at its word: they make a table of their own from how it is laid out.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_builder.forms import across
from site_builder.forms.across import AlignedRow
from site_builder.forms.load import load_forms
from tests.browser.desktop import ScreenReader
from tests.browser.form_words import bands, cell_words, squeezed
from tests.browser.kinds import REPORT, SiteOf, form_of, pages_of
from tests.tools import Outcome, Site, listed

LOOKS = ((1280, ""), (420, ""), (768, "elder"))
looks = pytest.mark.parametrize(("width", "mode"), LOOKS)
Words = tuple[list[str], list[str]]
SITE = "built_example"


def heard(table: dict[str, Any]) -> list[Words]:
    """Give the words of the columns and of the rows that each cell of a table is heard with."""
    return [
        ([squeezed(one) for one in cell["columns"]], [squeezed(one) for one in cell["rows"]])
        for cell in table["cells"]
        if cell["text"]
    ]


def of_form(tables: list[dict[str, Any]], wanted: list[Words]) -> list[Words]:
    """Give the cells of the tables of a form: authors write tables of their own among them."""
    return [
        words
        for table in map(heard, tables)
        if any(one in wanted for one in table)
        for words in table
    ]


def wrong(found: list[Words], wanted: list[Words]) -> list[str]:
    """List the cells that are heard with other words than theirs."""
    assert len(found) == len(wanted), f"{len(found)} cells are heard, {len(wanted)} there are"
    return [
        f"cell {at}: {one}, wanted {other}"
        for at, (one, other) in enumerate(zip(found, wanted, strict=True), 1)
        if one != other
    ]


@looks
@pytest.mark.parametrize("kind", ["report-2019", "report-2021"])
def test_statutory_tables(
    kind: str, width: int, mode: str, site_of: SiteOf, screen_reader: ScreenReader
) -> None:
    site = site_of(SITE)
    url = pages_of(site, kind)[0]
    tables = screen_reader.tables(site.folder / url, width, mode)
    wanted = [words for band in bands(form_of(url).tables()) for words in cell_words(band)]
    problems = wrong(of_form(tables, wanted), wanted)
    assert not problems, f"{len(problems)} of {len(wanted)} cells\n{listed(problems)}"


def lines(found: tuple[AlignedRow, ...], above: str = "") -> Iterator[tuple[AlignedRow, str]]:
    """Walk lines over the years, each with its words and those of the headings above it."""
    for line in found:
        words = above + squeezed(next(iter(line.labels.values())))
        yield line, words
        yield from lines(line.children, words)


def series_words(site: Site) -> list[Words]:
    """List what the cells of the figures over the years stand under: a year, and a line."""
    years = sorted(int(url[:4]) for url in site.pages if REPORT.fullmatch(url))
    used = tuple({form_of(f"{year}/report.html").id: None for year in sorted(years, reverse=True)})
    wanted: list[Words] = []
    for strand in across.comparable_series(tuple(load_forms()[one] for one in used)):
        found = across.aligned_rows(strand, tuple(load_forms()[one] for one in used))
        while len(found) == 1 and not found[0].cells:
            found = found[0].children
        for line, words in lines(found):
            wanted += [([f"{year}年"], [words]) for year in years if line.cells]
    return wanted


@looks
def test_figures_over_the_years(
    width: int, mode: str, site_of: SiteOf, screen_reader: ScreenReader
) -> None:
    site = site_of(SITE)
    tables = screen_reader.tables(site.folder / "reports" / "figures.html", width, mode)
    found = [
        (columns, [re.sub(r"（\d{4}年版表式称.*?）$", "", row) for row in rows])
        for table in tables
        if table["name"].endswith("各年数据")
        for columns, rows in heard(table)
    ]
    wanted = series_words(site)
    problems = wrong(found, wanted)
    assert not problems, f"{len(problems)} of {len(wanted)} cells\n{listed(problems)}"
    # What was judged of the year before stands in tables of the same make.
    others = [one for table in tables if table["name"].startswith("核对") for one in heard(table)]
    assert others
    assert all(len(columns) == 1 and len(rows) == 1 for columns, rows in others)


@pytest.mark.parametrize("width", [1280, 420])
@pytest.mark.parametrize("year", [2020, 2021])
def test_wechat_articles(
    year: int, width: int, articles: tuple[Path, Outcome], screen_reader: ScreenReader
) -> None:
    tables = screen_reader.tables(articles[0] / f"{year}-report.html", width)
    wanted = [
        # The heads of its rows stand above the columns of a piece.
        (rows[:-1] + columns, rows[-1:])
        for band in bands(form_of(f"{year}/report.html").tables())
        for columns, rows in cell_words(band)
    ]
    found = of_form(tables, wanted)
    # A piece with few columns brings its rows sooner: what counts is what each cell is heard with.
    problems = wrong(sorted(found), sorted(wanted))
    assert not problems, f"{len(problems)} of {len(wanted)} cells\n{listed(problems)}"
