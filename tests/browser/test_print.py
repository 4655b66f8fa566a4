"""A printed report is the report: no navigation, and no table cut in two."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page
from pypdf import PdfReader

from site_builder.model.form import Header, all_leaves
from tests.browser.browser_pages import visit
from tests.browser.page_types import CASES, SiteOf, form_of, pages_of
from tests.helpers import skip_missing

REPORTS = tuple((site, kind) for site, kind in CASES if kind.startswith("report-2"))
ROWS_OF_A_TABLE = 3
"""So many row labels of a table on a page mean that the table is there, not a mention of it."""

ROWS_OF_THE_LONGEST = 20

# Marks the longest table: HEAD in a column label of its last header row, A and Z in the first and
# the last line of the label of each row.
MARK = """() => {
    const tables = [...document.querySelectorAll(".statutory-table__band")];
    const [table] = tables.sort((a, b) => b.rows.length - a.rows.length);
    [...table.tHead.rows].at(-1).cells[0].append("HEAD");
    const rows = [...table.tBodies[0].rows];
    rows.forEach((row, number) => {
        const mark = `R${String(number).padStart(2, "0")}`;
        row.querySelector(".statutory-table__row").replaceChildren(
            `${mark}A`, document.createElement("br"), "x",
            document.createElement("br"), `${mark}Z`);
    });
    return rows.length;
}"""


@pytest.mark.parametrize(("site_name", "kind"), REPORTS)
def test_print(site_name: str, kind: str, site_of: SiteOf, page: Page, tmp_path: Path) -> None:
    site = site_of(site_name)
    url = pages_of(site, kind)[0]
    visit(page, site, url)
    sheets = print_to_pdf(page, tmp_path / "report.pdf")
    full_text = "".join(sheets)
    tree = html.document_fromstring(site.outcome.text(url))
    navigation = [
        _text(link) for nav in tree.iter("nav") for link in nav.iter("a") if len(_text(link)) > 3
    ]
    assert navigation, f"{url} has no navigation at all"
    body = "".join(_text(main) for main in tree.iter("main"))
    printed_navigation = [text for text in navigation if text not in body and text in full_text]
    assert not printed_navigation, f"{url}: navigation is printed: {printed_navigation}"
    assert _text(next(tree.iter("h1"))) in full_text
    _longest_table_is_whole(url, sheets)


def _longest_table_is_whole(url: str, sheets: list[str]) -> None:
    """The longest table is whole on one sheet, its column labels with it."""
    table = max(form_of(url).tables(), key=lambda table: len(tuple(table.cells())))
    rows = {normalize(row.label) for section in table.sections for row in all_leaves(section.rows)}
    spanned = [
        sheet
        for sheet in sheets
        if sum(len(row) > 3 and row in sheet for row in rows) >= ROWS_OF_A_TABLE
    ]
    assert len(spanned) == 1, f"{url}: table {table.title} is printed on {len(spanned)} sheets"
    for sheet in spanned:
        absent = [label for label in _labels(table.sections[0].columns) if label not in sheet]
        assert not absent, f"{url}: a sheet with rows of {table.title} lacks {absent}"


@pytest.mark.parametrize("kind", ["report-2019", "report-2021"])
def test_a_table_longer_than_a_sheet(
    kind: str, site_of: SiteOf, page: Page, tmp_path: Path
) -> None:
    """Each sheet with rows of it begins with its column labels, and no row is on two sheets."""
    site = site_of("built_example")
    url = pages_of(site, kind)[0]
    visit(page, site, url)
    # Each row is found again on paper by marks of its own: R07A first in its label, R07Z last.
    rows = page.evaluate(MARK)
    assert rows >= ROWS_OF_THE_LONGEST
    page.add_style_tag(content="@page { size: 210mm 148mm !important; }")
    pdf = tmp_path / "small.pdf"
    pdf.write_bytes(page.pdf(width="210mm", height="148mm"))
    sheets = [normalize(sheet.extract_text()) for sheet in PdfReader(pdf).pages]
    cells = [re.findall(r"R(\d\d)([AZ])", sheet) for sheet in sheets]
    spanned = [number for number, marks in enumerate(cells) if marks]
    assert len(spanned) > 1, "it fits one sheet: nothing is proven"
    assert spanned == list(range(spanned[0], spanned[-1] + 1))
    where = {
        end: {row: number for number, marks in enumerate(cells) for row, at in marks if at == end}
        for end in "AZ"
    }
    assert len(where["A"]) == rows
    assert where["A"] == where["Z"], "a row is cut in two"
    absent = [number for number in spanned if "HEAD" not in sheets[number]]
    assert not absent, f"sheets {absent} have rows without their column labels"


def _labels(headers: tuple[Header, ...]) -> list[str]:
    """List all labels of a tree."""
    return [
        label
        for header in headers
        for label in (normalize(header.label), *_labels(header.children))
        if label
    ]


def print_to_pdf(page: Page, pdf: Path) -> list[str]:
    """Print to paper and read the sheets back, in the order the text was set."""
    reader = shutil.which("pdftotext")
    if reader is None:
        skip_missing("pdftotext", "run `make test`")
    pdf.write_bytes(page.pdf(format="A4"))
    # -raw keeps the words of one cell together, however narrow its column.
    text = subprocess.run(
        [reader, "-raw", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    return [normalize(sheet) for sheet in text.split("\f") if normalize(sheet)]


def _text(element: html.HtmlElement) -> str:
    """Take all text of an element."""
    return normalize("".join(element.itertext()))


def normalize(text: str) -> str:
    """Take a text without spaces, in one form for each character."""
    return "".join(unicodedata.normalize("NFKC", text).split())
