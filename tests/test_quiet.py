"""What a run prints for a scheduled job (`--quiet`), and for who wants no colour (`NO_COLOR`)."""

import io
import shutil
import sys
from pathlib import Path

import pytest

from site_builder.cli import console
from site_builder.model.diagnostic import error, warning
from site_builder.model.location import Location
from tests.helpers import EXAMPLE, Project, ProjectFactory, Site, run_cli
from tests.properties.small_site import as_text, document, small_site

PAGE = "content/2020/documents/d0000.md"
TARGETS = """
部署:
  共享盘: {方式: 文件夹, 目录: ../www}
  平台: {方式: 压缩包, 目录: dist, 格式: zip}
"""


def quiet(site: Project, command: str, *words: str) -> tuple[int, str]:
    day = ("--today", "2023-01-20") if command != "verify" else ()
    exit_code, output, _ = run_cli(command, *words, "-q", "--project", str(site.path), *day)
    return exit_code, output


def test_quiet_prints_nothing_where_all_is_well(tmp_path: Path, built_example: Site) -> None:
    site = Project(tmp_path / "site")
    shutil.copytree(EXAMPLE, site.path, ignore=shutil.ignore_patterns("public", ".build"))
    site.edit("config.yaml", site.read("config.yaml") + TARGETS)
    (tmp_path / "www").mkdir()
    assert quiet(site, "check") == (0, "")
    assert quiet(site, "deploy", "共享盘", "--from", str(built_example.folder)) == (0, "")
    assert quiet(site, "deploy", "平台", "--from", str(built_example.folder)) == (0, "")
    assert quiet(site, "verify", "共享盘") == (0, "")
    (tmp_path / "www/current/guide.html").write_text("改了", encoding="utf-8")
    exit_code, output = quiet(site, "verify", "共享盘")
    assert (exit_code, "guide.html" in output, "不一致：" in output) == (1, True, True), output


def test_quiet_prints_what_is_wrong(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site(1)))
    site.edit(PAGE, document(2020, 0, body="的的。"))
    exit_code, output = quiet(site, "build")
    assert (exit_code, "w007/word" in output, "已生成" in output) == (0, True, False), output
    site.edit(PAGE, document(2020, 0, body="见[清单](gone.md)。"))
    exit_code, output = quiet(site, "build")
    assert (exit_code, "错误 1 处" in output, "没有写入" in output) == (1, True, True), output


def test_a_rehearsal_is_never_quiet() -> None:
    exit_code, output, _ = run_cli("deploy", "共享盘", "--dry-run", "--quiet")
    assert (exit_code, "--dry-run 不能一起用。" in output) == (2, True), output


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb", "NO_COLOR="])
def test_colour_is_left_out_on_request_and_never_alone(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(*setting.split("="))
    monkeypatch.setattr(sys, "stdout", screen := _Terminal())
    place = Location("config.yaml", 1, 1)
    console.print_diagnostics(
        [error("a/b", place, "错了", "请改。"), warning("a/c", place, "留意", "请看。")]
    )
    text = screen.getvalue()
    assert ("\x1b[" in text) is setting.endswith("=")
    assert "错误" in text
    assert "提醒" in text
