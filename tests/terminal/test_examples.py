"""The examples in the help of each command: every line is run, and does what it says."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.cli.arguments import build_parser
from site_builder.cli.help_texts import EXAMPLES
from tests.helpers import Project, run_cli, static_server
from tests.helpers.fleet_projects import write_fleet
from tests.helpers.office_report import write_word_report
from tests.helpers.typed_commands import Terminal
from tests.properties.small_site import LAWFUL, lawful_site
from tests.test_readme import leaf_commands

ADDRESS = "https://www.example.gov.cn/zwgk/"
"""What stands in the examples for the address of a site; the test has one of its own."""
TARGETS = """
部署:
  官网: {方式: 文件夹, 目录: ../www, 网址: ADDRESS}
"""
REGISTER = "代码,名称,类别,上级\nGOV,测试县人民政府,政府,\nA01,甲局,部门,GOV\n"
PAGE = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>公开</title><h1>公开</h1>"
JUDGES = ("inspect",)
"""Commands whose exit code says what is wrong with the site of others."""


def write(folder: Path, files: dict[str, str]) -> Project:
    project = Project(folder)
    for path, text in files.items():
        project.edit(path, text)
    return project


@pytest.fixture(scope="module")
def word_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word file of a year, as our own site offers it."""
    path = tmp_path_factory.mktemp("examples") / "report.docx"
    write_word_report(path, 2019)
    return path


@pytest.fixture
def online(word_file: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A project with a target that a server serves, and what is to be imported."""
    (tmp_path / "www").mkdir()
    with static_server.serve(tmp_path / "www/current") as address:
        config = LAWFUL + TARGETS.replace("ADDRESS", address)
        site = write(tmp_path / "site", lawful_site(2) | {"config.yaml": config})
        for target in ("2019年报.docx", "年报/2019年报.docx"):
            (site.path / target).parent.mkdir(exist_ok=True)
            shutil.copy(word_file, site.path / target)
        yield site.path, address


def _write_fleet(folder: Path, project: Path) -> None:
    """Write a register with two bodies, each with a target of its own folder."""
    config = (project / "config.yaml").read_text(encoding="utf-8")
    write_fleet(folder, 2, 0, config=config.replace("../www", "../../www"))
    (folder / "www").mkdir()
    (folder / "config.yaml").write_text(config.partition("部署")[0], encoding="utf-8")
    for number in range(2):
        body = Project(folder / f"bodies/b{number:05d}")
        for path, text in lawful_site(0).items():
            if path != "config.yaml":
                body.edit(path, text)
    register = (folder / "bodies.yaml").read_text(encoding="utf-8")
    for number, name in enumerate(("甲局", "乙局")):
        register = register.replace(f"测试县第{number}局", name)
    (folder / "bodies.yaml").write_text(register, encoding="utf-8")


def _prepare(command: str, project: Path) -> Path:
    """Return the folder in which an example is run, with what it needs."""
    folder = project.parent
    if command in ("", "new site"):
        return folder
    if command == "fleet import":
        (folder / "机构.csv").write_text(REGISTER, encoding="utf-8")
        return folder
    if command.startswith("fleet") or command == "rollup":
        _write_fleet(folder / "fleet", project)
        return folder / "fleet"
    if command == "inspect":
        for target in (folder / "www/current", project / "另存的网页"):
            target.mkdir()
            (target / "index.html").write_text(PAGE, encoding="utf-8")
    if command in ("rollback", "releases", "verify"):
        for day in ("2022-01-20", "2022-01-21"):
            words = ("--project", str(project), "--today", day)
            assert run_cli("deploy", "官网", "--force", *words)[0] == 0
            Project(project).edit("content/index.md", "---\n标题: 首页\n---\n欢迎光临。\n")
    return project


def test_every_command_has_examples() -> None:
    assert {name for name, _ in leaf_commands(build_parser())} == EXAMPLES.keys() - {""}


@pytest.mark.parametrize("command", EXAMPLES)
def test_examples_run(
    command: str,
    online: tuple[Path, str],
    tmp_path: Path,
) -> None:
    project, address = online
    terminal = Terminal(tmp_path)
    terminal.folder = _prepare(command, project)
    for line, _ in EXAMPLES[command]:
        # Each shell reads its own script; what it does there is in `test_completion`.
        script = re.search(r"site-builder completion \w+", line)
        typed = script[0] if script else line.replace(ADDRESS, address)
        exit_code, output, _ = terminal.type(typed)
        assert exit_code in ((0, 1) if command in JUDGES else (0,)), f"{line}\n{output}"
        assert output, line
