"""Every number of every download, read back with a library that did not write it."""

import io
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import lxml.etree
import lxml.html
import openpyxl
import pikepdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from site_builder.forms.grid import depth
from site_builder.model.form import TableSection, all_leaves
from tests.downloads.case import YEARS, Cell, Figure, bands, figures_of, form_of, typed, wanted
from tests.downloads.office import convert
from tests.tools import Site, find_program, missing

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_case_holds_every_kind_of_value() -> None:
    for year in YEARS:
        found = typed(year)
        assert len(found) == {2020: 198, 2021: 200}[year]
        assert all(found.count(mark) > 10 for mark in ("0", "缺", "/"))
    assert "-34" in typed(2020)
    assert "24252.311082元" in typed(2020)
    assert "123456789012345.12345" in typed(2021)


# --- Excel --------------------------------------------------------------------------------------


def _shown(cell: object, form: str) -> str:
    """Write a number as its format shows it; text as it is."""
    if not isinstance(cell, int | float):
        return str(cell)
    shape = form.split(";", maxsplit=1)[0].removeprefix("+").replace("\\", "")
    found = re.match(r"0(?:\.(0+))?", shape)
    assert found is not None or shape == "General", form
    decimals = len(found[1] or "") if found else 0
    return f"{Decimal(repr(cell)):.{decimals}f}{shape[found.end() :] if found else ''}"


def _sheet_band(sheet: Worksheet, band: TableSection, start: int) -> tuple[list[list[Cell]], int]:
    """Read one band of a sheet from a row on, or from the row after its title."""
    rows = list(sheet.iter_rows())
    if band.title:
        start = next(at for at in range(start, len(rows)) if rows[at][0].value == band.title) + 1
    merged = {}
    for area in sheet.merged_cells.ranges:
        spans = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        merged[area.min_row, area.min_col] = spans
    covered = {
        (row, column)
        for (top, left), (high, wide) in merged.items()
        for row in range(top, top + high)
        for column in range(left, left + wide)
        if (row, column) != (top, left)
    }
    height = depth(band.columns) + len(all_leaves(band.rows))
    grid: list[list[Cell]] = [
        [
            (_shown(cell.value, cell.number_format), *merged.get((cell.row, cell.column), (1, 1)))
            for cell in row
            if (cell.row, cell.column) not in covered
        ]
        for row in rows[start : start + height]
    ]
    return grid, start + height


@pytest.mark.parametrize("year", YEARS)
def test_excel_holds_the_figures(year: int, both_forms: Site) -> None:
    data = both_forms.outcome.files[f"{year}/figures.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    tables = list(form_of(year).tables())
    assert book.sheetnames == [table.title for table in tables]
    found: list[list[Figure]] = []
    for table, sheet in zip(tables, book.worksheets, strict=True):
        at = 3
        for band in table.sections:
            grid, at = _sheet_band(sheet, band, at)
            found.append(figures_of(grid, band))
    assert found == wanted(year)


@pytest.mark.parametrize("year", YEARS)
def test_excel_numbers_are_numbers_and_marks_are_not(year: int, both_forms: Site) -> None:
    data = both_forms.outcome.files[f"{year}/figures.xlsx"]
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"n", "s"}
    numbers = [cell.value for cell in cells if cell.data_type == "n"]
    exact = [
        one
        for text in typed(year)
        if text not in ("缺", "/") and len((one := text.rstrip("元")).replace(".", "")) <= 15
    ]
    assert sorted(Decimal(repr(one)) for one in numbers) == sorted(Decimal(one) for one in exact)
    words = [cell.value for cell in cells if cell.data_type == "s"]
    assert words.count("缺") == typed(year).count("缺")
    assert words.count("/") == typed(year).count("/")
    if year == 2021:
        assert "123456789012345.12345" in words, "more digits than a cell's number keeps"


@pytest.mark.parametrize("year", YEARS)
def test_two_readers_of_excel_agree(year: int, both_forms: Site) -> None:
    data = both_forms.outcome.files[f"{year}/figures.xlsx"]
    first = openpyxl.load_workbook(io.BytesIO(data))
    second = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in first.sheetnames:
        one = [value for row in first[name].iter_rows(values_only=True) for value in row]
        two = [value for row in second.get_sheet_by_name(name).to_python() for value in row]
        assert [v for v in one if v is not None] == [v for v in two if v != ""]


# --- Word ---------------------------------------------------------------------------------------


def _word_tables(data: bytes) -> list[list[list[Cell]]]:
    """Read the tables of a Word file from its XML: spans to the right and down."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = lxml.etree.fromstring(archive.read("word/document.xml"))
    return [_word_table(table) for table in body.iter(f"{W}tbl")]


def _word_table(table: lxml.etree._Element) -> list[list[Cell]]:
    grid: list[list[Cell]] = []
    open_at: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.findall(f"{W}tr")):
        cells: list[Cell] = []
        column = 0
        for cell in row.findall(f"{W}tc"):
            facts = cell.find(f"{W}tcPr")
            assert facts is not None
            span = facts.find(f"{W}gridSpan")
            wide = int(span.get(f"{W}val", "1")) if span is not None else 1
            merge = facts.find(f"{W}vMerge")
            text = "".join(one.text or "" for one in cell.iter(f"{W}t"))
            if merge is not None and merge.get(f"{W}val") == "continue":
                assert text == ""
                line, at = open_at[column]
                value, high, across = grid[line][at]
                grid[line][at] = (value, high + 1, across)
            else:
                cells.append((text, 1, wide))
                open_at[column] = (number, len(cells) - 1)
            column += wide
        grid.append(cells)
    return grid


@pytest.mark.parametrize("year", YEARS)
def test_word_holds_the_figures(year: int, both_forms: Site) -> None:
    tables = _word_tables(both_forms.outcome.files[f"{year}/report.docx"])
    found = [figures_of(grid, band) for grid, band in zip(tables, bands(year), strict=True)]
    assert found == wanted(year)


@pytest.mark.parametrize("year", YEARS)
def test_libreoffice_reads_the_same_from_word(year: int, both_forms: Site, tmp_path: Path) -> None:
    html = convert(both_forms.folder / str(year) / "report.docx", "html", tmp_path)
    page = lxml.html.fromstring(html)
    tables = [
        [
            [
                (cell.text_content(), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1)))
                for cell in row.xpath("./td | ./th")
            ]
            for row in table.iter("tr")
        ]
        for table in page.iter("table")
    ]
    found = [figures_of(grid, band) for grid, band in zip(tables, bands(year), strict=True)]
    assert found == wanted(year)


# --- PDF ----------------------------------------------------------------------------------------


def _told_cells(path: Path) -> list[list[tuple[str, str]]]:
    """Read the tagged cells of each table with Poppler: role and words."""
    if not find_program("pdfinfo"):
        missing("pdfinfo", "apt-get install poppler-utils")
    told = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True
    ).stdout.decode(errors="replace")  # it writes titles of headings in UTF-16
    tables: list[list[tuple[str, str]]] = []
    for line in told.splitlines():
        role = re.match(r"\S[^ :]*|$", line.strip())[0]  # type: ignore[index]  # the pattern matches anything
        if role == "Table":
            tables.append([])
        elif role in ("TH", "TD") and tables:
            tables[-1].append((role, ""))
        elif role in ("Caption", "P", "H1") and tables:
            # What stands between tables belongs to no cell.
            tables[-1].append((role, ""))
        elif role.startswith('"') and tables and tables[-1]:
            last, words = tables[-1][-1]
            tables[-1][-1] = (last, words + line.strip()[1:-1])
    return [[one for one in table if one[0] in ("TH", "TD")] for table in tables]


def _tagged_cells(path: Path) -> list[list[tuple[str, str, list[str]]]]:
    """Read the tagged cells of each table with pikepdf: role, id and headers."""
    tables: list[list[tuple[str, str, list[str]]]] = []

    def walk(kids: object) -> None:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            role = str(kid.S)[1:]
            if role == "Table":
                tables.append([])
            elif role in ("TH", "TD"):
                facts = next(one for one in kid.A if one.O == "/Table")
                names = [str(one) for one in facts.get("/Headers", [])]
                tables[-1].append((role, str(kid.get("/ID", "")), names))
            if "/K" in kid:
                walk(kid.K)

    with pikepdf.open(path) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return tables


@pytest.mark.parametrize("year", YEARS)
def test_pdf_holds_the_figures(year: int, both_forms: Site) -> None:
    path = both_forms.folder / str(year) / "report.pdf"
    found = []
    for told, tagged in zip(_told_cells(path), _tagged_cells(path), strict=True):
        assert [role for role, _ in told] == [role for role, _, _ in tagged]
        words = {
            name: "".join(text.split())
            for (_, text), (_, name, _) in zip(told, tagged, strict=True)
            if name
        }
        for (role, text), (_, _, names) in zip(told, tagged, strict=True):
            if role == "TD":
                found.append((tuple(words[name] for name in names), "".join(text.split())))
    assert [(labels, text.removeprefix("+")) for labels, text in found] == [
        ((*one.columns, *one.rows), one.text) for band in wanted(year) for one in band
    ]
