"""What the tests of the editor type, and how."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Literal

from playwright.sync_api import Page, expect

from site_builder.model.figures import Cell, CellKey
from site_builder.standards.blank_files import blank_figures
from tests.browser.desktop import UNFOLD_ALL
from tests.browser.test_axe import TAGS, axe_violations
from tests.deploy.commands.command_site import TARGETS
from tests.helpers import Project, format_list, split_files
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import as_text, lawful_site, small_site

FIGURES = "content/{}/figures.yaml"
LAWFUL_SETTINGS = {
    "domain": "www.example.cn",
    "address": "https://www.example.cn/gk/",
    "site_code": "0000000000",
    "icp": "示ICP备00000000号",
    "contact.office": "示范园区管理委员会办公室",
    "contact.address": "示范市一号路1号",
    "contact.hours": "工作日9:00～17:00",
    "contact.phone": "000-00000000",
    "contact.fax": "000-00000001",
    "contact.email": "gk@example.cn",
}
"""What a new site has to say of its office, by the ids of the settings."""
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
    project = project_of(folder, small_site())
    for year in years:
        project.edit(FIGURES.format(year), blank(year))
    return project


def project_of(folder: Path, files: Mapping[str, str]) -> Project:
    """Write a project of some texts, by their paths."""
    project = Project(folder)
    for path, text in split_files(as_text(files)).items():
        project.edit(path, text)
    return project


def project_with_targets(folder: Path) -> Project:
    """Write a project that can be published; the folder of its target stands beside it."""
    (folder / "www").mkdir()
    project = project_of(folder / "project", lawful_site(2))
    project.edit("config.yaml", project.read("config.yaml") + TARGETS)
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


def wait_until_kept(site: Project, *typed: str) -> None:
    """Wait until unsaved words are kept on the disk; without words, until none are."""
    folder = site.path / ".build" / "edits"
    deadline = time.monotonic() + 30
    while True:
        unsaved = "".join(file.read_text(encoding="utf-8") for file in folder.glob("[!.]*"))
        if all(words in unsaved for words in typed) if typed else not unsaved:
            return
        assert time.monotonic() < deadline, unsaved
        time.sleep(0.02)


Scheme = Literal["dark", "light"]
WINDOWS: tuple[tuple[int, Scheme], ...] = ((320, "dark"), (1280, "light"))


def assert_accessible(
    page: Page, axe_source: str, windows: tuple[tuple[int, Scheme], ...] = WINDOWS
) -> None:
    """Check that a page as it stands, all its folds open, can be used narrow and wide."""
    # What is framed is a page of the site, which has tests of its own.
    page.evaluate("document.querySelector('iframe')?.remove()")
    page.evaluate(UNFOLD_ALL)
    page.evaluate(axe_source)
    for width, scheme in windows:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        problems = axe_violations(page, TAGS)
        assert not problems, format_list(problems)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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


def paste(page: Page, name: str, kind: str, text: str) -> None:
    """Put a text into the clipboard as a browser gives it, and paste it into a cell."""
    field = page.locator(f'[name="{name}"]')
    field.focus()
    field.evaluate(PASTE, [kind, text])


def field_values(page: Page) -> dict[CellKey, str]:
    """Return what stands in the cells that are not empty."""
    pairs = page.locator(".editor-input").evaluate_all("all => all.map(x => [x.name, x.value])")
    return {cell_key(str(name)): str(value) for name, value in pairs if value}
