"""Outside a project all commands say the same, in one sentence, with exit code 2."""

from pathlib import Path

import pytest

from site_builder.cli.arguments import build_parser
from tests.helpers import run_cli
from tests.terminal.test_json import DONE
from tests.test_readme import leaf_commands

COMMANDS = [name for name, _ in leaf_commands(build_parser())]
KNOWING_PROJECTS = [
    name for name, parser in leaf_commands(build_parser()) if "--project" in parser.format_usage()
]
ON_A_REGISTER = ("fleet build", "fleet check", "fleet deploy", "rollup")
ANYWHERE = {
    "completion": ("bash",),
    "doctor": (),
    "inspect": (".",),
    "manual": ("--output", "manual"),
    "new site": ("site", "--organization", "甲局"),
    "schema": (),
    "web-config": ("nginx",),
    "check": ("--explain", "w007"),
}
"""What needs no project: with these words."""
BEGINNERS = ("edit", "fleet import")
"""Commands that begin a project or a register, tested with what they begin."""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(command: str) -> tuple[str, ...]:
    words = ("年报.docx",) if command == "import" else DONE[command]
    return (*command.split(), *words)


@pytest.mark.parametrize(
    "command",
    [name for name in COMMANDS if name not in (*ANYWHERE, *BEGINNERS)] + ["check", "web-config"],
)
def test_what_needs_a_project(command: str, tmp_path: Path) -> None:
    exit_code, output, stdout = run_cli(*typed(command))
    lacking = "bodies.yaml" if command in ON_A_REGISTER else "config.yaml"
    assert (exit_code, output.count("\n"), stdout) == (2, 1, ""), output
    assert f"{tmp_path} 里没有 {lacking}" in output
    assert "--project 指明" in output
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("command", [name for name in KNOWING_PROJECTS if name != "edit"])
def test_a_folder_that_is_not_there(command: str, tmp_path: Path) -> None:
    exit_code, output, stdout = run_cli(*typed(command), "--project", "gone")
    assert (exit_code, stdout) == (2, ""), output
    assert "gone" in output
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("command", ANYWHERE)
def test_what_works_anywhere(command: str) -> None:
    exit_code, output, _ = run_cli(*command.split(), *ANYWHERE[command])
    assert exit_code == (3 if command == "inspect" else 0), output


def test_a_configuration_without_a_project_says_so_beside_it() -> None:
    exit_code, output, stdout = run_cli("web-config", "nginx")
    assert (exit_code, "不是项目文件夹" in stdout, "★" in stdout) == (0, False, True)
    assert output.replace(stdout, "").startswith("这里不是项目文件夹：")


@pytest.mark.parametrize(
    "words",
    [
        ("import", "gone.docx", "--dry-run"),
        ("fleet", "import", "gone.xlsx"),
        ("inspect", "gone"),
    ],
)
def test_a_file_that_is_not_there(words: tuple[str, ...]) -> None:
    exit_code, output, stdout = run_cli(*words)
    assert (exit_code, "gone" in output, stdout) == (2, True, ""), output
