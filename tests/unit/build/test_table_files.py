"""A table taken from a CSV file: another file means another page, in a build and while editing."""

import os
from datetime import date
from pathlib import Path

import pytest

from site_builder.build.cache import MemoryCache
from site_builder.build.options import Options
from site_builder.content.markdown.csv_files import csv_files_named_in
from site_builder.model.views.pages import DocumentView
from site_builder.usecases.preview_snapshot import load_snapshot
from tests.helpers import Project, clean_build, run_cli
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import LIGHT_CONFIG, document

DOCUMENT = "content/2021/documents/d0001.md"
FILE = "content/2021/files/shu.csv"
PAGE = "2021/documents/d0001.html"
BODY = "表：数\n```表格\n文件: ../files/shu.csv\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site of one document."""
    project = Project(tmp_path / "site")
    project.edit("config.yaml", LIGHT_CONFIG)
    project.edit("content/index.md", "---\n标题: 首页\n---\n欢迎。\n")
    project.edit(DOCUMENT, document(2021, 1, body=BODY))
    project.edit(FILE, "名称,数\n甲,1.50\n".encode("gb18030"))
    return project


def test_a_build_after_a_change_is_a_clean_build(project: Project) -> None:
    first = project.build()
    assert first.exit_code == 0, first.output
    assert '<td class="align-right">1.50</td>' in first.text(PAGE)
    project.edit(FILE, "名称,数\n乙,2\n")
    second = project.build()
    assert "<td>乙</td>" in second.text(PAGE)
    assert dict(second.files) == clean_build(project)
    project.remove(FILE)
    outcome = project.build()
    assert outcome.exit_code == 1
    assert "找不到表格文件“../files/shu.csv”" in outcome.output
    project.edit(FILE.replace("shu", "shu2"), "名称,数\n乙,2\n")
    assert "是不是“shu2.csv”" in project.check().output
    project.edit(FILE, "名称,数\n乙,3\n")
    assert project.build().exit_code == 0


def test_somebody_edits_the_file_while_watching(project: Project) -> None:
    for path in (project.path / "content").rglob("*.*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    options = Options(project.path, project.output, date(2022, 1, 1), jobs=1)
    memory = MemoryCache()
    assert "1.50" in _document_html(options, memory)
    project.edit(FILE, "名称,数\n甲,2.75\n")
    assert "2.75" in _document_html(options, memory)


def _document_html(options: Options, memory: MemoryCache) -> str:
    snapshot = load_snapshot(options, STANDARDS, memory)
    assert snapshot.checked_site is not None
    (page,) = (page for page in snapshot.checked_site.plan.pages if "/documents/" in page.url)
    view = page.view
    assert isinstance(view, DocumentView)
    return str(view.html)


def test_what_is_signed_includes_the_file(project: Project) -> None:
    project.edit("config.yaml", f"{LIGHT_CONFIG}审核: 必须\n审核级别: [终审]\n")
    for file in (DOCUMENT, "content/index.md"):
        argv = ("--project", str(project.path), "--level", "终审", "--signer", "张三")
        assert run_cli("sign", file, *argv)[0] == 0
    assert project.build().exit_code == 0
    project.edit(FILE, "名称,数\n甲,9.99\n")
    after = project.build()
    assert after.exit_code == 1
    assert "shu.csv" in after.output


@pytest.mark.timeout(60)  # trying each sign anew takes a quarter of an hour
def test_a_long_run_of_signs_takes_no_time() -> None:
    data = "表格 ../files/a.csv ".encode() + b"9" * 900_000
    assert csv_files_named_in(data, "2021/documents/a.md") == ("2021/files/a.csv",)
