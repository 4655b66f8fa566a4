"""Pages that this program builds: every figure and every word of the report, and nothing else."""

import pytest
from lxml import html

from site_builder.importing.readers import markdown_text, web_page
from site_builder.model.original import Original, OriginalTable, TextBlock
from tests.helpers import EXAMPLE, Site

YEARS = ("2020", "2021", "2022")


def words(original: Original) -> list[str]:
    return [
        "".join(block.text.split()) for block in original.blocks if isinstance(block, TextBlock)
    ]


def rows(table: OriginalTable) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, "".join(cell.text.split()))
        for cell in table.cells
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_figure_of_our_page_is_read(built_example: Site, year: str) -> None:
    data = (built_example.folder / year / "report.html").read_bytes()
    original = web_page.read("report.html", data)
    printed = [
        "" if cell.text_content() == "缺" else cell.text_content()
        for tables in html.fromstring(data).find_class("statutory-table__tables")
        for cell in tables.iter("th", "td")
    ]
    cells = [cell.text for table in original.tables() for cell in table.cells]
    assert len(printed) > 250
    assert [text for text in cells if text in printed][-len(printed) :] == printed
    assert original.title == f"示范园区管理委员会{year}年政府信息公开工作年度报告"
    assert (original.body, bool(original.published)) == ("示范园区管理委员会", True)
    assert {diagnostic.code for diagnostic in original.diagnostics} <= {"import/link"}


@pytest.mark.parametrize("year", YEARS)
def test_every_word_of_our_page_is_that_of_its_source(built_example: Site, year: str) -> None:
    page = built_example.folder / year / "report.html"
    source = EXAMPLE / "content" / year / "report.md"
    built = web_page.read("report.html", page.read_bytes())
    typed = markdown_text.read("report.md", source.read_bytes())
    assert [text for text in words(built) if text in words(typed)] == words(typed)
    narrative = [rows(table) for table in typed.tables()]
    assert [table for table in map(rows, built.tables()) if table in narrative] == narrative
