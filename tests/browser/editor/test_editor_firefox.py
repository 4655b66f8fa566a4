"""The editor in Firefox: typed by keys, judged, pasted, undone and saved as in Chromium."""

from pathlib import Path

import pytest

from tests.browser.editor_pages import FIGURES, blank, small_project
from tests.browser.firefox import Firefox, run_firefox
from tests.preview.preview_client import run_preview

YEAR = 2023
VERDICT = "document.querySelector('.editor-verdict')?.textContent"
ANSWER = "document.querySelector('.editor-answer')?.textContent"
CAUSES = "[...document.querySelectorAll('.editor-causes li')].map(x => x.textContent).join()"
FOCUSED = "document.activeElement.name"
COPY = """(() => {
    const text = document.createElement("textarea");
    text.value = "1\\t２\\n3\\t1,204\\n";
    document.body.append(text);
    text.select();
})()"""


def _field(row: str, column: str) -> str:
    return f"document.querySelector('[name=\"requests|{row}|applicant.{column}\"]').value"


def _focus(firefox: Firefox, row: str, column: str) -> None:
    firefox.value(f"document.querySelector('[name=\"requests|{row}|applicant.{column}\"]').focus()")


def test_a_form_is_filled_in_in_firefox(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = small_project(tmp_path_factory.mktemp("firefox"), YEAR)
    profile: Path = tmp_path_factory.mktemp("profile")
    with (
        run_preview(site.path, command_name="edit") as editor,
        run_firefox(profile) as firefox,
    ):
        firefox.open(editor.url(f"_edit/figures/{YEAR}"))
        firefox.wait_for(VERDICT, "格没填")
        _type_a_row(firefox)
        _paste_and_undo(firefox)
        firefox.press("s", control=True)
        firefox.wait_for(ANSWER, "已保存。")
    expected = blank(YEAR).replace("本年新收: []", "本年新收: [3, 1, 0, 0, 0, 0, 4]")
    assert site.read(FIGURES.format(YEAR)) == expected


def _type_a_row(firefox: Firefox) -> None:
    _focus(firefox, "new", "natural")
    for number in (3, 1, 0, 0, 0, 0):
        firefox.press(str(number), "Tab")
    assert firefox.value(FOCUSED) == "requests|new|applicant.total"
    firefox.press("5", "Enter")
    firefox.wait_for(VERDICT, "1 条勾稽关系不成立")
    firefox.wait_for(CAUSES, "总计")
    assert firefox.value(FOCUSED) == "requests|carried-in|applicant.total"
    firefox.press("ArrowUp")
    firefox.press("4")
    firefox.wait_for(VERDICT, "没有不成立的勾稽关系")


def _paste_and_undo(firefox: Firefox) -> None:
    """Copy a block and paste it by Firefox's own clipboard."""
    firefox.value(COPY)
    firefox.press("c", control=True)
    _focus(firefox, "carried-in", "natural")
    firefox.press("v", control=True)
    firefox.wait_for(_field("results.granted", "organisation.business"), "1204")
    firefox.press("z", control=True)
    firefox.wait_for(f"'(' + {_field('carried-in', 'natural')} + ')'", "()")
