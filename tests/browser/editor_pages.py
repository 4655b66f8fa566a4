"""What the tests of the editor type, and how."""

import shutil
from pathlib import Path
from random import Random

from playwright.sync_api import Page, expect

from site_builder.model.figures import Cell, CellKey
from site_builder.standards.blank_files import blank_figures
from tests.helpers import Project, split_files
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import as_text, small_site

FIGURES = "content/{}/figures.yaml"
PASTE = """(field, [type, text]) => {
    const data = new DataTransfer();
    data.setData(type, text);
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    field.dispatchEvent(new ClipboardEvent("paste", options));
}"""
# A busy machine takes longer over an answer; no test looks at a clock.
expect.set_options(timeout=30_000)


def small_project(folder: Path, *years: int) -> Project:
    """Return a site of a few documents, with blank figures of some years."""
    project = Project(folder)
    for path, text in split_files(as_text(small_site())).items():
        project.edit(path, text)
    for year in years:
        project.edit(FIGURES.format(year), blank(year))
    return project


def blank(year: int) -> str:
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(year))
    return blank_figures(form, year)


def typed_cells(year: int) -> dict[CellKey, str]:
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(year))
    cells = random_figures(form, Random(year))  # noqa: S311 - no secret
    return {key: typed_text(cell) for key, cell in cells.items()}


def typed_text(cell: Cell) -> str:
    return f"{getattr(cell, 'number', cell)}{getattr(cell, 'unit', '')}"


def cell_key(name: str) -> CellKey:
    table, row, column = name.split("|")
    return table, row, column


def reset(site: Project, year: int) -> None:
    """Give a year an empty form, and forget what other tests have left unsaved."""
    shutil.rmtree(site.path / ".build" / "edits", ignore_errors=True)
    site.edit(FIGURES.format(year), blank(year))


def open_form(page: Page, editor: PreviewServer, year: int) -> list[str]:
    page.goto(editor.url(f"_edit/figures/{year}"))
    expect(page.locator(".editor-verdict")).not_to_be_empty()
    return [
        str(name)
        for name in page.locator(".editor-input").evaluate_all("all => all.map(x => x.name)")
    ]


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator(".editor-answer")).to_have_text("已保存。")


_PASTE = """(field, [type, text]) => {
    const data = new DataTransfer();
    data.setData(type, text);
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    field.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def paste(page: Page, name: str, kind: str, text: str) -> None:
    """Put a text into the clipboard as a browser gives it, and paste it into a cell."""
    field = page.locator(f'[name="{name}"]')
    field.focus()
    field.evaluate(_PASTE, [kind, text])


def field_values(page: Page) -> dict[CellKey, str]:
    """Return what stands in the cells that are not empty."""
    pairs = page.locator(".editor-input").evaluate_all("all => all.map(x => [x.name, x.value])")
    return {cell_key(str(name)): str(value) for name, value in pairs if value}
