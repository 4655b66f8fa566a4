"""Whatever an office gets wrong: reported at its place with a hint, and nothing is touched.

`tests/bad/base` is a good site. Each folder next to it spoils it in one way: `case.txt` states how,
where it must be reported (`at:`) and with which words (`says:`); `expected.txt` is all of it.
"""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers import ROOT, Expected, Outcome, Project, split_files
from tests.helpers.corruptions import CORRUPTIONS, NOTICE, change

FOLDER = ROOT / "tests" / "bad"
BASE = FOLDER / "base"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/case.txt"))
TODAY = "2022-02-01"
"""When the base was all that it should be: rules about dates look at the day."""


@dataclass(frozen=True)
class Case:
    """One mistake, and what must be reported about it."""

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


@pytest.fixture(scope="module")
def built_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with its site, as a copy to restore from: a site belongs to where it was built."""
    project = base_project(tmp_path_factory.mktemp("base") / "site")
    assert project.build(today=TODAY).exit_code == 0
    return project.path.rename(project.path.with_name("built"))


@pytest.fixture
def built(built_base: Path, name: str, tmp_path: Path) -> Iterator[Project]:
    """The base with its site, for one case to spoil."""
    if name.startswith(("template", "stylesheet")):
        # A process reads the templates of a folder once.
        project = base_project(tmp_path / "site")
        assert project.build(today=TODAY).exit_code == 0
    else:
        project = Project(built_base.with_name("site"))
        shutil.copytree(built_base, project.path)
    yield project
    shutil.rmtree(project.path)


def test_every_corruption_has_its_case() -> None:
    assert CORRUPTIONS.keys() <= set(CASES)
    assert {name for name in CASES if not read_case(name).changes} == CORRUPTIONS.keys()


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_and_touches_nothing(
    name: str, built: Project, expected: Expected
) -> None:
    case = read_case(name)
    output = corrupt(built, name, case)
    before = read_everything(built.path)
    outcome = build(built, output)
    printed = outcome.output.replace(str(built.path), "项目")

    assert outcome.exit_code == 1
    assert "Traceback" not in printed
    assert read_everything(built.path) == before
    assert stages(built.path) == []
    findings = _findings(printed)
    for location, words in case.expected_findings:
        matches = [text for text in findings if text.startswith(f"{location} 错误 ")]
        assert matches, f"nothing is said at {location}:\n{printed}"
        for word in words:
            assert any(word in text for text in matches), f"{location}: {word}\n{printed}"
    expected(FOLDER / name / "expected.txt", printed)


def _findings(output: str) -> list[str]:
    """Put each diagnostic and its hint into one text."""
    result: list[str] = []
    for line in output.splitlines():
        if line.startswith("  ") and result:
            result[-1] += line
        else:
            result.append(line)
    return result


@pytest.mark.slow
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
