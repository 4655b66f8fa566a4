"""The catalogue's sheet as its tests use it: the site, its rows and cells."""

import shutil

from playwright.sync_api import Locator, Page, expect

from tests.helpers import Project
from tests.preview.preview_client import PreviewServer
from tests.properties.small_site import document

FILE = "content/{}/documents/d{:04d}.md"
COUNT = 6
SCRIPT = "</textarea></select><script>document.title='run'</script><img src=x onerror=alert(1)>"


def restore(site: Project) -> None:
    """Give each document its text, and forget what other tests have left unsaved."""
    shutil.rmtree(site.path / ".build" / "edits", ignore_errors=True)
    for number in range(COUNT):
        text = document(2020 + number % 2, number).replace("名称", "# 这一行是注释\n名称", 1)
        site.edit(path_of(number), text)


def path_of(number: int) -> str:
    return FILE.format(2020 + number % 2, number)


def row_of(page: Page, number: int) -> Locator:
    path = path_of(number).removeprefix("content/")
    return page.locator(f'tr[data-path="{path}"]')


def cell(page: Page, number: int, field: str) -> Locator:
    return row_of(page, number).locator(f'[data-field="{field}"]')


def row_names(page: Page) -> list[str]:
    names = page.locator("tr[data-path]").evaluate_all("all => all.map(x => x.dataset.path)")
    return [str(name) for name in names]


def open_sheet(page: Page, editor: PreviewServer, query: str = "") -> None:
    page.goto(editor.url(f"_edit/catalogue{query}"))
    expect(page.locator("#sheet-count")).not_to_be_empty()


def save(page: Page, answer: str) -> None:
    page.keyboard.press("Control+s")
    dialog = page.locator("#plan")
    expect(page.locator("#plan[open], #sheet .editor-answer:not(:empty)").first).to_be_visible()
    if dialog.is_visible():
        page.get_by_role("button", name="照这样保存").click()
    expect(page.locator("#sheet .editor-answer")).to_have_text(answer)
