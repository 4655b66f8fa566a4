"""Changes that a look at names, sizes and times could miss: the next build equals a clean one."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from site_builder.build import fingerprint, readings
from site_builder.build.options import Options, Result
from site_builder.model.standards_loader import loader_of
from site_builder.usecases.build import build
from tests.helpers import ROOT, Project, ProjectFactory, read_tree
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import LIGHT_CONFIG, as_text, document, small_site

_WINDOW_NS = 10_000_000
_DOCUMENT = "content/2020/documents/d0000.md"
_OTHER = "content/2020/documents/d0002.md"
_TABLE = "content/2021/files/list.csv"
Change = Callable[[Project], Iterator[None]]
"""Prepares a project, waits for a build of it, and changes something."""


def _built(project: Path) -> Result:
    time.sleep(3 * _WINDOW_NS / 1e9)
    options = Options(project, project / "public", date(2026, 11, 28))
    return build(options, loader_of(STANDARDS))


def _replace_same_size(site: Project) -> Iterator[None]:
    """Put back the time of a file whose text is another of the same length."""
    yield
    for name, old, new in ((_TABLE, "1,2", "3,4"), (_DOCUMENT, "正文", "文正")):
        path = site.path / name
        status = path.stat()
        path.write_text(site.read(name).replace(old, new), encoding="utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _use_older_file(site: Project) -> Iterator[None]:
    """Take an old copy of a file back; a clock that was wrong has the same effect."""
    yield
    site.edit(_DOCUMENT, document(2020, 0, body="旧稿。"))
    os.utime(site.path / _DOCUMENT, ns=(10**18, 10**18))


def _link_content(site: Project) -> Iterator[None]:
    yield
    (site.path / "content").rename(site.path / "elsewhere")
    (site.path / "content").symlink_to("elsewhere")


def _add_empty_folder(site: Project) -> Iterator[None]:
    yield
    (site.path / "content" / "新文件夹").mkdir()


def _add_folder_of_python(site: Project) -> Iterator[None]:
    yield
    site.edit("content/2021/files/__pycache__/a.csv", "甲,乙\n1,2\n")


def _own_templates(site: Project, statement: str) -> None:
    shutil.copytree(ROOT / "templates", site.path / "templates")
    page = "templates/pages/document.html"
    text = site.read(page).replace("{% block main %}", "{% block main %}" + statement)
    site.edit(page, text)


def _edit_included(site: Project) -> Iterator[None]:
    """Edit a template whose name another computes, in a folder of a name that Python uses."""
    _own_templates(site, "{% set name = '__pycache__/' ~ 'part.html' %}{% include name %}")
    site.edit("templates/__pycache__/part.html", "<!-- 甲 -->")
    yield
    site.edit("templates/__pycache__/part.html", "<!-- 乙 -->")


def _link_other_template(site: Project) -> Iterator[None]:
    _own_templates(site, "{% include 'part.html' %}")
    for name in ("a", "b"):
        site.edit(f"templates/{name}.html", f"<!-- {name} -->")
    (site.path / "templates/part.html").symlink_to("a.html")
    yield
    (site.path / "templates/part.html").unlink()
    (site.path / "templates/part.html").symlink_to("b.html")


def _add_comment_to_settings(site: Project) -> Iterator[None]:
    """Move all settings a line down: messages name their lines."""
    yield
    site.edit("config.yaml", "# 说明\n" + site.read("config.yaml"))


def _rename_agency(site: Project) -> Iterator[None]:
    """Rename the agency: documents that name none are found by it."""
    yield
    site.edit("config.yaml", site.read("config.yaml").replace("机关: 测试园区", "机关: 管理局"))


def _edit_table_in_text(site: Project) -> Iterator[None]:
    site.edit(_DOCUMENT, site.read(_DOCUMENT) + "\n![清单](../../2021/files/list.csv)\n")
    yield
    site.edit(_TABLE, "甲,乙\n1,5\n")


def _edit_text_with_files(site: Project) -> Iterator[None]:
    """Edit a text whose page states how large the files are that it can be taken away in."""
    site.edit("config.yaml", LIGHT_CONFIG.replace("[", "[docx, ") + "公文下载: 是\n")
    site.edit(_OTHER, document(2020, 2, body="见[通知](d0000.md)。"))
    yield
    site.edit(_DOCUMENT, site.read(_DOCUMENT) + "\n又一段。\n" * 99)


def _withdraw_linked(site: Project) -> Iterator[None]:
    site.edit(_OTHER, document(2020, 2, body="见[通知](d0000.md)。"))
    yield
    state = "有效性: 撤回\n撤回日期: 2022-03-01\n状态说明: 有误。"
    site.edit(_DOCUMENT, site.read(_DOCUMENT).replace("有效性: 有效", state))


def _take_back_what_was_built(site: Project) -> Iterator[None]:
    """Restore `.build/` and the output from before the last edit."""
    yield
    for name in (".build", "public"):
        shutil.copytree(site.path / name, site.path / f"{name}-copy")
    site.edit(_DOCUMENT, site.read(_DOCUMENT) + "\n又一段。\n")
    _built(site.path)
    for name in (".build", "public"):
        shutil.rmtree(site.path / name)
        (site.path / f"{name}-copy").rename(site.path / name)


CHANGES: tuple[Change, ...] = (
    _rename_agency,
    *(_replace_same_size, _use_older_file, _link_content, _add_empty_folder),
    *(_add_folder_of_python, _edit_included, _link_other_template, _add_comment_to_settings),
    *(_edit_table_in_text, _edit_text_with_files, _withdraw_linked, _take_back_what_was_built),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_hardly_shows_is_seen(
    make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    monkeypatch.setattr(fingerprint, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    monkeypatch.setattr(readings, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    site = make_project(as_text(small_site(documents=4)))
    steps = change(site)
    try:
        next(steps)
        assert not _built(site.path).failed
        next(steps, None)
    except OSError:
        pytest.skip("links cannot be created here")
    result = _built(site.path)
    clean = site.path.with_name("clean")
    ignored = shutil.ignore_patterns("public", ".build")
    shutil.copytree(site.path, clean, symlinks=True, ignore=ignored)
    expected = _built(clean)
    assert result.diagnostics == expected.diagnostics
    assert result.failed or read_tree(site.output) == read_tree(clean / "public")
