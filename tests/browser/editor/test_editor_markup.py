"""The Nu HTML checker finds no error in any page or style sheet of the editor."""

import shutil
from pathlib import Path

from site_builder.editor import handlers
from tests.browser.editor_pages import small_project
from tests.browser.test_markup import FALSE_ALARMS, check
from tests.helpers import format_list, npm_file, skip_missing
from tests.preview.preview_client import run_preview

YEAR = 2023
# Whatever page is added is checked too, if only with what it says of a wrong address.
PAGES = sorted(handlers._PAGES)  # noqa: SLF001 - all there are
VIEWS = (
    *PAGES,
    f"figures/{YEAR}",
    "figures/2020",
    "text?path=content/2020/report.md",
    "text?path=content/2020/documents/d0000.md",
    "text?path=config.yaml",
    f"versions?path=content/{YEAR}/figures.yaml",
    "target?kind=SSH",
    "review?path=content/2020/documents/d0000.md",
    "text?path=content/2021/documents/d0001.md",
)
MOST = 20
"""Messages that are shown."""


def test_nu_html_checker_over_the_editor(tmp_path: Path) -> None:
    jar = npm_file("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None:
        skip_missing("Java", "run `make test`")
    pages = tmp_path / "pages"
    pages.mkdir()
    site = small_project(tmp_path / "site", YEAR)
    (site.path / "content/2021/documents/d0001.md").write_bytes("文字".encode("gb18030"))
    with run_preview(site.path, command_name="edit") as editor:
        for number, view in enumerate(VIEWS):
            (pages / f"{number}.html").write_bytes(editor.get(f"/_edit/{view}").body)
    for sheet in (Path(handlers.__file__).parent / "templates").glob("*.css"):
        shutil.copy(sheet, pages)
    problems = [
        f"{_view(message['url'])}: {message['message']} {message.get('extract')}"
        for message in check(java, jar, pages)
        if message["type"] != "info"
        and not any(words in message["message"] for words, _ in FALSE_ALARMS)
    ]
    assert not problems, format_list(problems[:MOST])


def _view(url: str) -> str:
    name = url.rpartition("/")[2]
    number = name.removesuffix(".html")
    return VIEWS[int(number)] if number.isdecimal() else name
