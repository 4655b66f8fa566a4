"""What must always hold: incremental = clean, twice = once, many processes = one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import ROOT, Project, ProjectFactory, clean_build, read_tree
from tests.properties.forked_build import start_build
from tests.properties.small_site import (
    CONFIG,
    LIGHT_CONFIG,
    as_text,
    document,
    figures,
    report,
    small_site,
)

Edit = Callable[[Project], None]


def _edit(path: str, text: str | bytes) -> Edit:
    return lambda project: project.edit(path, text)


def _remove(path: str) -> Edit:
    return lambda project: project.remove(path) if (project.path / path).exists() else None


def _rename(old: str, new: str) -> Edit:
    def rename(project: Project) -> None:
        if (project.path / old).exists():
            (project.path / old).rename(project.path / new)

    return rename


def _corrupt(url: str) -> Edit:
    """Somebody writes over a page of the output by hand."""

    def spoil(project: Project) -> None:
        if (project.output / url).exists():
            (project.output / url).write_text("改过", encoding="utf-8")

    return spoil


def _to_folder(path: str) -> Edit:
    """Put a folder of the same name in place of a file, or a file there for the next time."""

    def change(project: Project) -> None:
        if (project.path / path).is_file():
            project.remove(path)
            project.edit(f"{path}/deep/a.csv", "甲,乙\n5,6\n")
        elif not (project.path / path).exists():
            project.edit(path, "甲,乙\n7,8\n")
            project.build()
            change(project)
        else:
            project.remove(path)
            project.edit(path, "甲,乙\n9,9\n")

    return change


def _to_file(path: str) -> Edit:
    """Put a file in place of a folder of the same name."""

    def change(project: Project) -> None:
        for _ in range(2):
            _to_folder(path)(project)
            project.build()

    return change


def _own_templates(project: Project) -> None:
    _own_style(project)
    if not (project.path / "templates/base.html").exists():
        shutil.copytree(ROOT / "templates", project.path / "templates", dirs_exist_ok=True)


def _own_style(project: Project) -> None:
    """Lay one file over ours, or change it."""
    own, name = project.path / "templates/assets/base.css", "templates/assets/base.css"
    text = (own if own.exists() else ROOT / name).read_text(encoding="utf-8")
    project.edit(name, text + "\nmain{}\n")


def _no_templates(project: Project) -> None:
    shutil.rmtree(project.path / "templates", ignore_errors=True)


EDITS: dict[str, Edit] = {
    "body": _edit("content/2020/documents/d0000.md", document(2020, 0, body="改后的正文。")),
    "title": _edit("content/2020/documents/d0000.md", document(2020, 0, title="改后的标题")),
    "add": _edit("content/2021/documents/new.md", document(2021, 77)),
    "add a year": _edit("content/2019/documents/old.md", document(2019, 78)),
    "remove": _remove("content/2021/documents/d0001.md"),
    "rename": _rename("content/2020/documents/d0002.md", "content/2020/documents/moved.md"),
    "figures": _edit(
        "content/2021/figures.yaml", figures(2021, {("proactive", "licence", "decisions"): "9"})
    ),
    "report": _edit("content/2020/report.md", report(2020, "改后的开头。")),
    "file": _edit("content/2021/files/list.csv", "甲,乙\n3,4\n"),
    "name": _edit("config.yaml", CONFIG.replace("测试园区政府", "改名园区政府")),
    "page size": _edit("config.yaml", CONFIG.replace("每页: 3", "每页: 2")),
    "break": _edit("content/2020/documents/d0000.md", "没有说明的文件\n"),
    "spoil": _corrupt("2020/report.html"),
    "lose": lambda project: (project.output / "index.html").unlink(missing_ok=True),
    "file to folder": _to_folder("content/files/a.csv"),
    "folder to file": _to_file("content/files/b.csv"),
    "templates": _own_templates,
    "style": _own_style,
    "no-templates": _no_templates,
}


_SEQUENCES = st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=5)
_PATIENT = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=3, deadline=None, suppress_health_check=_PATIENT)
@given(_SEQUENCES)
def test_incremental_equals_clean(make_project: ProjectFactory, names: list[str]) -> None:
    _edit_and_compare(make_project, names)


@pytest.mark.large
@pytest.mark.timeout(1800)
@settings(max_examples=150, deadline=None, suppress_health_check=_PATIENT)
@given(_SEQUENCES)
def test_many_sequences_of_edits_equal_clean(
    make_project: ProjectFactory, names: list[str]
) -> None:
    _edit_and_compare(make_project, names)


def _edit_and_compare(make_project: ProjectFactory, names: list[str]) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    assert site.build().exit_code == 0
    for name in names:
        before = read_tree(site.output)
        EDITS[name](site)
        outcome = site.build()
        if outcome.exit_code != 0:
            assert name == "break" or "break" in names, outcome.output
            touched = name in ("spoil", "lose")
            assert touched or dict(outcome.files) == before, "a failed build wrote something"
    if (site.path / "content/2020/documents/d0000.md").read_bytes().startswith("没有".encode()):
        EDITS["body"](site)
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    assert dict(outcome.files) == clean_build(site)


@pytest.mark.parametrize("name", sorted(set(EDITS) - {"break"}))
def test_each_edit_alone_equals_clean(make_project: ProjectFactory, name: str) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    site.build()
    EDITS[name](site)
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    assert dict(outcome.files) == clean_build(site)


def _mtimes(site: Project) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in site.output.rglob("*") if path.is_file()}


def test_twice_equals_once_and_rewrites_nothing(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    first = site.build()
    mtimes = _mtimes(site)
    second = site.build()
    assert first.files == second.files
    assert _mtimes(site) == mtimes
    assert "写入 0 个" in second.output


def test_clean_makes_the_same_files_afresh(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    first = site.build()
    mtimes = _mtimes(site)
    again = site.build(clean=True)
    assert first.files == again.files
    pages = [path for path in mtimes if path.suffix == ".html"]
    assert all(path.stat().st_mtime_ns != mtimes[path] for path in pages)


def test_an_edit_rewrites_its_page_and_the_lists_that_show_it(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    site.build()
    mtimes = _mtimes(site)
    EDITS["body"](site)
    site.build()
    changed = {
        path.relative_to(site.output).as_posix()
        for path, mtime in mtimes.items()
        if path.stat().st_mtime_ns != mtime
    }
    search_files = {url for url in changed if url.startswith("search/")}
    assert changed - search_files == {"2020/documents/d0000.html", ".site-builder-files"}
    assert search_files >= {"search/index.json"}
    assert len(search_files) < len([url for url in mtimes if url.parent.name == "search"])


def test_1_2_and_4_processes_equal(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site(documents=20)))

    def build(jobs: int) -> dict[str, bytes]:
        process = start_build(site.path, site.output, jobs)
        forks = int(process.communicate()[0])
        assert process.returncode == 0
        assert forks >= jobs or jobs == 1
        return read_tree(site.output)

    trees = []
    for jobs in (1, 2, 4):
        trees.append(build(jobs))
        for folder in (site.output, site.path / ".build"):
            shutil.rmtree(folder)
    assert trees[0] == trees[1] == trees[2]
    build(1)
    site.edit("config.yaml", LIGHT_CONFIG.replace("测试园区政府", "改名园区政府"))
    assert build(4) == clean_build(site)


def test_environment_leaves_no_trace(make_project: ProjectFactory, tmp_path: Path) -> None:
    """Another hash seed, time zone, language, working folder and day: the same bytes."""
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    files_here = site.build().files
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4321",
        "TZ": "America/St_Johns",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    out = tmp_path / "elsewhere"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "site_builder",
            "build",
            "--project",
            str(site.path),
            "--output",
            str(out),
            "--clean",
        ],
        check=True,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
    )
    assert read_tree(out) == dict(files_here)


def test_a_page_that_was_about_to_be_removed_is_made_again(make_project: ProjectFactory) -> None:
    """A build fails when it has noted what it makes: nothing of it stands there."""
    site = make_project(as_text(small_site()))
    site.build()
    path = "content/2020/documents/d0000.md"
    text = site.read(path)
    site.remove(path)
    site.edit("config.yaml", LIGHT_CONFIG.replace("测试园区政府", "改名园区政府"))
    (site.output / "index.html").unlink()
    site.edit("public/index.html/.theirs", "别人的")
    assert "写不进文件夹" in site.build().output
    site.remove("public/index.html")
    site.edit(path, text)
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    assert dict(outcome.files) == clean_build(site)


def test_a_lost_build_folder_does_not_lock_an_office_out(make_project: ProjectFactory) -> None:
    """Without `.build/` files of earlier builds are still recognized; others' are still not."""
    site = make_project(as_text(small_site() | {"config.yaml": CONFIG}))
    site.build()
    shutil.rmtree(site.path / ".build")
    EDITS["remove"](site)
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    assert "2021/documents/d0001.html" not in outcome.files
    shutil.rmtree(site.path / ".build")
    (site.output / "theirs.txt").write_text("别人的", encoding="utf-8")
    refused = site.build()
    assert refused.exit_code == 1
    assert "theirs.txt" in refused.output
    assert (site.output / "theirs.txt").exists()
