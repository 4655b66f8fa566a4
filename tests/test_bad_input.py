"""Whatever an office gets wrong: said at its place with its cure, and nothing is touched.

`tests/bad/base` is a good site. Each folder beside it spoils it in one way: `case.txt` says how,
where it must be said (`at:`) and what must be said there (`says:`); `expected.txt` is all of it.
"""

import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from tests.helpers import ROOT, Expected, Outcome, Project, split_files

FOLDER = ROOT / "tests" / "bad"
BASE = FOLDER / "base"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/case.txt"))
NOTICE = "content/2021/documents/notice.md"
ARTICLE = "templates/pages/article.html"
TODAY = "2022-02-01"
"""When the base was all that it should be: rules about dates look at the day."""


@dataclass(frozen=True)
class Case:
    """One slip, and what must be said about it."""

    expected_findings: tuple[tuple[str, tuple[str, ...]], ...]
    """Place, and the words that must stand there."""
    changes: tuple[tuple[str, str], ...]
    """File, and its lines to take out (`-`) and put in (`+`)."""


def read_case(name: str) -> Case:
    text = (FOLDER / name / "case.txt").read_text(encoding="utf-8")
    head, mark, rest = text.partition("--- ")
    finds: list[tuple[str, tuple[str, ...]]] = []
    for line in head.splitlines():
        word, _, value = line.partition(": ")
        if word == "at":
            finds.append((value, ()))
        elif word == "says":
            finds[-1] = (finds[-1][0], (*finds[-1][1], value))
        else:
            assert line.startswith("# "), line
    return Case(tuple(finds), tuple(split_files(mark + rest).items()))


def change(project: Project, path: str, lines: str) -> None:
    """Take the `-` lines out of a file and put the `+` lines in their place; or write it anew."""
    runs = [(mark, "".join(f"{line[1:]}\n" for line in some)) for mark, some in _marked_runs(lines)]
    if "-" not in dict(runs):
        project.edit(path, "".join(text for _, text in runs))
        return
    text = project.read(path)
    while runs:
        mark, old = runs.pop(0)
        assert (mark, text.count(old)) == ("-", 1), old
        text = text.replace(old, runs.pop(0)[1] if runs and runs[0][0] == "+" else "")
    project.edit(path, text)


def _marked_runs(lines: str) -> list[tuple[str, list[str]]]:
    return [(mark, list(some)) for mark, some in groupby(lines.splitlines(), lambda line: line[0])]


# --- slips that no text file can hold ---------------------------------------------------------

Corruption = Callable[[Project], str | None]
"""Spoils a project; gives another output folder where the case is about that."""


def without(path: str) -> Corruption:
    return lambda project: project.remove(path)


def in_gbk(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).encode("gb18030"))


def in_utf_16(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).encode("utf-16"))


def report_in_gbk(project: Project) -> None:
    path = "content/2021/report.md"
    project.edit(path, project.read(path).encode("gb18030"))


def report_renamed(project: Project) -> None:
    (project.path / "content/2021/report.md").rename(project.path / "content/2021/年报.md")


def binary(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).replace("工作计划", "工作\0计划"))


def with_a_line_break_of_word(project: Project) -> None:
    project.edit(NOTICE, project.read(NOTICE).replace("\n\n园区", "\n\n园区\x0b"))


def content_elsewhere(project: Project) -> None:
    (project.path / "content").rename(project.path / "elsewhere")
    (project.path / "content").symlink_to(project.path / "elsewhere", target_is_directory=True)


def huge(project: Project) -> None:
    front_matter = project.read(NOTICE).split("---\n")[1]
    text = f"---\n{front_matter}---\n\n" + "信息公开。" * 700_000
    project.edit(NOTICE, text.encode()[:10_000_000])


def link_out(project: Project) -> None:
    secret = project.path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (project.path / "content/2021/files/secret.txt").symlink_to(secret)


def folder_out(project: Project) -> None:
    documents = project.path / "content/2021/documents"
    documents.rename(project.path / "elsewhere")
    documents.symlink_to(project.path / "elsewhere", target_is_directory=True)


def pipe(project: Project) -> None:
    """Make what would be waited for without end, if anybody opened it."""
    os.mkfifo(project.path / "content/2021/files/pipe.csv")


def into_someone_elses(project: Project) -> str:
    project.edit("other/family.jpg", b"\xff\xd8")
    project.edit("other/notes/diary.txt", "mine")
    return "other"


def beside_a_strangers_file(project: Project) -> None:
    project.edit("public/mine.txt", "mine")


def own_templates(change: Callable[[Project], object]) -> Corruption:
    def spoil(project: Project) -> None:
        shutil.copytree(ROOT / "templates", project.path / "templates")
        change(project)

    return spoil


def with_second_line(line: str) -> Corruption:
    def spoil(project: Project) -> None:
        text = '{% extends "base.html" %}\n{% block main %}\n' + line + "\n{% endblock %}\n"
        project.edit(ARTICLE, text)

    return own_templates(spoil)


CORRUPTIONS: dict[str, Corruption] = {
    "figures-without-report": without("content/2021/report.md"),
    "report-without-figures": without("content/2021/figures.yaml"),
    "config-missing": without("config.yaml"),
    "content-missing": without("content"),
    "file-in-gbk": in_gbk,
    "file-in-utf-16": in_utf_16,
    "report-in-gbk": report_in_gbk,
    "report-renamed": report_renamed,
    "file-binary": binary,
    "control-character": with_a_line_break_of_word,
    "content-is-a-link": content_elsewhere,
    "markdown-of-10-mb": huge,
    "symlink-out": link_out,
    "symlinked-folder": folder_out,
    "not-a-file": pipe,
    "output-below-a-file": lambda _: "config.yaml/public",
    "output-of-someone-else": into_someone_elses,
    "output-with-a-strangers-file": beside_a_strangers_file,
    "output-in-content": lambda _: "content/public",
    "output-is-the-project": lambda _: ".",
    "template-with-an-unknown-name": with_second_line("{{ page.titel }}"),
    "template-with-a-syntax-error": with_second_line("{% if page.title %}"),
    "template-that-adds-text-and-number": with_second_line("{{ page.title + 1 }}"),
    "template-missing": own_templates(without(ARTICLE)),
    "stylesheet-missing": own_templates(without("templates/assets/tokens.css")),
}


# --- the tests ----------------------------------------------------------------------------------


def base_project(folder: Path) -> Project:
    project = Project(folder)
    shutil.copytree(BASE, project.path)
    return project


def corrupt(project: Project, name: str, case: Case) -> str | None:
    """Bring the case about. Returns another output folder, if it is about that."""
    for path, lines in case.changes:
        change(project, path, lines)
    return CORRUPTIONS[name](project) if name in CORRUPTIONS else None


def build(project: Project, output: str | None) -> Outcome:
    return project.build(output=str(project.path / output) if output else None, today=TODAY)


def read_everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Read all files below a folder but the builder's own notes: bytes and modification time."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".build" not in path.parts
    }


def stages(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".site-builder*") if path.is_dir()]


def test_the_base_is_good(tmp_path: Path) -> None:
    outcome = base_project(tmp_path / "site").build(today=TODAY)
    assert (outcome.exit_code, "错误" in outcome.output, "提醒" in outcome.output) == (
        0,
        False,
        False,
    ), outcome.output
    assert "2021/report.html" in outcome.files


def test_every_deed_has_its_case() -> None:
    assert CORRUPTIONS.keys() <= set(CASES)
    assert {name for name in CASES if not read_case(name).changes} == CORRUPTIONS.keys()


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_and_touches_nothing(
    name: str, tmp_path: Path, expected: Expected
) -> None:
    case = read_case(name)
    project = base_project(tmp_path / "site")
    assert project.build(today=TODAY).exit_code == 0
    output = corrupt(project, name, case)
    before = read_everything(project.path)
    outcome = build(project, output)
    printed = outcome.output.replace(str(project.path), "项目")

    assert outcome.exit_code == 1
    assert "Traceback" not in printed
    assert read_everything(project.path) == before
    assert stages(project.path) == []
    findings = _findings(printed)
    for location, words in case.expected_findings:
        matches = [text for text in findings if text.startswith(f"{location} 错误 ")]
        assert matches, f"nothing is said at {location}:\n{printed}"
        for word in words:
            assert any(word in text for text in matches), f"{location}: {word}\n{printed}"
    expected(FOLDER / name / "expected.txt", printed)


def _findings(output: str) -> list[str]:
    """Put each finding and its hint into one text."""
    result: list[str] = []
    for line in output.splitlines():
        if line.startswith("  ") and result:
            result[-1] += line
        else:
            result.append(line)
    return result


@pytest.mark.parametrize("name", [name for name in CASES if "public" not in name])
def test_bad_input_makes_no_first_site(name: str, tmp_path: Path) -> None:
    project = base_project(tmp_path / "site")
    output = corrupt(project, name, read_case(name))
    before = read_everything(project.path)
    outcome = build(project, output)
    assert outcome.exit_code == 1
    assert read_everything(project.path) == before
    assert stages(project.path) == []


def test_different_errors_are_all_told_in_one_run(tmp_path: Path) -> None:
    case = read_case("ten-at-once")
    assert len({place for place, _ in case.expected_findings}) == 10
    project = base_project(tmp_path / "site")
    corrupt(project, "ten-at-once", case)
    errors = [text for text in _findings(project.build(today=TODAY).output) if " 错误 " in text]
    places = {text.split(" ", 1)[0] for text in errors}
    assert places >= {place for place, _ in case.expected_findings}
    assert len({text.split(" ")[2] for text in errors}) >= 8, "different kinds"


def test_a_repaired_site_builds_again(tmp_path: Path) -> None:
    project = base_project(tmp_path / "site")
    good = project.build(today=TODAY)
    corrupt(project, "ten-at-once", read_case("ten-at-once"))
    assert project.build(today=TODAY).exit_code == 1
    project.remove("content")
    shutil.copytree(BASE / "content", project.path / "content")
    shutil.copy(BASE / "config.yaml", project.path)
    again = project.build(today=TODAY)
    assert (again.exit_code, dict(again.files)) == (0, dict(good.files))


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root"
)
@pytest.mark.parametrize("path", [NOTICE, "content/2021/figures.yaml", "content/2021/documents"])
def test_an_unreadable_file_is_told(path: str, tmp_path: Path) -> None:
    project = base_project(tmp_path / "site")
    target = project.path / path
    mode = target.stat().st_mode
    target.chmod(0)
    try:
        outcome = project.build(today=TODAY)
    finally:
        target.chmod(stat.S_IMODE(mode))
    assert outcome.exit_code == 1
    assert f"{path} 错误 scan/read  打不开这个文件" in outcome.output
    assert "没有读取权限" in outcome.output
    assert "Traceback" not in outcome.output
