"""Hostile requests to the review: nothing outside is read or written, nothing of it runs."""

import json
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.helpers import Project, read_tree, split_files
from tests.preview.preview_client import TODAY, PreviewServer, run_preview
from tests.properties.small_site import as_text, small_site
from tests.sign.sign_site import MUST, REPORT

pytestmark = pytest.mark.slow
SCRIPT = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
RECORD = "content/2020/report.remarks.yaml"
PATHS = (
    *("../config.yaml", "/etc/passwd", "content/../../x.md", "content/none.md", "config.yaml"),
    *("content/2020/report.remarks.yaml", "content/2020/report.sign.yaml", "2020/report.md"),
    *("content/2020/files/x.pdf", ".build/x.md", "content\\guide.md", "content/guide.md\0", ""),
)
BAD_FIELDS: Mapping[str, tuple[str, object]] = {
    "a name that is a script": ("name", SCRIPT),
    "a name of nothing": ("name", "\u200b"),
    "an unknown level": ("level", "四审"),
    "a level that is a list": ("level", ["终审"]),
    "a paragraph outside": ("place", "paragraph:99999"),
    "a paragraph before": ("place", "paragraph:-1"),
    "a paragraph of other digits": ("place", "paragraph:٣"),
    "a cell of another table": ("place", "cell:../../config|a|b"),
    "an unknown place": ("place", "file:/etc/passwd"),
    "too long a text": ("text", "字" * 3_000_000),
    "an old digest": ("base", "0" * 32),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("review"))
    for path, text in split_files(as_text({**small_site(), "config.yaml": MUST})).items():
        project.edit(path, text)
    return project


@pytest.fixture(scope="module")
def editor(site: Project) -> Iterator[PreviewServer]:
    with run_preview(site.path, command_name="edit") as running:
        yield running


def _ask(editor: PreviewServer, action: str, request: Mapping[str, object]) -> tuple[int, str]:
    match = re.search(r'edit-token" content="([^"]+)"', editor.get("/_edit/").text)
    assert match
    answer = editor.post(
        f"/_edit/api/{action}",
        json.dumps(request).encode(),
        Origin=f"http://127.0.0.1:{editor.port}",
        X_Edit_Token=match[1],
        Content_Type="application/json",
    )
    return answer.status, answer.text


def _request(editor: PreviewServer, **changed: object) -> dict[str, object]:
    page = editor.get(f"/_edit/review?path={REPORT}").text
    match = re.search(r'data-base="([^"]+)"', page)
    assert match
    own = {"path": REPORT, "base": match[1], "name": "王五", "level": "终审", "place": ""}
    return {**own, "text": "请核对。", "number": "1", **changed}


@pytest.mark.parametrize("action", ["make-remark", "answer-remark", "close-remark", "sign"])
def test_no_path_leads_out(site: Project, editor: PreviewServer, action: str) -> None:
    before = read_tree(site.path / "content")
    for path in PATHS:
        status, answer = _ask(editor, action, _request(editor, path=path))
        assert status in (400, 422), (path, answer)
        assert "root:" not in answer
    assert read_tree(site.path / "content") == before


def test_a_remark_is_dated_as_a_sign_off(site: Project, editor: PreviewServer) -> None:
    assert _ask(editor, "make-remark", _request(editor))[0] == 200
    assert TODAY in site.read(RECORD)
    (site.path / RECORD).unlink()


@pytest.mark.parametrize("page", ["review", "review-file"])
def test_no_page_shows_what_is_outside(editor: PreviewServer, page: str) -> None:
    for path in ("../config.yaml", "/etc/passwd", "content/../config.yaml", "config.yaml"):
        answer = editor.get(f"/_edit/{page}?path={path}")
        assert (answer.status, "root:" in answer.text, "审核: 必须" in answer.text) == (
            422,
            False,
            False,
        )


@pytest.mark.parametrize("name", BAD_FIELDS)
def test_no_bad_field_is_stored(site: Project, editor: PreviewServer, name: str) -> None:
    key, value = BAD_FIELDS[name]
    status, answer = _ask(editor, "make-remark", _request(editor, **{key: value}))
    assert status in (400, 422), answer
    assert "Traceback" not in answer
    assert not (site.path / RECORD).exists()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 5_000, "", None, {}, [1], "2"])
def test_no_other_number_is_answered(editor: PreviewServer, number: object) -> None:
    for action in ("answer-remark", "close-remark"):
        status, answer = _ask(editor, action, _request(editor, number=number))
        assert status in (400, 422), answer


def test_a_script_in_a_remark_is_text_everywhere(site: Project, editor: PreviewServer) -> None:
    status, answer = _ask(editor, "make-remark", _request(editor, text=SCRIPT))
    assert status == 200, answer
    status, answer = _ask(editor, "answer-remark", _request(editor, text=SCRIPT))
    assert status == 200, answer
    for url in (f"review?path={REPORT}", f"review-file?path={REPORT}", f"text?path={REPORT}"):
        page = editor.get(f"/_edit/{url}").text
        assert "<script>alert" not in page, url
        assert "<img src=x" not in page, url
        assert "&lt;script&gt;alert(1)" in page, url
    site.remove(RECORD)


def test_a_forged_record_is_reported_and_not_written_over(
    site: Project, editor: PreviewServer
) -> None:
    forged = "意见: []\n摘要: 00000000000000000000000000000000\n"
    site.edit(RECORD, forged)
    assert "被改动过" in editor.get(f"/_edit/review?path={REPORT}").text
    for action in ("make-remark", "sign"):
        level = "初审" if action == "sign" else "终审"
        status, answer = _ask(editor, action, _request(editor, level=level))
        assert (status, "记录" in answer) == (422, True), answer
    assert site.read(RECORD) == forged
    site.remove(RECORD)
