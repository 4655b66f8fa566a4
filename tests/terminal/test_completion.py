"""What a shell completes, asked as a real shell asks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT, run_cli, skip_missing

CONFIG = """站点: {名称: 甲局, 机关: 甲局}
部署:
  正式: {方式: 文件夹, 目录: ../www}
  演示: {方式: 文件夹, 目录: ../demo}
"""
BASH = """
eval "$(site-builder completion bash)"
COMP_LINE="$1" COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
COMPREPLY=()
_python_argcomplete site-builder
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """
autoload -U compinit && compinit -D
_describe() { print -l -- ${(P)2}; }
eval "$(site-builder completion zsh)"
BUFFER="$1" CURSOR=${#1} words=(site-builder)
_python_argcomplete
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project, and the program on the path of commands."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "content").mkdir()
    program = tmp_path / "bin/site-builder"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m site_builder "$@"\n')
    program.chmod(0o755)
    return tmp_path


def ask(shell: str, script: str, line: str, folder: Path) -> set[str]:
    program = shutil.which(shell) or skip_missing(shell, f"apt-get install {shell}")
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run(
        [program, *(("-f",) if shell == "zsh" else ("--norc",)), "-c", script, shell, line],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return {word.strip() for word in run.stdout.splitlines()} - {""}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("site-builder b", {"build"}),
        ("site-builder re", {"review-file", "releases"}),
        ("site-builder build --dr", {"--drafts"}),
        ("site-builder fleet ", {"build", "check", "deploy", "import"}),
        ("site-builder check --format ", {"text", "json", "sarif"}),
        ("site-builder check --only w00", {f"w00{number}" for number in range(1, 9)}),
        ("site-builder web-config n", {"nginx"}),
        ("site-builder deploy ", {"正式", "演示"}),
        ("site-builder deploy 正", {"正式"}),
        ("site-builder check con", {"config.yaml", "content/"}),
        ("site-builder build --project con", {"content/"}),
        ("site-builder new report --today ", set()),
    ],
)
def test_bash(folder: Path, line: str, expected: set[str]) -> None:
    assert ask("bash", BASH, line, folder) == expected


def test_targets_of_settings_that_cannot_be_read(folder: Path) -> None:
    (folder / "config.yaml").write_text("站点: [", encoding="utf-8")
    assert ask("bash", BASH, "site-builder deploy ", folder) == set()


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh(folder: Path) -> None:
    assert "build" in " ".join(ask("zsh", ZSH, "site-builder bui", folder))


def test_powershell_is_given_its_script() -> None:
    exit_code, output, _ = run_cli("completion", "powershell")
    assert (
        exit_code,
        "Register-ArgumentCompleter -Native -CommandName site-builder" in output,
    ) == (
        0,
        True,
    )
