"""Two editors, or an editor and another program, at a file: nothing is overwritten unasked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editor_pages import (
    FIGURES,
    assert_accessible,
    blank,
    open_form,
    reset,
    save,
    small_project,
    wait_until_kept,
)
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer

YEAR = 2023
TEXT = "content/2020/report.md"
NATURAL = '[name="requests|new|applicant.natural"]'
CARRIED = '[name="requests|carried-in|applicant.natural"]'
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("merges"), YEAR)


@pytest.fixture
def pages(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two people."""
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def test_two_editors_of_the_same_figures_lose_nothing(
    site: Project, editor: PreviewServer, pages: tuple[Page, Page], axe_source: str
) -> None:
    reset(site, YEAR)
    mine, theirs = pages
    for page in pages:
        open_form(page, editor, YEAR)
    theirs.locator(NATURAL).fill("7")
    theirs.locator(CARRIED).fill("1")
    save(theirs)
    saved = site.read(FIGURES.format(YEAR))
    mine.locator(NATURAL).fill("5")
    mine.locator('[name="remedies|value|review.total"]').fill("3")
    mine.keyboard.press("Control+s")
    dialog = mine.get_by_role("dialog")
    expect(dialog).to_contain_text("有 1 格你填的和别人填的不一样")
    assert_accessible(mine, axe_source)
    # Nothing is chosen beforehand: who presses the button has to choose first.
    mine.get_by_role("button", name="照这样合并").click()
    expect(dialog).to_be_visible()
    mine.keyboard.press("Escape")
    expect(mine.locator(NATURAL)).to_have_value("5")
    assert site.read(FIGURES.format(YEAR)) == saved
    mine.keyboard.press("Control+s")
    expect(dialog).to_be_visible()
    mine.keyboard.press("Space")
    expect(mine.get_by_label("用我填的")).to_be_checked()
    mine.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(mine.locator(CARRIED)).to_have_value("1")
    assert site.read(FIGURES.format(YEAR)) == saved
    save(mine)
    text = site.read(FIGURES.format(YEAR))
    assert "本年新收: [5, ~, ~, ~, ~, ~, ~]" in text
    assert "上年结转: [1, ~, ~, ~, ~, ~, ~]" in text


def test_what_was_kept_meets_what_was_saved_meanwhile(
    site: Project, editor: PreviewServer, browser: Browser, pages: tuple[Page, Page]
) -> None:
    """The browser is closed, the file changes, the form is opened again."""
    reset(site, YEAR)
    page, _ = pages
    open_form(page, editor, YEAR)
    page.locator(NATURAL).fill("5")
    wait_until_kept(site, '"5"')
    page.close(run_before_unload=False)
    other = blank(YEAR).replace("本年新收: []", "本年新收: [6, 0, 0, 0, 0, 0, 6]")
    assert other != blank(YEAR)
    site.edit(FIGURES.format(YEAR), other)
    again = browser.new_context().new_page()
    again.goto(editor.url(f"_edit/figures/{YEAR}"))
    again.get_by_label("用文件里的").check()
    again.get_by_role("button", name="照这样合并").click()
    expect(again.locator(NATURAL)).to_have_value("6")
    expect(again.get_by_role("button", name="保存", exact=True)).to_be_disabled()
    assert site.read(FIGURES.format(YEAR)) == other
    again.context.close()


def test_a_text_and_a_text_editor_beside_are_joined_line_by_line(
    site: Project, editor: PreviewServer, pages: tuple[Page, Page], axe_source: str
) -> None:
    page, _ = pages
    before = site.read(TEXT)
    head, _, rest = before.partition("\n\n")
    page.goto(editor.url(f"_edit/text?path={TEXT}&whole=1"))
    source = page.locator("#source")
    source.fill(f"{before.rstrip()}\n我的末段\n")
    other = f"{head}\n\n别人的首段\n\n{rest.rstrip()}\n别人的末段{SCRIPT}\n"
    site.edit(TEXT, other)
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"别人的末段{SCRIPT}")
    assert_accessible(page, axe_source)
    page.get_by_label("两段都留").check()
    page.get_by_role("button", name="照这样合并").click()
    expect(page.locator(".editor-answer")).to_contain_text("已经和文件里的合在一起")
    assert site.read(TEXT) == other
    save(page)
    assert site.read(TEXT) == other.replace("别人的末段", "我的末段\n别人的末段")
    site.edit(TEXT, before)


def test_a_file_that_was_deleted_meanwhile_is_told(
    site: Project, editor: PreviewServer, pages: tuple[Page, Page]
) -> None:
    reset(site, YEAR)
    page, _ = pages
    open_form(page, editor, YEAR)
    page.locator(NATURAL).fill("5")
    (site.path / FIGURES.format(YEAR)).unlink()
    page.keyboard.press("Control+s")
    expect(page.locator(".editor-answer")).to_contain_text("填了没有保存的数还留着")
    expect(page.locator(NATURAL)).to_have_value("5")
    reset(site, YEAR)
