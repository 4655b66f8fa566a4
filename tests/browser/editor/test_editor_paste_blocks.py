"""Numbers alone, pasted by their place: what lacks a row or a column is shown before it lands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.model.figures import CellKey
from site_builder.model.form import form_for
from tests.browser.editor_pages import (
    cell_key,
    field_values,
    open_form,
    paste,
    reset,
    small_project,
    typed_cells,
)
from tests.helpers import Project
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer

YEAR = 2023
NATURAL = "requests|new|applicant.natural"
Rows = list[list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("blocks"), YEAR)


@pytest.fixture
def page(site: Project, editor: PreviewServer, browser: Browser) -> Iterator[Page]:
    reset(site, YEAR)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    open_form(opened, editor, YEAR)
    yield opened
    context.close()


def truth() -> dict[CellKey, str]:
    return {key: text for key, text in typed_cells(YEAR).items() if key[0] == "requests"}


def rows() -> Rows:
    """The numbers of the table of requests, as printed."""
    form = form_for(YEAR, STANDARDS.forms)
    assert form
    table = next(table for table in form.tables() if table.id == "requests")
    by_row: dict[str, list[str]] = {}
    for _, row, column in table.cells():
        by_row.setdefault(row.path, []).append(truth()["requests", row.path, column.path])
    return list(by_row.values())


def tsv(block: Rows) -> str:
    return "".join("\t".join(row) + "\n" for row in block)


def test_the_whole_block_lands_at_once(page: Page) -> None:
    paste(page, "requests|carried-out|applicant.total", "text/plain", tsv(rows()))
    expect(page.locator(".editor-answer")).to_contain_text("已经填入 175 格")
    assert field_values(page) == truth()


@pytest.mark.parametrize(
    "block",
    [
        [row for number, row in enumerate(rows()) if number != 3],
        [row[:3] + row[4:] for row in rows()],
    ],
    ids=["a row lacks", "a column lacks"],
)
def test_most_of_a_table_is_shown_first(page: Page, block: Rows) -> None:
    paste(page, NATURAL, "text/plain", tsv(block))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("这张表有 25 行 7 列，粘贴的可能缺了几行几列")
    line = dialog.locator("tr", has_text="自然人").first
    expect(line).to_contain_text(block[0][0])
    page.keyboard.press("Escape")
    assert field_values(page) == {}


def test_blank_and_merged_cells_state_nothing(page: Page) -> None:
    name = "requests|new|applicant.organisation.business"
    page.locator(f'[name="{name}"]').fill("5")
    paste(page, NATURAL, "text/plain", "1\t\t3\n")
    expect(page.locator(".editor-answer")).to_contain_text("已经填入 2 格")
    assert field_values(page)[cell_key(name)] == "5"
    html = "<table><tr><td colspan=2>7<td>8</tr><tr><td>1<td>2<td>3</tr></table>"
    paste(page, NATURAL, "text/html", html)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("里面有合并的格子")
    page.get_by_role("button", name="照这样填入").click()
    values = list(field_values(page).values())
    assert values == ["7", "5", "8", "1", "2", "3"]
