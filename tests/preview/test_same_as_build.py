"""After any series of edits, what the preview shows is what a build writes, page by page."""

import shutil
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.build.options import Options
from site_builder.preview.responses import respond
from site_builder.preview.state import Preview
from site_builder.usecases.preview_snapshot import search_index
from tests.helpers import Project, ProjectFactory, read_tree
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import PreviewResponse
from tests.properties.small_site import CONFIG, as_text, document, small_site
from tests.properties.test_build import EDITS

TODAY = date(2026, 1, 31)
NAMES = sorted(EDITS.keys() - {"spoil", "lose"})


def _preview_page(preview: Preview, url: str) -> bytes:
    response = respond(preview.state, url)
    return PreviewResponse(response.status, {}, response.body).page


def _changed_paths(before: dict[str, bytes], site: Project) -> list[Path]:
    """List what an edit touched, as a watcher would report it."""
    now = read_tree(site.path)
    names = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return [site.path.resolve() / name for name in sorted(names)]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))
def test_served_equals_built(make_project: ProjectFactory, names: list[str]) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    options = Options(site.path, site.path / "drafts", TODAY, drafts=True)
    preview = Preview(options, STANDARDS, lambda: TODAY)
    for name in names:
        before = read_tree(site.path)
        EDITS[name](site)
        preview.changed(_changed_paths(before, site))
        if name in ("body", "title", "report", "figures"):
            _same_pages(preview, site, only="2020/documents/d0000.html")
        assert preview.refresh()
    _same_pages(preview, site)


def test_a_new_title_stands_in_every_list_and_is_compared(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    options = Options(site.path, site.path / "drafts", TODAY, drafts=True)
    preview = Preview(options, STANDARDS, lambda: TODAY)
    for title, findings in (("新的标题", 0), ("关于第1号事项的通知", 1), ("又一个标题", 0)):
        site.edit("content/2020/documents/d0000.md", document(2020, 0, title=title))
        assert preview.refresh()
        _same_pages(preview, site)
        codes = [diagnostic.code for diagnostic in preview.state.snapshot.diagnostics]
        assert codes.count("s004/title") == findings


def _same_pages(preview: Preview, site: Project, only: str = "") -> None:
    """Compare with a build elsewhere, so that the project gets no folders of a build."""
    other = Project(site.path.with_name(f"{site.path.name}-built"))
    shutil.rmtree(other.path, ignore_errors=True)
    shutil.copytree(site.path, other.path)
    if not (other.path / "content/2020/documents/d0000.md").read_bytes().startswith(b"---"):
        assert "这一页显示不出来" in _preview_page(preview, "2020/documents/d0000.html").decode()
        other.edit("content/2020/documents/d0000.md", document(2020, 0))
        return
    built = other.build(drafts=True, today=TODAY, output=other.path / "drafts")
    assert built.exit_code == 0, built.output
    for url in (only,) if only else (name for name in built.files if not name.startswith(".")):
        assert _preview_page(preview, url) == built.files[url], url
    if not only:
        paths = preview.state.tasks.keys() | search_index(preview.state.snapshot).keys()
        assert paths == {url for url in built.files if not url.startswith(".")}
