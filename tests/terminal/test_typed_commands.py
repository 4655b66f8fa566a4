"""What a terminal says to type can be typed as it stands: the same project, the same target."""

import re
import shlex
from pathlib import Path

import pytest

from site_builder.cli.arguments import build_parser
from site_builder.cli.program_name import as_typed, work_on
from tests.helpers import Project, ProjectFactory, run_cli
from tests.properties.small_site import LAWFUL, as_text, document, lawful_site
from tests.test_readme import leaf_commands

TARGET = "部署:\n  正式:\n    方式: 文件夹\n    目录: ../www\n    网址: http://127.0.0.1:9/\n"
TODAY = ("--today", "2022-01-25")


@pytest.fixture
def site(make_project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A site in a folder whose name has a blank, seen from the folder above."""
    project = make_project(as_text({**lawful_site(2), "config.yaml": LAWFUL + TARGET}))
    folder = project.path.rename(tmp_path / "我的 网站")
    (tmp_path / "www").mkdir()
    monkeypatch.chdir(tmp_path)
    return Project(folder)


def run(*words: str) -> tuple[int, str]:
    return run_cli(*words)[:2]


def commands(output: str) -> list[str]:
    """Return the commands in a text, as far as they can be typed."""
    return [match[1] for match in re.finditer(r"site-builder ([!-~\w ]*\w)", output)]


def command(output: str, name: str) -> list[str]:
    """Return the words of the one command of this name, as a shell reads them."""
    (line,) = {line for line in commands(output.replace("正式 发布", "正式")) if name in line}
    return shlex.split(line)


def test_every_command_that_knows_projects_is_given_the_project() -> None:
    try:
        for name, parser in leaf_commands(build_parser()):
            work_on("wangzhan", name.split()[0], "")
            typed = as_typed(f"请运行 site-builder {name}。")
            knows = "--project" in parser.format_usage()
            assert typed.endswith(f"{name}{' --project wangzhan' * knows}。")
            assert as_typed(typed) == typed
        work_on("mingu", "fleet", "")
        assert as_typed("site-builder check --all") == "site-builder check --all"
    finally:
        work_on("", "", "")


def test_releases_are_put_back_from_outside(site: Project) -> None:
    deploy = ("deploy", "正式", "--project", site.path.name, *TODAY)
    assert "rollback" not in run(*deploy)[1]
    site.edit("content/2020/documents/d0000.md", document(2020, 0, "关于修改的通知"))
    words = command(run(*deploy)[1], "rollback")
    assert words == ["rollback", "--project", site.path.name, "正式"]
    exit_code, output = run(*words)
    assert exit_code == 0, output
    exit_code, output = run(*command(output, "rollback"))
    assert exit_code == 0, output


def test_what_was_tampered_with_is_put_right_from_outside(site: Project) -> None:
    deploy = ("deploy", "正式", "--project", site.path.name, *TODAY)
    verify = ("verify", "正式", "--project", site.path.name)
    words = command(run(*verify)[1], "deploy")
    assert words == ["deploy", "--project", site.path.name, "正式"]
    assert run(*words, *TODAY)[0] == 0
    (site.path.parent / "www/current/index.html").write_bytes(b"evil")
    for asked in (verify, (verify[0], "http://127.0.0.1:9/", *verify[2:])):
        words = command(run(*asked)[1], "deploy")
        assert words == ["deploy", "--project", site.path.name, "正式", "--force"]
    assert run(*words, *TODAY)[0] == 0
    assert "index.html  内容" not in run(*verify)[1]
    assert run(*deploy)[0] == 0


def test_a_missing_file_is_written_from_outside(site: Project) -> None:
    site.remove("content/2021/figures.yaml")
    words = command(run("check", "--project", site.path.name, *TODAY)[1], "new report")
    assert words == ["new", "report", "--project", site.path.name, "2021"]
    assert run(*words)[0] == 0
    assert "缺少 figures.yaml" not in run("check", "--project", site.path.name, *TODAY)[1]


def test_programs_and_files_read_the_same_wherever_it_was_started(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.remove("content/2021/figures.yaml")
    outside = run("check", "--json", "--project", site.path.name, *TODAY)
    monkeypatch.chdir(site.path)
    assert run("check", "--json", *TODAY) == outside
    assert "site-builder new report 2021" in outside[1]
