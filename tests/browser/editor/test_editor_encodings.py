"""Files that Notepad or WPS saved in another encoding: one press, and they are edited as others."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor_pages import assert_accessible, small_project
from tests.helpers import Project
from tests.preview.preview_client import PreviewServer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("encodings"), 2021)


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("content/2021/report.md", "gb18030"),
        ("content/2021/figures.yaml", "utf-16"),
        ("config.yaml", "gb18030"),
    ],
)
def test_one_press_and_it_is_edited(
    site: Project, editor: PreviewServer, page: Page, path: str, encoding: str
) -> None:
    text = site.read(path)
    (site.path / path).write_bytes(text.encode(encoding))
    is_figures = path.endswith("figures.yaml")
    page.goto(editor.url("_edit/figures/2021" if is_figures else f"_edit/text?path={path}"))
    expect(page.locator("pre")).to_contain_text(text.strip()[:20].splitlines()[0])
    page.get_by_role("button", name="转换成 UTF-8").press("Enter")
    expect(page.get_by_role("button", name="保存")).to_be_visible()
    assert (site.path / path).read_bytes() == text.encode()


def test_what_is_damaged_is_not_touched(site: Project, editor: PreviewServer, page: Page) -> None:
    file = site.path / "content/2021/report.md"
    data = file.read_bytes() + b"\xe7\xe7\n"
    file.write_bytes(data)
    page.goto(editor.url("_edit/text?path=content/2021/report.md"))
    expect(page.locator(".editor-kept")).to_contain_text("不能转换，没有改动它")
    assert page.get_by_role("button", name="转换成 UTF-8").count() == 0
    assert file.read_bytes() == data


def test_everybody_can_use_it(
    site: Project, editor: PreviewServer, page: Page, axe_source: str
) -> None:
    (site.path / "content/2021/report.md").write_bytes("一段文字".encode("gb18030"))
    page.goto(editor.url("_edit/text?path=content/2021/report.md"))
    assert_accessible(page, axe_source)
