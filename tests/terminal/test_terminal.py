"""What a real terminal shows, wide and narrow, and what is left of it in a file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.cli.display_width import display_width, wrap
from tests.helpers import ROOT, Project, ProjectFactory, write_script
from tests.properties.small_site import as_text, small_site

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")

ESCAPE = "\x1b["


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(1)))


def environment(**changes: str) -> dict[str, str]:
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    return {**variables, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **changes}


def on_terminal(folder: Path, *words: str, **changes: str) -> str:
    """Run a command on a pseudo-terminal; its standard error goes there too."""
    primary, secondary = pty.openpty()
    is_installed = "PATH" in changes
    program = ["site-builder"] if is_installed else [sys.executable, "-m", "site_builder"]
    process = subprocess.Popen(
        ["env", *program, *words],
        cwd=folder,
        env=environment(**changes),
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
    )
    os.close(secondary)
    data = b""
    while True:
        try:
            piece = os.read(primary, 65536)
        except OSError:  # Linux: nobody holds the other end
            break
        if not piece:
            break
        data += piece
    os.close(primary)
    process.wait()
    return data.decode().replace("\r\n", "\n")


def in_file(folder: Path, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "site_builder", *words],
        cwd=folder,
        env=environment(),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout


def test_colour_only_on_a_terminal_and_never_alone(site: Project) -> None:
    # A bar would show on a slow machine.
    words = ("check", "--all", "--quiet", "--today", "2022-01-25")
    coloured = on_terminal(site.path, *words)
    plain = in_file(site.path, *words)
    assert f"{ESCAPE}33m提醒{ESCAPE}0m" in coloured
    assert ESCAPE not in plain
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert ESCAPE not in on_terminal(site.path, *words, NO_COLOR="1")
    assert ESCAPE not in on_terminal(site.path, *words, TERM="dumb")


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("words", [(), ("build",), ("check",), ("fleet", "deploy"), ("inspect",)])
def test_help_fits(tmp_path: Path, columns: int, words: tuple[str, ...]) -> None:
    program = tmp_path / "bin/site-builder"
    program.parent.mkdir()
    write_script(program)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    text = on_terminal(tmp_path, *words, "--help", COLUMNS=str(columns), PATH=path)
    # Lines to copy are never broken.
    lines = [line for line in text.splitlines() if not line.startswith("  site-builder ")]
    too_wide = [line for line in lines if display_width(line) > columns]
    assert not too_wide
    assert "用法：site-builder" in text
    assert "\n例子：\n  site-builder " in text
    assert "退出码：" in text


def test_lines_are_broken_as_chinese_is() -> None:
    text = "项目文件夹（默认：当前文件夹），如 2026-01-31、public 或者“网站”。"
    for width in range(8, 60):
        lines = wrap(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(display_width(line) <= max(width, 14) for line in lines)
        assert not any(line[0] in "，。、：）”" for line in lines)
        assert not any(line[-1] in "（“" for line in lines)
        assert any("2026-01-31" in line for line in lines), "a date stays whole"
