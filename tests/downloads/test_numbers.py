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

from site_builder.model.form import TableSection, all_leaves
from site_builder.standards.header_grid import depth
from tests.downloads.figures_site import (
    YEARS,
    Cell,
    Figure,
    expected_figures,
    figures_of,
    form_of,
    sections_of,
    typed_values,
)
from tests.downloads.libreoffice import convert
from tests.helpers import Site, find_program, skip_missing

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_case_holds_every_kind_of_value() -> None:
    for year in YEARS:
        values = typed_values(year)
        assert len(values) == {2020: 198, 2021: 200}[year]
        assert all(values.count(mark) > 10 for mark in ("0", "缺", "/"))
    assert "-34" in typed_values(2020)
    assert "24252.311082元" in typed_values(2020)
    assert "123456789012345.12345" in typed_values(2021)


# --- Excel --------------------------------------------------------------------------------------


def _displayed(cell: object, form: str) -> str:
    """Write a number as its format shows it; text as it is."""
    if not isinstance(cell, int | float):
        return str(cell)
    shape = form.split(";", maxsplit=1)[0].removeprefix("+").replace("\\", "")
    match = re.match(r"0(?:\.(0+))?", shape)
    assert match is not None or shape == "General", form
    decimals = len(match[1] or "") if match else 0
    return f"{Decimal(repr(cell)):.{decimals}f}{shape[match.end() :] if match else ''}"


def _sheet_band(
    sheet: Worksheet, section: TableSection, start: int
) -> tuple[list[list[Cell]], int]:
    """Read one band of a sheet from a row on, or from the row after its title."""
    rows = list(sheet.iter_rows())
    if section.title:
        start = next(at for at in range(start, len(rows)) if rows[at][0].value == section.title) + 1
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
    height = depth(section.columns) + len(all_leaves(section.rows))
    grid: list[list[Cell]] = [
        [
            (
                _displayed(cell.value, cell.number_format),
                *merged.get((cell.row, cell.column), (1, 1)),
            )
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
    actual: list[list[Figure]] = []
    for table, sheet in zip(tables, book.worksheets, strict=True):
        at = 3
        for section in table.sections:
            grid, at = _sheet_band(sheet, section, at)
            actual.append(figures_of(grid, section))
    assert actual == expected_figures(year)


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
        digits
        for text in typed_values(year)
        if text not in ("缺", "/") and len((digits := text.rstrip("元")).replace(".", "")) <= 15
    ]
    assert sorted(Decimal(repr(digits)) for digits in numbers) == sorted(
        Decimal(digits) for digits in exact
    )
    words = [cell.value for cell in cells if cell.data_type == "s"]
    assert words.count("缺") == typed_values(year).count("缺")
    assert words.count("/") == typed_values(year).count("/")
    if year == 2021:
        assert "123456789012345.12345" in words, "more digits than a cell's number keeps"


@pytest.mark.parametrize("year", YEARS)
def test_two_readers_of_excel_agree(year: int, both_forms: Site) -> None:
    data = both_forms.outcome.files[f"{year}/figures.xlsx"]
    first = openpyxl.load_workbook(io.BytesIO(data))
    second = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in first.sheetnames:
        openpyxl_values = [
            value for row in first[name].iter_rows(values_only=True) for value in row
        ]
        calamine_values = [
            value for row in second.get_sheet_by_name(name).to_python() for value in row
        ]
        assert [v for v in openpyxl_values if v is not None] == [
            v for v in calamine_values if v != ""
        ]


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
            text = "".join(element.text or "" for element in cell.iter(f"{W}t"))
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
    actual = [
        figures_of(grid, section) for grid, section in zip(tables, sections_of(year), strict=True)
    ]
    assert actual == expected_figures(year)


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
    actual = [
        figures_of(grid, section) for grid, section in zip(tables, sections_of(year), strict=True)
    ]
    assert actual == expected_figures(year)


# --- PDF ----------------------------------------------------------------------------------------


def _pdfinfo_cells(path: Path) -> list[list[tuple[str, str]]]:
    """Read the tagged cells of each table with Poppler: role and words."""
    if not find_program("pdfinfo"):
        skip_missing("pdfinfo", "apt-get install poppler-utils")
    output = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True
    ).stdout.decode(errors="replace")  # it writes titles of headings in UTF-16
    tables: list[list[tuple[str, str]]] = []
    for line in output.splitlines():
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
    return [[cell for cell in table if cell[0] in ("TH", "TD")] for table in tables]


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
                facts = next(item for item in kid.A if item.O == "/Table")
                names = [str(item) for item in facts.get("/Headers", [])]
                tables[-1].append((role, str(kid.get("/ID", "")), names))
            if "/K" in kid:
                walk(kid.K)

    with pikepdf.open(path) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return tables


@pytest.mark.parametrize("year", YEARS)
def test_pdf_holds_the_figures(year: int, both_forms: Site) -> None:
    path = both_forms.folder / str(year) / "report.pdf"
    actual = []
    for read_cells, tagged in zip(_pdfinfo_cells(path), _tagged_cells(path), strict=True):
        assert [role for role, _ in read_cells] == [role for role, _, _ in tagged]
        words = {
            name: "".join(text.split())
            for (_, text), (_, name, _) in zip(read_cells, tagged, strict=True)
            if name
        }
        for (role, text), (_, _, names) in zip(read_cells, tagged, strict=True):
            if role == "TD":
                actual.append((tuple(words[name] for name in names), "".join(text.split())))
    assert [(labels, text.removeprefix("+")) for labels, text in actual] == [
        ((*figure.columns, *figure.rows), figure.text)
        for band in expected_figures(year)
        for figure in band
    ]
