"""The cost of a build follows what changed: what is read, planned, made and written, by count."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from site_builder.build import fingerprint, readings
from site_builder.build.options import Options, Result
from site_builder.model.standards_loader import loader_of
from site_builder.usecases.build import build
from tests.helpers import ROOT, Project, ProjectFactory
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import LIGHT_CONFIG, as_text, document, figures, small_site

DOCUMENTS = 120
_WINDOW_NS = 10_000_000
"""Files older than this count as settled, so that no test waits for two seconds."""
PATH = "content/2020/documents/d0000.md"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of many documents as it was built, to restore from at the place it belongs to."""
    project = Project(tmp_path_factory.mktemp("work") / "site")
    for path, text in small_site(DOCUMENTS).items():
        project.edit(path, text)
    run(project)
    return project.path.rename(project.path.with_name("pristine"))


@pytest.fixture
def built(pristine: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The same site, settled, for one test."""
    monkeypatch.setattr(fingerprint, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    monkeypatch.setattr(readings, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    site = Project(pristine.with_name("site"))
    shutil.copytree(pristine, site.path)
    # Files that were copied have other times: they are looked at once more.
    run(site)
    yield site
    shutil.rmtree(site.path)


def run(site: Project) -> Result:
    """Build a site some moments after its last change."""
    time.sleep(3 * _WINDOW_NS / 1e9)
    result = build(Options(site.path, site.output, date(2026, 11, 28)), loader_of(STANDARDS))
    assert not result.failed, result.diagnostics
    return result


def _edit_body(site: Project) -> None:
    site.edit(PATH, site.read(PATH) + "\n又一段。\n")


def _edit_title(site: Project) -> None:
    site.edit(PATH, site.read(PATH).replace("名称: ", "名称: 新的"))


def _edit_figures(site: Project) -> None:
    cells = {("proactive", "penalty", "decisions"): "8"}
    site.edit("content/2021/figures.yaml", figures(2021, cells))


def _edit_file(site: Project) -> None:
    site.edit("content/2021/files/list.csv", "甲,乙\n3,4\n")


def _add(site: Project) -> None:
    site.edit("content/2020/documents/new.md", document(2020, 500))


def _edit_template(site: Project) -> None:
    shutil.copytree(ROOT / "templates", site.path / "templates")
    page = "templates/pages/document.html"
    site.edit(page, site.read(page).replace("{% block main %}", "{% block main %}<!-- 甲 -->"))


EDITS: dict[str, tuple[Callable[[Project], object], tuple[int, int, int, int, int]]] = {
    # read, planned, indexed, rendered, written: at most
    "nothing": (lambda _: None, (0, 0, 0, 0, 0)),
    "touch": (lambda site: site.edit(PATH, site.read(PATH)), (0, 0, 0, 0, 0)),
    "body": (_edit_body, (1, 1, 1, 70, 70)),
    "title": (_edit_title, (1, 240, 1, 40, 40)),
    "figures": (_edit_figures, (1, 400, 1, 100, 100)),
    "attachment": (_edit_file, (1, 400, 0, 2, 2)),
    "new": (_add, (1, 400, 2, 200, 200)),
    "deleted": (lambda site: site.remove(PATH), (0, 400, 2, 200, 200)),
    "template": (_edit_template, (0, 400, 0, DOCUMENTS, DOCUMENTS)),
    "settings": (
        lambda site: site.edit("config.yaml", LIGHT_CONFIG + "附统计表文字版: 否\n"),
        (DOCUMENTS + 8, 400, 0, 500, 20),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_work_follows_the_change(built: Project, name: str) -> None:
    edit, limits = EDITS[name]
    edit(built)
    result = run(built)
    counts = (*astuple(result.work), result.written)
    assert all(count <= limit for count, limit in zip(counts, limits, strict=True)), counts
    assert name in ("nothing", "touch") or result.work.rendered


def test_a_title_writes_the_catalogue_lines_of_its_year(built: Project) -> None:
    def lines() -> set[str]:
        folder = built.path / ".build/lines"
        return {path.relative_to(folder).as_posix() for path in folder.glob("*/*")}

    before = lines()
    _edit_title(built)
    run(built)
    assert sorted(name.partition("/")[0] for name in lines() - before) == ["csv", "json"]
    assert len(lines()) == len(before) > 2


def test_a_title_that_two_texts_have_is_found_and_forgotten(built: Project) -> None:
    own, other = "名称: 关于第0号事项的通知", "名称: 关于第4号事项的通知"

    def findings(old: str, new: str) -> list[str]:
        site_text = built.read(PATH)
        assert old in site_text
        built.edit(PATH, site_text.replace(old, new))
        codes = (diagnostic.code for diagnostic in run(built).diagnostics)
        return [code for code in codes if code.startswith(("c007/", "s004/"))]

    assert findings(own, other) == ["s004/title"]
    assert findings(other, "名称: “关于第4号事项”的通知") == ["s004/title"]
    assert findings("名称: “关于第4号事项”的通知", "名称: 关于别的事项的通知") == []


def test_a_first_build_does_everything_once(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site(DOCUMENTS)))
    result = run(site)
    assert result.work.read == DOCUMENTS + 7
    assert result.work.rendered == result.written == result.files
