"""The file for a leader: whole by itself, without scripts, the same each time."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.test_axe import TAGS, axe_violations
from tests.helpers import Project, ProjectFactory, format_list, run_cli
from tests.properties.small_site import as_text, document, small_site
from tests.sign.sign_site import DAY, MUST, sign
from tests.sign.test_remarks import make

NAME = "content/2020/documents/d.md"
REPORT = "content/2020/report.md"
SCRIPT = "<script>document.title='坏'</script>"


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    files = {path: text for path, text in small_site(0).items() if "2021" not in path}
    body = f"{SCRIPT}\n\n![院子](../files/a.png)\n\n见[清单](../files/l.csv)。\n"
    files |= {
        "config.yaml": MUST,
        NAME: document(2020, 5, body=body),
        "content/2020/files/l.csv": "甲\n1\n",
    }
    project = make_project(as_text(files))
    picture = (
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d7"
        "63f8cfc000000301010018dd8db00000000049454e44ae426082"
    )
    (project.path / "content/2020/files/a.png").write_bytes(bytes.fromhex(picture))
    return project


def _write(site: Project, file: str, name: str = "x.html") -> Path:
    output = site.path / name
    exit_code, printed, _ = run_cli(
        "review-file", file, str(output), "--project", str(site.path), "--force"
    )
    assert exit_code == 0, printed
    return output


@pytest.mark.parametrize("file", [NAME, REPORT])
def test_one_file_shows_all_and_asks_for_nothing(
    site: Project, browser: Browser, axe_source: str, file: str
) -> None:
    assert sign(site, "初审", "张三", file)[0] == 0
    make(site, path=file.removeprefix("content/"), text=SCRIPT)
    output = _write(site, file)
    assert _write(site, file, "y.html").read_bytes() == output.read_bytes()
    requests: list[str] = []
    for width in (320, 1280):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(output.as_uri())
        assert {url for url in requests if not url.startswith("data:")} == {output.as_uri()}
        assert page.title().startswith("审阅：")
        text = page.locator("body").inner_text()
        expected = ("内部审阅，不得公开", "第 1 条（没有结案）", SCRIPT, f"初审：张三，{DAY}")
        assert [words for words in expected if words not in text] == []
        assert page.locator("script").count() == 0
        if file == NAME:
            assert page.locator("img").evaluate("image => image.naturalWidth") == 1
        else:
            assert page.locator("table").count() > 2
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(axe_source)
        problems = axe_violations(page, TAGS)
        assert not problems, format_list(problems)
        context.close()


@pytest.mark.parametrize(
    ("file", "output", "message"),
    [
        ("content/2020/none.md", "x.html", "没有这份文稿"),
        ("../x.md", "x.html", "没有这份文稿"),
        (REPORT, "x.exe", "以 .html 结尾"),
    ],
)
def test_what_cannot_be_written_is_refused(
    site: Project, file: str, output: str, message: str
) -> None:
    exit_code, printed, _ = run_cli(
        "review-file", file, str(site.path / output), "--project", str(site.path)
    )
    assert (exit_code, message in printed) == (2, True), printed
