"""Pasted into the statutory form: from LibreOffice, from web pages; it lands where it belongs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.model.figures import CellKey, MissingValue
from site_builder.model.form import Form, form_for
from tests.browser.editor_pages import (
    assert_accessible,
    field_values,
    open_form,
    paste,
    reset,
    save,
    small_project,
    typed_cells,
    typed_text,
)
from tests.downloads.libreoffice import convert
from tests.editor.office_clipboard import Kind, office_clipboard
from tests.helpers import Project
from tests.helpers.shared_reports import REPORTS, SHARED, report_cells
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer

YEARS = (2020, 2023)
TABLES = ("proactive", "requests", "remedies")
NATURAL = "requests|new|applicant.natural"
CASES = Path(__file__).parents[2] / "importing" / "cases"
PageOf = Callable[[int], Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("pastes"), *YEARS)


@pytest.fixture
def page_of(site: Project, editor: PreviewServer, browser: Browser) -> Iterator[PageOf]:
    """Open the blank form of a year."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def open_blank(year: int) -> Page:
        reset(site, year)
        page = context.new_page()
        open_form(page, editor, year)
        return page

    yield open_blank
    context.close()


def _accept(page: Page) -> None:
    """Fill in what was recognized, also where a look at it is asked for."""
    done = page.locator(".editor-answer").get_by_text("已经填入")
    expect(page.get_by_role("dialog").or_(done)).to_be_visible()
    if page.get_by_role("dialog").is_visible():
        page.get_by_role("button", name="照这样填入").click()


def _form(year: int) -> Form:
    form = form_for(year, STANDARDS.forms)
    assert form
    return form


def _typed(year: int, *tables: str) -> dict[CellKey, str]:
    return {key: text for key, text in typed_cells(year).items() if key[0] in tables}


@pytest.mark.parametrize("kind", ["xlsx", "docx", "tsv"])
@pytest.mark.parametrize("year", YEARS)
def test_a_table_of_libreoffice_lands_where_it_belongs(
    page_of: PageOf, tmp_path: Path, kind: Kind, year: int
) -> None:
    """With title, headings and merged cells, wherever in its table the caret stands."""
    typed = _typed(year, "requests")
    clipboard = office_clipboard(kind, _form(year), ("requests",), typed_cells(year), tmp_path)
    page = page_of(year)
    paste(page, "requests|results.granted|applicant.total", *clipboard)
    answer = page.locator(".editor-answer")
    expect(answer).to_have_text(f"已经填入 {len(typed)} 格，不对的按“撤销”。")
    assert field_values(page) == typed
    page.keyboard.press("Control+z")
    assert field_values(page) == {}
    page.keyboard.press("Control+y")
    assert field_values(page) == typed


def test_a_whole_report_of_word_fills_all_tables(page_of: PageOf, tmp_path: Path) -> None:
    typed = typed_cells(2023)
    page = page_of(2023)
    paste(page, NATURAL, *office_clipboard("docx", _form(2023), TABLES, typed, tmp_path))
    _accept(page)
    assert field_values(page) == typed
    save(page)


def test_a_table_of_another_place_is_noticed(
    page_of: PageOf, tmp_path: Path, axe_source: str
) -> None:
    clipboard = office_clipboard("xlsx", _form(2023), ("remedies",), typed_cells(2023), tmp_path)
    page = page_of(2023)
    paste(page, NATURAL, *clipboard)
    expect(page.get_by_role("dialog")).to_contain_text("不是这张表")
    assert_accessible(page, axe_source)
    page.get_by_role("button", name="取消").click()
    assert field_values(page) == {}
    paste(page, NATURAL, *clipboard)
    page.get_by_role("button", name="照这样填入").click()
    assert field_values(page) == _typed(2023, "remedies")


FOREIGN = """<table><tr><th>项目<th>预算数<th>决算数</tr>
<tr><td>办公费<td>12<td>11</tr><tr><td><script>alert(1)</script>差旅费<td>3<td>4</tr></table>"""


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("text/html", FOREIGN, "没有认出粘贴的是这张表的哪几行"),
        ("text/plain", "办公费\t12\t11\n差旅费\t3\t4\n", "没有认出粘贴的是这张表的哪几行"),
        ("text/plain", "1 2\t3\n4\t5\n", "粘贴的是 2 行"),
        ("text/plain", "1\t2\t3\t4\t5\t6\t7\t8\n", "其中 7 格有地方放"),
    ],
)
def test_what_does_not_fit_is_shown_first(
    page_of: PageOf, kind: str, text: str, words: str
) -> None:
    page = page_of(2023)
    paste(page, NATURAL, kind, text)
    expect(page.get_by_role("dialog")).to_contain_text(words)
    page.keyboard.press("Escape")
    assert field_values(page) == {}


def test_rows_and_blocks_of_numbers_go_from_the_caret_on(page_of: PageOf) -> None:
    page = page_of(2023)
    paste(page, "requests|new|applicant.organisation.business", "text/plain", "1\t２\n3\t1,204\n")
    columns = ("applicant.organisation.business", "applicant.organisation.research")
    keys = [("requests", row, column) for row in ("new", "carried-in") for column in columns]
    assert field_values(page) == dict(zip(keys, ("1", "2", "3", "1204"), strict=True))


def test_a_row_with_its_label_goes_to_its_row_after_a_look(page_of: PageOf) -> None:
    page = page_of(2023)
    row = "二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n"
    paste(page, NATURAL, "text/plain", row)
    expect(page.get_by_role("dialog")).to_contain_text("认出 7 格")
    page.get_by_role("button", name="照这样填入").click()
    values = field_values(page)
    assert {key[1] for key in values} == {"carried-in"}
    assert list(values.values()) == ["1", "0", "0", "0", "0", "0", "1"]


@pytest.mark.parametrize(
    "case", ["portal-page", "spaces-inside-numbers", "thousands-separated-by-spaces", "plain-2019"]
)
def test_pages_as_offices_have_them(page_of: PageOf, case: str) -> None:
    """What `import` reads of a page, pasting reads of it: both are held against the same list."""
    page = page_of(2020 if "2019" in case else 2023)
    text = (CASES / case / "source.html").read_text(encoding="utf-8")
    paste(page, NATURAL, "text/html", text)
    _accept(page)
    values = {key: text for key, text in field_values(page).items() if key[0] == "requests"}
    lines = (CASES / case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(values) > 150
    for row in dict.fromkeys(key[1] for key in values):
        listed = next(line for line in lines if line.startswith(f"requests {row}: "))
        typed = [text for key, text in values.items() if key[1] == row]
        # A number that follows from the spaces in it is marked so in the list.
        assert listed.partition(": ")[2].replace("=", "").split() == typed


@pytest.mark.shared
@pytest.mark.skipif(not REPORTS, reason="shared/reports is not beside this checkout")
@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("hangzhou-style-2025.html", 2023),
        ("shanghai-office-2019.html", 2020),
        ("huaian-2024.filled.docx", 2023),
    ],
)
def test_real_reports(page_of: PageOf, tmp_path: Path, name: str, year: int) -> None:
    """Three real layouts, copied whole out of a browser or a word processor."""
    source = SHARED / name
    if source.suffix == ".docx":
        text = convert(source, "html", tmp_path).decode("utf-8", "replace")
    else:
        text = source.read_text(encoding="utf-8")
    cells = report_cells(REPORTS[source.name.partition(".")[0]], _form(year))
    blank = (MissingValue.BLANK, MissingValue.NOT_APPLICABLE)
    truth = {key: typed_text(cell) for key, cell in cells.items() if cell not in blank}
    page = page_of(year)
    paste(page, NATURAL, "text/html", text)
    _accept(page)
    values = {key: text.lstrip("+") for key, text in field_values(page).items()}
    sure = {key: text for key, text in values.items() if text not in ("待核", "/")}
    assert sure == {key: truth[key] for key in sure}
    assert len(sure) >= len(truth) * 0.95
